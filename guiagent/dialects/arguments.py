"""The arguments of an action as a model wrote them, taken by name until none is left."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guiagent.actions import Point
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.places import number, place, short
from guiagent.dialects.spellings import EXPECTATIONS, THOUGHTS, snake
from guiagent.errors import UnreadableReply

PLACES = ("point", "coordinate", "coordinates", "position", "location", "point_2d", "start_box", "center", "xy")
BOXES = ("bbox", "box", "bbox_2d", "box_2d", "bounding_box")
REMARKS = frozenset(
    (
        *("target", "element", "label", "description", "name", "id", "note", "comment"),
        *("element_info", "element_type"),
        *("reason", "explanation", *THOUGHTS, *EXPECTATIONS),
    )
)
"""Arguments that change nothing about what is done, and may be passed over."""
_MODIFIERS = frozenset(("ctrl", "control", "alt", "shift", "cmd", "command", "meta", "super", "win", "option"))


class Arguments:
    """The arguments of one call; what nobody took in the end is refused, since it may have meant something.

    `at` is where the mouse is, for families whose calls may leave their place out; None where a place must be said.
    """

    def __init__(self, kind: str, values: Mapping[str, Any], frame: Frame, at: Point | None = None) -> None:
        self.kind, self.frame, self.at = kind, frame, at
        self._left = {key: value for key, value in values.items() if value is not None}

    def take(self, *names: str) -> Any:
        """The value under any of these names; None where there is none. Two that differ are refused."""
        found = [(name, self._left.pop(name)) for name in names if name in self._left]
        if any(value != found[0][1] for _, value in found):
            raise UnreadableReply(f"{self.kind} has both {found[0][0]!r} and {found[1][0]!r}, which differ")
        return found[0][1] if found else None

    def text(self, *names: str) -> str:
        value = self.take(*names)
        if isinstance(value, bool | list | dict):
            raise UnreadableReply(f"{self.kind}: {names[0]!r} must be text, not {short(value)}")
        return "" if value is None else str(value)

    def answer(self, *names: str) -> str:
        """Text, or what stands for it as JSON: an answer may have been asked for in a form."""
        value = self.take(*names)
        return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)

    def amount(self, *names: str) -> float | None:
        if (value := self.take(*names)) is None:
            return None
        if (found := number(value)) is None:
            raise UnreadableReply(f"{self.kind}: {names[0]!r} must be a number, not {short(value)}")
        return found

    def flag(self, *names: str) -> bool:
        value = self.take(*names)
        if value not in (None, True, False, "true", "false"):
            raise UnreadableReply(f"{self.kind}: {names[0]!r} must be true or false, not {short(value)}")
        return value in (True, "true")

    def remark(self, *names: str) -> str:
        """Words that are only shown: the first there are."""
        return next((value for name in names if isinstance(value := self._left.pop(name, None), str)), "")

    def spot(self) -> Point | None:
        """The place that is aimed at, under any of its names."""
        x, y = self.take("x"), self.take("y")
        named = None if x is None and y is None else place({"x": x, "y": y}, self.frame)
        boxed = self.take(*BOXES)
        given = self.take(*PLACES)
        points = [place(value, self.frame) for value in (given, boxed) if value is not None]
        if named is not None and points and named != points[0]:
            raise UnreadableReply(f"{self.kind} names two different places")
        return next((point for point in (*points, named) if point is not None), None)

    def point(self) -> Point:
        if (found := self.spot() or self.at) is None:
            raise UnreadableReply(f'{self.kind} needs a "point": [{", ".join(self.frame.convention.order)}]')
        return found

    def keys(self, *names: str) -> tuple[str, ...]:
        value = self.take(*names)
        if isinstance(value, str):
            return chord(value)
        if value is not None and not (isinstance(value, list) and all(isinstance(key, str) for key in value)):
            raise UnreadableReply(f'{self.kind}: {names[0]!r} is a list of keys, as ["Control", "a"]')
        return tuple(key.strip() or key for part in value or () for key in (chord(part) if "+" in part else (part,)))

    def close(self) -> None:
        if unknown := set(self._left) - REMARKS:
            raise UnreadableReply(f"{self.kind} has no {', '.join(map(repr, sorted(unknown)))}")


def chord(text: str) -> tuple[str, ...]:
    """`ctrl+a`, `ctrl a` and `ctrl++` as the keys of a chord; one key's name is left as it is."""
    if len(text.strip()) <= 1:
        return (text.strip() or text,)
    body, last = (text[:-1].rstrip().removesuffix("+"), ("+",)) if text.rstrip().endswith("++") else (text, ())
    keys = [key.strip() for key in body.split("+")]
    if len(keys) == 1 and " " in keys[0] and snake(keys[0].split()[0]) in _MODIFIERS:
        keys = keys[0].split()
    if not all(keys):
        raise UnreadableReply(f'{short(text)} is no chord: write a list of keys, as ["Control", "a"]')
    return (*keys, *last)
