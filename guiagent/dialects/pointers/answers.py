"""The place in an answer of plain words: `(412,96)`, `[[10,20,30,40]]`, `<|box_start|>(1,2),(3,4)<|box_end|>`, JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guiagent.actions import Point
from guiagent.dialects.arguments import Arguments
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.places import place
from guiagent.dialects.spellings import snake_keys, unpacked
from guiagent.errors import UnreadableReply
from guiagent.tolerant_json import NotJson, values_in

_N = r"(?<![\w.])[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?![\w%])"
_AND = r"(?:\s*[,;]\s*|\s+)"
_GROUP = re.compile(rf"[\[(]\s*{_N}(?:{_AND}{_N})*\s*[\])]")
_BARE = re.compile(rf"{_N}(?:{_AND}{_N})+")
_PAIRED = re.compile(rf"[\[(]\s*({_N}{_AND}{_N})\s*[\])]\s*(?:,\s*)?[\[(]\s*({_N}{_AND}{_N})\s*[\])]")
_NAMED = re.compile(r"\b[xy]\s*[=:]\s*(?=[\d.+-])")
_MARKS = re.compile(r"</?\w+>|<\|\w+\|>")
_HOLDS = ("arguments", "args", "parameters", "points", "answer", "result")
"""Keys under which an object holds the one that names the place."""


def place_in(text: str, frame: Frame, *, several: bool = False) -> Point:
    """The pixel that an answer names: two numbers are a point, four a box, whose middle is meant.

    `several`: the family may name more than one place, the best first. Raises UnreadableReply otherwise, where the
    places differ, and where there is none.
    """
    found = list(dict.fromkeys(_places(text, frame)))
    if not found:
        raise UnreadableReply(f"there is no place in the reply: write ({','.join(frame.convention.order)})")
    if len(found) > 1 and not several:
        raise UnreadableReply(f"the reply names {len(found)} different places: name one")
    return found[0]


def _places(text: str, frame: Frame) -> Iterator[Point]:
    if "{" in text:
        try:
            values = values_in(text)
        except NotJson:
            # A call that was cut off behind its place, or whose braces do not match: the place itself is whole.
            values = []
        found = [point for value in values if (point := _in_object(value, frame)) is not None]
        if found:
            yield from found
            return
    plain = _NAMED.sub("", _MARKS.sub(" ", text))
    if "box" in text:
        plain = _PAIRED.sub(r"[\1, \2]", plain)
    groups = _GROUP.findall(plain) or _BARE.findall(plain)
    for group in groups:
        if len(re.findall(_N, group)) in (2, 4):
            yield place(group, frame)


def _in_object(value: Any, frame: Frame) -> Point | None:
    """The place that an object names, or the first object of a list, whatever it calls for besides."""
    value = unpacked(value)
    if isinstance(value, list):
        return next((point for each in value if (point := _in_object(each, frame)) is not None), None)
    if not isinstance(value, dict):
        return None
    fields = snake_keys(value)
    if (spot := Arguments("the reply", fields, frame).spot()) is not None:
        return spot
    return next((point for key in _HOLDS if (point := _in_object(fields.get(key), frame)) is not None), None)
