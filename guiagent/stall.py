"""Notices a run that goes round in circles: first a nudge for the model, then the end.

Two patterns count: the same actions decided again on the same screen, however far apart (A-B-A-B is found as well as
A-A-A), and a screen that stays as it was whatever is done to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guiagent.actions import Action, Look, Wait
from guiagent.records import Decision, Step

REPEATS_NUDGE, REPEATS_END = 3, 5
STILL_NUDGE, STILL_END = 3, 8


@dataclass(frozen=True)
class Stall:
    """A run that does not get on: what to tell the model, and whether it is time to stop."""

    nudge: str
    over: bool


def stalled(steps: Sequence[Step]) -> Stall | None:
    """The stall that the last step completes, if any."""
    return _repeating(steps) or _standing_still(steps)


def _repeating(steps: Sequence[Step]) -> Stall | None:
    last = steps[-1]
    times = sum(_same(step, last) for step in steps)
    if times < REPEATS_NUDGE:
        return None
    return Stall(
        f"The same has now been done {times} times on the same screen. Do something else, or give up.",
        over=times >= REPEATS_END,
    )


def _same(step: Step, other: Step) -> bool:
    return step.before.screen.sha == other.before.screen.sha and _deeds(step.decision) == _deeds(other.decision)


def _deeds(decision: Decision) -> tuple[Action, ...]:
    """The actions without the words that a model puts beside them, which may differ each time."""
    return tuple(
        action.model_copy(update={"target": ""}) if hasattr(action, "target") else action for action in decision.actions
    )


def _standing_still(steps: Sequence[Step]) -> Stall | None:
    still, tried = 0, [step for step in steps if not _only_looks(step)]
    for step in reversed(tried):
        if step.before.screen.sha != step.after.screen.sha and step.reflection.progress is not False:
            break
        still += 1
    if still < STILL_NUDGE or all(_only_waits(step) for step in tried[-still:][:STILL_NUDGE]):
        return None if still < STILL_END else _standing(still)
    return _standing(still)


def _standing(still: int) -> Stall:
    return Stall(
        f"The last {still} steps brought nothing. Try another way, or give up.",
        over=still >= STILL_END,
    )


def _only_waits(step: Step) -> bool:
    return all(isinstance(action, Wait) for action in step.decision.actions)


def _only_looks(step: Step) -> bool:
    """Whether nothing was meant to change anything: such a step brings nothing, and wastes nothing."""
    return all(isinstance(action, Look) for action in step.decision.actions)
