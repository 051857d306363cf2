"""A second look at an enlarged part of the screen: exact to the pixel, and worth it where a target is small."""

from __future__ import annotations

import io
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from guiagent.actions import Point
from guiagent.catalogue import resolve
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.pointing import PointingDialect
from guiagent.errors import UnreadableReply
from guiagent.grounders.ocr import OcrGrounder
from guiagent.grounders.zooming import Window, Zoomed
from guiagent.models.endpoint import Endpoint
from guiagent.models.openai_compatible import OpenAICompatible
from guiagent.policies.grounding import PolicyGrounder
from guiagent.policies.vlm import VlmPolicy
from guiagent.records import Located
from guiagent.screen import Screen
from guiagent.usage import Usage
from tests.fakes import painted
from tests.grounders.conftest import Draw
from tests.servers.openai_server import OpenAIServer, Request, Says

SIDES = st.integers(40, 4000)


@given(SIDES, SIDES, st.integers(2, 6), st.integers(1, 500), st.integers(1, 6), st.data())
def test_a_pixel_of_the_window_is_the_same_pixel_there_and_back(
    width: int, height: int, share: int, least: int, times: int, data: st.DataObject
) -> None:
    aim = Point(data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1)))
    window = Window.around(aim, (width, height), share, least, times)
    left, top, right, bottom = window.box
    assert 0 <= left <= aim.x < right <= width
    assert 0 <= top <= aim.y < bottom <= height
    assert (right - left, bottom - top) == tuple(min(side, max(least, side // share)) for side in (width, height))
    inside = Point(data.draw(st.integers(left, right - 1)), data.draw(st.integers(top, bottom - 1)))
    assert window.outside(window.inside(inside)) == inside
    assert window.shows(window.inside(inside))


def test_every_pixel_of_a_square_of_the_enlarged_part_is_the_one_that_it_was_made_of() -> None:
    screen = painted("", (90, 60), box=(30, 20, 33, 22))
    window = Window.around(Point(31, 21), (90, 60), 3, 10, 3)
    with Image.open(io.BytesIO(window.of(screen).png)) as enlarged:
        assert enlarged.size == (90, 60)
    squares = {window.outside(Point(x, y)) for x, y in product(range(90), range(60))}
    assert squares == {
        Point(x, y) for x, y in product(range(window.box.left, window.box.right), range(*window.box[1::2]))
    }


@dataclass
class Answers:
    """A grounder that has its answers ready, and keeps what it was shown."""

    answers: list[Located | Exception]
    shown: list[Screen] = field(default_factory=list)

    async def locate(self, screen: Screen, description: str) -> Located:
        self.shown.append(screen)
        answer = self.answers[len(self.shown) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer


ONE = Usage(requests=1, input_tokens=100)


def said(x: int, y: int) -> Located:
    return Located(point=Point(x, y), usage=ONE)


async def test_the_second_answer_is_mapped_back_and_both_are_paid_for() -> None:
    grounder = Answers([said(600, 300), said(0, 1199)])
    located = await Zoomed(grounder).locate(painted("x", (1200, 900)), "x")
    assert (grounder.shown[1].width, grounder.shown[1].height) == (1200, 1200)
    assert located.point == Point(400, 100 + 399)
    assert (located.usage.requests, located.usage.input_tokens) == (2, 200)


@pytest.mark.parametrize(
    "second",
    [Located(point=None, said="not there", usage=ONE), said(5000, 3), UnreadableReply("gibberish", (), ONE)],
    ids=["none", "outside", "unreadable"],
)
async def test_the_first_answer_stands_where_the_second_is_none(second: Located | Exception) -> None:
    located = await Zoomed(Answers([said(600, 300), second])).locate(painted("x", (1200, 900)), "x")
    assert (located.point, located.usage.requests) == (Point(600, 300), 2)


async def test_what_is_not_seen_at_first_is_not_looked_for_closer() -> None:
    grounder = Answers([Located(point=None, said="not there")])
    located = await Zoomed(grounder).locate(painted("x", (1200, 900)), "x")
    assert (located.point, located.said, len(grounder.shown)) == (None, "not there", 1)


def seer(request: Request) -> Says:
    """A model that speaks as Kosmos-2 does, and sees the red spot on the picture that it is sent."""
    with Image.open(io.BytesIO(request.images[0])) as image:
        red, green, blue = np.asarray(image.convert("RGB")).astype(int).transpose(2, 0, 1)
    ys, xs = np.nonzero((red > 150) & (green < 90) & (blue < 90))
    dialect = resolve("kosmos-2").speaker()
    assert isinstance(dialect, PointingDialect)
    middle = Point(int(xs.min() + xs.max() + 1) // 2, int(ys.min() + ys.max() + 1) // 2)
    frame = Frame(dialect.setting.convention, red.shape[::-1], red.shape[::-1])
    return Says(dialect.pointing.written(middle, frame))


SPOT = "position:absolute; width:14px; height:14px; background:red"
BETWEEN_CELLS = (55, 274, 524, 774)
"""Where a spot of 14 pixels lies across the edge of two of the 32 cells of a screen 1000 pixels wide."""


@pytest.mark.asyncio(loop_scope="module")
async def test_a_model_that_names_cells_of_a_grid_hits_small_targets_only_by_a_second_look(draw: Draw) -> None:
    hits = {"once": 0, "twice": 0}
    with OpenAIServer(seer) as server:
        async with aclosing(OpenAICompatible(Endpoint("kosmos-2", server.base_url))) as model:
            once = PolicyGrounder(VlmPolicy(model, resolve("kosmos-2").speaker()), asked="{}")
            for x, y in product(BETWEEN_CELLS, (19, 247, 580)):
                page = await draw(f"<a id=spot style='{SPOT};left:{x}px;top:{y}px'></a>")
                for name, grounder in (("once", once), ("twice", Zoomed(once))):
                    located = await grounder.locate(page.screen, "the red spot")
                    hits[name] += page.hit(located.point) == "spot"
    assert hits == {"once": 0, "twice": 12}


@pytest.mark.asyncio(loop_scope="module")
async def test_small_print_that_is_read_once_is_read_closer_at_the_same_place(draw: Draw) -> None:
    words = ["Export data", "Import data", "Preferences", "Sign out", "Rename", "Duplicate"]
    page = await draw("".join(f"<p><a href=# id='{each}' style='font-size:9px'>{each}</a></p>" for each in words))
    grounder = OcrGrounder()
    for each in words:
        once, twice = await grounder.locate(page.screen, each), await Zoomed(grounder).locate(page.screen, each)
        assert page.hit(twice.point) == page.hit(once.point) == each
