"""What was done, as the Responses API wants it told: the model's own items, each call's output, and then our words."""

from __future__ import annotations

from collections.abc import Sequence

from guiagent.dialects.coordinates import Frame
from guiagent.dialects.gpt.input import computer_output, function_output, message, picture, text
from guiagent.dialects.gpt.output import COMPUTER, Item, calls_in, checks_of, is_call, items_of, replayed
from guiagent.dialects.telling import came_of, reflected, told
from guiagent.dialects.tools import Result, results
from guiagent.records import Blocked, Done, Observation, Skipped, Step


def opening(instruction: str, now: Observation, png: bytes | None) -> list[Item]:
    """The task, and the first screen; `png` None where it is no longer shown."""
    lines = [f"Task: {instruction}", *told(now)]
    return [message((text("\n".join(lines)), picture(png)))]


def turn(step: Step, frame: Frame, after: Observation, png: bytes | None) -> list[Item]:
    """A step and the screen after it.

    A call's output holds no words, so what failed stands in a message of its own behind the outputs, as do address,
    tabs and notices. The items are a turn's as they came, or none of them: reasoning without the call that it led to,
    a call without its output, or one whose safety checks nobody agreed to is refused.
    """
    items = items_of(step.decision.reply)
    if not any(map(is_call, items)) or not _agreed(step, items):
        lines = [f"Step {step.index + 1}:", *came_of(step), *told(after)]
        return [message((text("\n".join(lines)), picture(png)))]
    came = results(calls_in(items, frame), step.outcomes)
    outputs = [_output(result, item, png) for result, item in zip(came, filter(is_call, items), strict=True)]
    seen = any(result.call.name == COMPUTER for result in came)
    lines = [*(reflected(step) if _all_done(step) else came_of(step)), *told(after)]
    parts = [text("\n".join(lines))] if lines else []
    parts += [] if seen else [picture(png)]
    return [*replayed(items), *outputs, *([message(parts)] if parts else [])]


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


def _all_done(step: Step) -> bool:
    return len(step.outcomes) == len(step.decision.actions) and all(isinstance(each, Done) for each in step.outcomes)
