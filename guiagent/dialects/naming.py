"""How a place on the screen is named in the JSON dialect: a strategy, of which coordinates are the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from guiagent.actions import Action, Box, Drag, Point, Scroll, points_of
from guiagent.dialects.coordinates import PIXELS, Convention, Frame
from guiagent.dialects.images import SentImage
from guiagent.dialects.json_schema import NUMBER, TEXT, Places, Schema
from guiagent.dialects.reading import read_action
from guiagent.dialects.screens import sent, size_of
from guiagent.dialects.spellings import Call
from guiagent.records import Observation
from guiagent.tolerant_json import NotJson, values_in

Fields = dict[str, Any]


class Naming(Protocol):
    """A way of naming places: what the prompt says of it, how it is drawn, listed, written and read."""

    def entries(self, convention: Convention) -> str:
        """The actions that aim at places, as the prompt lists them: click, move, drag, scroll, type."""

    def rule(self, convention: Convention) -> str:
        """What the prompt says of how places are named."""

    def places(self, convention: Convention) -> Places:
        """The fields of those actions that name places, as JSON schemas."""

    def picture(self, now: Observation, image: SentImage) -> bytes:
        """The PNG to send; the same bytes each time."""

    def beside(self, now: Observation, frame: Frame, *, gone: bool) -> list[str]:
        """Lines that stand right before the picture; `gone`: the picture has left the request."""

    def written(self, action: Action, now: Observation, frame: Frame) -> Fields:
        """An action in the prompt's own words: no defaults, places as they are named."""

    def read(self, call: Call, now: Observation, frame: Frame) -> list[Action]:
        """The actions that a call means. Raises UnreadableReply."""

    def loosely(self, text: str) -> Fields | None:
        """The action of a reply that holds no JSON, in a form that models fall into; None where it is none."""


@dataclass(frozen=True)
class ByCoordinates:
    """A `Naming`: a pair of numbers in the dialect's convention."""

    def entries(self, convention: Convention) -> str:
        return self._filled(convention)[0]

    def rule(self, convention: Convention) -> str:
        return self._filled(convention)[1]

    def places(self, convention: Convention) -> Places:
        point = _pair(convention)
        return {
            "click": {"target": TEXT, "point": point},
            "move": {"target": TEXT, "point": point},
            "drag": {"path": {"type": "array", "items": point, "minItems": 2}},
            "scroll": {"point": point},
            "type": {},
        }

    def picture(self, now: Observation, image: SentImage) -> bytes:
        return sent(now.screen, image)

    def beside(self, now: Observation, frame: Frame, *, gone: bool) -> list[str]:
        pixels = "{}x{} pixels".format(*frame.sent) if frame.convention.span is None else ""
        return [f"Screenshot{pixels and f', {pixels}'}:"]

    def written(self, action: Action, now: Observation, frame: Frame) -> Fields:
        pairs = [frame.pair(point) for point in points_of(action)]
        where: Fields = {"path": pairs} if isinstance(action, Drag) else {"point": pairs[0]} if pairs else {}
        return fields_of(action, frame, where)

    def read(self, call: Call, now: Observation, frame: Frame) -> list[Action]:
        return read_action(call, frame)

    def loosely(self, text: str) -> Fields | None:
        """A click on the one place that a reply tells and nothing else, as Gemini and Gemma were taught to point."""
        try:
            values = values_in(text)
        except NotJson:
            return None
        flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
        if len(flat) != 1 or not isinstance(flat[0], dict):
            return None
        match flat[0]:
            case {"box_2d": list(place), **rest} | {"point": list(place), **rest} if set(rest) <= {"label"}:
                return {"kind": "click", "target": str(rest.get("label", "")), "point": place}
        return None

    def _filled(self, convention: Convention) -> tuple[str, str]:
        pair = f"[{', '.join(convention.order)}]"
        entries, rule = prompted("coordinates.txt")
        return tuple(
            text.replace("«point»", pair).replace("«coordinates»", convention.words()) for text in (entries, rule)
        )  # type: ignore[return-value]


def _pair(convention: Convention) -> Schema:
    """Two numbers, whole or not and of any size: what a model means in another space is seen then, and refused."""
    words = f"[{', '.join(convention.order)}]: {convention.words()}"
    return {"type": "array", "description": words, "items": NUMBER, "minItems": 2, "maxItems": 2}


@cache
def prompted(name: str) -> tuple[str, str]:
    """The entries and the rule of a naming, from its text beside this file."""
    entries, _, rule = Path(__file__).with_name(name).read_text(encoding="utf-8").strip().partition("\n\n")
    return entries, rule


def fields_of(action: Action, frame: Frame, where: Mapping[str, Any], target: str | None = None) -> Fields:
    """An action as the prompt writes it: its kind and target, then where, then the rest that is no default.

    `target` None takes the action's own.
    """
    fields = action.model_dump(exclude_defaults=True)
    own = fields.pop("target", "")
    said: Fields = {"kind": action.kind}
    if shown := own if target is None else target:
        said["target"] = shown
    if isinstance(action, Scroll):
        return said | dict(where) | _wheel(action, frame)
    return said | dict(where) | {name: value for name, value in fields.items() if name not in ("kind", "point", "path")}


def _wheel(action: Scroll, frame: Frame) -> Fields:
    if action.dx and action.dy:
        return {"dx": action.dx, "dy": action.dy}
    by, length = (action.dx, frame.screen[0]) if action.dx else (action.dy, frame.screen[1])
    direction = ("left", "right") if action.dx else ("up", "down")
    return {"direction": direction[by > 0], "amount": round(abs(by) / length, 2)}


def exact(now: Observation) -> Frame:
    """The frame in which places are the screenshot's own pixels, once a name has been resolved."""
    return Frame(PIXELS, size_of(now.screen), size_of(now.screen))


def middle(box: Box) -> Point:
    """The pixel in the middle of a box."""
    return Point((box.left + box.right) // 2, (box.top + box.bottom) // 2)
