"""The arguments of Gemini's predefined functions, read into the fields of actions.

Places are integers from 0 to 999 in fields of their own (`x` and `y`): thousandths of the screenshot's width and
height, whatever its size. So is the earlier `magnitude` of a scroll; `magnitude_in_pixels` is what it says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from guiagent.actions import Point
from guiagent.dialects.arguments import Arguments, chord
from guiagent.dialects.places import number, short
from guiagent.dialects.reading import FARTHEST, NOTCH
from guiagent.errors import UnreadableReply

Fields = dict[str, Any]
Read = Callable[[Arguments], list[Fields]]
MIDDLE, LARGEST = 500, 999
MAGNITUDE, PIXELS = 800, 300
"""How far a scroll goes that does not say: in thousandths for the earlier functions, in pixels for the current one."""
LONGEST = 60.0
_SIDES = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


def click(count: int = 1, button: str = "left") -> Read:
    return lambda given: [{"kind": "click", "point": _point(given), "button": button, "count": count}]


def at(kind: str) -> Read:
    """An action that is nothing but a point."""
    return lambda given: [{"kind": kind, "point": _point(given)}]


def key(kind: str) -> Read:
    """An action that is nothing but a key."""

    def read(given: Arguments) -> list[Fields]:
        if not (text := given.text("key")):
            raise UnreadableReply(f"{given.kind} needs a 'key'")
        return [{"kind": kind, "key": text.strip() or text}]

    return read


def plainly(kind: str, **fields: Any) -> Read:
    """An action without arguments."""
    return lambda given: [{"kind": kind, **fields}]


def typing(*, enter: bool, clear: bool) -> Read:
    """Text, into a place where one is named; whether what stood there goes first and Enter follows, unless said."""

    def read(given: Arguments) -> list[Fields]:
        where = _point(given) if clear else _pair(given)
        text, entered = given.text("text"), _flag(given, "press_enter", enter)
        found: list[Fields] = [] if where is None else [{"kind": "click", "point": where}]
        if _flag(given, "clear_before_typing", clear):
            found += [{"kind": "press", "keys": ("ControlOrMeta", "a")}, {"kind": "press", "keys": ("Backspace",)}]
        if text:
            found.append({"kind": "type", "text": text})
        if entered:
            found.append({"kind": "press", "keys": ("Enter",)})
        if not found:
            raise UnreadableReply(f"{given.kind} needs a 'text'")
        return found

    return read


def press(given: Arguments) -> list[Fields]:
    """A key, a chord as `Control+A`, or a list of keys."""
    keys = given.keys("keys", "key")
    if len(keys) == 1:
        keys = chord(keys[0])
    return [{"kind": "press", "keys": keys}]


def scroll(given: Arguments) -> list[Fields]:
    where = _pair(given) or given.frame.point((MIDDLE, MIDDLE))
    side = given.text("direction").strip().lower()
    if side not in _SIDES:
        raise UnreadableReply(f"{given.kind} needs a 'direction': up, down, left or right, not {short(side)}")
    across, down = _SIDES[side]
    far = _far(given, sideways=bool(across))
    return [{"kind": "scroll", "point": where, "dx": across * far, "dy": down * far}]


def _far(given: Arguments, *, sideways: bool) -> int:
    """Pixels of the screenshot: said in pixels, in notches of the wheel, or in thousandths of the screen's side."""
    pixels, notches = given.amount("magnitude_in_pixels"), given.amount("magnitude_in_wheel_clicks")
    share = given.amount("magnitude")
    if pixels is None and notches is not None:
        pixels = notches * NOTCH
    if pixels is None and given.kind == "scroll" and share is None:
        pixels = PIXELS
    if pixels is None:
        share = MAGNITUDE if share is None else share
        reached = given.frame.point((min(share, LARGEST), min(share, LARGEST)))
        pixels = reached.x if sideways else reached.y
    if not 0 < pixels <= FARTHEST:
        raise UnreadableReply(f"{given.kind}: its way is above 0 and at most {FARTHEST} pixels, not {pixels:g}")
    return round(pixels)


def drag(given: Arguments) -> list[Fields]:
    """From `start_x`, `start_y` to `end_x`, `end_y`; the earlier names are `x`, `y` and `destination_x`, `…_y`."""
    start = _pair(given, "start_x", "start_y") or _pair(given)
    end = _pair(given, "end_x", "end_y") or _pair(given, "destination_x", "destination_y")
    if start is None or end is None:
        raise UnreadableReply(f"{given.kind} needs 'start_x', 'start_y', 'end_x' and 'end_y', integers from 0 to 999")
    return [{"kind": "drag", "path": (start, end)}]


def wait(given: Arguments) -> list[Fields]:
    seconds = given.amount("seconds")
    return [{"kind": "wait", "seconds": 1.0 if seconds is None else min(max(seconds, 0.0), LONGEST)}]


def navigate(given: Arguments) -> list[Fields]:
    if not (url := given.text("url").strip()):
        raise UnreadableReply(f"{given.kind} needs a 'url'")
    return [{"kind": "navigate", "url": url}]


def _point(given: Arguments) -> Point:
    if (found := _pair(given)) is None:
        raise UnreadableReply(f"{given.kind} needs 'x' and 'y', integers from 0 to 999")
    return found


def _pair(given: Arguments, across: str = "x", down: str = "y") -> Point | None:
    """The pixel of the screenshot that two fields name; None where neither is there."""
    x, y = given.take(across), given.take(down)
    if x is None and y is None:
        return None
    numbers = [number(value) for value in (x, y)]
    if numbers[0] is None or numbers[1] is None:
        raise UnreadableReply(f"{given.kind}: {across!r} and {down!r} are integers from 0 to 999, not {x!r} and {y!r}")
    return given.frame.point((numbers[0], numbers[1]))


def _flag(given: Arguments, name: str, default: bool) -> bool:
    value = given.take(name)
    if value is None:
        return default
    if value not in (True, False, "true", "false", "True", "False"):
        raise UnreadableReply(f"{given.kind}: {name!r} must be true or false, not {short(value)}")
    return value is True or str(value).lower() == "true"
