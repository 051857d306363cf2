"""A place in any of the spellings that models use for one: a pair, a box, named numbers, text with marks around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from guiagent.actions import Point
from guiagent.dialects.coordinates import Frame
from guiagent.errors import UnreadableReply

_MARKS = re.compile(r"</?\w+>|<\|\w+\|>")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_BETWEEN = re.compile(r"[\s\[\](),;\uff0c]*")


def place(value: Any, frame: Frame) -> Point:
    """The pixel that a value names: two numbers are a point, four a box, whose middle is meant.

    Raises UnreadableReply, saying how a place is written, for anything else; nothing is ever filled in.
    """
    if isinstance(value, Mapping):
        return _named(value, frame)
    numbers = _numbers(value)
    match numbers:
        case [_, _]:
            return frame.point(numbers)
        case [left, top, right, bottom] if left <= right and top <= bottom:
            return frame.point(((left + right) / 2, (top + bottom) / 2))
    raise _refusal(value, frame)


def places(value: Any, frame: Frame) -> tuple[Point, ...]:
    """The pixels along a path: a list of places."""
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) < 2:
        raise UnreadableReply(f"a path is a list of two or more points, not {short(value)}")
    return tuple(place(part, frame) for part in value)


def number(value: Any) -> float | None:
    """A number, also one written as text; None for everything else, and for one without bounds."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if isfinite(value) else None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value)
    return None


def short(value: Any) -> str:
    """A value as it may stand in a message."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _named(value: Mapping[str, Any], frame: Frame) -> Point:
    x, y = number(value.get("x")), number(value.get("y"))
    if x is None or y is None or len(value) != 2:
        raise _refusal(dict(value), frame)
    return frame.point((x, y) if frame.convention.order == "xy" else (y, x))


def _numbers(value: Any) -> list[float]:
    """The numbers of a list, of a list of lists, or of a text that holds nothing else; none where there are none."""
    if isinstance(value, str):
        text = _MARKS.sub(" ", value)
        # One pattern for numbers and what stands between takes exponential time on a long row of digits.
        only = _BETWEEN.fullmatch(_NUMBER.sub("", text))
        return [float(found) for found in _NUMBER.findall(text)] if only else []
    if not isinstance(value, Sequence):
        return []
    if len(value) == 1 or (len(value) == 2 and all(_is_list(part) for part in value)):
        return [found for part in value for found in _numbers(part)]
    found = [number(part) for part in value]
    return [] if None in found else [part for part in found if part is not None]


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _refusal(value: Any, frame: Frame) -> UnreadableReply:
    order = ", ".join(frame.convention.order)
    return UnreadableReply(f"{short(value)} is no place: write [{order}], both numbers")
