"""From an action as a model wrote it to an `Action`: repaired where its meaning is plain, refused where it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from pydantic import ValidationError

from guiagent.actions import ACTION, Action, Point
from guiagent.dialects.arguments import Arguments
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.places import place, places, short
from guiagent.dialects.spellings import KINDS, Call, snake
from guiagent.errors import UnreadableReply

NOTCH = 100
"""Pixels that one notch of a wheel scrolls, for models that count in notches."""
SHORTEST = 10
"""A signed scroll of fewer pixels than this is taken for notches, as models write them that confuse the two."""
FARTHEST = 20_000
"""Pixels that one scroll may go."""
_ENDS = {
    **dict.fromkeys(("true", "success", "successful", "done", "complete", "completed", "finished"), "finish"),
    **dict.fromkeys(("false", "failure", "fail", "failed", "infeasible", "impossible", "error"), "give_up"),
}
_NOTCHES = ("scroll_amount", "notches", "step", "steps", "step_count")
_SIDES = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
Fields = dict[str, Any]


def read_action(call: Call, frame: Frame, at: Point | None = None) -> list[Action]:
    """The action that a call means, or several, as for typing into a place. Raises UnreadableReply.

    `at` is where the mouse is, where a call may leave its place out and mean that.
    """
    name, values = call
    kind, said = KINDS[name]
    for key, value in said.items():
        if values.get(key) is not None and values[key] not in (value, str(value)):
            raise UnreadableReply(f"{name} with {key}={short(values[key])} contradicts itself")
    arguments = Arguments(kind, {**values, **said}, frame, at)
    found = _READERS[kind](arguments)
    arguments.close()
    try:
        return [ACTION.validate_python(fields) for fields in found]
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        raise UnreadableReply(f"{kind}: {where}: {first['msg']}, not {short(first['input'])}") from error


def _click(given: Arguments) -> list[Fields]:
    button = snake(given.text("button", "mouse_button") or "left")
    return [
        {
            "kind": "click",
            "point": given.point(),
            "button": "middle" if button == "wheel" else button,
            "count": 1 if (count := given.amount("count", "clicks", "num_clicks")) is None else count,
            "held": given.keys("held", "modifiers", "hold", "keys"),
            "target": given.remark("target", "element", "label", "description"),
        }
    ]


def _move(given: Arguments) -> list[Fields]:
    return [{"kind": "move", "point": given.point(), "target": given.remark("target", "element", "label")}]


def _drag(given: Arguments) -> list[Fields]:
    if (path := given.take("path", "points")) is not None:
        points = places(path, given.frame)
    else:
        points = tuple(_drag_end(given, side) for side in (("from", "start", "source"), ("to", "end", "destination")))
    held, target = given.keys("held", "modifiers", "keys"), given.remark("target")
    return [{"kind": "drag", "path": points, "held": held, "target": target}]


def _drag_end(given: Arguments, names: tuple[str, ...]) -> Point:
    spelled = [f"{name}{tail}" for name in names for tail in ("", "_point", "_coordinate", "_box", "_position")]
    value = given.take(*spelled, *(("coordinate", "point") if names[0] == "to" else ()))
    digit = "1" if names[0] == "from" else "2"
    x, y = (given.take(f"{axis}{digit}", f"{names[0]}_{axis}", f"{names[1]}_{axis}") for axis in "xy")
    if value is None and (x is not None or y is not None):
        value = {"x": x, "y": y}
    if value is None and names[0] == "from" and given.at is not None:
        return given.at
    if value is None:
        raise UnreadableReply('drag needs a "path": a list of two or more points')
    return place(value, given.frame)


def _mouse(given: Arguments) -> list[Fields]:
    return [{"kind": given.kind, "point": given.point()}]


def _long_press(given: Arguments) -> list[Fields]:
    """The left button held down for a while, as a finger on a phone's screen."""
    point, seconds = given.point(), _seconds(given)
    return [
        {"kind": "mouse_down", "point": point},
        {"kind": "wait", "seconds": seconds},
        {"kind": "mouse_up", "point": point},
    ]


def _swipe(given: Arguments) -> list[Fields]:
    """A finger's way across a touch screen: what lies under it goes along, so that swiping up scrolls down."""
    if not (side := snake(given.text("direction"))):
        start, end = (_drag_end(given, names) for names in (("from", "start", "source"), ("to", "end", "destination")))
        return [{"kind": "scroll", "point": start, "dx": start.x - end.x, "dy": start.y - end.y}]
    if side not in _SIDES:
        raise UnreadableReply('swipe needs a "direction": up, down, left or right')
    across, down = _SIDES[side]
    pixels = round(_scrolled(given, given.frame.screen[0 if across else 1]))
    return [{"kind": "scroll", "point": given.point(), "dx": -across * pixels, "dy": -down * pixels}]


def _scroll(given: Arguments) -> list[Fields]:
    fields: Fields = {"kind": "scroll", "point": given.point(), "held": given.keys("held", "modifiers", "keys")}
    dx, dy = given.amount("dx", "scroll_x", "delta_x") or 0, given.amount("dy", "scroll_y", "delta_y") or 0
    side = snake(given.text("direction", "scroll_direction"))
    if (axis := given.text("axis")) and not side:
        dx, dy = _turned(given, axis)
    if (side not in _SIDES and side) or bool(side) == bool(dx or dy):
        raise UnreadableReply('scroll needs a "direction": up, down, left or right')
    if side:
        across, down = _SIDES[side]
        pixels = _scrolled(given, given.frame.screen[0 if across else 1])
        dx, dy = across * pixels, down * pixels
    if max(abs(dx), abs(dy)) > FARTHEST:
        raise UnreadableReply(f"scroll by {max(abs(dx), abs(dy)):g} pixels is out of range; at most {FARTHEST}")
    return [{**fields, "dx": round(dx), "dy": round(dy)}]


def _turned(given: Arguments, axis: str) -> tuple[int, int]:
    """A scroll as Qwen's `computer_use` writes it: up or, along the horizontal axis, right where it is positive.

    It counts in the model's own numbers, as its coordinates do. One too short to be seen is meant in notches.
    """
    amount = given.amount("pixels") or 0
    along: Literal[0, 1] = 0 if axis == "horizontal" else 1
    pixels = round(amount * NOTCH) if abs(amount) < SHORTEST else given.frame.length(along, amount)
    if not pixels:
        raise UnreadableReply('scroll needs its "pixels", positive for up and negative for down')
    return (pixels, 0) if along == 0 else (0, -pixels)


def _scrolled(given: Arguments, length: int) -> float:
    """How many pixels a scroll goes: said in screens, in notches of the wheel or in pixels; half a screen if not."""
    screens, notches = given.amount("amount", "screens"), given.amount(*_NOTCHES)
    if (pixels := given.amount("pixels")) is None:
        pixels = None if notches is None else notches * NOTCH
    if screens is not None and not 0 < screens <= 3:
        raise UnreadableReply(f'scroll: "amount" is in screens, above 0 and at most 3, not {screens:g}')
    if pixels is not None and pixels <= 0:
        raise UnreadableReply("scroll: its direction is said by name, so that its amount is above 0")
    return (0.5 if screens is None else screens) * length if pixels is None else pixels


def _type(given: Arguments) -> list[Fields]:
    spot, text = given.spot(), given.text("text", "content", "value", "string", "input_text")
    if not text:
        raise UnreadableReply('type needs a "text"')
    target = given.remark("target", "element", "label")
    found: list[Fields] = [] if spot is None else [{"kind": "click", "point": spot, "target": target}]
    if given.flag("delete_existing_text", "clear_before_typing", "override"):
        found.append({"kind": "press", "keys": ("Control", "a")})
    found.append({"kind": "type", "text": text})
    if given.flag("press_enter", "enter", "submit"):
        found.append({"kind": "press", "keys": ("Enter",)})
    return found


def _press(given: Arguments) -> list[Fields]:
    return [{"kind": "press", "keys": given.keys("keys", "key", "text", "key_combination", "hotkey")}]


def _hold(given: Arguments) -> list[Fields]:
    return [{"kind": "hold", "keys": given.keys("keys", "key", "text"), "seconds": _seconds(given)}]


def _key(given: Arguments) -> list[Fields]:
    return [{"kind": given.kind, "key": key} for key in given.keys("keys", "key", "text")]


def _wait(given: Arguments) -> list[Fields]:
    return [{"kind": "wait", "seconds": _seconds(given)}]


def _seconds(given: Arguments) -> float:
    seconds, milliseconds = given.amount("seconds", "time", "duration"), given.amount("ms", "milliseconds")
    if seconds is None:
        return 1.0 if milliseconds is None else milliseconds / 1000
    return seconds


def _navigate(given: Arguments) -> list[Fields]:
    if not (url := given.text("url", "address", "link", "href").strip()):
        raise UnreadableReply('navigate needs a "url"')
    return [{"kind": "navigate", "url": url}]


def _back(given: Arguments) -> list[Fields]:
    return [{"kind": "back"}]


def _select_tab(given: Arguments) -> list[Fields]:
    return [{"kind": "select_tab", "index": given.amount("index", "tab", "tab_index")}]


def _finish(given: Arguments) -> list[Fields]:
    said = given.take("status", "goal_status", "success")
    end = "finish" if said is None and given.kind == "finish" else _ENDS.get(snake(str(said)))
    if end is None:
        raise UnreadableReply(f'{given.kind}: a status is "success" or "failure", not {short(said)}')
    words = given.answer("answer", "text", "result", "message", "content", "response", "summary")
    if end == "finish":
        return [{"kind": "finish", "answer": words}]
    return [{"kind": "give_up", "reason": words or given.remark("reason") or "it said that it failed"}]


def _give_up(given: Arguments) -> list[Fields]:
    reason = given.text("reason", "message", "text", "answer", "content", "question", "explanation")
    return [{"kind": "give_up", "reason": reason or "no reason given"}]


_READERS: dict[str, Callable[[Arguments], list[Fields]]] = {
    "click": _click,
    "move": _move,
    "drag": _drag,
    "mouse_down": _mouse,
    "mouse_up": _mouse,
    "long_press": _long_press,
    "scroll": _scroll,
    "swipe": _swipe,
    "type": _type,
    "press": _press,
    "hold": _hold,
    "key_down": _key,
    "key_up": _key,
    "wait": _wait,
    "navigate": _navigate,
    "back": _back,
    "select_tab": _select_tab,
    "finish": _finish,
    "terminate": _finish,
    "give_up": _give_up,
}
