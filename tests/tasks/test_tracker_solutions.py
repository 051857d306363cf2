"""Scripted solutions do the tracker's tasks, with the real agent in a real browser: one for each kind of move."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from guiagent.actions import Drag, Navigate, Point
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.guards import AllOf
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.policies.scripted import Move, ScriptedPolicy
from guiagent.records import Ending, Verdict
from guiagent.reflection import ScreenChanged
from guiagent.sandboxes.tracker import Tracker, TrackerSession
from guiagent.tasks.tracker import TASKS, TrackerTask

SEED = 7
KINDS = (
    "add-comment",
    "move-on-board",
    "relabel",
    "reschedule",
    "create-issue",
    "add-member",
    "rename-label",
    "close-blocked",
)
"""The other tasks repeat these moves; their solutions on many seeds are what checks a suite, not what tests it."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tracker() -> AsyncIterator[TrackerSession]:
    async with Tracker().open(SEED) as session:
        yield session


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(tracker: TrackerSession) -> AsyncIterator[Browser]:
    async with Browser(BrowserOptions(url=tracker.url, viewport=(1024, 768))) as browser:
        yield browser


async def ending_of(task: TrackerTask, moves: tuple[Move, ...], browser: Browser, tracker: TrackerSession) -> Ending:
    """How a run ends whose agent makes these moves in the tracker as it opens."""
    await tracker.reset()
    await browser.perform(Navigate(url=tracker.url))
    agent = Agent(ScriptedPolicy(moves, browser), browser, AllOf(()), ScreenChanged(), Limits(steps=40))
    trajectory = await agent.run(task.instruction(SEED))
    assert trajectory.ending is not None
    return trajectory.ending


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("task", [TASKS[name] for name in KINDS], ids=KINDS)
async def test_the_solution_does_it(task: TrackerTask, browser: Browser, tracker: TrackerSession) -> None:
    ending = await ending_of(task, task.solution(SEED), browser, tracker)
    assert task.check(SEED, await tracker.inspect(), ending) == Verdict(success=True)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_card_of_the_board_can_be_dragged_as_well(browser: Browser, tracker: TrackerSession) -> None:
    words, start = tracker.world.look.words, tracker.world.initial
    issue = next(issue for issue in start.issues if issue.status == "todo")
    await tracker.reset()
    await browser.perform(Navigate(url=f"{tracker.url}/projects/{issue.project}/board"))
    await browser.observe()
    card, column = await browser.find("article", issue.key), await browser.find("region", words.status("doing"))
    await browser.perform(Drag(path=(card, Point(column.x, card.y))))
    await browser.observe()
    moved = issue.model_copy(update={"status": "doing"})
    wanted = start.model_copy(update={"issues": tuple(moved if each == issue else each for each in start.issues)})
    assert Tracker.tables.differences(wanted, await tracker.inspect()) == ()
