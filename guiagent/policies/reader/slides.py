"""Pursuing a number by the mouse: a slider's thumb, a stepper's plus and minus."""

from __future__ import annotations

import re
from dataclasses import replace

from guiagent.actions import Action, Click, Point, Press
from guiagent.policies.reader import fields, goals
from guiagent.policies.reader.find import Hit, pressable
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn
from guiagent.sight.shapes import Box, Scene


def slide(goal: goals.Fill, hit: Hit, look: Look, place: Place) -> Turn:
    """Click the track where the value should be, supposing 0 to 100 unless numbers stand at its ends."""
    wanted = _number(goal.text)
    if wanted is None:
        return Lost(f"{goal.target} is a slider, and {goal.text!r} is no number")
    point = _aimed(look.scene, hit, wanted)
    thought = f"The slider {hit.words!r} reaches from {hit.box.x0} to {hit.box.x1}; {goal.text} should be at {point}."
    after = place.but(stage="slid", at=hit.box, count=0)
    return Act((Click(point=point, target=f"{hit.words} slider"),), thought, f"{hit.words!r} at {goal.text}", after)


def _aimed(scene: Scene, hit: Hit, wanted: float) -> Point:
    """Where on a track a value should be; the thumb itself where nothing tells how far the track reaches."""
    box, level = hit.box, hit.widget.level if hit.widget else 0.0
    upright = box.height > box.width
    if upright or (_ends(scene, box) == (0.0, 100.0) and (not 0 <= wanted <= 100 or _shows_value(scene, box))):
        share = level
    else:
        low, high = _ends(scene, box)
        share = min(1.0, max(0.0, (wanted - low) / ((high - low) or 1)))
    half = min(box.height, box.width) // 2
    if upright:
        return Point(hit.point.x, box.y1 - half - round(share * (box.height - 2 * half)))
    return Point(box.x0 + half + round(share * (box.width - 2 * half)), hit.point.y)


def _shows_value(scene: Scene, box: Box) -> bool:
    """Whether one number stands near a track, neither at its one end nor at its other: where it is now."""
    near = [t for t in scene.texts if re.fullmatch(r"-?\d+", t.words) and t.box.distance(box) < 2 * scene.unit]
    return len(near) == 1


def slid(goal: goals.Fill, look: Look, place: Place) -> Turn:
    """Read what the slider says and correct it with the arrow keys, at most four times."""
    wanted = _number(goal.text)
    shown = _shown_number(look, place)
    if wanted is None or shown is None:
        return Done(doubt=f"I see no number that tells where {goal.target} stands")
    if shown == wanted:
        return Done()
    if place.count >= 4:
        return Lost(f"{goal.target} stands at {shown:g} and did not come to {wanted:g}")
    key = "ArrowRight" if wanted > shown else "ArrowLeft"
    presses = min(100, max(1, round(abs(wanted - shown))))
    thought = f"The slider says {shown:g}; {presses} times {key} should bring it to {wanted:g}."
    after = place.but(count=place.count + 1)
    return Act((Press(keys=(key,)),) * presses, thought, f"{goal.target} at {wanted:g}", after)


def _number(text: str) -> float | None:
    found = re.search(r"-?\d+(?:[.,]\d+)?", text)
    return float(found[0].replace(",", ".")) if found else None


def _ends(scene: Scene, box: Box) -> tuple[float, float]:
    """The numbers at a slider's ends; 0 and 100 where there are none."""
    unit = scene.unit
    lows, highs = [0.0], [100.0]
    for text in scene.texts:
        value = _number(text.words) if re.fullmatch(r"\D{0,4}-?\d+\D{0,3}", text.words) else None
        near = text.box.beside(box) > 0.3 or 0 <= text.box.y0 - box.y1 < unit
        if value is None or not near:
            continue
        if abs(text.box.x1 - box.x0) < 1.5 * unit or abs(text.box.x0 - box.x0) < unit:
            lows.append(value)
        elif (abs(text.box.x0 - box.x1) < 1.5 * unit and text.box.beside(box) <= 0.3) or abs(
            text.box.x1 - box.x1
        ) < unit:
            highs.append(value)
    return lows[-1], highs[-1]


def _shown_number(look: Look, place: Place) -> float | None:
    """The number that says where a slider stands: the nearest one that changed with it, else the nearest one."""
    box = place.at
    if box is None:
        return None
    were = {text.words for text in look.before.texts} if look.before else set()
    near = [
        text
        for text in look.scene.texts
        if text.box.distance(box) < 8 * look.scene.unit and _number(text.words) is not None
    ]
    fresh = [text for text in near if text.words not in were] or [
        text for text in near if text.box.distance(box) < 3 * look.scene.unit
    ]
    best = min(fresh, key=lambda text: text.box.distance(box), default=None)
    return _number(best.words) if best else None


PLUS, MINUS = frozenset("+\uff0b\u5341"), frozenset("-\u2212\u2013\u2014\u4e00")
"""The signs of a stepper's buttons, and what a recogniser takes them for."""


def bump(goal: goals.Bump, look: Look, place: Place) -> Turn:
    """Click the plus or minus button beside a name; else the arrow keys in its field."""
    if place.stage == "bumped":
        if look.trouble:
            return Lost(f"I could not {goal}: {look.trouble}")
        count = place.count + look.carried
        left = tuple(look.last.decision.actions[look.carried :]) if look.last else ()
        if left and look.carried:
            return Act(left, f"{count} of {abs(goal.by)} are done.", f"{goal.target} changed", place.but(count=count))
        return Done(doubt="" if look.changed else f"nothing visibly changed when I tried to {goal}")
    after = place.but(stage="bumped")
    anchors = pressable(look.scene, replace(goal.target, sort=""))
    button = _stepper(look.scene, anchors[0].box, goal.by > 0) if anchors else None
    if button is not None:
        click = Click(point=button.centre, target=f"{'plus' if goal.by > 0 else 'minus'} of {goal.target.name}")
        thought = f"The {'plus' if goal.by > 0 else 'minus'} of {anchors[0]} is at {button.centre}."
        return Act((click,) * abs(goal.by), thought, f"{goal.target} changed by {goal.by}", after)
    hits = fields.fields(look.scene, goal.target)
    if not hits:
        return further(look, place, f"a number {goal.target}", goal.target.name)
    key = Press(keys=("ArrowUp" if goal.by > 0 else "ArrowDown",))
    actions: tuple[Action, ...] = (Click(point=hits[0].point, target=hits[0].words), *[key] * abs(goal.by))
    thought = f"The number {hits[0]} has no buttons that I see; I use the arrow keys."
    return Act(actions, thought, f"{goal.target} changed by {goal.by}", after)


def by_arrows(goal: goals.Fill, look: Look, place: Place) -> Turn | None:
    """Bring a number field that takes no typing to its value by the two little arrows in the box at its right."""
    field = next((w.box for w in look.scene.widgets if w.kind == "box" and w.box.has(place.tried[-1])), None)
    wanted, shown = _number(goal.text), stands_in(look.scene, field) if field else None
    if field is None or wanted is None or shown is None or wanted == shown:
        return None
    right = [
        f.box for f in look.scene.figures if f.box.beside(field) > 0.5 and f.box.x0 > field.x1 - 2 * look.scene.unit
    ]
    arrows = sorted((box for box in right if box.height < 0.5 * field.height), key=lambda box: box.y0)
    if len(arrows) != 2 or arrows[0].stacked(arrows[1]) < 0.8 or arrows[0].x0 - field.x1 > 2 * look.scene.unit:
        return None
    aim = arrows[0] if wanted > shown else arrows[1]
    clicks = (Click(point=aim.centre, target=f"arrow of {goal.target}"),) * min(60, round(abs(wanted - shown)))
    thought = f"The field shows {shown:g} and takes no typing; its arrow is at {aim.centre}."
    return Act(clicks, thought, f"{goal.target} at {goal.text}", place.but(stage="stepped", at=field))


def stands_in(scene: Scene, field: Box) -> float | None:
    """The number in a field."""
    return _number(" ".join(text.words for text in scene.texts if field.has(text.box.centre)))


def stands_at(goal: goals.Fill, look: Look, place: Place) -> bool:
    return place.at is not None and stands_in(look.scene, place.at) == _number(goal.text)


def _stepper(scene: Scene, anchor: Box, up: bool) -> Box | None:
    """The plus or the minus button nearest to a label: by its sign, else the right or left of two little buttons."""
    signs, mark = (PLUS, "plus") if up else (MINUS, "minus")
    little = [
        w for w in scene.widgets if w.kind == "box" and w.box.width <= 3 * scene.unit and (w.mark or len(w.words) == 1)
    ]
    row = [w for w in little if w.box.beside(anchor) > 0.3]
    signed = [w for w in row or little if w.mark == mark or w.words.strip() in signs]
    if signed:
        return min(signed, key=lambda w: w.box.distance(anchor)).box
    near = [t for t in scene.texts if t.words in PLUS | MINUS and t.box.distance(anchor) < 12 * scene.unit]
    for sign in near:
        plus = sign.words in PLUS
        numbers = [t.box for t in scene.texts if t.words.isdigit() and t.box.beside(sign.box) > 0.5]
        number = min(numbers, key=lambda box: box.distance(sign.box), default=None)
        if plus == up:
            return sign.box
        if number is not None:  # the other sign, too thin to be read, stands as far on the number's other side
            return sign.box.moved(2 * (number.centre.x - sign.box.centre.x), 0)
    pair = sorted((w.box for w in row if w.mark), key=lambda box: box.x0)
    return pair[-1 if up else 0] if len(pair) == 2 else None
