"""Pages and browsers that break are an outcome within a bounded time, and the work can go on."""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import AsyncIterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import psutil
import pytest
import pytest_asyncio
from PIL import Image, ImageChops, ImageStat

from guiagent.actions import Back, Click, Navigate, Point, Press, Type, Wait
from guiagent.computers import watchdog
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.errors import ActionFailed
from tests.computers.conftest import Site, go, send

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOUND = 30.0
"""Seconds; a step takes up to 15 where nothing else runs."""

BUTTON = "<title>{}</title><body style='margin:0'><button style='width:300px;height:300px' onclick='{}'>x</button>"
ON_BUTTON = Click(point=Point(100, 100))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all of it: each test begins on what the one before left broken."""
    async with Browser(BrowserOptions()) as browser:
        yield browser


def command_of(process: psutil.Process) -> list[str]:
    """Nothing for one that has just ended: Chromium's helpers come and go while they are looked at."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.cmdline()
    return []


def browser_process(browser: Browser) -> psutil.Process:
    for process in watchdog.inhabitants(browser._scratch.root):
        command = command_of(process)
        if not any(part.startswith("--type=") for part in command[1:]) and any(
            part.startswith("--user-data-dir=") for part in command
        ):
            return process
    raise AssertionError("no browser is there")


async def test_a_script_that_spins_is_ended_and_the_page_stays(site: Site, browser: Browser) -> None:
    await go(browser, site.page(BUTTON.format("spins", "while(1);")))
    begin = time.monotonic()
    await browser.perform(ON_BUTTON)
    seen = await browser.observe()
    assert time.monotonic() - begin < BOUND
    assert seen.title == "spins"
    assert "stopped responding; its script was ended" in " ".join(seen.notices)
    assert (await browser.observe()).notices == ()


async def test_a_page_that_spins_again_and_again_is_given_up_for_an_empty_tab(site: Site, browser: Browser) -> None:
    begin = time.monotonic()
    await browser.perform(Navigate(url=site.page("<script>setInterval(() => {while(1);}, 0)</script>")))
    seen = await browser.observe()
    assert time.monotonic() - begin < BOUND
    assert seen.url == "about:blank"
    assert "left for an empty tab" in " ".join(seen.notices)
    await go(browser, site.page("<title>fine</title>"))
    assert (await browser.observe()).title == "fine"


async def test_a_crashed_page_is_opened_again(site: Site, browser: Browser) -> None:
    await go(browser, site.page("<title>fine</title>"))
    seen = await browser.observe()
    renderers = [p for p in watchdog.inhabitants(browser._scratch.root) if "--type=renderer" in command_of(p)]
    assert renderers
    for renderer in renderers:
        renderer.kill()
    again = await browser.observe()
    assert (again.url, again.title) == (seen.url, "fine")
    assert "crashed; it was opened again" in " ".join(again.notices)


async def test_a_killed_browser_comes_back_with_its_cookies_where_it_was(site: Site, browser: Browser) -> None:
    def greet(request: BaseHTTPRequestHandler) -> None:
        send(request, "<title>in</title>", Set_Cookie="session=abc")

    login, later = site.page(greet), site.page("<title>later</title>")
    await go(browser, login)
    await go(browser, later)
    browser_process(browser).kill()
    seen = await browser.observe()
    assert (seen.url, seen.title) == (later, "later")
    assert "was gone; it was started again" in " ".join(seen.notices)
    assert site.cookies[-1] == "session=abc" or "session=abc" in site.cookies[-2:]

    browser_process(browser).kill()
    with pytest.raises(ActionFailed, match="started again; look at the screen anew"):
        await browser.perform(Wait(seconds=0.5))
    assert (await browser.observe()).url == later


async def test_a_resumed_run_is_logged_in_and_where_it_was(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    login = site.page(lambda request: send(request, "<title>in</title>", Set_Cookie="token=t0p; HttpOnly"))
    async with Browser(BrowserOptions(url=login, session=file)) as first:
        await first.observe()
    assert file.stat().st_mode & 0o777 == 0o600
    async with Browser(BrowserOptions(url="about:blank", session=file)) as second:
        assert (await second.observe()).url == login
    assert site.cookies[-1] == "token=t0p" or "token=t0p" in site.cookies[-2:]


async def test_navigations_that_fail_say_why_and_the_browser_stays_usable(site: Site, browser: Browser) -> None:
    loop = site.page(lambda request: send(request, "", 302, Location="/loop"), "/loop")
    cut = site.page(lambda request: request.connection.close())
    asks = site.page(lambda request: send(request, "", 401, WWW_Authenticate='Basic realm="x"'))
    for url, reason in {
        asks: "asks for a name and a password",
        loop: "redirects in a circle",
        cut: "closed the connection",
        "http://nowhere.invalid/": "no such host",
        "http://127.0.0.1:2/": "refuses|does not speak",
        "file:///etc/passwd": "begins with http",
        "javascript:alert(1)": "begins with http",
        "chrome://version": "begins with http",
        "data:text/html,x": "begins with http",
    }.items():
        with pytest.raises(ActionFailed, match=reason):
            await browser.perform(Navigate(url=url))
    nothing = site.page(lambda request: send(request, "", 204))
    await go(browser, site.page("<title>one</title>"))
    await browser.perform(Navigate(url=nothing))
    assert (await browser.observe()).title == "one"


async def test_a_page_that_never_finishes_can_be_used_meanwhile(site: Site, browser: Browser) -> None:
    def never(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.end_headers()
        request.wfile.write(BUTTON.format("endless", "document.title = 123").encode())
        request.wfile.flush()
        site.over.wait(60)

    begin = time.monotonic()
    await go(browser, site.page(never))
    await browser.perform(ON_BUTTON)
    assert (await browser.observe()).title == "123"
    assert time.monotonic() - begin < BOUND


async def test_a_server_that_does_not_answer_is_given_up(
    site: Site, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guiagent.computers.navigation.SECONDS", 1.0)
    await go(browser, site.page("<title>here</title>"))
    with pytest.raises(ActionFailed, match="no answer within 1 seconds"):
        await browser.perform(Navigate(url=site.page(lambda _: site.over.wait(60) and None)))
    assert (await browser.observe()).title == "here"


async def test_back_goes_back(site: Site, browser: Browser) -> None:
    first, second = site.page("<title>first</title>"), site.page("<title>second</title>")
    await go(browser, first)
    await go(browser, second)
    await browser.perform(Back())
    assert (await browser.observe()).title == "first"


async def test_where_there_is_nothing_to_go_back_to_it_is_said(site: Site) -> None:
    async with Browser(BrowserOptions(url=site.page("<title>first</title>"))) as browser:
        await browser.observe()
        with pytest.raises(ActionFailed, match="no page to go back to"):
            await browser.perform(Back())


async def test_a_dialog_is_seen_and_answered_and_what_opened_it_goes_on(site: Site, browser: Browser) -> None:
    await go(browser, site.page(BUTTON.format("asks", "document.title = prompt(1) + confirm(2)")))
    await browser.perform(ON_BUTTON)
    assert "prompt" in " ".join((await browser.observe()).notices)
    await browser.perform(Type(text="green tea\n"))
    assert "confirm" in " ".join((await browser.observe()).notices)
    await browser.perform(Press(keys=("Return",)))
    assert (await browser.observe()).title == "green teatrue"


async def test_what_the_browser_says_of_a_field_that_it_refuses_is_seen_whole(site: Site, browser: Browser) -> None:
    """Its bubble fades in where no script can see it; a browser that draws none into screenshots passes, too."""
    form = (
        "<title>form</title><body style='margin:0'><form><input required><br><button style='width:200px;height:200px'>"
    )
    await go(browser, site.page(form))
    await browser.observe()
    await browser.perform(ON_BUTTON)
    seen = await browser.observe()
    await browser.perform(Wait(seconds=0.8))
    later = await browser.observe()
    one, other = (Image.open(io.BytesIO(each.screen.png)).convert("L") for each in (seen, later))
    different = ImageStat.Stat(ImageChops.difference(one, other)).sum[0] / 255
    assert different < 700, "a bubble that is half there differs in thousands of pixels; a whole one may stir by one"
