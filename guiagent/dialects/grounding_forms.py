"""A place as grounding models tell one: `point_2d` and `bbox_2d` objects, box tokens, a bare pair; meant as a click.

The objects are Qwen2.5-VL's and Qwen3-VL's (cookbooks/spatial_understanding), the box tokens Qwen2-VL's.
"""

from __future__ import annotations

import re
from typing import Any

from guiagent.actions import Click, Point
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.places import place
from guiagent.dialects.spellings import snake_keys
from guiagent.errors import UnreadableReply
from guiagent.tolerant_json import NotJson, values_in

_BOX = re.compile(r"<\|box_start\|>([^<]*)<\|box_end\|>")
_LABEL = re.compile(r"<\|object_ref_start\|>([^<]*)<\|object_ref_end\|>")
_PLACES = ("point_2d", "bbox_2d")
_LABELS = ("label", "text_content", "description")
_BESIDE = frozenset((*_PLACES, *_LABELS, "id", "confidence", "score", "sub_label"))
_FENCE = re.compile(r"^```\w*|```$")
_PAIR = re.compile(r"[\[(\s]*-?[\d.]+\s*,\s*-?[\d.]+[\])\s]*")


def located(text: str, frame: Frame) -> Click | None:
    """The click on the one place that a reply tells and nothing else; None where it tells none in these forms.

    Raises UnreadableReply where it tells several, or where the place cannot be read.
    """
    text = _FENCE.sub("", text.strip())
    found = _tokens(text) or _objects(text)
    if not found and _PAIR.fullmatch(text):
        found = [(text, "")]
    points = {place(value, frame): label for value, label in found}
    if len(points) > 1:
        raise UnreadableReply(f"the reply tells {len(points)} places; tell the one that is meant")
    return next((Click(point=Point(*point), target=label) for point, label in points.items()), None)


def _tokens(text: str) -> list[tuple[Any, str]]:
    label = _LABEL.search(text)
    return [(box, label[1].strip() if label else "") for box in _BOX.findall(text)]


def _objects(text: str) -> list[tuple[Any, str]]:
    try:
        values = values_in(text)
    except NotJson:  # it is for the reader of plain JSON to say what is wrong with it
        return []
    flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
    fields = [snake_keys(value) for value in flat if isinstance(value, dict)]
    return [
        (
            next(each[key] for key in _PLACES if key in each),
            next((str(each[key]) for key in _LABELS if key in each), ""),
        )
        for each in fields
        if any(key in each for key in _PLACES) and set(each) <= _BESIDE
    ]
