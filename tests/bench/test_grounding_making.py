"""A set that is made from a seed: the same each time, in ScreenSpot-v2's layout, and one that OCR can be asked."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
import pytest_asyncio

from guiagent.bench.grounding.making import IMAGES, Made, make
from guiagent.bench.grounding.reading import read_set
from guiagent.bench.grounding.targets import targets
from guiagent.bench.grounding.views import View
from guiagent.bench.grounding.worlds import worlds
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.errors import UsageError
from tests.bench.test_grounding_run import told

VIEW = View("mobile", 480, 600, 1.25)
COUNT = 8
NAMES = """<!doctype html><meta charset="utf-8"><style>
body { margin: 20px } a, button { display: inline-block; margin: 9px }
#over { position: fixed; left: 0; top: 300px; width: 60px; height: 99px; background: #ccc }</style>
<a href="#">Orders</a> <a href="#">Twice</a> <button>Twice</button> <a href="#">Help</a> <h1>Help</h1>
<button aria-label="close"><svg width="20" height="20"><path d="M2 2l16 16M18 2L2 18" stroke="#000"/></svg></button>
<p><label>Email <input placeholder="you@there"></label> <label><input type="checkbox"> News</label></p>
<p style="position: absolute; top: 320px"><button style="width: 90px">Half covered</button></p>
<button aria-label="Pin the letter about last summer"><svg width="20" height="20"/></svg></button>
<div id="over"></div><p style="margin-top: 900px"><a href="#">Far below</a></p>"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def made(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    """The same set twice."""
    folder = tmp_path_factory.mktemp("made")
    return [await make(folder / name, 7, COUNT, [VIEW], names=["shop"]) for name in ("set", "again")]


def test_the_same_seed_makes_the_same_set(made: list[Made]) -> None:
    one, other = (read_set(each.folder) for each in made)
    assert (one.items, one.digest) == (other.items, other.digest)
    for name, path in one.images.items():
        assert path.read_bytes() == other.images[name].read_bytes()


def test_it_is_in_screenspot_v2_s_layout(made: list[Made]) -> None:
    folder = made[0].folder
    entries = json.loads((folder / "screenspot_mobile_v2.json").read_text(encoding="utf-8"))
    assert len(entries) == COUNT
    assert all(list(entry) == ["img_filename", "instruction", "bbox", "data_type", "data_source"] for entry in entries)
    assert all((folder / IMAGES / entry["img_filename"]).is_file() for entry in entries)
    assert {"shop"} < {entry["data_source"] for entry in entries}, "screens of a sandbox and of generated pages"
    found = read_set(folder)
    assert (found.format, found.remarks, {item.platform for item in found.items}) == ("screenspot-v2", (), {"mobile"})


def test_ocr_finds_what_is_written(made: list[Made], tmp_path: Path) -> None:
    found = told(str(made[0].folder), "--model", "ocr", "--out", str(tmp_path), "--limit", "4", "--json")
    assert found.exit_code == 0, found.stderr
    result = json.loads(found.stdout)
    text = result["all"]["text"]
    assert result["complete"]
    assert text["questions"] >= 2
    assert text["hits"] / text["questions"] > 0.5


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is there already: name a new folder"):
        asyncio.run(make(tmp_path, 7, COUNT))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


async def test_only_what_is_seen_whole_and_has_a_name_of_its_own_is_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(NAMES, encoding="utf-8")
    async with Browser(BrowserOptions(url=page.as_uri(), viewport=(700, 500))) as browser:
        await browser.observe()
        found = {each.instruction: each.type for each in await targets(browser, (700, 500), 1)}
    assert found == {
        'the "Orders" link': "text",
        "the close button": "icon",
        "the Email field": "icon",
        "the News checkbox": "icon",
    }


def test_every_sandbox_is_walked_through() -> None:
    assert "shop" in worlds()
