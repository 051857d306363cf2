"""Pursuing what compares numbers: one after another in their order, or the least or the greatest of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guiagent.actions import Click
from guiagent.policies.reader.find import Hit
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.looks import described, looking
from guiagent.policies.reader.notes import Count, Every, Extreme
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn
from guiagent.policies.reader.values import MONEY
from guiagent.sight.shapes import Box, Scene, Text

LASTING = r"(?=\d+\s?[dhm])(?:(?P<d>\d+)\s?d\w*\s*)?(?:(?P<h>\d+)\s?h\w*\s*)?(?:(?P<m>\d+)\s?m\w*)?"
SHAPES = {"money": MONEY, "duration": LASTING, "number": r"-?\d[\d,]*(?:\.\d+)?"}


def count(goal: Count, look: Look, place: Place) -> Turn:
    """Click the numbers in their order, as it was seen at the beginning: the first click may cover the others."""
    if place.stage == "counted":
        rest = tuple(look.last.decision.actions[look.carried :]) if look.last else ()
        if look.trouble:
            return Lost(f"I could not {goal}: {look.trouble}")
        return Act(rest, f"{len(rest)} numbers are left.", "they count", place) if rest else Done()
    found = sorted(values(look.scene, "number", whole=True), key=lambda pair: -pair[0] if goal.down else pair[0])
    if not found:
        return further(look, place, "numbers", "1 2 3")
    clicks = tuple(Click(point=text.box.centre, target=text.words) for _, text in found)
    said = ", ".join(text.words for _, text in found)
    return Act(clicks, f"The numbers in their order: {said}.", "they count", place.but(stage="counted"))


def every(goal: Every, look: Look, place: Place) -> Turn:
    """Click the next thing of a look: one that was not clicked yet."""
    if place.stage == "counted" and look.trouble:
        return Lost(f"I could not {goal}: {look.trouble}")
    looks = described(goal.looks)
    spots = sorted(thing.box for _, thing in looking(look.scene, looks)) if looks else []
    left = [box for box in spots if not any(box.grown(6).has(point) for point in place.tried)]
    if not left:
        return Done() if place.tried else further(look, place, goal.looks, goal.looks)
    after = place.but(stage="counted", tried=(*place.tried, left[0].centre))
    click = Click(point=left[0].centre, target=goal.looks)
    return Act((click,), f"{len(left)} of them are left.", "one more is clicked", after)


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
