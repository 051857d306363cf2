"""Scripted solutions of MiniWoB++'s tasks, a few of every kind, with the real agent in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from guiagent.actions import Navigate
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.guards import AllOf
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.policies.episode import UntilOver
from guiagent.reflection import ScreenChanged
from guiagent.sandboxes.miniwob import MiniWob
from guiagent.tasks.miniwob import SUITE

ATTEMPTS = [
    ("choose-list", 1),
    ("click-checkboxes-soft", 2),
    ("click-menu", 1),
    ("click-pie-nodelay", 1),
    ("copy-paste", 0),
    ("drag-items-grid", 0),
    ("draw-circle", 0),
    ("email-inbox", 0),
    ("enter-date", 0),
    ("right-angle", 0),
    ("tic-tac-toe", 0),
    ("use-slider", 0),
]
"""Clicking, menus under the pointer, lists and dates of the browser's own, typing, dragging, drawing, mail, a game."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with Browser(BrowserOptions(viewport=SUITE.viewport, scale=SUITE.scale)) as browser:
        yield browser


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("name", "seed"), ATTEMPTS, ids=[name for name, _ in ATTEMPTS])
async def test_the_solution_does_it(name: str, seed: int, browser: Browser) -> None:
    task = SUITE.tasks[name]
    async with MiniWob(page=name).open(seed) as episode:
        await browser.perform(Navigate(url=episode.url))
        await browser.observe()
        policy = UntilOver(task.solver(seed, browser), episode)
        agent = Agent(policy, browser, AllOf(()), ScreenChanged(), Limits(steps=SUITE.steps))
        trajectory = await agent.run(await episode.instruction())
        assert trajectory.ending is not None
        assert task.check(seed, await episode.inspect(), trajectory.ending).success
