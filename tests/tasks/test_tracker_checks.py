"""What the checks of the tracker's tasks let pass: what was asked for, and nothing besides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guiagent.records import Ending, Verdict
from guiagent.sandboxes.tracker import TrackerState, world
from guiagent.sandboxes.tracker.state import Activity, Comment, Visit, Watch
from guiagent.tasks.tracker import TASKS, Plan, TrackerTask

SEEDS = range(3)


def well_ended(plan: Plan) -> Ending:
    if plan.impossible:
        return Ending(reason="gave_up", detail="it is not there")
    return Ending(reason="finished", answer=" and ".join(plan.answers))


def judged(task: TrackerTask, change: Callable[[TrackerState], TrackerState], seed: int = 0) -> Verdict:
    """The verdict on a world where all was done, and then this changed."""
    plan = task.planned(seed)
    looked = tuple(Visit(id=place, path=path) for place, path in enumerate(plan.looked))
    return task.check(seed, change(plan.expected.model_copy(update={"visits": looked})), well_ended(plan))


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_what_was_asked_for_succeeds_and_idling_does_not(task: TrackerTask) -> None:
    for seed in SEEDS:
        assert judged(task, lambda state: state, seed).notes == ()
        for reason in ("finished", "gave_up"):
            assert not task.check(seed, world(seed).initial, Ending(reason=reason)).success


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_any_side_effect_is_noticed(task: TrackerTask) -> None:
    here = world(0)
    stray = Comment(issue=here.initial.issues[0].key, author=here.me, text="Hello", placed=here.today)
    watch = Watch(issue=here.initial.issues[0].key, person="Somebody Else")
    for change in (
        lambda state: state.model_copy(update={"comments": (*state.comments, stray)}),
        lambda state: state.model_copy(update={"watches": (*state.watches, watch)}),
        lambda state: state.model_copy(update={"issues": state.issues[1:]}),
        lambda state: state.model_copy(update={"issue_labels": state.issue_labels[1:]}),
        lambda state: state.model_copy(update={"links": state.links[1:]}),
        lambda state: state.model_copy(update={"labels": state.labels[1:]}),
        lambda state: state.model_copy(update={"milestones": state.milestones[1:]}),
        lambda state: state.model_copy(update={"members": state.members[1:]}),
    ):
        verdict = judged(task, change)
        assert not verdict.success
        assert verdict.notes


def test_the_activity_and_the_order_of_rows_are_not_judged() -> None:
    done = Activity(project="ABC", person="Ada", words="clicked about", day=world(0).today)
    shuffled = judged(
        TASKS["close-milestone"],
        lambda state: state.model_copy(
            update={"activity": (*state.activity, done), "issues": tuple(reversed(state.issues))}
        ),
    )
    assert shuffled == Verdict(success=True)


def test_an_answer_that_lists_every_candidate_is_no_answer() -> None:
    for name in ("most-used-label", "busiest", "who-has", "sum-hours"):
        task, plan = TASKS[name], TASKS[name].planned(0)
        everything = Ending(reason="finished", answer=" ".join((*plan.answers, *plan.decoys)))
        assert not task.check(0, plan.expected, everything).success


def test_giving_up_at_once_is_no_search() -> None:
    impossible = [task for task in TASKS.values() if task.planned(0).impossible]
    assert len(impossible) == 4
    for task in impossible:
        assert task.check(0, world(0).initial, Ending(reason="gave_up")).notes == ("the agent never looked for it",)


def test_another_seed_asks_for_something_else() -> None:
    for task in TASKS.values():
        assert len({task.instruction(seed) for seed in SEEDS}) == len(SEEDS)


def test_there_are_tasks_of_every_level() -> None:
    assert len(TASKS) >= 20
    assert {level: sum(task.level == level for task in TASKS.values()) for level in (1, 2, 3)} == {1: 8, 2: 13, 3: 12}
