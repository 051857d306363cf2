"""Pursuing what compares numbers: one after another in their order, or the least or the greatest of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guiagent.actions import Click
from guiagent.policies.reader.find import Hit
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.notes import Count, Extreme
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn
from guiagent.policies.reader.values import MONEY
from guiagent.sight.shapes import Box, Scene, Text

LASTING = r"(?=\d+\s?[dhm])(?:(?P<d>\d+)\s?d\w*\s*)?(?:(?P<h>\d+)\s?h\w*\s*)?(?:(?P<m>\d+)\s?m\w*)?"
SHAPES = {"money": MONEY, "duration": LASTING, "number": r"-?\d[\d,]*(?:\.\d+)?"}


def count(goal: Count, look: Look, place: Place) -> Turn:
    """Click the next number: one that was not clicked yet."""
    if place.stage == "counted" and look.trouble:
        return Lost(f"I could not {goal}: {look.trouble}")
    numbers = [(value, text) for value, text in values(look.scene, "number", whole=True)]
    left = [pair for pair in numbers if not any(pair[1].box.grown(6).has(point) for point in place.tried)]
    if not left:
        return Done() if place.tried else further(look, place, "numbers", "1 2 3")
    _, text = sorted(left, key=lambda pair: -pair[0] if goal.down else pair[0])[0]
    point = text.box.centre
    after = place.but(stage="counted", tried=(*place.tried, point))
    return Act((Click(point=point, target=text.words),), f"{text.words!r} comes next.", "it counts", after)


def extreme(goal: Extreme, look: Look, place: Place) -> Turn:
    """Press the button, or the value itself, of the one whose value is the least or the greatest."""
    if place.stage == "pressed":
        return Lost(f"I could not {goal}: {look.trouble}") if look.trouble else Done()
    found = values(look.scene, goal.sort)
    if len(found) < 2:
        return further(look, place, f"values to compare, to {goal}", goal.sort)
    _, text = sorted(found, key=lambda pair: -pair[0] if goal.greatest else pair[0])[0]
    hit = _own_button(look.scene, text, [other for _, other in found])
    click = Click(point=hit.point, target=hit.words)
    thought = f"Of {len(found)} values, {text.words!r} is the {'greatest' if goal.greatest else 'least'}."
    return Act((click,), thought, "it is taken", place.but(stage="pressed", at=hit.box))


def values(scene: Scene, sort: str, whole: bool = False) -> Sequence[tuple[float, Text]]:
    """The values of a sort on the screen; `whole`: those that are a text of their own."""
    found = []
    for text in scene.texts:
        words = text.words.strip()
        at = re.fullmatch(SHAPES[sort], words) if whole else re.search(rf"(?<![\w.]){SHAPES[sort]}", words)
        if at and at[0].strip():
            found.append((_amount(at, sort), text))
    return found


def _amount(found: re.Match[str], sort: str) -> float:
    if sort == "duration":
        days, hours, minutes = (int(found[part] or 0) for part in "dhm")
        return 1440.0 * days + 60.0 * hours + minutes
    return float(re.sub(r"[^\d.-]", "", found[0]).strip(".") or 0)


def _own_button(scene: Scene, text: Text, others: Sequence[Text]) -> Hit:
    """The nearest thing to press that belongs to a value: the box that it stands in, or one nearer than others are."""
    boxes = [w.box for w in scene.widgets if w.is_button(scene.unit)]
    boxes += [f.box for f in scene.figures if f.sides == 4 and _line(f.box, scene.unit) and _worded(scene, f.box)]
    around = [box for box in boxes if box.has(text.box.centre)]
    own = [box for box in boxes if _nearest(box, others) is text]
    best = min(around or own, key=lambda box: (box.distance(text.box), box.area), default=text.box)
    return Hit(80, best, text.words)


def _line(box: Box, unit: int) -> bool:
    return 0.7 * unit <= box.height <= 2.5 * unit and box.width > 1.2 * box.height


def _worded(scene: Scene, box: Box) -> bool:
    return any(box.has(text.box.centre) for text in scene.texts)


def _nearest(box: Box, texts: Sequence[Text]) -> Text:
    return min(texts, key=lambda text: (text.box.distance(box), abs(text.box.centre.y - box.centre.y)))
