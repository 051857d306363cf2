"""The names under which models write an action and its arguments, and the wrappings they put around them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from guiagent.errors import UnreadableReply
from guiagent.tolerant_json import NotJson, values_in

Call = tuple[str, dict[str, Any]]
"""The name of an action, as in KINDS, and its arguments with their keys in snake case."""

KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    **dict.fromkeys(("click", "left_click", "single_click", "mouse_click", "left_single", "tap"), ("click", {})),
    **dict.fromkeys(
        ("double_click", "left_double", "left_double_click", "double_tap", "doubleclick"), ("click", {"count": 2})
    ),
    "triple_click": ("click", {"count": 3}),
    **dict.fromkeys(("right_click", "right_single", "context_click"), ("click", {"button": "right"})),
    "middle_click": ("click", {"button": "middle"}),
    **dict.fromkeys(("move", "mouse_move", "move_mouse", "move_to", "hover"), ("move", {})),
    **dict.fromkeys(("drag", "left_click_drag", "left_drag", "drag_and_drop", "drag_to"), ("drag", {})),
    **dict.fromkeys(("mouse_down", "left_mouse_down"), ("mouse_down", {})),
    **dict.fromkeys(("mouse_up", "left_mouse_up"), ("mouse_up", {})),
    "long_press": ("long_press", {}),
    "scroll": ("scroll", {}),
    "swipe": ("swipe", {}),
    "hscroll": ("scroll", {"axis": "horizontal"}),
    **{f"scroll_{side}": ("scroll", {"direction": side}) for side in ("up", "down", "left", "right")},
    **dict.fromkeys(("type", "type_text", "input_text", "input", "enter_text", "write", "keyboard_type"), ("type", {})),
    **dict.fromkeys(
        ("press", "key", "keys", "hotkey", "keypress", "key_press", "press_key", "send_keys"), ("press", {})
    ),
    "keyboard_enter": ("press", {"keys": ["Enter"]}),
    **dict.fromkeys(("hold", "hold_key"), ("hold", {})),
    "key_down": ("key_down", {}),
    "key_up": ("key_up", {}),
    **dict.fromkeys(("wait", "sleep", "pause"), ("wait", {})),
    "screenshot": ("wait", {"seconds": 0}),
    **dict.fromkeys(("navigate", "goto", "go_to", "go_to_url", "open_url", "visit", "visit_url"), ("navigate", {})),
    **dict.fromkeys(("back", "go_back", "navigate_back", "history_back"), ("back", {})),
    **dict.fromkeys(("select_tab", "switch_tab", "switch_to_tab"), ("select_tab", {})),
    **dict.fromkeys(("finish", "finished", "done", "complete", "completed", "answer"), ("finish", {})),
    **dict.fromkeys(("terminate", "status"), ("terminate", {})),
    **dict.fromkeys(("give_up", "fail", "infeasible", "impossible"), ("give_up", {})),
    # Nobody can answer within a run: a question ends it, and is what a person reads.
    **dict.fromkeys(("call_user", "ask_user", "ask_user_question", "interact"), ("give_up", {})),
}
"""What is written -> the kind of action, and the arguments that the name itself says."""

_ALIASES = ("terminate", "long_press", "swipe")
"""Kinds that only stand for others."""
THOUGHTS = ("thought", "thinking", "thoughts", "reasoning", "analysis", "rationale")
EXPECTATIONS = ("expect", "expected", "expectation", "expected_outcome", "expects")
_NAMES = ("kind", "action", "action_type", "action_name", "type", "tool", "tool_name", "function", "name")
_ARGUMENTS = ("arguments", "args", "parameters", "params", "action_input", "input")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def snake(text: str) -> str:
    """`leftClick`, `Left-Click` and ` left click ` as `left_click`."""
    return re.sub(r"[\s\-]+", "_", _CAMEL.sub("_", text.strip())).lower()


def snake_keys(value: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, item in value.items():
        if found.setdefault(snake(key), item) != item:
            raise UnreadableReply(f"{snake(key)!r} stands twice with different values")
    return found


def unpacked(value: Any) -> Any:
    """What a text holds where it is itself JSON, as tool calls often carry their arguments; else the value itself."""
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
        return value
    try:
        found = values_in(value)
    except NotJson as error:
        raise UnreadableReply(f"JSON within a string cannot be read: {error}") from error
    return found[0] if len(found) == 1 else value


def call_of(value: Any) -> Call | None:
    """The action that an object calls for, unwrapped from tool calls; None where it names none at all.

    Raises UnreadableReply where it names one that there is not, or two different ones.
    """
    if not isinstance(value, Mapping):
        return None
    fields = snake_keys(value)
    if isinstance(inner := fields.get("function"), Mapping):
        return call_of(inner)
    name = next((fields.pop(key) for key in _NAMES if _is_kind(fields.get(key))), None)
    held = next((key for key in _ARGUMENTS if isinstance(unpacked(fields.get(key)), Mapping)), None)
    if held is not None:
        return _wrapped(name, unpacked(fields.pop(held)))
    if name is not None:
        return snake(name), fields
    if (call := _keyed(fields)) is None:
        _refuse_unknown(fields)
    return call


def _is_kind(value: Any) -> bool:
    return isinstance(value, str) and snake(value) in KINDS


def _wrapped(name: str | None, arguments: Mapping[str, Any]) -> Call | None:
    """A call whose arguments stand apart: named outside (`left_click`) or inside (`computer_use`)."""
    if name is None:
        return call_of(arguments)
    fields = snake_keys(arguments)
    other = fields.pop("action") if _is_kind(fields.get("action")) else None
    if other is not None and KINDS[snake(other)] != KINDS[snake(name)]:
        raise UnreadableReply(f"one call names two actions, {name!r} and {other!r}")
    return snake(name), fields


def _keyed(fields: Mapping[str, Any]) -> Call | None:
    """A call written as `{"click": {"point": …}}`."""
    match [key for key, item in fields.items() if key in KINDS and isinstance(item, Mapping)]:
        case []:
            return None
        case [key]:
            return key, snake_keys(fields[key])
        case several:
            raise UnreadableReply(f"one object names several actions: {', '.join(several)}")


def _refuse_unknown(fields: Mapping[str, Any]) -> None:
    """Raises where an action is named that there is not."""
    for key in _NAMES[:4]:
        if isinstance(fields.get(key), str):
            kinds = ", ".join(dict.fromkeys(kind for kind, _ in KINDS.values() if kind not in _ALIASES))
            raise UnreadableReply(f"there is no action {fields[key]!r:.60}; there are {kinds}")
