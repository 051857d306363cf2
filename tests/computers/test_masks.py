"""A secret that was typed shows in no screenshot, wherever the page puts it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.async_api import Locator, Page

from guiagent.computers.masks import COLOUR, masked, masked_shot
from guiagent.measure.bare import bare_chromium

SECRET = "Hunter2-bluebird"
TEXT = "<meta charset=utf-8><style>body{font:20px sans-serif;margin:20px}</style>"
KEEP = "<p>An order for two bags of green tea, and nothing else.</p>"

SHOWN = {
    "a password field": f"<input id=ID type=password value='{SECRET}'>",
    "a password made visible": f"<input id=ID type=text value='{SECRET}'>",
    "a field that cut it short": f"<input id=ID value='{SECRET[:9]}'>",
    "a text area": f"<textarea id=ID rows=3>first\nthen {SECRET} and more</textarea>",
    "a placeholder": f"<input id=ID placeholder='was {SECRET}'>",
    "a button": f"<input id=ID type=button value='Copy {SECRET}'>",
    "a select": f"<select id=ID><option>other<option selected>{SECRET}</select>",
    "an editor": f"<div id=ID contenteditable>my <b>{SECRET}</b></div>",
    "a text": f"<span id=ID>{SECRET}</span>",
    "a text in capitals": f"<span id=ID style='text-transform:uppercase'>{SECRET}</span>",
    "a text in pieces": f"<span id=ID>{SECRET[:3]}<b>{SECRET[3:7]}</b> <i>{SECRET[7:]}</i></span>",
    "a wrapped text": f"<p style='width:60px;word-break:break-all'><span id=ID>{SECRET}</span>",
    "a turned text": f"<p style='transform:rotate(3deg);width:300px'><span id=ID>{SECRET}</span>",
    "a drawn text": f"<svg width=400 height=50><text id=ID y=30>{SECRET}</text></svg>",
    "a generated text": f"<style>#ID::after{{content:attr(data-x)}}</style><span id=ID data-x='{SECRET}'></span>",
    "a picture's description": f"<img id=ID src='data:,' alt='{SECRET}'>",
    "a scrolled box": f"<div style='overflow:auto;height:60px'><p>a<p>b<p>c<p><span id=ID>{SECRET}</span></div>",
    "one field a character": "<span id=ID>" + "".join(f"<input size=1 value='{char}'>" for char in SECRET) + "</span>",
    "a shadow root": f"<span id=ID><template shadowrootmode=open><i>{SECRET}</i></template></span>",
    "a frame": f"""<iframe style="margin:30px;border:7px solid;padding:5px" height=80
      srcdoc="{TEXT}<span id=ID>{SECRET}</span>"></iframe>""",
    "a scaled frame": f"""<iframe style="transform:scale(1.5);margin:50px;border:7px solid" height=60
      srcdoc="{TEXT}<input id=ID value={SECRET}>"></iframe>""",
    "a frame in a frame": f"""<iframe style="margin:11px" width=500 height=180
      srcdoc="<p>one<iframe style='margin:33px' height=80 srcdoc='<span id=ID>{SECRET}</span>'></iframe>"></iframe>""",
}
"""What shows the value, in an element whose id stands for ID."""


@contextlib.asynccontextmanager
async def browser_page(scale: float = 1, height: int = 600) -> AsyncIterator[Page]:
    async with bare_chromium() as browser:
        yield await browser.new_page(viewport={"width": 800, "height": height}, device_scale_factor=scale)


def pixels(png: bytes) -> NDArray[np.uint8]:
    return np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def painted(png: bytes) -> NDArray[np.bool_]:
    return np.all(pixels(png) == COLOUR, axis=2)


async def within(place: Locator, png: bytes, scale: float) -> NDArray[np.bool_]:
    """Which pixels are painted over in the box of an element."""
    box = await place.bounding_box()
    assert box is not None
    left, top = round(box["x"] * scale), round(box["y"] * scale)
    right, bottom = round((box["x"] + box["width"]) * scale), round((box["y"] + box["height"]) * scale)
    return painted(png)[top:bottom, left:right]


async def found(page: Page, name: str) -> Locator:
    """The element of this id, in whichever frame it is."""
    places = [frame.locator(f"#{name}") for frame in page.frames]
    counts = [await place.count() for place in places]
    return places[counts.index(1)]


FEW = {name: SHOWN[name] for name in ("a password made visible", "a text in pieces", "a scaled frame")}


@pytest.mark.parametrize(("scale", "shown", "height"), [(1, FEW, 400), (1.5, SHOWN, 1500), (3, FEW, 400)])
async def test_a_value_is_covered_wherever_it_shows(scale: float, shown: dict[str, str], height: int) -> None:
    kept = "<p class=kept>Two bags of tea</p>"
    parts = [
        f"<section><div>{html.replace('ID', f'a{at}')}</div>{kept}</section>" for at, html in enumerate(shown.values())
    ]
    row = "<style>section{display:flex;justify-content:space-between;gap:20px} section p{margin:0}</style>"
    async with browser_page(scale, height) as page:
        await page.set_content("<!doctype html>" + TEXT + row + "".join(parts))
        await page.evaluate("for (const box of document.querySelectorAll('div')) box.scrollTop = 1000")
        png = await masked(page, await page.screenshot(), (SECRET,))
        for at, name in enumerate(shown):
            place = await within(await found(page, f"a{at}"), png, scale)
            assert place.size, name
            assert place.mean() > (0.8 if name == "one field a character" else 0.95), name
        for kept_one in await page.locator(".kept").all():
            assert (await within(kept_one, png, scale)).mean() < 0.03


async def test_a_value_in_a_frame_of_another_site_is_covered() -> None:
    inner = f"{TEXT}<body style='height:2000px'><p>hm<p>hm<p><span id=a>{SECRET}</span><script>scrollTo(0, 40)</script>"
    middle = f"{TEXT}<p>middle</p><iframe src='http://inner.test/' style='margin:15px;transform:scale(.8)'></iframe>"
    outer = f"{TEXT}{KEEP}<iframe src='http://middle.test/' width=600 height=400 style='border:9px solid'></iframe>"
    pages = {"outer.test": outer, "middle.test": middle, "inner.test": inner}
    async with browser_page(1.5) as page:
        await page.route(
            "**/*", lambda route: route.fulfill(body=pages[route.request.url.split("/")[2]], content_type="text/html")
        )
        await page.goto("http://outer.test/")
        png = await masked(page, await page.screenshot(), (SECRET,))
        assert len(page.frames) == 3
        await page.frames[2].evaluate("a.style.color = 'transparent'")
        without = pixels(await page.screenshot())
        assert ((pixels(png) == without).all(axis=2) | painted(png)).all()
        assert 0.002 < painted(png).mean() < 0.02


async def test_the_page_can_neither_see_nor_stop_the_search() -> None:
    hostile = f"""<p><span id=a>{SECRET}</span><script>
      window.heard = 0;
      const lie = () => {{ window.heard += 1; return []; }};
      Range.prototype.getClientRects = lie; String.prototype.includes = lie; String.prototype.indexOf = lie;
      Array.prototype.push = lie; Element.prototype.getBoundingClientRect = lie; document.createRange = lie;
    </script>"""
    async with browser_page() as page:
        await page.set_content(TEXT + hostile)
        before = await page.evaluate("window.heard")
        png = await masked(page, await page.screenshot(), (SECRET,))
        assert await page.evaluate("window.heard") == before
        assert 0 < painted(png).mean() < 0.05


async def test_nothing_to_hide_leaves_the_very_bytes() -> None:
    async with browser_page() as page:
        await page.set_content(TEXT + KEEP)
        png = await page.screenshot()
        assert await masked(page, png, ()) == png
        assert await masked(page, png, (SECRET,)) == png


async def test_a_page_that_does_not_answer_is_painted_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guiagent.computers.masks.SECONDS", 0.5)
    async with browser_page() as page:
        await page.set_content(TEXT + f"<span id=a>{SECRET}</span>")
        png = await page.screenshot()
        await page.evaluate("setTimeout(() => { const end = Date.now() + 3000; while (Date.now() < end); })")
        assert painted(await masked(page, png, (SECRET,))).all()


async def test_a_value_that_moves_is_covered_on_its_whole_way() -> None:
    moving = f"""<div id=a style="position:absolute;top:100px;width:max-content">{SECRET}</div><script>
      setInterval(() => {{ a.style.left = (performance.now() / 10 % 500) + "px"; }}, 5);</script>"""
    async with browser_page() as page:
        await page.set_content(TEXT + KEEP + moving)
        png = await masked_shot(page, page.screenshot, (SECRET,))
        strip = pixels(png)[98:126]
        assert painted(png).any()
        assert ((strip == 255).all(axis=2) | (strip == COLOUR).all(axis=2)).all()


async def test_a_value_that_vanishes_after_the_screenshot_is_covered() -> None:
    async with browser_page() as page:
        await page.set_content(TEXT + KEEP + f"<span id=a>{SECRET}</span>")

        async def take() -> bytes:
            png = await page.screenshot()
            await page.evaluate("document.querySelector('#a')?.remove()")
            return png

        png = await masked_shot(page, take, (SECRET,))
        assert (pixels(png) == pixels(await page.screenshot())).all()
