"""Mouse and keyboard: what is aimed at on the screenshot is what the page feels."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image

from guiagent.actions import Click, Drag, Hold, KeyDown, KeyUp, MouseDown, MouseUp, Move, Point, Press, Scroll, Type
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.errors import ActionFailed
from tests.computers.conftest import Site, go, told

pytestmark = pytest.mark.asyncio(loop_scope="module")

LOG = """<script>window.log = [];
for (const kind of ["mousedown", "click", "dblclick", "auxclick", "contextmenu", "keydown", "keypress", "keyup"])
  addEventListener(kind, e => log.push([kind, e.button ?? e.key, e.detail ?? 0, e.ctrlKey, e.shiftKey]), true);
</script>"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with Browser(BrowserOptions(viewport=(800, 600))) as browser:
        yield browser


@pytest.mark.parametrize(("scale", "viewport"), [(1, (640, 480)), (1.5, (333, 217)), (2, (640, 480)), (3, (333, 217))])
async def test_the_pixel_that_is_seen_is_the_pixel_that_is_clicked(
    site: Site, scale: float, viewport: tuple[int, int]
) -> None:
    page = """<body style='margin:0;height:3000px'><style>b{position:fixed;width:3px;height:3px;background:#f00}</style>
    <b style='left:0;top:0'></b><b style='left:101px;top:57px'></b><b style='right:20px;bottom:0'></b>
    <script>hit=[];addEventListener('mousedown',e=>hit.push([...document.querySelectorAll('b')].indexOf(e.target)))
    scrollTo(0, 500)</script>"""
    async with Browser(BrowserOptions(url=site.page(page), scale=scale, viewport=viewport)) as browser:
        seen = await browser.observe()
        assert (seen.width, seen.height) in {tuple(int(side * scale + more) for side in viewport) for more in (0, 0.5)}
        picture = Image.open(io.BytesIO(seen.screen.png)).convert("RGB")
        rows, columns = np.nonzero((np.asarray(picture) == (255, 0, 0)).all(axis=2))
        reds = [Point(int(x), int(y)) for x, y in zip(columns, rows, strict=True)]
        assert len(reds) == pytest.approx(3 * (3 * scale) ** 2, rel=0.35)
        for point in (reds[0], reds[-1], reds[len(reds) // 2]):
            await browser.perform(Click(point=point))
        assert sorted(await told(browser, "hit")) == [0, 1, 2]
        beside = Point(min(p.x for p in reds if p.x > 50 * scale) - 2, reds[len(reds) // 2].y)
        await browser.perform(Click(point=beside))
        assert (await told(browser, "hit"))[-1] == -1


async def test_a_point_outside_the_screenshot_is_told_and_not_clicked(site: Site, browser: Browser) -> None:
    await go(browser, site.page(LOG))
    for point in (Point(800, 10), Point(10, 600), Point(-1, 5)):
        with pytest.raises(ActionFailed, match="outside the screenshot, which is 800x600"):
            await browser.perform(Click(point=point))
    assert await told(browser, "log") == []


async def test_buttons_counts_and_held_keys_reach_the_page(site: Site, browser: Browser) -> None:
    await go(browser, site.page(LOG + "<p>some words to click</p>"))
    at = Point(60, 25)
    await browser.perform(Click(point=at, count=3))
    await browser.perform(Click(point=at, button="right"))
    await browser.perform(Click(point=at, button="middle"))
    await browser.perform(Click(point=at, held=("ctrl", "shift")))
    log = await told(browser, "log")
    assert [count for kind, _, count, *_ in log if kind == "click"] == [1, 2, 3, 1]
    assert ["contextmenu", 2] in [entry[:2] for entry in log]
    assert ["auxclick", 1] in [entry[:2] for entry in log]
    assert [entry for entry in log if entry[0] == "click"][-1][3:] == [True, True]
    await browser.perform(Click(point=at))
    assert (await told(browser, "log"))[-1][3:] == [False, False], "the keys were let go of"


async def test_a_button_and_a_key_stay_down_until_they_are_let_go_of(site: Site, browser: Browser) -> None:
    await go(browser, site.page(LOG + "<p>some words to click</p>"))
    await browser.perform(KeyDown(key="ctrl"))
    await browser.perform(MouseDown(point=Point(60, 25)))
    await browser.observe()
    await browser.perform(Move(point=Point(90, 25)))
    await browser.perform(MouseUp(point=Point(90, 25)))
    await browser.perform(KeyUp(key="Control_L"))
    await browser.perform(Click(point=Point(60, 25)))
    log = [entry for entry in await told(browser, "log") if entry[0] != "mousedown" or entry[3]]
    assert [entry[0] for entry in log] == ["keydown", "mousedown", "click", "keyup", "click"]
    assert [entry[3] for entry in log] == [True, True, True, False, False]
    with pytest.raises(ActionFailed, match="no key"):
        await browser.perform(KeyDown(key="hyperspace"))


async def test_moving_shows_what_hovering_shows(site: Site, browser: Browser) -> None:
    await go(browser, site.page("<style>p{display:none} div:hover p{display:block}</style><div>menu<p>item</p></div>"))
    before = (await browser.observe()).screen
    await browser.perform(Move(point=Point(20, 15)))
    after = (await browser.observe()).screen
    assert before != after
    assert after == (await browser.observe()).screen, "a look must not move the pointer"


async def test_a_slider_is_dragged(site: Site, browser: Browser) -> None:
    await go(browser, site.page("<body style='margin:0'><input type=range value=0 style='width:400px;margin:0'>"))
    await browser.perform(Drag(path=(Point(8, 8), Point(200, 8))))
    assert int(await told(browser, "document.querySelector('input').value")) == pytest.approx(50, abs=3)


async def test_html5_drag_and_drop_works(site: Site, browser: Browser) -> None:
    page = """<body style='margin:0'><div draggable=true ondragstart="event.dataTransfer.setData('text/plain','card')"
    style='width:100px;height:100px;background:red'></div>
    <div ondragover='event.preventDefault()' ondrop="this.textContent=event.dataTransfer.getData('text/plain')"
    id=to style='margin-top:100px;width:200px;height:200px;background:blue'></div>"""
    await go(browser, site.page(page))
    await browser.perform(Drag(path=(Point(50, 50), Point(80, 150), Point(100, 300))))
    assert await told(browser, "to.textContent") == "card"


async def test_scrolling_has_happened_when_the_action_returns(site: Site, browser: Browser) -> None:
    page = """<body style='margin:0;height:5000px'><div style='width:200px;height:200px;overflow:auto'>
    <div style='height:2000px;width:2000px'></div></div>"""
    await go(browser, site.page(page))
    await browser.perform(Scroll(point=Point(100, 100), dy=300, dx=50))
    assert await told(browser, "[scrollY, document.querySelector('div').scrollTop]") == [0, 300]
    await browser.perform(Scroll(point=Point(100, 100), dx=120))
    assert await told(browser, "document.querySelector('div').scrollLeft") >= 120
    await browser.perform(Scroll(point=Point(500, 300), dy=1234))
    assert await told(browser, "scrollY") == 1234
    await browser.perform(Scroll(point=Point(500, 300), dy=-1000))
    assert await told(browser, "scrollY") == 234


async def test_any_text_is_typed_and_a_newline_is_enter(site: Site, browser: Browser) -> None:
    await go(browser, site.page(LOG + "<textarea autofocus></textarea>"))
    text = 'Hello, "wörld" — 你好 👩‍👩‍👧 🇩🇪 ~`{}\\|\nsecond\r\nthird line'
    await browser.perform(Type(text=text))
    assert await told(browser, "document.querySelector('textarea').value") == text.replace("\r\n", "\n")
    keys = [entry[1] for entry in await told(browser, "log") if entry[0] == "keydown"]
    assert keys[:5] == list("Hello")
    assert keys.count("Enter") == 2


async def test_a_tab_in_a_text_goes_to_the_next_field(site: Site, browser: Browser) -> None:
    await go(browser, site.page("<input autofocus><input>"))
    await browser.perform(Type(text="one\ttwo"))
    assert await told(browser, "[...document.querySelectorAll('input')].map(i => i.value)") == ["one", "two"]


async def test_chords_are_pressed_and_let_go(site: Site, browser: Browser) -> None:
    await go(browser, site.page(LOG + "<input autofocus value='old words'>"))
    await browser.perform(Press(keys=("ctrl+a",)))
    await browser.perform(Type(text="new"))
    await browser.perform(Press(keys=("shift", "ArrowLeft")))
    await browser.perform(Press(keys=("Delete",)))
    assert await told(browser, "document.querySelector('input').value") == "ne"
    log = await told(browser, "log")
    assert {e[1] for e in log if e[0] == "keydown"} == {e[1] for e in log if e[0] == "keyup"}
    with pytest.raises(ActionFailed, match="no key 'Entr'; did you mean Enter"):
        await browser.perform(Press(keys=("Entr",)))


async def test_holding_lasts_as_long_as_asked(site: Site, browser: Browser) -> None:
    page = """<script>addEventListener('keydown', e => {if (!e.repeat) at = e.timeStamp});
    addEventListener('keyup', e => took = e.timeStamp - at)</script>"""
    await go(browser, site.page(page))
    await browser.perform(Hold(keys=("space",), seconds=0.3))
    assert await told(browser, "took") >= 290


async def test_a_caret_does_not_make_two_looks_differ(site: Site, browser: Browser) -> None:
    await go(browser, site.page("<input autofocus>"))
    assert len({(await browser.observe()).screen.sha for _ in range(8)}) == 1


async def test_the_kinds_are_all_that_an_action_on_a_device_can_be(browser: Browser) -> None:
    assert browser.kinds == {
        "click", "move", "drag", "mouse_down", "mouse_up", "scroll", "type", "press", "hold", "key_down", "key_up",
        "wait", "navigate", "back", "select_tab",
    }  # fmt: skip
