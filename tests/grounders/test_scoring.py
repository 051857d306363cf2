"""A description's place is the one whose picture the scorer likes best, on a page that a browser has drawn."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from guiagent.actions import Box, Point
from guiagent.candidates import PixelCandidates
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.errors import ModelError
from guiagent.grounders.scoring import SMALLEST, ScoringGrounder, cut_out
from guiagent.models.encoders import Encoder
from guiagent.records import Mark, Observation
from guiagent.screen import Screen
from tests.fakes import painted
from tests.models.encoders.colours import COLOURS, TEXTS, taught
from tests.models.encoders.tiny import FAMILIES, checkpoint

PLACES = {"blue": Box(64, 160, 136, 232), "yellow": Box(206, 160, 278, 232)} | {
    "green": Box(64, 292, 136, 364),
    "red": Box(206, 292, 278, 364),
}
PAGE = """<!doctype html><meta charset="utf-8"><title>Colours</title>
<style>body {{ font: 16px sans-serif; margin: 24px; background: #f6f6f4 }} .place {{ position: absolute }}</style>
<h1>Pick a colour</h1><p>Each of these places can be clicked.</p>{squares}
<button style="position: absolute; left: 24px; top: 424px">Continue</button>"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Screen:
    squares = "".join(
        f'<div class="place" style="left:{box.left}px;top:{box.top}px;width:{box.width}px;height:{box.height}px;'
        f'background:rgb{COLOURS[colour]}"></div>'
        for colour, box in PLACES.items()
    )
    file = tmp_path_factory.mktemp("page") / "colours.html"
    file.write_text(PAGE.format(squares=squares))
    return asyncio.run(_shown(file.as_uri()))


async def _shown(url: str) -> Screen:
    async with Browser(BrowserOptions(url=url, viewport=(640, 520))) as browser:
        return (await browser.observe()).screen


@pytest.fixture(scope="module")
def knowing(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return Encoder(str(taught(tmp_path_factory.mktemp("encoder") / "clip")))


@dataclass(frozen=True)
class Places:
    """Candidates that are known beforehand."""

    boxes: Sequence[Box]

    async def places(self, now: Observation) -> tuple[Mark, ...]:
        return tuple(Mark(box=box) for box in self.boxes)


async def test_what_a_description_means_is_found_among_the_places_seen(page: Screen, knowing: Encoder) -> None:
    grounder = ScoringGrounder(PixelCandidates(), knowing)
    for text in TEXTS:
        located = await grounder.locate(page, text)
        box = PLACES.get(text.split()[1], Box(20, 418, 100, 452))
        assert located.point is not None
        assert box.near(located.point, 0), text
        assert (located.usage.requests, located.usage.tokens) == (1, 0)
        assert located.usage.seconds > 0


@pytest.mark.parametrize("family", FAMILIES)
async def test_every_family_scores_the_places_of_a_page(family: str, page: Screen, tmp_path: Path) -> None:
    grounder = ScoringGrounder(Places(list(PLACES.values())), Encoder(str(checkpoint(family, tmp_path / family))))
    located = await grounder.locate(page, "the red square")
    assert located.point in {Point((box.left + box.right) // 2, (box.top + box.bottom) // 2) for box in PLACES.values()}
    assert located.point == (await grounder.locate(page, "the red square")).point


async def test_a_screen_without_places_is_said_to_have_none(knowing: Encoder) -> None:
    blank = painted("", (200, 120))
    for candidates in (Places([]), Places([Box(300, 300, 340, 320), Box(50, 50, 50, 60)])):
        located = await ScoringGrounder(candidates, knowing).locate(blank, "the red square")
        assert located.point is None
        assert "nothing on the screen" in located.said


async def test_a_place_that_hangs_over_the_edge_is_aimed_at_where_it_can_be_seen(knowing: Encoder) -> None:
    located = await ScoringGrounder(Places([Box(180, -20, 260, 20)]), knowing).locate(painted("", (200, 120)), "red")
    assert located.point == Point(190, 10)


async def test_a_scorer_that_fails_is_not_taken_for_an_empty_screen(page: Screen, tmp_path: Path) -> None:
    folder = checkpoint("clip", tmp_path / "clip")
    (folder / "model.safetensors").write_bytes(b"torn")
    with pytest.raises(ModelError, match="cannot load"):
        await ScoringGrounder(Places([Box(0, 0, 9, 9)]), Encoder(str(folder))).locate(page, "the red square")


def test_pictures_of_places_show_what_is_around_and_are_never_tiny(page: Screen) -> None:
    red = PLACES["red"]
    large, tiny, corner = cut_out(page.png, [red, Box(210, 300, 218, 304), Box(0, 0, 4, 4)], margin=10)
    sizes = [Image.open(io.BytesIO(png)).size for png in (large, tiny, corner)]
    assert sizes == [(red.width + 20, red.height + 20), (SMALLEST, round(24 / 28 * SMALLEST)), (SMALLEST, SMALLEST)]
    assert Image.open(io.BytesIO(large)).convert("RGB").getpixel((46, 46)) == COLOURS["red"]
