"""Scripted solutions do the shop's tasks, with the real agent in a real browser; an idle agent does none."""

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
from guiagent.sandboxes.shop import Shop, ShopSession
from guiagent.tasks.shop import TASKS, ShopTask

SEED = 7
ALIKE = {
    "fact-of-product",
    "delivery-price",
    "switch-default",
    "delete-address",
    "change-details",
    "empty-cart",
    "drop-dearer-wish",
    "order-of-product",
    "cart-total",
    "total-spent",
    "expired-coupon",
    "cancel-too-late",
    "cheapest-of-three",
    "most-rated",
}
"""Tasks whose solution repeats the moves of others, and is not worth its seconds here."""
SHOWN = [name for name in TASKS if name not in ALIKE]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shop() -> AsyncIterator[ShopSession]:
    async with Shop().open(SEED) as session:
        yield session


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(shop: ShopSession) -> AsyncIterator[Browser]:
    async with Browser(BrowserOptions(url=shop.url, viewport=(1024, 768))) as browser:
        yield browser


async def ending_of(task: ShopTask, moves: tuple[Move, ...], browser: Browser, shop: ShopSession) -> Ending:
    """How a run ends whose agent makes these moves in the shop as it opens."""
    await shop.reset()
    await browser.perform(Navigate(url=shop.url))
    agent = Agent(ScriptedPolicy(moves, browser), browser, AllOf(()), ScreenChanged(), Limits(steps=60))
    trajectory = await agent.run(task.instruction(SEED))
    assert trajectory.ending is not None
    return trajectory.ending


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("task", [TASKS[name] for name in SHOWN], ids=SHOWN)
async def test_the_solution_does_it(task: ShopTask, browser: Browser, shop: ShopSession) -> None:
    ending = await ending_of(task, task.solution(SEED), browser, shop)
    assert task.check(SEED, await shop.inspect(), ending) == Verdict(success=True)


@pytest.mark.asyncio(loop_scope="module")
async def test_an_idle_agent_does_nothing(browser: Browser, shop: ShopSession) -> None:
    ending = await ending_of(TASKS["buy-two"], (finish(),), browser, shop)
    state = await shop.inspect()
    assert not any(task.check(SEED, state, ending).success for task in TASKS.values())
