"""Moondream 2 and 3: `{"points": [{"x": 0.31, "y": 0.7}]}`, shares of 1; an empty list where it sees no such thing.

The form is that of its own `point` call, which takes the bare words (docs.moondream.ai).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guiagent.actions import Point
from guiagent.dialects.coordinates import SPACES, Frame
from guiagent.dialects.places import place
from guiagent.dialects.pointing import Question
from guiagent.errors import UnreadableReply
from guiagent.tolerant_json import NotJson, values_in

FORM = '{"points": [{"x": 0.31, "y": 0.7}]}'


@dataclass(frozen=True)
class Moondream:
    """A `Pointing`: of several points the first is taken, of `detect`'s boxes the first one's middle."""

    converses = False

    def question(self, description: str, frame: Frame) -> Question:
        return Question(after=description)

    def written(self, point: Point, frame: Frame) -> str:
        x, y = frame.within(SPACES["1"]).pair(point)
        return f'{{"points": [{{"x": {x}, "y": {y}}}]}}'

    def read(self, text: str, frame: Frame) -> Point | None:
        try:
            values = values_in(text)
        except NotJson as error:
            raise UnreadableReply(f"the JSON cannot be read: {error}; write {FORM}") from error
        for value in values:
            if isinstance(value, dict) and isinstance(found := value.get("points", value.get("objects")), list):
                return place(_plain(found[0]), frame.within(SPACES["1"])) if found else None
        raise UnreadableReply(f"there are no points in the reply; write {FORM}")


def _plain(found: Any) -> Any:
    """A box of `detect` as four numbers; a point as it is."""
    if isinstance(found, dict) and {"x_min", "y_min", "x_max", "y_max"} <= found.keys():
        return [found[name] for name in ("x_min", "y_min", "x_max", "y_max")]
    return found
