"""The tasks in real applications: their solutions do them in a real browser, and nothing else passes."""

from __future__ import annotations

import pytest

from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.guards import AllOf
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.records import Ending, Verdict
from guiagent.reflection import ScreenChanged
from guiagent.sandboxes.copyparty import Copyparty
from guiagent.sandboxes.copyparty.state import Visit as Request
from guiagent.sandboxes.trac import Trac
from guiagent.sandboxes.trac.state import Attachment, Visit
from guiagent.tasks.apps import TASKS, AppTask

SEEDS = range(12)


def well_ended(task: AppTask, seed: int) -> Ending:
    plan = task.planned(seed)
    if plan.impossible:
        return Ending(reason="gave_up", detail="it is not there")
    return Ending(reason="finished", answer=" and ".join(plan.answers))


def looked(task: AppTask, seed: int) -> tuple[Visit | Request, ...]:
    kind = Visit if task.app is Trac else Request
    return tuple(kind(id=1, path=f"{path}1") for path in task.planned(seed).looked[:1])


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_what_was_asked_for_succeeds_and_idling_does_not(task: AppTask) -> None:
    for seed in SEEDS:
        done = task.planned(seed).expected.model_copy(update={"visits": looked(task, seed)})
        assert task.check(seed, done, well_ended(task, seed)) == Verdict(success=True)
        for reason in ("finished", "gave_up"):
            assert not task.check(seed, task.app().world(seed).initial, Ending(reason=reason)).success
    assert len({repr(task.planned(seed)) for seed in SEEDS}) == len(SEEDS)


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_a_side_effect_is_noticed(task: AppTask) -> None:
    done = task.planned(0).expected.model_copy(update={"visits": looked(task, 0)})
    if task.app is Trac:
        stray = Attachment(type="wiki", id="OnCall", filename="x.png")
        changes = [{"attachments": (stray,)}, {"pages": done.pages[1:]}, {"tickets": done.tickets[1:]}]
    else:
        changes = [{"files": done.files[1:]}, {"folders": done.folders[1:]}]
    for change in changes:
        assert task.check(0, done.model_copy(update=change), well_ended(task, 0)).notes


@pytest.mark.parametrize("name", ["trac-close-ticket", "copyparty-move-file"])
async def test_the_solution_does_it(name: str) -> None:
    task, seed = TASKS[name], 7
    world = Trac() if task.app is Trac else Copyparty()
    async with world.open(seed) as session, Browser(BrowserOptions(url=session.url, viewport=(1024, 768))) as browser:
        agent = Agent(task.solver(seed, browser), browser, AllOf(()), ScreenChanged(), Limits(steps=40))
        ending = (await agent.run(task.instruction(seed))).ending
        assert ending is not None
        assert task.check(seed, await session.inspect(), ending) == Verdict(success=True)
