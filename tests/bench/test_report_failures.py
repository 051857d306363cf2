"""Why an attempt failed, by fixed rules."""

from __future__ import annotations

import pytest

from guiagent.actions import Action, Click, Finish, GiveUp, Wait
from guiagent.bench.failures import failure_of
from guiagent.bench.rows import Failure, Status
from guiagent.records import Decision, Done, Ending, Failed, Observation, Outcome, Reason, Step, Verdict
from guiagent.screen import Screen

SEEN = Observation(screen=Screen(sha="0" * 16, width=10, height=10))
CLICK, FINISH, GIVE_UP = Click(point=(1, 1)), Finish(), GiveUp(reason="no such thing")


def step(action: Action, outcome: Outcome | None = None) -> Step:
    return Step(
        index=0, before=SEEN, decision=Decision(actions=(action,)), outcomes=(outcome or Done(),), after=SEEN
    )  # fmt: skip


def kind(status: Status, reason: Reason, *notes: str, steps: tuple[Step, ...] = (step(CLICK), step(FINISH))) -> Failure:
    return failure_of(status, Ending(reason=reason, verdict=Verdict(success=not notes, notes=notes)), steps)


MISSING, UNEXPECTED = "missing in orders: id=1 item=tea", "unexpected in orders: id=1 item=soap"
ANSWER, IMPOSSIBLE = "the answer does not say 7.50", "this cannot be done, and the agent did not give up"


@pytest.mark.parametrize(
    ("status", "reason", "notes", "expected"),
    [
        ("success", "finished", (), ""),
        ("agent_error", "unreadable_reply", (), "action format"),
        ("fail", "denied", (MISSING,), "denied"),
        ("fail", "stuck", (MISSING,), "loop"),
        ("limit", "steps", (MISSING,), "limit"),
        ("limit", "usd", (MISSING,), "limit"),
        ("env_error", "interrupted", (), "environment"),
        ("fail", "finished", (MISSING,), "wrong result"),
        ("fail", "finished", ("the slider is at 3",), "wrong result"),
        ("fail", "finished", (MISSING, UNEXPECTED), "wrong result"),
        ("fail", "finished", (UNEXPECTED,), "side effects"),
        ("fail", "finished", (MISSING, "unexpected in mails: id=3"), "side effects"),
        ("fail", "finished", (MISSING, UNEXPECTED, "unexpected in orders: id=2"), "side effects"),
        ("fail", "finished", ("3 rows in orders instead of 2",), "side effects"),
        ("fail", "finished", ("1 rows in orders instead of 2",), "wrong result"),
        ("fail", "finished", (ANSWER,), "wrong answer"),
        ("fail", "finished", (ANSWER, MISSING), "wrong result"),
        ("fail", "finished", (IMPOSSIBLE,), "not given up"),
        ("gave_up", "gave_up", (MISSING,), "false infeasible"),
        ("gave_up", "gave_up", (ANSWER,), "false infeasible"),
        ("gave_up", "gave_up", ("the agent never looked for it",), "premature stop"),
        ("gave_up", "gave_up", (UNEXPECTED,), "side effects"),
    ],
)
def test_the_kind_of_a_failure(status: Status, reason: Reason, notes: tuple[str, ...], expected: Failure) -> None:
    assert kind(status, reason, *notes) == expected


@pytest.mark.parametrize(
    "steps",
    [(), (step(FINISH),), (step(Wait(seconds=1)), step(FINISH)), (step(CLICK, Failed(reason="no")), step(FINISH))],
)
def test_who_finishes_without_having_done_anything_stopped_too_early(steps: tuple[Step, ...]) -> None:
    assert kind("fail", "finished", MISSING, steps=steps) == "premature stop"


def test_who_gives_up_at_once_takes_a_task_for_impossible() -> None:
    assert kind("gave_up", "gave_up", MISSING, steps=(step(GIVE_UP),)) == "false infeasible"


def test_an_attempt_without_an_ending_failed_by_its_environment() -> None:
    assert failure_of("env_error", None, ()) == "environment"
    assert failure_of("fail", None, ()) == "environment"
