"""From a model's reply to a `Decision`: the one object in it that holds actions, whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from guiagent.actions import Action, Finish, GiveUp
from guiagent.dialects.spellings import EXPECTATIONS, THOUGHTS, Call, call_of, snake_keys, unpacked
from guiagent.errors import UnreadableReply
from guiagent.messages import Reply
from guiagent.records import Decision
from guiagent.tolerant_json import NotJson, values_in

FORM = 'answer with one JSON object: {"thought": …, "actions": […], "expect": …}'
ACTIONS = ("actions", "action", "tool_calls")
_REASONED = re.compile(r"</\s*(?:think|thinking|tink|reasoning)\s*>", re.IGNORECASE)
_REASONING = re.compile(r"<\s*(?:think|thinking|tink|reasoning)\s*>", re.IGNORECASE)


Loose = Callable[[str], dict[str, Any] | None]
"""Finds the action of a reply that holds no JSON, where its meaning is plain."""


def _strictly(text: str) -> dict[str, Any] | None:
    return None


def decision_in(
    reply: Reply, read: Callable[[Call], Sequence[Action]], most: int, loosely: Loose = _strictly
) -> Decision:
    """The decision that a reply holds, of at most `most` actions, each read by `read`. Raises UnreadableReply."""
    try:
        thought, found = _decision(after_reasoning(reply.text), loosely)
        actions = tuple(action for value in found for action in read(_call(value)))
    except UnreadableReply as error:
        if reply.stop == "length":
            raise UnreadableReply(f"the reply was cut off for its length ({error}): think less, {FORM}") from error
        raise
    check(actions, most)
    return Decision(thought=thought[0], actions=actions, expected=thought[1], reply=reply.text, usage=reply.usage)


def calls_in(reply: Reply) -> list[Call]:
    """The actions that a reply calls for, as they are written. Raises UnreadableReply."""
    return [_call(value) for value in _decision(after_reasoning(reply.text), _strictly)[1]]


def after_reasoning(text: str, form: str = FORM) -> str:
    """What follows a model's reasoning; a draft within it is never taken for the reply. `form` says what to write."""
    answer = _REASONED.split(text)[-1]
    if _REASONING.search(answer):
        raise UnreadableReply(f"the reply ends within its reasoning; {form}")
    if not answer.strip():
        raise UnreadableReply(f"the reply is empty; {form}")
    return answer


def reasoning(text: str) -> str:
    """What a model reasoned before its answer; empty where it did not. Its template may have opened the tag for it."""
    before = "\n".join(_REASONED.split(text)[:-1])
    return _REASONING.sub("", before).strip()


def _decision(text: str, loosely: Loose) -> tuple[tuple[str, str], list[Any]]:
    """Thought and expectation, and the actions as they are written, of the only object that holds any."""
    try:
        values = values_in(text)
    except NotJson as error:
        if (said := loosely(text)) is not None:
            return ("", ""), [said]
        raise UnreadableReply(f"the JSON cannot be read: {error}; {FORM}") from error
    values = [value[0] if isinstance(value, list) and len(value) == 1 else value for value in values]
    held = [(value, calls) for value in values if (calls := _calls(value)) is not None]
    if not held and (said := loosely(text)) is not None:
        return ("", ""), [said]
    if not held:
        raise UnreadableReply(f"there is no action in the reply; {FORM}")
    value, calls = held[0]
    if any(other != value for other, _ in held):
        raise UnreadableReply(f"the reply holds {len(held)} JSON objects with actions; put all actions into one")
    fields = snake_keys(value) if isinstance(value, dict) else {}
    return (_words(fields, THOUGHTS), _words(fields, EXPECTATIONS)), calls


def _calls(value: Any) -> list[Any] | None:
    """The actions in a value, still as they are written; None where it holds none, as a list of numbers."""
    if isinstance(value, list):
        return value if value and all(isinstance(part, dict) for part in value) else None
    if not isinstance(value, dict):
        return None
    fields = snake_keys(value)
    for key in ACTIONS:
        match unpacked(fields.get(key)):
            case list(calls):
                return calls
            case dict(call):
                return [call]
    return [value] if call_of(value) is not None else None


def _call(value: Any) -> Call:
    call = call_of(unpacked(value))
    if call is None:
        raise UnreadableReply(f'{value!r:.60} names no action; each one has a "kind"')
    return call


def check(actions: tuple[Action, ...], most: int) -> None:
    """Raises UnreadableReply where these are not one to `most` actions of which only the last may end the task."""
    if not actions:
        raise UnreadableReply('"actions" is empty; say at least one, as wait, finish or give_up')
    if len(actions) > most:
        raise UnreadableReply(f"{len(actions)} actions are too many at once; at most {most}")
    if any(isinstance(action, Finish | GiveUp) for action in actions[:-1]):
        raise UnreadableReply("finish or give_up may only stand last")


def _words(fields: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((value for name in names if isinstance(value := fields.get(name), str)), "")
