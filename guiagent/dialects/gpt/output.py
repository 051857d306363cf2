"""The output items of a response: the calls in it, the words, what a person must confirm, and how it is sent back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guiagent.actions import Action, Look
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.gpt.actions import read_actions
from guiagent.dialects.places import short
from guiagent.dialects.tools import EXTRAS, Call, extra_action
from guiagent.errors import UnreadableReply
from guiagent.records import Concern

COMPUTER = "computer"
"""What a call of the provider's own tool is named here; a function of ours has its own name."""
Item = dict[str, Any]


def items_of(raw: Any) -> list[Item]:
    """The output items of a recorded reply; none where it is no reply of the Responses API."""
    output = raw.get("output") if isinstance(raw, Mapping) else None
    return [item for item in output if isinstance(item, dict)] if isinstance(output, list) else []


def calls_in(items: Sequence[Item], frame: Frame) -> list[Call]:
    """The calls, in order, with the actions that each stands for. Raises UnreadableReply."""
    return [_call(item, frame) for item in items if is_call(item)]


def is_call(item: Item) -> bool:
    return item.get("type") in ("computer_call", "function_call")


def call_id(item: Item) -> str:
    return str(item.get("call_id") or item.get("id") or "")


def checks_of(item: Item) -> list[Item]:
    """The safety checks that a call waits for; a function's never does."""
    checks = item.get("pending_safety_checks")
    return [check for check in checks if isinstance(check, dict)] if isinstance(checks, list) else []


def concerns_in(items: Sequence[Item]) -> tuple[Concern, ...]:
    """What a person must say yes to before any call of these items is carried out."""
    return tuple(
        Concern(**{name: str(check.get(name) or "") for name in ("id", "code", "message")})
        for item in items
        for check in checks_of(item)
    )


def words_in(items: Sequence[Item], phase: str = "") -> str:
    """What the model said, of one phase or all of it."""
    parts = (item for item in _contents(items, phase) if item.get("type") == "output_text")
    return "\n".join(text for part in parts if (text := str(part.get("text") or "").strip()))


def refusal_in(items: Sequence[Item]) -> str:
    """Why the model will not go on; empty where it does."""
    parts = (item for item in _contents(items, "") if item.get("type") == "refusal")
    return "\n".join(str(part.get("refusal") or "no reason given") for part in parts)


def thought_in(items: Sequence[Item]) -> str:
    """What the model said beside its calls, or else, and where its words are the answer, what it reasoned in short."""
    summaries = (part for item in items if item.get("type") == "reasoning" for part in item.get("summary") or ())
    reasoned = "\n".join(str(part.get("text") or "") for part in summaries if isinstance(part, dict))
    return (words_in(items) if any(map(is_call, items)) else "") or reasoned


def replayed(items: Sequence[Item]) -> list[Item]:
    """The items as input: as they came, less the fields without a value, which input refuses (`status: null`).

    Reasoning that came neither encrypted nor written out was kept on the server alone, where we have nothing stored:
    its id would be looked up in vain, and the request refused.
    """
    return [_stated(item) for item in items if item.get("type") != "reasoning" or _told(item)]


def _told(reasoning: Item) -> bool:
    return bool(reasoning.get("encrypted_content") or reasoning.get("content"))


def _stated(item: Item) -> Item:
    said = {name: value for name, value in item.items() if value is not None}
    if item.get("type") == "message" and isinstance(item.get("content"), list):
        said["content"] = [_stated(part) for part in item["content"] if isinstance(part, dict)]
    return said


def _contents(items: Sequence[Item], phase: str) -> Iterator[Item]:
    for item in items:
        if item.get("type") == "message" and phase in ("", item.get("phase")):
            yield from (part for part in item.get("content") or () if isinstance(part, dict))


def _call(item: Item, frame: Frame) -> Call:
    if item["type"] == "computer_call":
        return Call(call_id(item), COMPUTER, tuple(_computer_actions(item, frame)))
    name = str(item.get("name"))
    action = extra_action(name, _arguments(name, item.get("arguments")))
    if action is None:
        known = ", ".join(each.name for each in EXTRAS)
        raise UnreadableReply(f"there is no tool {name!r:.60}; beside the computer there are {known}")
    return Call(call_id(item), name, (action,))


def _computer_actions(item: Item, frame: Frame) -> list[Action]:
    """The actions of one call; the tool's preview sent one as `action`. Of none, only a screenshot can come back."""
    actions = item.get("actions") or ([item["action"]] if item.get("action") else [])
    if not isinstance(actions, list):
        raise UnreadableReply(f'"actions" is a list, not {short(actions)}')
    return [action for value in actions for action in read_actions(value, frame)] or [Look()]


def _arguments(name: str, written: Any) -> Mapping[str, Any]:
    try:
        found = json.loads(written or "{}")
    except (TypeError, ValueError) as error:
        raise UnreadableReply(f"the arguments of {name} are no JSON: {error}") from None
    if not isinstance(found, dict):
        raise UnreadableReply(f"the arguments of {name} are no JSON object")
    return found
