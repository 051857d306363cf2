"""The whole story, to be read first: a task is done on a real page, kept on disk, judged, and done again."""

from __future__ import annotations

from pathlib import Path

from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.guards import AllOf, DomainGuard
from guiagent.loop import Agent
from guiagent.policies.reader import ReaderPolicy
from guiagent.policies.replay import ReplayPolicy
from guiagent.protocols import Policy
from guiagent.records import Trajectory
from guiagent.reflection import ScreenChanged
from guiagent.report import write_report
from guiagent.runs import RunFolder, RunInfo, load
from guiagent.sandboxes.shop import Shop, world

SEED = 7


async def worked(policy: Policy, instruction: str, folder: RunFolder) -> tuple[Trajectory, list[tuple[str, int]]]:
    """A run of the loop in a fresh shop, and what its database says is in the guest's cart afterwards."""
    async with Shop().open(SEED) as shop, Browser(BrowserOptions(url=shop.url)) as browser:
        agent = Agent(policy, browser, guard=AllOf((DomainGuard(None),)), reflector=ScreenChanged())
        run = await agent.run(instruction, folder)
        state = await shop.inspect()
        return run, [(line.sku, line.quantity) for line in state.cart_lines if line.owner == "guest"]


async def test_a_task_in_plain_words_is_done_from_pixels_and_can_be_done_again(tmp_path: Path) -> None:
    add = world(SEED).look.words.add
    product = next(product for product in world(SEED).products if product.stock and not product.options)
    task = f"Search for '{product.name}' and open it. Click {add}."

    with RunFolder.create_in(tmp_path / "run", RunInfo(instruction=task)) as folder:
        run, cart = await worked(ReaderPolicy(), task, folder)
        assert run.ending is not None
        assert run.ending.reason == "finished", run.ending.detail
        folder.end(run.ending)

    # What the agent says of itself is one thing, the world's state another.
    assert cart == [(product.sku, 1)]

    # All of it is on disk, and comes back equal.
    _, recorded = load(tmp_path / "run")
    assert recorded.steps == run.steps
    assert all(step.before.screen.png for step in recorded.steps)
    assert product.name in write_report(tmp_path / "run").read_text()

    # A recording is a policy.
    with RunFolder.create_in(tmp_path / "again", RunInfo(instruction=task)) as folder:
        again, cart = await worked(ReplayPolicy(recorded), task, folder)
    assert again.ending == run.ending
    assert cart == [(product.sku, 1)]
