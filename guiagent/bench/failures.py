"""Why an attempt failed, as its verdict, its ending and its steps tell: fixed rules, and no judge.

The first rule that fits counts:

environment      it has no ending of its own, or its world broke
(none)           the check was passed
action format    the model's replies could not be read
denied           the guard refused
loop             it went round in circles until it was stopped as stuck
limit            steps, seconds, tokens or money ran out
not given up     it finished a task that cannot be done
premature stop   it finished, or gave up, without having done anything or having looked
side effects     something is in the world that should not be, and stands for nothing that is missing there
false infeasible it gave up a task that can be done
wrong result     what should be in the world is not, or is there otherwise than it should be
wrong answer     the world is as it should be, and the answer is not
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from guiagent.actions import DeviceAction, Wait
from guiagent.bench.rows import Failure, Status
from guiagent.records import Done, Ending, Step


def failure_of(status: Status, ending: Ending | None, steps: Sequence[Step]) -> Failure:
    """The kind of failure of an attempt of this status; empty where it was a success."""
    if status == "success":
        return ""
    if status == "env_error" or ending is None:
        return "environment"
    match ending.reason:
        case "unreadable_reply":
            return "action format"
        case "denied":
            return "denied"
        case "stuck":
            return "loop"
        case "steps" | "seconds" | "tokens" | "usd":
            return "limit"
        case "interrupted":
            return "environment"
        case "finished" | "gave_up":
            return _own_end(ending, steps)


def _own_end(ending: Ending, steps: Sequence[Step]) -> Failure:
    """Of an attempt that its agent ended."""
    notes, gave_up = ending.verdict.notes if ending.verdict else (), ending.reason == "gave_up"
    if any(note.endswith("did not give up") for note in notes):
        return "not given up"
    if any("never looked" in note for note in notes) or not (gave_up or _acted(steps)):
        return "premature stop"
    if _added(notes) and not (gave_up and _undone(notes)):
        return "side effects"
    if gave_up:
        return "false infeasible"
    return "wrong answer" if notes and all(note.startswith("the answer ") for note in notes) else "wrong result"


def _acted(steps: Sequence[Step]) -> bool:
    """Whether anything was done to the device; waiting and looking are not."""
    return any(
        isinstance(action, DeviceAction) and not isinstance(action, Wait) and isinstance(outcome, Done)
        for step in steps
        for action, outcome in zip(step.decision.actions, step.outcomes, strict=False)
    )


def _added(notes: Sequence[str]) -> bool:
    """Whether a table holds more that is unexpected than it lacks; as much of both is a row that was got wrong."""
    found = Counter(_table(note) for note in notes if note.startswith("unexpected in "))
    lacking = Counter(_table(note) for note in notes if note.startswith("missing in "))
    return any(number > lacking[table] for table, number in found.items()) or any(_repeated(note) for note in notes)


def _undone(notes: Sequence[str]) -> bool:
    return any(note.startswith(("missing in ", "the answer ")) for note in notes)


def _table(note: str) -> str:
    return note.partition(":")[0].split()[-1]


def _repeated(note: str) -> bool:
    """`3 rows in orders instead of 2`: the same row once more."""
    words = note.split()
    if words[1:3] != ["rows", "in"] or words[-3:-1] != ["instead", "of"]:
        return False
    return words[0].isdigit() and words[-1].isdigit() and int(words[0]) > int(words[-1])
