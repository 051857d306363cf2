"""A page is looked at when it is ready, neither before nor much later."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from guiagent.computers.settle import Settle
from guiagent.measure.bare import bare_chromium
from guiagent.measure.settle import Measured, measure
from guiagent.measure.settling_pages import PAGES
from guiagent.measure.slow import slow_server

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANNOUNCED = [page for page in PAGES if page.announced]

ODD = {
    "/spin": "<button onclick='for (;;);' style='width:200px;height:60px'>Spin</button>",
    "/unloaded": "<h1>There</h1><img src=/hang>",
    "/ticking": "<p id=clock></p><script>setInterval(() => { clock.textContent = Math.random() }, 50)</script>",
    "/spinning": """<style>@keyframes turn { to { transform: rotate(1turn) } }
        div { width: 50px; height: 50px; background: red; animation: turn 1s linear infinite }</style><div></div>""",
    "/waiting": """<button style='width:200px;height:60px' onclick="fetch('/hang')">Wait</button>""",
    "/starts": """<button style='width:200px;height:60px'
        onclick="setInterval(() => { clock.textContent = Math.random() }, 50)">Start</button><p id=clock></p>""",
    "/clock": "<p id=c></p><script>(function tick() { c.textContent = Date.now(); setTimeout(tick, 700) })()</script>",
    "/idling": "<script>fetch('/text'); (function look() { setTimeout(look, 400) })()</script>",
    "/carousel": """<p id=c>one</p><script>
        (function turn() { c.animate([{ opacity: 0 }, { opacity: 1 }], 600).onfinish = turn })()</script>""",
    "/advertised": """<iframe id=f></iframe><script>
        f.contentDocument.open(); f.contentDocument.write("<p>never closed")</script>""",
    "/counted": """<script>
        setInterval(() => { new Image().src = "/hang?" + Math.random().toString(36) }, 600)</script>""",
    "/listening": "<script>fetch('/hang')</script>",
    "/many": "".join(f"<button>{n}</button>" for n in range(480)),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with bare_chromium() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def origin() -> AsyncIterator[str]:
    async with slow_server({page.path: page.html for page in PAGES} | ODD) as origin:
        yield origin


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def measured(browser: Browser, origin: str) -> dict[str, Measured]:
    """What came of a click on every page that announces what is to come; four pages at a time."""
    turn = asyncio.Semaphore(4)

    async def one(name: str) -> Measured:
        page = next(page for page in ANNOUNCED if page.name == name)
        async with turn:
            return await measure(browser, origin, page, Settle(), thinking=0.3)

    names = [page.name for page in ANNOUNCED]
    return dict(zip(names, await asyncio.gather(*map(one, names)), strict=True))


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 400, "height": 300})
    yield await context.new_page()
    await context.close()


LONG = 30.0
"""A bound that no wait of a settled page comes near, however busy the machine: only what holds for ever reaches it."""


async def seconds_to_settle(settle: Settle, page: Page) -> float:
    begun = time.monotonic()
    assert await settle.wait(page), "only the bound ended the wait"
    return time.monotonic() - begun


@pytest.mark.parametrize("name", [page.name for page in ANNOUNCED])
async def test_what_is_announced_is_waited_for(measured: dict[str, Measured], name: str) -> None:
    assert not measured[name].early, f"{-measured[name].late * 1000:.0f} ms too early"
    assert measured[name].settled, "only the bound ended the wait"


async def test_a_page_that_does_not_move_costs_next_to_nothing(page: Page, origin: str) -> None:
    settle = Settle(quiet=2.0)
    await settle.attach(page)
    await page.goto(origin + "/many")
    await settle.wait(page)
    costs = []
    for place in range(20):
        await settle.mark(page)
        await page.mouse.click(5 + 15 * place, 10)
        costs.append(await seconds_to_settle(settle, page))
    assert sorted(costs)[10] < 1, "it waited for quiet, though nothing had changed"


@pytest.mark.parametrize("path", ["/ticking", "/spinning", "/clock", "/idling", "/carousel", "/advertised"])
async def test_what_never_ends_is_not_waited_for(page: Page, origin: str, path: str) -> None:
    settle = Settle(bound=LONG)
    await settle.attach(page)
    await page.goto(origin + path, wait_until="commit")
    assert await seconds_to_settle(settle, page) < LONG / 2
    await asyncio.sleep(0.3)
    assert await seconds_to_settle(settle, page) < LONG / 2


async def test_requests_with_random_names_are_known_as_alike(page: Page, origin: str) -> None:
    settle = Settle(bound=1.0)
    await settle.attach(page)
    await page.goto(origin + "/counted")
    await settle.wait(page)
    await asyncio.sleep(1.5)
    assert await settle.wait(page)


async def test_what_one_page_was_never_answered_is_hardly_waited_for_on_the_next_ones(page: Page, origin: str) -> None:
    settle = Settle(bound=2.0)
    await settle.attach(page)
    await page.goto(origin + "/listening")
    assert not await settle.wait(page)
    for path in ("/many", "/listening", "/listening"):
        await settle.mark(page)
        await page.goto(origin + path)
        assert await settle.wait(page)


async def test_a_ticker_that_an_action_starts_is_found_out(page: Page, origin: str) -> None:
    settle = Settle(bound=LONG)
    await settle.attach(page)
    await page.goto(origin + "/starts")
    await settle.mark(page)
    await page.mouse.click(50, 30)
    assert await seconds_to_settle(settle, page) < LONG / 2


@pytest.mark.parametrize(("path", "click"), [("/spin", True), ("/unloaded", False), ("/waiting", True)])
async def test_a_page_that_never_gets_ready_is_given_up_at_the_bound(
    page: Page, origin: str, path: str, click: bool
) -> None:
    settle = Settle(bound=1.0)
    await settle.attach(page)
    await page.goto(origin + path, wait_until="commit")
    if click:
        await settle.wait(page)
        await settle.mark(page)
        clicking = asyncio.ensure_future(page.mouse.click(50, 30))
        await asyncio.wait([clicking], timeout=0.5)
    begun = time.monotonic()
    assert not await settle.wait(page)
    assert time.monotonic() - begun < 15
    if click:
        clicking.cancel()


async def test_a_page_that_was_given_up_once_is_not_waited_for_again(page: Page, origin: str) -> None:
    settle = Settle(bound=1.0)
    await settle.attach(page)
    await page.goto(origin + "/waiting")
    await settle.wait(page)
    await settle.mark(page)
    await page.mouse.click(50, 30)
    assert not await settle.wait(page)
    assert await settle.wait(page)


async def test_what_the_page_before_awaited_is_not_waited_for(page: Page, origin: str) -> None:
    settle = Settle(bound=LONG)
    await settle.attach(page)
    await page.goto(origin + "/waiting")
    await settle.wait(page)
    await settle.mark(page)
    await page.evaluate("void fetch('/hang'); location.href = '/many'")
    assert await seconds_to_settle(settle, page) < LONG / 2
    assert page.url == origin + "/many"


async def test_a_closed_page_is_not_waited_for(page: Page, origin: str) -> None:
    settle = Settle()
    await settle.attach(page)
    await page.goto(origin + "/many")
    await page.close()
    assert not await settle.wait(page)


async def test_a_page_that_closes_while_it_is_waited_for_ends_the_wait(page: Page, origin: str) -> None:
    settle = Settle(bound=LONG)
    await settle.attach(page)
    await page.goto(origin + "/waiting")
    await page.mouse.click(50, 30)
    waiting = asyncio.ensure_future(settle.wait(page))
    await asyncio.sleep(0.2)
    await page.close()
    assert not await asyncio.wait_for(waiting, 15)


async def test_the_page_sees_no_trace_of_the_observers(page: Page, origin: str) -> None:
    settle = Settle()
    await settle.attach(page)
    await page.goto(origin + "/many")
    await settle.wait(page)
    assert await page.evaluate("typeof settle") == "undefined"
    assert "[native code]" in await page.evaluate("String(setTimeout)")
    assert await page.evaluate("[setTimeout.name, setTimeout.length, setInterval.name]") == [
        "setTimeout",
        1,
        "setInterval",
    ]


async def test_timers_still_do_what_a_page_expects_of_them(page: Page, origin: str) -> None:
    settle = Settle()
    await settle.attach(page)
    await page.goto(origin + "/many")
    assert await page.evaluate("new Promise((resolve) => setTimeout((...args) => resolve(args), 5, 1, 'two'))") == [
        1,
        "two",
    ]
    assert await page.evaluate("new Promise((resolve) => setTimeout(function () { resolve(this === window) }, 5))")
    assert (
        await page.evaluate(
            """new Promise((resolve) => {
            let count = 0;
            const id = setInterval(() => { count += 1; if (count === 3) clearInterval(id) }, 5);
            setTimeout(() => resolve(count), 100);
        })"""
        )
        == 3
    )
    assert (
        await page.evaluate(
            """new Promise((resolve) => {
            const id = setTimeout(() => resolve("fired"), 20);
            clearTimeout(id);
            setTimeout(() => resolve("cleared"), 60);
        })"""
        )
        == "cleared"
    )
