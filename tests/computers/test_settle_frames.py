"""Frames of other sites, which live in processes of their own, hold a page no longer than frames of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Page

from guiagent.actions import Navigate
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.computers.settle import Settle
from guiagent.measure.bare import bare_chromium
from guiagent.measure.slow import slow_server

pytestmark = pytest.mark.asyncio(loop_scope="module")

AT_ONCE = 1.0
"""Seconds that a look at a page that stands still stays under, however busy the machine is."""


@dataclass(frozen=True)
class Sites:
    """A site and its pages, and the address of another site that its pages hold frames of."""

    origin: str
    other: str
    pages: dict[str, str]

    def page(self, path: str, html: str) -> str:
        self.pages[path] = f"<!doctype html><h1>Page</h1>{html}"
        return self.origin + path


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sites() -> AsyncIterator[Sites]:
    pages = {"/": "<h1>Plain</h1>", "/framed": "<h1>Framed</h1>", "/asking": "<script>fetch('/hang')</script>"}
    async with slow_server(pages) as origin, slow_server(pages) as other:
        yield Sites(origin, other.replace("127.0.0.1", "localhost"), pages)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page() -> AsyncIterator[Page]:
    async with bare_chromium("--site-per-process") as browser:
        yield await browser.new_page()


async def look(settle: Settle, page: Page) -> tuple[bool, float]:
    """Whether the page settled, and after how many seconds."""
    begun = time.monotonic()
    return await settle.wait(page), time.monotonic() - begun


async def opened(settle: Settle, page: Page, url: str) -> tuple[bool, float]:
    await settle.attach(page)
    await settle.mark(page)
    await page.goto(url, wait_until="commit")
    return await look(settle, page)


async def seen_at_once(settle: Settle, page: Page) -> bool:
    settled, seconds = await look(settle, page)
    return settled and seconds < AT_ONCE


@pytest.mark.parametrize("count", [1, 3])
async def test_frames_of_another_site_hold_neither_their_page_nor_the_next(
    page: Page, sites: Sites, count: int
) -> None:
    settle = Settle()
    url = sites.page(f"/{count}", f"<iframe src={sites.other}/framed></iframe>" * count)
    settled, seconds = await opened(settle, page, url)
    assert settled
    assert seconds < 4
    assert [frame.url for frame in page.frames[1:]] == [f"{sites.other}/framed"] * count
    assert await seen_at_once(settle, page)
    settled, seconds = await opened(settle, page, sites.origin + "/")
    assert settled
    assert seconds < 4


async def test_a_frame_that_loads_slowly_is_waited_for(page: Page, sites: Sites) -> None:
    settle = Settle()
    settled, seconds = await opened(
        settle, page, sites.page("/slow", f"<iframe src={sites.other}/html?ms=900></iframe>")
    )
    assert settled
    assert 0.8 < seconds < 4.5
    assert await page.frames[1].inner_text("h1") == "Arrived"
    assert await seen_at_once(settle, page)


@pytest.mark.parametrize("framed", ["/hang", "/asking"])
async def test_a_frame_that_never_finishes_is_given_up_once(page: Page, sites: Sites, framed: str) -> None:
    settle = Settle(bound=1.5)
    url = sites.page("/never" + framed, f"<iframe src={sites.other}{framed}></iframe>")
    settled, seconds = await opened(settle, page, url)
    assert not settled
    assert seconds < 3
    await asyncio.sleep(0.5)
    assert await seen_at_once(settle, page)
    settled, _ = await opened(settle, page, sites.origin + "/")
    assert settled


@pytest.mark.parametrize("framed", ["/hang", "/asking"])
async def test_a_frame_that_is_removed_takes_along_what_it_awaited(page: Page, sites: Sites, framed: str) -> None:
    settle = Settle()
    html = f"<iframe id=f src={sites.other}{framed}></iframe><script>setTimeout(() => f.remove(), 900)</script>"
    settled, seconds = await opened(settle, page, sites.page("/removed" + framed, html))
    assert settled
    assert 0.5 < seconds < 4
    assert await seen_at_once(settle, page)


@pytest.mark.parametrize("before", ["", "/framed"])
async def test_a_frame_that_goes_to_another_page_is_waited_for(page: Page, sites: Sites, before: str) -> None:
    settle = Settle()
    await opened(
        settle,
        page,
        sites.page(
            "/turned" + before,
            f"""<iframe id=f {before and f"src={sites.other}{before}"}></iframe><p><button
            onclick="f.src = '{sites.other}/html?ms=700'">Go</button>""",
        ),
    )
    await settle.mark(page)
    await page.click("button")
    settled, seconds = await look(settle, page)
    assert settled
    assert seconds < 4
    assert await page.frames[1].inner_text("h1") == "Arrived"
    assert await seen_at_once(settle, page)


async def test_a_lazy_frame_far_below_is_not_waited_for(page: Page, sites: Sites) -> None:
    html = f"<p style='height: 20000px'></p><iframe loading=lazy src={sites.other}/hang></iframe>"
    settled, seconds = await opened(Settle(), page, sites.page("/lazy", html))
    assert settled
    assert seconds < 4


async def test_a_second_look_at_frames_of_another_site_costs_next_to_nothing(sites: Sites) -> None:
    url = sites.page("/looked", f"<iframe src={sites.other}/framed></iframe>" * 3)
    async with Browser(BrowserOptions()) as browser:
        await browser.perform(Navigate(url=url))
        assert (await browser.observe()).settled
        begun = time.monotonic()
        looks = [await browser.observe() for _ in range(5)]
        assert all(seen.settled for seen in looks)
        assert (time.monotonic() - begun) / 5 < AT_ONCE
