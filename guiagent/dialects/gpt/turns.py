"""What was done, as the Responses API wants it told: the model's own items, each call's output, and then our words."""

from __future__ import annotations

from collections.abc import Sequence

from guiagent.dialects.coordinates import Frame
from guiagent.dialects.gpt.input import computer_output, function_output, message, picture, text
from guiagent.dialects.gpt.output import COMPUTER, Item, calls_in, checks_of, is_call, items_of, replayed
from guiagent.dialects.telling import all_done, came_of, reflected, told
from guiagent.dialects.tools import Call, Result, results
from guiagent.errors import UnreadableReply
from guiagent.records import Blocked, Observation, Skipped, Step


def opening(instruction: str, now: Observation, png: bytes | None) -> list[Item]:
    """The task, and the first screen; `png` None where it is no longer shown."""
    lines = [f"Task: {instruction}", *told(now)]
    return [message((text("\n".join(lines)), picture(png)))]


def turn(step: Step, frame: Frame, after: Observation, png: bytes | None) -> list[Item]:
    """A step and the screen after it.

    The items of a turn stand there as they came, or none of them does: the API refuses reasoning without the call that
    it led to, a call without its output, and one whose safety checks are not acknowledged.
    """
    items = items_of(step.decision.reply)
    calls = _calls(step, items, frame)
    if not calls or not _agreed(step, items):
        lines = [f"Step {step.index + 1}:", *came_of(step), *told(after, step.before)]
        return [message((text("\n".join(lines)), picture(png)))]
    came = results(calls, step.outcomes)
    outputs = [_output(result, item, png) for result, item in zip(came, filter(is_call, items), strict=True)]
    return [*replayed(items), *outputs, *_words(step, calls, after, png)]


def _calls(step: Step, items: Sequence[Item], frame: Frame) -> list[Call]:
    """The calls of a step; none where they do not read as they did, in a run of another model or another version."""
    try:
        calls = calls_in(items, frame)
    except UnreadableReply:
        return []
    return calls if sum(len(call.actions) for call in calls) == len(step.decision.actions) else []


def _words(step: Step, calls: Sequence[Call], after: Observation, png: bytes | None) -> list[Item]:
    """What no output has a field for: what failed, address, tabs and notices, and the screen where only we were called.

    The API's outputs of a computer call are pictures and nothing else.
    """
    lines = [*(reflected(step) if all_done(step) else came_of(step)), *told(after, step.before)]
    parts = [text("\n".join(lines))] if lines else []
    if not any(call.name == COMPUTER for call in calls):
        parts.append(picture(png))
    return [message(parts)] if parts else []


def _output(result: Result, item: Item, png: bytes | None) -> Item:
    if result.call.name == COMPUTER:
        return computer_output(item, png)
    return function_output(result.call.id, (result.trouble or "done") if result.begun else "not begun")


def _agreed(step: Step, items: Sequence[Item]) -> bool:
    """Whether nothing had to be agreed to, or a person did: the first action was come to.

    A run that was cut off while they were asked closes the step with a first action that was skipped.
    """
    if not any(map(checks_of, items)):
        return True
    first = step.outcomes[0] if step.outcomes else None
    return not (first is None or isinstance(first, Skipped) or (isinstance(first, Blocked) and first.final))
