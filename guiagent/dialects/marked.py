"""Places by number (set-of-marks): for models that see well and point badly, as arXiv:2310.11441 found them to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from guiagent.actions import Action, Click, Drag, Move, Point, points_of
from guiagent.dialects.coordinates import Convention, Frame
from guiagent.dialects.drawn_marks import drawn
from guiagent.dialects.images import SentImage
from guiagent.dialects.json_schema import TEXT, Places, Schema, or_none
from guiagent.dialects.mark_lines import action_in
from guiagent.dialects.mark_list import LABEL, listed
from guiagent.dialects.naming import Fields, exact, fields_of, middle, prompted
from guiagent.dialects.places import short
from guiagent.dialects.reading import read_action
from guiagent.dialects.spellings import KINDS, Call
from guiagent.errors import UnreadableReply
from guiagent.records import Mark, Observation
from guiagent.words import plain

AIMED = frozenset({"click", "move", "scroll", "type", "mouse_down", "mouse_up"})
NUMBERS = (
    "mark",
    "marks",
    "mark_id",
    "mark_number",
    "number",
    "element_id",
    "element_index",
    "target_id",
    "ref",
    "idx",
)
"""Where models write a mark's number, whatever they were asked to write."""
PERHAPS = ("id", "index", "element", "label", "box", "bbox", "point", "coordinate", "position", "location", "target")
"""Where it stands as well, if nothing but a number does."""
FROM = ("from", "from_mark", "start", "start_mark", "source", "source_mark", "start_box")
TO = ("to", "to_mark", "end", "end_mark", "destination", "destination_mark", "end_box", "target_mark")
_NUMBER = re.compile(r"\W*(?:(?:mark|number|no|element|id|label|box)\W*)?(\d{1,4})\W*", re.IGNORECASE)
_NUMBERED = re.compile(r"\W*(\d{1,4})\b\W*(.*)", re.DOTALL)
INTEGER: Schema = {"type": "integer"}


@dataclass(frozen=True)
class ByMark:
    """A `Naming`: the numbers, from 1, of `Observation.marks`, which are drawn on the picture that is sent."""

    def entries(self, convention: Convention) -> str:
        return prompted("marks.txt")[0]

    def rule(self, convention: Convention) -> str:
        return prompted("marks.txt")[1]

    def places(self, convention: Convention) -> Places:
        return {
            "click": {"target": TEXT, "mark": INTEGER},
            "move": {"target": TEXT, "mark": INTEGER},
            "drag": {"from": INTEGER, "to": INTEGER},
            "scroll": {"mark": or_none(INTEGER)},
            "type": {"mark": or_none(INTEGER)},
        }

    def picture(self, now: Observation, image: SentImage) -> bytes:
        return drawn(now.screen, now.marks, image)

    def beside(self, now: Observation, frame: Frame, *, gone: bool) -> list[str]:
        return ["Screenshot:"] if gone else [*listed(now.marks, frame.sent), "Screenshot:"]

    def written(self, action: Action, now: Observation, frame: Frame) -> Fields:
        numbers = [number_at(point, now) for point in points_of(action)]
        if isinstance(action, Drag):
            return fields_of(action, frame, {"from": numbers[0], "to": numbers[-1]})
        return fields_of(action, frame, {"mark": numbers[0]} if numbers and numbers[0] is not None else {})

    def read(self, call: Call, now: Observation, frame: Frame) -> list[Action]:
        name, given = call
        kind, values = KINDS[name][0], dict(given)
        mark = None
        if kind == "drag":
            values["path"] = [list(middle(_mark(end, now).box)) for end in _ends(values)]
        elif kind in AIMED:
            mark = _aimed(kind, values, now)
            if mark is not None or kind == "scroll":
                values["point"] = list(middle(mark.box) if mark else Point(now.width // 2, now.height // 2))
        return [_labelled(action, mark) for action in read_action((name, values), exact(now))]

    def loosely(self, text: str) -> Fields | None:
        return action_in(text)


def number_at(point: Point, now: Observation) -> int | None:
    """The number of the mark whose middle this point is, else of the smallest that holds it."""
    exactly = [number for number, mark in enumerate(now.marks, 1) if middle(mark.box) == point]
    around = [(mark.box.width * mark.box.height, n) for n, mark in enumerate(now.marks, 1) if mark.box.near(point, 0)]
    return exactly[0] if exactly else min(around)[1] if around else None


def _aimed(kind: str, values: Fields, now: Observation) -> Mark | None:
    """The mark that a call names, taken out of its values; None for a scroll or typing that names none."""
    named = [value for key in NUMBERS if (value := values.pop(key, None)) is not None]
    if not named:
        perhaps = [key for key in PERHAPS if _alone(values.get(key))]
        named = [values.pop(key) for key in perhaps]
    if not named and (mark := _by_label(values, now)) is not None:
        return mark
    if any(key in values for key in ("point", "coordinate", "coordinates", "x", "y", "bbox")):
        raise UnreadableReply(f'{kind}: a place is named by the number of its mark, as "mark": 7; {_range(now)}')
    if not named or (kind in ("scroll", "type") and named[0] in (0, "0", "")):
        if kind in ("scroll", "type"):
            return None
        raise UnreadableReply(f'{kind} needs a "mark"; {_range(now)}')
    found = [_mark(value, now) for value in named]
    if any(mark is not found[0] for mark in found):
        raise UnreadableReply(f"{kind} names two marks, {short(named[0])} and {short(named[1])}")
    return found[0]


def _ends(values: Fields) -> list[Any]:
    """Where a drag begins, passes and ends, as written, taken out of its values."""
    path = next((value for key in ("path", "marks", "points", "mark") if (value := values.pop(key, None))), None)
    ends = [next((value for key in keys if (value := values.pop(key, None)) is not None), None) for keys in (FROM, TO)]
    if isinstance(path, list) and len(path) >= 2:
        return path
    if ends[0] is None:
        ends[0] = path
    if None in ends:
        raise UnreadableReply('drag needs "from" and "to", the numbers of two marks')
    return ends


def _alone(value: Any) -> bool:
    """Whether a value is a number and nothing else: 7, "7", "[7]", [7], "mark 7"."""
    match value:
        case bool():
            return False
        case int() | float():
            return True
        case str():
            return _NUMBER.fullmatch(value) is not None
        case [only]:
            return _alone(only)
    return False


def _mark(value: Any, now: Observation) -> Mark:
    """The mark of a number, also written `"7"`, `[7]`, `"mark 7"`, `"7 Add to cart"`."""
    number = _number(value, now)
    if number is None:
        raise UnreadableReply(f"{short(value)} is no mark's number; {_range(now)}")
    if not 1 <= number <= len(now.marks):
        raise UnreadableReply(f"there is no mark {number:g}; {_range(now)}")
    return now.marks[number - 1]


def _number(value: Any, now: Observation) -> int | None:
    match value:
        case [only]:
            return _number(only, now)
        case bool():
            return None
        case int():
            return value
        case float():
            return int(value) if value == int(value) else None
        case str() if found := _NUMBER.fullmatch(value):
            return int(found[1])
        case str() if found := _NUMBERED.fullmatch(value):
            number = int(found[1])
            there = 1 <= number <= len(now.marks) and now.marks[number - 1].label
            return number if there and _same(there, found[2]) else None
    return None


def _by_label(values: Fields, now: Observation) -> Mark | None:
    """The only mark of a label that a call says instead of a number."""
    said = [value for key in ("target", "element", "label") if isinstance(value := values.get(key), str)]
    found = [mark for mark in now.marks if mark.label and any(_same(mark.label, words) for words in said)]
    return found[0] if len(found) == 1 else None


def _same(label: str, said: str) -> bool:
    return plain(label, LABEL).casefold() == plain(said.strip(" \"'"), LABEL).casefold()


def _range(now: Observation) -> str:
    if not now.marks:
        return "there are no marks on this screenshot: scroll, wait, or use the keyboard"
    return f"the marks are numbered 1 to {len(now.marks)}" if len(now.marks) > 1 else "the only mark is 1"


def _labelled(action: Action, mark: Mark | None) -> Action:
    """The action with the label of its mark as its target, for people, where the model said none."""
    if mark is None or not mark.label or not isinstance(action, Click | Move) or action.target:
        return action
    return action.model_copy(update={"target": plain(mark.label, LABEL)})
