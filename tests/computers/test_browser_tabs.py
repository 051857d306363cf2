"""New tabs and popups are followed, listed, left and closed."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from guiagent.actions import Click, Point, SelectTab
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.computers.tabs import MOST
from guiagent.errors import ActionFailed
from tests.computers.conftest import Site, go, send

pytestmark = pytest.mark.asyncio(loop_scope="module")

ON_BUTTON = Click(point=Point(100, 50))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with Browser(BrowserOptions(viewport=(640, 480))) as browser:
        yield browser


def button(title: str, script: str) -> str:
    return f"<title>{title}</title><button style='width:300px;height:200px' onclick='{script}'>{title}</button>"


async def test_a_popup_comes_to_the_front_at_full_size_and_its_opener_when_it_closes(
    site: Site, browser: Browser
) -> None:
    popup = site.page(button("popup", "window.close()"))
    await go(browser, site.page(button("opener", f'window.open("{popup}", "", "width=200,height=100")')))
    await browser.perform(ON_BUTTON)
    seen = await browser.observe()
    assert (seen.title, seen.tab, [tab.title for tab in seen.tabs]) == ("popup", 1, ["opener", "popup"])
    assert (seen.width, seen.height) == (640, 480)
    assert seen.notices == (f"A new tab opened; in front now is {popup}",)
    await browser.perform(ON_BUTTON)
    back = await browser.observe()
    assert (back.title, len(back.tabs)) == ("opener", 1)
    assert "The tab closed" in " ".join(back.notices)


async def test_a_popup_that_is_slow_to_come_is_waited_for(site: Site, browser: Browser) -> None:
    def slow(request: object) -> None:
        time.sleep(0.7)
        send(request, button("late", "window.close()"))  # type: ignore[arg-type]

    await go(browser, site.page(button("opener", f'window.open("{site.page(slow)}")')))
    await browser.perform(ON_BUTTON)
    assert (await browser.observe()).title == "late"
    await browser.perform(ON_BUTTON)
    assert (await browser.observe()).title == "opener"


async def test_a_link_clicked_with_the_middle_button_is_followed_and_tabs_are_switched(
    site: Site, browser: Browser
) -> None:
    other = site.page("<title>other</title>")
    await go(browser, site.page(f"<title>links</title><a href='{other}' style='font-size:99px'>a link</a>"))
    await browser.perform(Click(point=Point(60, 60), button="middle"))
    assert (await browser.observe()).title == "other"
    await browser.perform(SelectTab(index=0))
    seen = await browser.observe()
    assert (seen.title, seen.tab, seen.tabs[1].url) == ("links", 0, other)
    with pytest.raises(ActionFailed, match="there is no tab 2; the tabs are 0 to 1"):
        await browser.perform(SelectTab(index=2))


async def test_a_hundred_popups_do_not_bury_it(site: Site) -> None:
    inner = site.page("<title>one of many</title>")
    async with Browser(BrowserOptions()) as browser:
        many = f'for (let i = 0; i < 100; i++) window.open("{inner}")'
        await go(browser, site.page(button("many", many)))
        begin = time.monotonic()
        await browser.perform(ON_BUTTON)
        for _ in range(5):
            seen = await browser.observe()
        assert time.monotonic() - begin < 60
        assert 1 < len(seen.tabs) <= MOST
        await browser.perform(SelectTab(index=0))
        assert (await browser.observe()).title == "many"
