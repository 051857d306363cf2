"""Pursuing the goals that give a field a value: type, search, choose in a dropdown, slide, step up and down."""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz import fuzz

from guiagent.actions import Action, Click, Point, Press, Type
from guiagent.policies.reader import clicks, dates, fields, goals
from guiagent.policies.reader.find import Hit, pressable, tied
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.match import folded
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn
from guiagent.policies.reader.shapes import Box, Scene

SEARCHES = ("search", "search for", "find", "what are you looking for", "query", "keyword", "keywords")
HIDDEN = re.compile(r"pass(?:word|phrase|code)|\bpin\b|secret|cvv|cvc|security code", re.IGNORECASE)


def fill(goal: goals.Fill, look: Look, place: Place) -> Turn:
    """Give a field its value, and look whether it stands in it."""
    if place.stage in {"opened", "chosen"}:
        return clicks.choose(_as_choice(goal), look, place)
    if place.stage == "slid":
        return slid(goal, look, place)
    if place.stage == "typed" and place.at is not None:
        if look.undone:
            return Act(look.undone, "The field has the focus; I go on typing.", f"{goal.text!r} in the field", place)
        verdict = _stands(goal, look, place)
        if verdict is not None:
            return verdict
        place = place.missed(place.at.centre)
    hits = [hit for hit in fields.fields(look.scene, goal.target) if not _tried(hit, place)]
    if not hits:
        return _no_field(goal, look, place)
    if tied(hits) and not place.tried:
        return Lost(f"{goal.target} is ambiguous: I see a field for it at {hits[0].point} and one at {hits[1].point}")
    return _into(goal, hits[0], look, place)


def _tried(hit: Hit, place: Place) -> bool:
    return any(hit.box.has(point) for point in place.tried)


def _as_choice(goal: goals.Fill) -> goals.Choose:
    return goals.Choose(goals.Target(goal.text, "item", quoted=True), goal.target)


def _into(goal: goals.Fill, hit: Hit, look: Look, place: Place) -> Turn:
    """The way a field of its sort takes a value."""
    widget = hit.widget
    if widget and widget.kind == "slider":
        return slide(goal, hit, look, place)
    if (widget and widget.kind in {"check", "switch", "radio"}) or goal.target.sort in {"check", "switch"}:
        on = goal.text.lower() in {"on", "yes", "true", "checked"}
        return clicks.tick(goals.Tick(goal.target, on), look, place)
    if widget and widget.caret:
        return clicks.choose(_as_choice(goal), look, place)
    return _type(goal, hit, place)


def _type(goal: goals.Fill, hit: Hit, place: Place) -> Act:
    point, text, select = hit.point, goal.text, True
    if hit.widget and dates.is_dated(hit.widget.words) and dates.digits(goal.text, hit.widget.words):
        text, select = dates.digits(goal.text, hit.widget.words), False
        point = Point(hit.box.x0 + max(6, hit.box.height // 2), hit.point.y)
    actions: list[Action] = [Click(point=point, target=hit.words)]
    if select:
        actions.append(Press(keys=("Control", "a")))
    actions.append(Type(text=text) if text else Press(keys=("Delete",)))
    if goal.submit:
        actions.append(Press(keys=("Enter",)))
    thought = f"The field at {point} is labelled {hit.words!r}."
    return Act(
        tuple(actions), thought, f"{goal.text!r} in the field {hit.words!r}", place.but(stage="typed", at=hit.box)
    )


def _stands(goal: goals.Fill, look: Look, place: Place) -> Turn | None:
    """Whether the value stands in the field; None to try another one."""
    box = place.at
    assert box is not None
    if look.denied:
        return Lost(f"I could not {goal}: {look.trouble}")
    if goal.submit and look.changed and not look.trouble:
        return Done()
    near = Box(box.x0 - 6, box.y0 - box.height // 2 - 6, box.x1 + 6, box.y1 + box.height // 2 + 6)
    seen = " ".join(text.words for text in look.scene.texts if near.overlap(text.box) > 0.4 * text.box.area)
    if not look.trouble and _shows(seen, goal.text):
        return Done()
    if look.trouble or not look.changed:
        return (
            None if len(place.tried) < 2 else Lost(f"I typed into {goal.target} at {box.centre} and it did not take it")
        )
    hidden = HIDDEN.search(goal.target.name) or goal.text.startswith("<secret:") or not goal.text
    doubt = "" if hidden or len(goal.text) < 3 else f"I could not read {goal.text!r} in {goal.target} after typing it"
    return Done(doubt=doubt)


def _shows(seen: str, text: str) -> bool:
    """Whether the words read in a field are a text, its beginning or its end: a narrow field shows a part."""
    a, b = folded(text), folded(seen)
    if not a:
        return not b
    return bool(b) and (a in b or (fuzz.partial_ratio(a, b) >= 80 and len(b) >= min(len(a), 4)))


def _no_field(goal: goals.Fill, look: Look, place: Place) -> Turn:
    """No field was made out: an open choice of that name, the label's own text, or further on the page."""
    if place.tried:
        return Lost(f"I could not {goal}: the field did not take it" + (f" ({look.trouble})" if look.trouble else ""))
    label = fields.label(look.scene, goal.target)
    if label is None or place.scrolls < 0:
        return further(look, place, f"a field {goal.target}", goal.target.name)
    choice = pressable(look.scene, goals.Target(goal.text, "radio", goal.target.name, "near"))
    if choice and choice[0].score > 80:
        return clicks.choose(_as_choice(goal), look, place)
    return _type(goal, label, place)


def search(goal: goals.Search, look: Look, place: Place) -> Turn:
    """Type into the search field and press Enter."""
    names = [goal.target.name] if goal.target and goal.target.name else []
    if place.stage == "typed":
        target = goals.Target(names[0] if names else "search", "field")
        return fill(goals.Fill(target, goal.text, True), look, place)
    for name in (*names, *SEARCHES):
        target = goals.Target(name, "field")
        hits = [hit for hit in fields.fields(look.scene, target) if hit.widget and not hit.widget.caret]
        if hits:
            return _type(goals.Fill(target, goal.text, True), hits[0], place)
    lone = [
        w
        for w in look.scene.widgets
        if w.is_field(look.scene.unit) and not w.words and w.box.width > 4 * look.scene.unit
    ]
    if len(lone) == 1:
        hit = Hit(60, lone[0].box, "the only empty field", lone[0])
        return _type(goals.Fill(goals.Target("search", "field"), goal.text, True), hit, place)
    return further(look, place, "a search field", "search")


def slide(goal: goals.Fill, hit: Hit, look: Look, place: Place) -> Turn:
    """Click the track where the value should be, supposing 0 to 100 unless numbers stand at its ends."""
    wanted = _number(goal.text)
    if wanted is None:
        return Lost(f"{goal.target} is a slider, and {goal.text!r} is no number")
    low, high = _ends(look.scene, hit.box)
    share = min(1.0, max(0.0, (wanted - low) / ((high - low) or 1)))
    half = hit.box.height // 2
    x = hit.box.x0 + half + round(share * (hit.box.width - 2 * half))
    point = Point(x, hit.point.y)
    thought = f"The slider {hit.words!r} reaches from {hit.box.x0} to {hit.box.x1}; {goal.text} should be at {point}."
    after = place.but(stage="slid", at=hit.box, count=0)
    return Act((Click(point=point, target=f"{hit.words} slider"),), thought, f"{hit.words!r} at {goal.text}", after)


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
        elif (abs(text.box.x0 - box.x1) < 1.5 * unit and text.box.beside(box) <= 0.3) or abs(text.box.x1 - box.x1) < unit:
            highs.append(value)
    return lows[-1], highs[-1]


def _shown_number(look: Look, place: Place) -> float | None:
    """The number near a slider that is the value: the nearest one that changed with it, else the nearest that ever did."""
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


def bump(goal: goals.Bump, look: Look, place: Place) -> Turn:
    """Click the plus or minus button beside a name; else the arrow keys in its field."""
    if place.stage == "bumped":
        if look.trouble:
            return Lost(f"I could not {goal}: {look.trouble}")
        return Done(doubt="" if look.changed else f"nothing visibly changed when I tried to {goal}")
    signs = ("plus", {"+", "十", "＋"}) if goal.by > 0 else ("minus", {"-", "−", "–", "—", "一"})
    anchors = pressable(look.scene, replace(goal.target, sort=""))
    buttons = [w for w in look.scene.widgets if w.mark == signs[0] or w.words.strip() in signs[1]]
    after = place.but(stage="bumped")
    if anchors and buttons:
        anchor = anchors[0].box
        best = min(
            buttons, key=lambda w: w.box.distance(anchor) + (0 if w.box.beside(anchor) > 0.3 else 3 * look.scene.unit)
        )
        click = Click(point=best.box.centre, target=f"{signs[0]} of {goal.target.name}")
        return Act(
            (click,) * abs(goal.by),
            f"The {signs[0]} of {anchors[0]} is at {best.box.centre}.",
            f"{goal.target} changed by {goal.by}",
            after,
        )
    hits = fields.fields(look.scene, goal.target)
    if not hits:
        return further(look, place, f"a number {goal.target}", goal.target.name)
    key = Press(keys=("ArrowUp" if goal.by > 0 else "ArrowDown",))
    actions = (Click(point=hits[0].point, target=hits[0].words), *(key,) * abs(goal.by))
    return Act(
        actions,
        f"The number {hits[0]} has no buttons that I see; I use the arrow keys.",
        f"{goal.target} changed by {goal.by}",
        after,
    )


def copy(goal: goals.Copy, look: Look, place: Place) -> Turn:
    """Read a value, keep it, and type it."""
    from guiagent.policies.reader.reads import value_of

    if place.stage in {"typed", "opened", "chosen", "slid"} and place.values:
        return fill(goals.Fill(goal.target, place.values[-1]), look, place)
    value = value_of(look.scene, goal.what)
    if value is None:
        return further(look, place, str(goal.what), goal.what.name)
    return fill(goals.Fill(goal.target, value), look, place.but(values=(*place.values, value)))
