"""The function `computer_use` that the Qwen-VL families were taught: its signature, and actions as calls of it.

Its words are those of `cookbooks/utils/agent_function_call.py` in QwenLM/Qwen2.5-VL and Qwen3-VL (Apache-2.0). Each
decision is one call an action; tabs and addresses, which it has no word for, are functions of their own beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from guiagent.actions import (
    Action,
    Back,
    Click,
    Drag,
    Finish,
    GiveUp,
    Hold,
    KeyDown,
    KeyUp,
    Look,
    MouseDown,
    MouseUp,
    Move,
    Navigate,
    Press,
    Scroll,
    SelectTab,
    Type,
    Wait,
)
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.reading import SHORTEST

NAME = "computer_use"
Call = tuple[str, dict[str, Any]]
"""A function's name and its arguments."""
QWEN = (
    *("key", "type", "mouse_move", "left_click", "left_click_drag", "right_click", "middle_click", "double_click"),
    *("triple_click", "scroll", "hscroll", "wait", "terminate", "answer"),
)
"""What `action` may be for Qwen2.5-VL to Qwen3.6."""
HELD = ("key_down", "key_up")
KIND = {
    **{"key": "press", "type": "type", "mouse_move": "move", "left_click_drag": "drag", "scroll": "scroll"},
    **{"hscroll": "scroll", "wait": "wait", "screenshot": "wait", "key_down": "key_down", "key_up": "key_up"},
    **{"left_mouse_down": "mouse_down", "left_mouse_up": "mouse_up"},
    **dict.fromkeys(("left_click", "right_click", "middle_click", "double_click", "triple_click"), "click"),
}
"""The kind of action that a computer must be able to do for this value to be offered; the others always are."""
_CLICKS = {
    **{("left", 1): "left_click", ("left", 2): "double_click", ("left", 3): "triple_click"},
    **{("right", 1): "right_click", ("middle", 1): "middle_click"},
}
_TEXTS = Path(__file__).parent
_ARGUMENTS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "keys": ("array", "Required only by {}.", ("key", "key_down", "key_up")),
    "text": ("string", "Required only by {}.", ("type", "answer", "interact", "call_user")),
    "coordinate": (
        "array",
        "(x, y): The x (pixels from the left edge) and y (pixels from the top edge) coordinates to move the mouse to.",
        (),
    ),
    "pixels": (
        "number",
        "The amount of scrolling to perform. Positive values scroll up, negative values scroll down. "
        "Required only by {}.",
        ("scroll", "hscroll"),
    ),
    "time": ("number", "The seconds to wait. Required only by {}.", ("wait",)),
    "status": ("string", "The status of the task. Required only by {}.", ("terminate",)),
}


def signature(values: Sequence[str], resolution: str) -> dict[str, Any]:
    """The function as JSON, as it stands between `<tools>`; `values` are what `action` may be."""
    lines = [line for line in _lines("computer_use_actions.txt") if line.split("`")[1] in values]
    action = {
        "description": "\n".join(("The action to perform. The available actions are:", *lines)),
        "enum": list(values),
        "type": "string",
    }
    parameters = {
        "properties": {"action": action, **_arguments(values)},
        "required": ["action"],
        "type": "object",
    }
    words = "\n".join(_lines("computer_use.txt")).replace("«resolution»", resolution)
    return function(NAME, words, parameters)


def function(name: str, description: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """A function as it is declared to a model."""
    return {
        "type": "function",
        "function": {"name": name, "description": description, "parameters": dict(parameters)},
    }


def offered(values: Sequence[str], kinds: frozenset[str] | None) -> tuple[str, ...]:
    """The values of `action` that a computer can do."""
    return tuple(value for value in values if kinds is None or value not in KIND or KIND[value] in kinds)


def _arguments(values: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (kind, words, needed) in _ARGUMENTS.items():
        users = " or ".join(f"`action={value}`" for value in needed if value in values)
        if users or not needed:
            found[name] = {"description": words.format(users), "type": kind}
    if "status" in found:
        found["status"]["enum"] = ["success", "failure"]
    return found


@cache
def _lines(name: str) -> tuple[str, ...]:
    return tuple(_TEXTS.joinpath(name).read_text(encoding="utf-8").splitlines())


def calls_of(action: Action, frame: Frame) -> list[Call]:
    """An action as calls. A drag is a move to where it begins and a drag from there, along no corners.

    Held keys, a reason and what `computer_use` has no value for are said in arguments that are read back, too.
    """
    match action:
        case Navigate(url=url):
            return [("navigate", {"url": url})]
        case Back():
            return [("back", {})]
        case SelectTab(index=index):
            return [("select_tab", {"index": index})]
        case Drag(path=path, held=held):
            end = {"action": "left_click_drag", "coordinate": frame.pair(path[-1]), **_held(held)}
            return [(NAME, {"action": "mouse_move", "coordinate": frame.pair(path[0])}), (NAME, end)]
        case Scroll():
            return [(NAME, arguments) for arguments in _scrolls(action, frame)]
        case _:
            return [(NAME, _said(action, frame))]


def _said(action: Action, frame: Frame) -> dict[str, Any]:
    """The arguments of the one call of an action."""
    match action:
        case Click() | Move() | MouseDown() | MouseUp():
            return {**_pointed(action), "coordinate": frame.pair(action.point), **_held(getattr(action, "held", ()))}
        case Type(text=text):
            return {"action": "type", "text": text}
        case Wait(seconds=seconds):
            return {"action": "wait", "time": seconds}
        case Look():
            return {"action": "screenshot"}
        case Finish() | GiveUp():
            return _last(action)
        case Press() | Hold() | KeyDown() | KeyUp():
            return _pressed(action)
    raise AssertionError(action)  # calls_of has taken the rest


def _pointed(action: Click | Move | MouseDown | MouseUp) -> dict[str, Any]:
    match action:
        case Click(button=button, count=count):
            name = _CLICKS.get((button, count))
            return {"action": name} if name else {"action": _CLICKS[button, 1], "count": count}
        case Move():
            return {"action": "mouse_move"}
        case MouseDown():
            return {"action": "left_mouse_down"}
        case MouseUp():
            return {"action": "left_mouse_up"}


def _pressed(action: Press | Hold | KeyDown | KeyUp) -> dict[str, Any]:
    match action:
        case Press(keys=keys):
            return {"action": "key", "keys": list(keys)}
        case Hold(keys=keys, seconds=seconds):
            return {"action": "hold_key", "keys": list(keys), "time": seconds}
        case KeyDown(key=key) | KeyUp(key=key):
            return {"action": action.kind, "keys": [key]}


def _last(action: Finish | GiveUp) -> dict[str, Any]:
    match action:
        case Finish(answer=""):
            return {"action": "terminate", "status": "success"}
        case Finish(answer=answer):
            return {"action": "answer", "text": answer}
        case GiveUp(reason=reason):
            return {"action": "terminate", "status": "failure", "text": reason}


def _scrolls(action: Scroll, frame: Frame) -> list[dict[str, Any]]:
    place = {"coordinate": frame.pair(action.point), **_held(action.held)}
    found = [{"action": "scroll", "pixels": -amount(frame, 1, action.dy), **place}] if action.dy else []
    if action.dx or not action.dy:
        found.append({"action": "hscroll", "pixels": amount(frame, 0, action.dx), **place})
    return found


def amount(frame: Frame, axis: Any, pixels: int) -> int:
    """A scroll in the model's numbers; none is so short that it would be read as notches of the wheel."""
    found = frame.amount(axis, pixels)
    return found if abs(found) >= SHORTEST else SHORTEST if pixels > 0 else -SHORTEST


def _held(keys: Sequence[str]) -> dict[str, list[str]]:
    return {"keys": list(keys)} if keys else {}
