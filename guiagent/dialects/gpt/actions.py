"""From an action of OpenAI's `computer` tool to ours: pixels of the image as sent, wheels in pixels, lists of keys.

The shapes are `openai.types.responses.computer_action`; what models send beside them is read where it has one meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from guiagent.actions import ACTION, Action
from guiagent.dialects.arguments import Arguments
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.places import place, places, short
from guiagent.dialects.reading import FARTHEST
from guiagent.errors import UnreadableReply

BUTTONS = {"left": "left", "right": "right", "wheel": "middle", "middle": "middle"}
MODIFIERS = frozenset(
    ("ctrl", "control", "shift", "alt", "option", "meta", "cmd", "command", "super", "win", "controlormeta")
)
LONGEST = 60.0
"""Seconds of the longest wait."""
Fields = dict[str, Any]


def read_actions(value: Any, frame: Frame) -> list[Action]:
    """What one action of the tool means: mostly one of ours. Raises UnreadableReply for what is none."""
    kind = str(value.get("type")) if isinstance(value, Mapping) else ""
    if kind not in _READERS:
        raise UnreadableReply(f"{short(value)} is no action of the computer tool: its types are {', '.join(_READERS)}")
    found = _READERS[kind](Arguments(kind, {name: said for name, said in value.items() if name != "type"}, frame))
    try:
        return [ACTION.validate_python(fields) for fields in found]
    except ValidationError as error:
        first = error.errors()[0]
        raise UnreadableReply(f"{kind}: {'.'.join(map(str, first['loc'][1:]))}: {first['msg']}") from None


def _click(given: Arguments) -> list[Fields]:
    """`back` and `forward` are buttons of a mouse that Chromium takes for its history; the point does not matter."""
    match given.text("button") or "left":
        case "back":
            return [{"kind": "back"}]
        case "forward":
            return [{"kind": "press", "keys": ("Alt", "ArrowRight")}]
        case button if button in BUTTONS:
            return [{"kind": "click", "point": given.point(), "button": BUTTONS[button], "held": given.keys("keys")}]
        case button:
            raise UnreadableReply(f"click has no button {button!r:.40}: left, right, wheel, back or forward")


def _double_click(given: Arguments) -> list[Fields]:
    return [{"kind": "click", "point": given.point(), "count": 2, "held": given.keys("keys")}]


def _move(given: Arguments) -> list[Fields]:
    """Without `keys`: what is held while the pointer only moves changes nothing on a page."""
    return [{"kind": "move", "point": given.point()}]


def _drag(given: Arguments) -> list[Fields]:
    path, ends = given.take("path"), (given.take("from", "start"), given.take("to", "end"))
    points = places(path, given.frame) if path is not None else tuple(place(end, given.frame) for end in ends)
    return [{"kind": "drag", "path": points, "held": given.keys("keys")}]


def _keypress(given: Arguments) -> list[Fields]:
    """`keys` is one chord, but of plain keys a sequence: TAB, TAB, ENTER is three strokes, CTRL, A is one.

    The API calls it a combination, and models send both; two plain keys at once mean nothing on any keyboard.
    """
    keys = given.keys("keys", "key")
    if not keys:
        raise UnreadableReply('keypress needs "keys", as ["CTRL", "A"]')
    held = tuple(key for key in keys if key.lower() in MODIFIERS)
    plain = [key for key in keys if key.lower() not in MODIFIERS]
    return [{"kind": "press", "keys": (*held, key)} for key in plain] or [{"kind": "press", "keys": held}]


def _scroll(given: Arguments) -> list[Fields]:
    dx, dy = given.amount("scroll_x", "delta_x", "deltaX", "dx"), given.amount("scroll_y", "delta_y", "deltaY", "dy")
    if dx is None and dy is None:
        raise UnreadableReply("scroll needs scroll_x and scroll_y, in pixels")
    across, down = given.frame.stretched(0, dx or 0), given.frame.stretched(1, dy or 0)
    if max(abs(across), abs(down)) > FARTHEST:
        raise UnreadableReply(f"scroll by ({dx or 0:g}, {dy or 0:g}) pixels is out of range")
    return [{"kind": "scroll", "point": given.point(), "dx": across, "dy": down, "held": given.keys("keys")}]


def _type(given: Arguments) -> list[Fields]:
    return [{"kind": "type", "text": given.text("text")}]


def _wait(given: Arguments) -> list[Fields]:
    """A second, which is what the tool's own means; some models say how long."""
    milliseconds, seconds = given.amount("ms", "duration_ms"), given.amount("seconds", "duration")
    wanted = milliseconds / 1000 if milliseconds is not None else 1.0 if seconds is None else seconds
    return [{"kind": "wait", "seconds": min(wanted, LONGEST)}]


def _screenshot(given: Arguments) -> list[Fields]:
    return [{"kind": "look"}]


_READERS: Mapping[str, Callable[[Arguments], Sequence[Fields]]] = {
    "click": _click,
    "double_click": _double_click,
    "drag": _drag,
    "keypress": _keypress,
    "move": _move,
    "screenshot": _screenshot,
    "scroll": _scroll,
    "type": _type,
    "wait": _wait,
}
