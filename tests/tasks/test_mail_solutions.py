"""Solutions of the mail client's tasks with the real agent in a real browser, one for each kind of thing to do.

That every task's moves do it is shown without a browser, in a fraction of the time, by test_mail_moves.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from guiagent.actions import Navigate
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.guards import AllOf
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.policies.scripted import Move, ScriptedPolicy, finish
from guiagent.records import Ending, Verdict
from guiagent.reflection import ScreenChanged
from guiagent.sandboxes.mail import Mail, MailSession
from guiagent.tasks.mail import TASKS, MailTask

SEED = 8
KINDS = ("star-message", "delete-newsletters", "move-message", "send-copies", "vacation-on")
"""A star, ticks, a list to choose from, folded fields, a radio button with dates."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def mail() -> AsyncIterator[MailSession]:
    async with Mail().open(SEED) as session:
        assert session.world.look.copies == "folded"
        yield session


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(mail: MailSession) -> AsyncIterator[Browser]:
    async with Browser(BrowserOptions(url=mail.url, viewport=(1024, 768))) as browser:
        yield browser


async def ending_of(task: MailTask, moves: tuple[Move, ...], browser: Browser, mail: MailSession) -> Ending:
    """How a run ends whose agent makes these moves in the mailbox as it opens."""
    await mail.reset()
    await browser.perform(Navigate(url=mail.url))
    agent = Agent(ScriptedPolicy(moves, browser), browser, AllOf(()), ScreenChanged(), Limits(steps=60))
    trajectory = await agent.run(task.instruction(SEED))
    assert trajectory.ending is not None
    return trajectory.ending


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", KINDS)
async def test_the_solution_does_it(name: str, browser: Browser, mail: MailSession) -> None:
    task = TASKS[name]
    ending = await ending_of(task, task.solution(SEED), browser, mail)
    assert task.check(SEED, await mail.inspect(), ending) == Verdict(success=True)


@pytest.mark.asyncio(loop_scope="module")
async def test_an_idle_agent_does_nothing(browser: Browser, mail: MailSession) -> None:
    ending = await ending_of(TASKS["star-message"], (finish(),), browser, mail)
    state = await mail.inspect()
    assert not any(task.check(SEED, state, ending).success for task in TASKS.values())
