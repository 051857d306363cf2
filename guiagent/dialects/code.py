"""PyAutoGUI code as actions: its statements are read by `ast`, one after the other, and never run.

Known are the calls that this family of models was trained on: clicks, moveTo, dragTo, scroll, hscroll, write, press,
hotkey, keyDown, keyUp, mouseDown, mouseUp, sleep, and `computer.…`, `mobile.…` and `browser.…` in the plain vocabulary.
Everything else is refused. What takes several statements and is one action is put together again: a drag from its
moves, keys held around a click, a chord held for a while.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from guiagent.actions import (
    Action,
    Click,
    Drag,
    Hold,
    KeyDown,
    KeyUp,
    MouseDown,
    MouseUp,
    Move,
    Point,
    Press,
    Scroll,
    Wait,
    points_of,
)
from guiagent.dialects.calls import Called, parsed, value_of
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.places import number, short
from guiagent.dialects.reading import FARTHEST, NOTCH
from guiagent.dialects.verbs import Verbs
from guiagent.errors import UnreadableReply

FORM = "write PyAutoGUI code in a block, as pyautogui.click(x=…, y=…), or a function, as computer.wait()"
_CLICK = ("x", "y", "clicks", "interval", "button", "duration")
_ONE_CLICK = ("x", "y", "interval", "button", "duration")
_AT = ("x", "y", "duration", "tween")
ORDER = {
    "click": _CLICK,
    **dict.fromkeys(("left_click", "right_click", "middle_click", "double_click", "triple_click"), _ONE_CLICK),
    **dict.fromkeys(("move_to", "long_press"), _AT),
    "drag_to": ("x", "y", "duration", "tween", "button"),
    **dict.fromkeys(("mouse_down", "mouse_up"), ("x", "y", "button", "duration")),
    **dict.fromkeys(("scroll", "hscroll", "vscroll"), ("clicks", "x", "y")),
    **dict.fromkeys(("write", "typewrite"), ("message", "interval")),
    "press": ("keys", "presses", "interval"),
    **dict.fromkeys(("key_down", "key_up"), ("key",)),
    **dict.fromkeys(("sleep", "wait"), ("seconds",)),
    "terminate": ("status", "answer"),
    **dict.fromkeys(("answer", "call_user"), ("answer",)),
    "swipe": ("from_coord", "to_coord"),
    "select_option": ("x", "y", "value"),
}
_TIMING = ("interval", "duration", "tween", "pause", "logScreenshot", "log_screenshot", "mouse_down_up", "_pause")
"""Arguments that say how long something takes; here it takes what it takes."""
VERBS = Verbs(
    FORM,
    amounts={"wait": {"seconds": 5}},
    floating=frozenset(("click", "move", "drag", "mouse_down", "mouse_up", "long_press", "scroll", "swipe")),
)
MODULES = ("pyautogui", "computer", "mobile", "browser", "time")
LONGEST = 6
"""Keys that a chord may have."""
Fields = dict[str, Any]


def actions_in(code: str, frame: Callable[[Fields], Frame], at: Point | None) -> tuple[Action, ...]:
    """The actions of some code, in order. `frame` is chosen for each call by its arguments, `at` where the mouse is.

    Raises UnreadableReply for anything that is no call known here.
    """
    tree = parsed(code, "exec")
    if not isinstance(tree, ast.Module):
        raise UnreadableReply(f"{short(code)} cannot be read as Python; {FORM}")
    found: list[Action] = []
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        found += _actions(_called(statement), frame, at)
        at = next((points_of(action)[-1] for action in reversed(found) if points_of(action)), at)
    return tuple(put_together(found))


def _called(statement: ast.stmt) -> Called:
    """The call that a statement is; `computer.wait`, as Kimi writes it, needs no brackets."""
    match statement:
        case ast.Expr(value=ast.Call() as call):
            called: Called = value_of(call)
            return called
        case ast.Expr(value=ast.Attribute(value=ast.Name(id="computer"), attr=name)):
            return Called(f"computer.{name}")
    raise UnreadableReply(f"{short(ast.unparse(statement))} is no call of an action; {FORM}")


def _actions(called: Called, frame: Callable[[Fields], Frame], at: Point | None) -> list[Action]:
    module, _, name = called.name.rpartition(".")
    if module and module not in MODULES:
        raise UnreadableReply(f"{called.name} is unknown; {FORM}")
    verb = _verb(name)
    if called.places and verb not in ORDER and verb != "hotkey":
        raise UnreadableReply(f"there is no action {called.name!r} with such arguments; {FORM}")
    given = called.by_name(ORDER.get(verb, ())) if verb != "hotkey" else _chord(called)
    fields = {key: value for key, value in given.items() if key not in _TIMING and value is not None}
    if isinstance(fields.get("x"), list):
        fields["x"], fields["y"] = (*fields["x"], None)[:2]
    return [
        action
        for words in _meant(verb, fields)
        for action in VERBS.actions(Called(words[0], named=words[1]), frame(words[1]), at)
    ]


def _verb(name: str) -> str:
    """`rightClick` as `right_click`; the names of one word are the same."""
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name).lstrip("_")


def _chord(called: Called) -> Fields:
    keys = called.places[0] if len(called.places) == 1 and isinstance(called.places[0], list) else list(called.places)
    return {"keys": keys, **called.arguments} if keys else called.arguments


def _meant(verb: str, fields: Fields) -> Sequence[tuple[str, Fields]]:
    """A call of PyAutoGUI in the words of the plain vocabulary: one, or a few in their order."""
    match verb:
        case "scroll" | "vscroll" | "hscroll" if "clicks" in fields:
            return [("scroll", _turned(fields, across=verb == "hscroll"))]
        case "write" | "typewrite":
            message = fields.pop("message", fields.pop("text", None))
            if isinstance(message, list):
                return [("press", {"keys": [key]}) for key in message]
            return [("type", {"text": message, **fields})]
        case "press":
            return _pressed(fields)
        case "hotkey":
            return [("press", fields)]
        case "drag_to":
            return [("drag_to", _left(verb, {"to": _pair(fields), **fields}))]
        case "mouse_down" | "mouse_up":
            return [(verb, _left(verb, fields))]
        case "swipe":
            return [("swipe", {"from": fields.pop("from_coord", None), "to": fields.pop("to_coord", None), **fields})]
        case "select_option":
            value = fields.pop("value", None)
            return [("click", fields), ("type", {"text": value}), ("press", {"keys": ["Enter"]})]
    return [(verb, fields)]


def _pressed(fields: Fields) -> list[tuple[str, Fields]]:
    """Each of some keys once, one after the other, and all of that `presses` times."""
    keys, presses = fields.pop("keys", fields.pop("key", None)), number(fields.pop("presses", 1))
    if presses is None or not 1 <= presses <= 50 or fields:
        raise UnreadableReply(f"pyautogui.press takes keys and how often they are pressed; {FORM}")
    each = keys if isinstance(keys, list) else [keys]
    return [("press", {"keys": [key]}) for _ in range(int(presses)) for key in each]


def _turned(fields: Fields, *, across: bool) -> Fields:
    """PyAutoGUI's notches: up or, across, right where they are positive."""
    notches = number(fields.pop("clicks"))
    if not notches or abs(notches) * NOTCH > FARTHEST:
        most = FARTHEST // NOTCH
        raise UnreadableReply(f"a scroll is counted in notches of the wheel, from 1 to {most} or -1 to -{most}")
    return {**fields, **({"dx": notches * NOTCH} if across else {"dy": -notches * NOTCH})}


def _pair(fields: Fields) -> list[Any]:
    return [fields.pop("x", None), fields.pop("y", None)]


def _left(verb: str, fields: Fields) -> Fields:
    button = fields.pop("button", "left")
    if button not in ("left", "primary"):
        raise UnreadableReply(f"{verb}: only the left button can be kept down, not {short(button)}")
    return fields


def put_together(actions: Sequence[Action]) -> list[Action]:
    """The actions with those that are parts of one put together: a drag, a click with keys held, a held chord."""
    found: list[Action] = []
    for action in actions:
        found.append(action)
        match found[-2:]:
            case [Move(point=start), Drag(path=path, held=())] if path[0] == start:
                found[-2:] = [action]
            case [Move(point=start), MouseDown(point=point)] if start == point:
                found[-2:] = [action]
        if isinstance(action, MouseUp):
            _drag(found)
        if isinstance(action, KeyUp):
            _held(found)
    return found


def _drag(found: list[Action]) -> None:
    """The button pressed, moved and let go, as one drag."""
    begin = next((at for at in range(len(found) - 1, -1, -1) if isinstance(found[at], MouseDown)), None)
    if begin is None or not all(isinstance(part, Move) for part in found[begin + 1 : -1]) or len(found) - begin < 3:
        return
    path = [points_of(part)[0] for part in found[begin:]]
    ends_there = len(path) > 2 and path[-1] == path[-2]
    found[begin:] = [Drag(path=tuple(path[:-1] if ends_there else path))]


def _held(found: list[Action]) -> None:
    """A key pressed before one action and let go after it, as held with it; keys around keys one after the other."""
    if len(found) < 3:
        return
    down, action, up = found[-3:]
    if not isinstance(down, KeyDown) or not isinstance(up, KeyUp) or down.key != up.key:
        return
    match action:
        case Click() | Drag() | Scroll():
            found[-3:] = [action.model_copy(update={"held": (down.key, *action.held)})]
        case Wait():
            found[-3:] = [Hold(keys=(down.key,), seconds=action.seconds)]
        case Hold() | Press() if len(action.keys) < LONGEST:
            found[-3:] = [action.model_copy(update={"keys": (down.key, *action.keys)})]
