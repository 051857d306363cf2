"""Marks that the page tells: everything that can be acted on and is seen, named as assistive technology names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from guiagent.actions import Click, Point
from guiagent.candidates import Marker, PageCandidates
from guiagent.computers.browser import Browser
from guiagent.records import Mark, Observation
from tests.candidates.conftest import Show

pytestmark = pytest.mark.asyncio(loop_scope="module")
STYLE = (
    "<style>*{margin:0;font:16px sans-serif} .at{position:absolute} button,input,a,div{box-sizing:border-box}</style>"
)


def page(name: str) -> str:
    return (Path(__file__).parent / "pages" / name).read_text(encoding="utf-8")


async def marks(browser: Browser) -> tuple[Mark, ...]:
    return await PageCandidates(browser).places(await browser.observe())


async def labels(browser: Browser) -> list[str]:
    return [mark.label for mark in await marks(browser)]


async def test_whatever_can_be_acted_on_is_told_by_its_name(show: Show) -> None:
    browser = await show(STYLE + page("everything.html"))
    told = await labels(browser)
    for name in (
        *("A link", "A button", "Close", "A checkbox", "A radio button", "A field", "A list", "A slider", "A switch"),
        *("A tab", "A pointer", "A handler", "A picture", "More", "An editor"),
    ):
        assert told.count(name) == 1, f"{name} among {told}"
    assert not [name for name in told if "Nothing" in name or "Bold" in name]


async def test_what_stands_in_a_field_is_never_told(show: Show) -> None:
    browser = await show(STYLE + page("fields.html"))
    told = await labels(browser)
    assert set(told) == {"Password", "Card number", ""}
    assert len(told) == 6


async def test_what_is_covered_or_hidden_or_scrolled_away_is_left_out(show: Show) -> None:
    browser = await show(STYLE + page("covered.html"))
    (seen,) = await marks(browser)
    assert seen.label == "Seen"
    middle = (seen.box.left + seen.box.right) // 2
    assert 130 <= middle < 210, "the part that is not covered is marked"


FRAMED = "framed.html"


@pytest.mark.parametrize("scale", [1, 2])
async def test_frames_and_shadow_roots_are_looked_into_at_any_scale(show: Show, scale: int) -> None:
    browser = await show(STYLE + page(FRAMED), scale=scale)
    found = {mark.label: mark.box for mark in await marks(browser)}
    assert set(found) == {"Framed", "open", "closed"}
    assert found["Framed"] == tuple(side * scale for side in (125, 95, 205, 125))
    assert found["closed"][:2] == (10 * scale, 400 * scale)


async def test_what_covers_a_frame_covers_what_is_in_it(show: Show) -> None:
    cover = '<div class=at style="left:90px;top:70px;width:400px;height:150px;background:#fff"></div>'
    assert set(await labels(await show(STYLE + page(FRAMED) + cover))) == {"open", "closed"}


async def test_the_rows_of_an_open_list_are_marked(show: Show) -> None:
    browser = await show(STYLE + "<select class=at><option>Red<option>Green<option>Blue</select>")
    await browser.perform(Click(point=Point(20, 20)))
    rows = [mark for mark in await marks(browser) if mark.label in ("Red", "Green", "Blue")]
    assert [row.label for row in rows] == ["Red", "Green", "Blue"]
    blue = rows[2].box
    await browser.perform(Click(point=Point((blue.left + blue.right) // 2, (blue.top + blue.bottom) // 2)))
    assert await browser._live.tabs.current.evaluate("document.querySelector('select').value") == "Blue"


async def test_a_control_that_its_label_draws_is_marked_once(show: Show) -> None:
    browser = await show(STYLE + page("drawn.html"))
    assert await labels(browser) == ["Drawn by its label"]


async def test_the_buttons_of_a_dialog_stand_before_the_page(show: Show) -> None:
    browser = await show(STYLE + "<button onclick=\"confirm('Sure?')\">Ask</button>")
    await browser.perform(Click(point=Point(20, 12)))
    await browser.observe()
    found = {mark.label: mark.box for mark in await marks(browser)}
    assert set(found) == {"cancel", "ok"}
    await browser.perform(Click(point=Point(found["ok"].left + 5, found["ok"].top + 5)))
    assert await labels(browser) == ["Ask"]


async def test_a_secret_s_value_is_in_no_label(show: Show) -> None:
    assert await labels(await show(STYLE + "<button>Delete tops3cret</button>")) == ["Delete <secret:pin>"]


async def test_a_marker_puts_them_on_the_observation(show: Show) -> None:
    browser = await show(STYLE + "<button>One</button><p><button>Two</button>")
    now = await Marker(PageCandidates(browser)).annotate(await browser.observe())
    assert isinstance(now, Observation)
    assert [mark.label for mark in now.marks] == ["One", "Two"]
    assert Observation.model_validate_json(now.model_dump_json()).marks == now.marks


@pytest.mark.parametrize("depth", [150, 480])
async def test_what_stands_deep_in_a_page_is_marked(show: Show, depth: int) -> None:
    assert await labels(await show(STYLE + "<div>" * depth + "<button>Deep</button>")) == ["Deep"]


async def test_what_only_listens_to_presses_is_marked_but_not_what_listens_for_its_parts(show: Show) -> None:
    told = await labels(await show(STYLE + page("listening.html")))
    assert sorted(told) == ["Clicked", "Framed", "Held", "Pointed", "Pressed", "Property", "Shadowed"]


OVERWRITES = """
Element.prototype.getBoundingClientRect = Element.prototype.getClientRects = () => { throw Error("mine") };
Element.prototype.matches = Element.prototype.getAttribute = Array.prototype.map = Array.prototype.filter = () => null;
document.elementFromPoint = document.querySelectorAll = window.getComputedStyle = () => null;
"""


@pytest.mark.parametrize("inner", ["", "framed"])
async def test_a_page_that_overwrites_prototypes_has_marks_all_the_same(show: Show, inner: str) -> None:
    html = f"<button>Told</button><script>{OVERWRITES}</script>"
    frame = f"<iframe srcdoc='{html.replace('Told', 'Inner')}'></iframe>" if inner else ""
    browser = await show(f"{STYLE}{html}<p>{frame}")
    assert await labels(browser) == ["Told", *(["Inner"] if inner else [])]


async def test_what_lies_before_thousands_of_covered_buttons_is_marked(show: Show) -> None:
    covered = "<button class=at style='left:10px;top:10px;width:700px;height:500px'>Covered</button>" * 5000
    before = "<div class=at style='inset:0;background:#fff'><button>Before</button></div>"
    browser = await show(STYLE + covered + before)
    assert await labels(browser) == ["Before"]


async def test_of_thousands_that_listen_the_first_are_marked(show: Show) -> None:
    rows = "<body><script>for (let row = 0; row < 5000; row++) { const at = document.createElement('div');"
    rows += "at.textContent = row; at.addEventListener('click', () => 1); document.body.append(at)}"
    browser = await show(f"{STYLE}{rows}</script>")
    assert (await labels(browser))[:3] == ["0", "1", "2"]
