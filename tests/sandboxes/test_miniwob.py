"""An episode of MiniWoB++: what its page tells, what counts, and what does not."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio

from guiagent.actions import Click, Navigate, Point
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.errors import ActionFailed, SandboxError
from guiagent.records import Observation
from guiagent.sandboxes.miniwob import MiniWob
from guiagent.sandboxes.miniwob.episode import MiniWobSession
from guiagent.sandboxes.miniwob.station import Episode

in_one_browser = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with Browser(BrowserOptions(viewport=(332, 214), scale=2)) as browser:
        yield browser


async def open_in(browser: Browser, episode: MiniWobSession) -> Observation:
    await browser.perform(Navigate(url=episode.url))
    return await browser.observe()


async def press(browser: Browser, selector: str) -> None:
    """Click an element where it lies on the screen."""
    box = f"document.querySelector({selector!r}).getBoundingClientRect()"
    x, y = await browser.probe(
        f"() => {{ const box = {box}; return [box.x + box.width / 2, box.y + box.height / 2]; }}"
    )
    await browser.perform(Click(point=Point(int(2 * x), int(2 * y))))
    await browser.observe()


@in_one_browser
@pytest.mark.parametrize("page", ["click-shape", "email-inbox-nl-turk", "drag-sort-numbers"])
async def test_a_seed_gives_the_same_task_and_screen_each_time(page: str, browser: Browser) -> None:
    seen = []
    for seed in (3, 3, 4):
        async with MiniWob(page=page).open(seed) as episode:
            screen = (await open_in(browser, episode)).screen
            seen.append((await episode.instruction(), screen.sha))
    assert seen[0] == seen[1] != seen[2]


@in_one_browser
async def test_the_page_shows_what_it_tells_and_no_cover_and_no_clock(browser: Browser) -> None:
    async with MiniWob(page="click-button").open(5) as episode:
        await open_in(browser, episode)
        shown = await browser.probe("() => document.elementFromPoint(5, 5).innerText")
        assert shown == await episode.instruction()
        assert (
            await browser.probe("() => getComputedStyle(document.getElementById('reward-display')).display") == "none"
        )


@in_one_browser
async def test_only_the_first_ending_counts_and_a_reload_undoes_nothing(browser: Browser) -> None:
    async with MiniWob(page="click-test-2").open(0) as episode:
        await open_in(browser, episode)
        await press(browser, "#subbtn2")
        assert await episode.over()
        assert (await episode.inspect()).raw == -1
        await open_in(browser, episode)
        await press(browser, "#subbtn")
        assert (await episode.inspect()).raw == -1


@in_one_browser
async def test_the_start_button_of_the_covered_page_begins_nothing_that_counts(browser: Browser) -> None:
    async with MiniWob(page="click-test-2").open(1) as episode:
        await open_in(browser, episode)
        await press(browser, "#subbtn2")
        await press(browser, "#sync-task-cover")
        await press(browser, "#subbtn")
        assert (await episode.inspect()).raw == -1


@in_one_browser
async def test_no_address_ends_an_episode(browser: Browser) -> None:
    async with MiniWob(page="click-test").open(0) as episode:
        await open_in(browser, episode)
        async with httpx.AsyncClient() as client:
            door = re.search(r'door\\": \\"(/[^\\]+)', (await client.get(episode.url)).text)
        assert door is not None
        parts = urlsplit(episode.url)
        for query in ("", "?over=true&raw=1&why="):
            await browser.perform(Navigate(url=f"{parts.scheme}://{parts.netloc}{door[1]}{query}"))
            await browser.observe()
        with pytest.raises(ActionFailed, match="an address begins with http"):
            await browser.perform(Navigate(url="javascript:core.endEpisode(1)"))
        assert not await episode.over()


async def test_nobody_who_does_not_know_the_door_ends_an_episode() -> None:
    async with MiniWob(page="click-test").open(0) as episode, httpx.AsyncClient() as client:
        parts = urlsplit(episode.url)
        answer = await client.post(f"{parts.scheme}://{parts.netloc}/guess", json={"over": True, "raw": 1, "why": ""})
        assert answer.status_code == 404
        assert not await episode.over()


async def test_the_same_episode_twice_at_once_are_two() -> None:
    async with MiniWob(page="click-test").open(0) as one, MiniWob(page="click-test").open(0) as other:
        assert one.url != other.url


async def test_an_episode_that_was_closed_is_served_no_more() -> None:
    async with httpx.AsyncClient() as client:
        async with MiniWob(page="click-test").open(0) as episode:
            assert (await client.get(episode.url)).status_code == 200
        assert (await client.get(episode.url)).status_code == 404


async def test_a_page_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(SandboxError, match="no page 'click-tests'"):
        async with MiniWob(page="click-tests").open(0):
            pass


def test_points_that_are_no_number_end_an_episode_without_any() -> None:
    episode = Episode("bisect-angle", 0, "bisect-angle.0")
    episode.told({"over": True, "raw": None, "why": ""})
    episode.told({"over": True, "raw": 1.0, "why": ""})
    assert (episode.raw, episode.why) == (0.0, "the page's points are no number")
