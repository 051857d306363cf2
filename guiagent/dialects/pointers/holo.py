"""Holo1, 1.5 and 2 as pointers: one element, localized.

Sources: the model cards of Hcompany/Holo1-7B and Holo1.5-7B and hcompai/hai-cookbook. Holo1 answers `Click(x, y)` and
Holo1.5 `{"action": "click_absolute", "x": …, "y": …}`, in pixels of the resized image; Holo2 `{"x": …, "y": …}` in
thousandths. They were taught to act only within H Company's own agent, whose prompt is not public: here they point.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal

from guiagent.actions import Point
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grounding_forms import located
from guiagent.dialects.pointing import Question
from guiagent.errors import UnreadableReply
from guiagent.tolerant_json import NotJson, values_in

_CALL = re.compile(r"Click\(\s*(?:x\s*=\s*)?(-?[\d.]+)\s*,\s*(?:y\s*=\s*)?(-?[\d.]+)\s*\)", re.IGNORECASE)
CLICK = (
    "Localize an element on the GUI image according to my instructions and output a click position as Click(x, y) with "
    "x num pixels from the left edge and y num pixels from the top edge.\n\n"
)
JSON = (
    "Localize an element on the GUI image according to the provided target and output a click position.\n"
    " * You must output a valid JSON following the format: «schema»\n Your target is:\n\n"
)


@dataclass(frozen=True)
class Localization:
    """A `Pointing`. `form` is what its answer looks like."""

    form: Literal["Click(x, y)", "click_absolute", "x, y"]
    converses: bool = True

    def question(self, description: str, frame: Frame) -> Question:
        asked = CLICK if self.form == "Click(x, y)" else JSON.replace("«schema»", self._schema(frame))
        return Question(after=asked + description)

    def written(self, point: Point, frame: Frame) -> str:
        x, y = frame.pair(point)
        if self.form == "Click(x, y)":
            return f"Click({x}, {y})"
        action = {"action": "click_absolute"} if self.form == "click_absolute" else {}
        return json.dumps({**action, "x": x, "y": y})

    def read(self, text: str, frame: Frame) -> Point | None:
        pairs = {(float(x), float(y)) for x, y in _CALL.findall(text)} or _objects(text)
        if len(pairs) == 1:
            return frame.point(next(iter(pairs)))
        if not pairs and (click := located(text, frame)) is not None:
            return click.point
        raise UnreadableReply(f"the reply names {len(pairs)} places: write one, as {self.written(Point(0, 0), frame)}")

    def _schema(self, frame: Frame) -> str:
        end = "number of pixels" if frame.convention.span is None else f"from 0 to {frame.convention.span:g},"
        place = {
            "x": {"type": "integer", "description": f"The x coordinate, {end} from the left edge."},
            "y": {"type": "integer", "description": f"The y coordinate, {end} from the top edge."},
        }
        action = {"action": {"const": "click_absolute"}} if self.form == "click_absolute" else {}
        return json.dumps({"type": "object", "properties": {**action, **place}, "required": [*action, *place]})


def _objects(text: str) -> set[tuple[float, float]]:
    try:
        values = values_in(text)
    except NotJson as error:
        raise UnreadableReply(f"the JSON cannot be read: {error}") from error
    found = [(value.get("x"), value.get("y")) for value in values if isinstance(value, dict)]
    return {(float(x), float(y)) for x, y in found if isinstance(x, int | float) and isinstance(y, int | float)}
