"""Pursuing the goals that give a field a value: type, search, choose in a dropdown, slide, step up and down."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from guiagent.actions import Action, Click, Point, Press, Type, Wait
from guiagent.policies.reader import choices, clicks, dates, fields, goals, loose, refusals, slides
from guiagent.policies.reader.find import Hit, pressable, tied
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.match import folded
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn
from guiagent.policies.reader.targets import Target
from guiagent.sight.shapes import Box

SEARCHES = ("search", "search for", "find", "what are you looking for", "query", "keyword", "keywords")
GENERIC = re.compile(
    r"(?:new )?(?:name|title|value|text|answer|it|comment|message|entry|input|box|number|label|date|day|time)?",
    re.IGNORECASE,
)
"""Names that the only field there is may be meant by."""
LONG = re.compile(r"(?:text|body|content|message|description|note|comment|details|review)s?", re.IGNORECASE)
"""Names of what is written on several lines."""
HIDDEN = re.compile(r"pass(?:word|phrase|code)|\bpin\b|secret|cvv|cvc|security code", re.IGNORECASE)


def fill(goal: goals.Fill, look: Look, place: Place) -> Turn:
    """Give a field its value, and look whether it stands in it."""
    if turn := _under_way(goal, look, place):
        return turn
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


def _under_way(goal: goals.Fill, look: Look, place: Place) -> Turn | None:
    """What follows a step that was not typing; None where the field is still to be found or was typed into."""
    match place.stage:
        case "left":
            return Done()
        case "opened" | "chosen":
            return choices.choose(_as_choice(goal), look, place)
        case "stepped":
            doubt = "" if slides.stands_at(goal, look, place) else f"I do not see that {goal.target} is {goal.text}"
            return Done(doubt=doubt)
        case "slid":
            return slides.slid(goal, look, place)
        case "bumped":
            turn = slides.bump(goals.Bump(goal.target, 1), look, place)
            return turn if isinstance(turn, Act) or not look.changed else _no_field(goal, look, place.but(stage=""))
        case _:
            return None


def _tried(hit: Hit, place: Place) -> bool:
    return any(hit.box.has(point) for point in place.tried)


def _as_choice(goal: goals.Fill) -> goals.Choose:
    return goals.Choose(Target(goal.text, "item", quoted=True), goal.target)


def _into(goal: goals.Fill, hit: Hit, look: Look, place: Place) -> Turn:
    """The way a field of its sort takes a value."""
    widget = hit.widget
    if widget and widget.kind == "slider":
        return slides.slide(goal, hit, look, place)
    if (widget and widget.kind in {"check", "switch", "radio"}) or goal.target.sort in {"check", "switch"}:
        on = goal.text.lower() in {"on", "yes", "true", "checked"}
        return clicks.tick(goals.Tick(goal.target, on), look, place)
    if widget and widget.caret:
        return choices.choose(_as_choice(goal), look, place)
    return _type(goal, hit, place)


def _type(goal: goals.Fill, hit: Hit, place: Place) -> Act:
    point, text, select = hit.point, goal.text, True
    if hit.widget and dates.is_dated(hit.widget.words) and dates.digits(goal.text, hit.widget.words):
        text, select = dates.digits(goal.text, hit.widget.words), False
        point = Point(hit.box.x0 + max(6, hit.box.height // 2), hit.point.y)
    if dates.is_time(goal.text) and not (hit.widget and hit.widget.words):
        text, point = dates.timed(goal.text), Point(hit.box.x0 + max(6, hit.box.height // 2), hit.point.y)
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
    room = min(box.height // 2, look.scene.unit // 2) + 6
    near = Box(box.x0 - 6, box.y0 - room, box.x1 + 6, box.y1 + room)
    seen = " ".join(text.words for text in look.scene.texts if near.overlap(text.box) > 0.4 * text.box.area)
    if not look.trouble and _shows(seen, goal.text):
        return _left(goal, look, place)
    if look.trouble or not look.changed:
        return (
            None if len(place.tried) < 2 else Lost(f"I typed into {goal.target} at {box.centre} and it did not take it")
        )
    hidden = HIDDEN.search(goal.target.name) or goal.text.startswith("<secret:") or not goal.text
    if seen and not hidden and not place.tried and _kept(seen, near, look):
        begun = Place(goal=place.goal, values=place.values, doubts=place.doubts, tried=(box.centre,))
        return choices.choose(_as_choice(goal), look, begun)
    if hidden or len(goal.text) < 3 or _elsewhere(goal.text, look):
        return Done()
    if not place.waited:
        return Act((Wait(seconds=0.4),), "I cannot read it in the field yet.", "it is there", place.but(waited=True))
    return Lost(f"I typed {goal.text!r} into {goal.target} and cannot read it there; I see {seen or 'nothing'!r}")


def _left(goal: goals.Fill, look: Look, place: Place) -> Turn:
    """The value stands; a field in a row is left by Tab, since many rows take their values only then."""
    if goal.target.where != "row" or place.count >= 50:
        return Done()
    after = place.but(stage="left")
    return Act((Press(keys=("Tab",)),), "It stands in the field; I leave it.", "the row takes it", after)


def _elsewhere(text: str, look: Look) -> bool:
    """Whether a text is new on the screen, wherever: its field has moved, or shows it in a place of its own."""
    return any(_shows(fresh_.words, text) for fresh_ in refusals.fresh(look) if len(folded(fresh_.words)) >= 3)


def _kept(seen: str, near: Box, look: Look) -> bool:
    """Whether a field still says in words what it said before the typing: it is a list, and took the keys."""
    texts = look.before.texts if look.before else ()
    was = " ".join(text.words for text in texts if near.overlap(text.box) > 0.4 * text.box.area)
    return len(folded(seen)) >= 3 and folded(seen).isalpha() and folded(was) == folded(seen)


def _shows(seen: str, text: str) -> bool:
    """Whether the words read in a field are a text, its beginning or its end: a narrow field shows a part."""
    a, b = folded(text), folded(seen)
    if not a:
        return not b
    digits = "".join(sorted(re.findall(r"\d", text)))
    if len(digits) >= 3 and not re.search(r"[^\W\d]", text) and "".join(sorted(re.findall(r"\d", seen))) == digits:
        return True  # a date or a number in the form that the field gives it
    return bool(b) and (a in b or (fuzz.partial_ratio(a, b) >= 80 and len(b) >= min(len(a), 4)))


def _no_field(goal: goals.Fill, look: Look, place: Place) -> Turn:
    """No field was made out: an open choice of that name, the label's own text, or further on the page."""
    if place.tried:
        if turn := slides.by_arrows(goal, look, place):
            return turn
        return Lost(f"I could not {goal}: the field did not take it" + (f" ({look.trouble})" if look.trouble else ""))
    label = fields.label(look.scene, goal.target)
    stepper = loose.stepped(look.scene, label) if label and goal.text.isdigit() else None
    if stepper is not None:
        return _step(goal, stepper[0], look, place)
    if label is None:
        lone = loose.roomy(look) if LONG.fullmatch(goal.target.name) else []
        lone = lone or (loose.lone_field(look) if GENERIC.fullmatch(goal.target.name) else [])
        option = pressable(look.scene, Target(goal.text, "radio"))
        if option and option[0].widget and option[0].widget.kind in {"radio", "check"} and not tied(option):
            return choices.choose(goals.Choose(Target(goal.text, "radio", quoted=True)), look, place)
        if lone:
            return _type(goal, lone[0], place)
        return further(look, place, f"a field {goal.target}", goal.target.name)
    choice = pressable(look.scene, Target(goal.text, "radio", goal.target.name, "near"))
    if choice and choice[0].score > 80:
        return choices.choose(_as_choice(goal), look, place)
    value = fields.value_beside(look.scene, label)
    if value is not None:
        thought = f"{value.words!r} stands beside {label.words!r}; I click it to see whether it opens."
        after = place.but(stage="opened", at=value.box, scrolls=0, turned=False)
        return Act((Click(point=value.point, target=value.words),), thought, "a list of options", after)
    return _type(goal, label, place)


def _step(goal: goals.Fill, shown: int, look: Look, place: Place) -> Turn:
    """Bring a stepper from the number that it shows to the wanted one."""
    if shown == int(goal.text):
        return Done()
    return slides.bump(goals.Bump(goal.target, int(goal.text) - shown), look, place.but(stage=""))


def search(goal: goals.Search, look: Look, place: Place) -> Turn:
    """Type into the search field and press Enter."""
    names = [goal.target.name] if goal.target and goal.target.name else []
    if place.stage == "typed":
        target = Target(names[0] if names else "search", "field")
        return fill(goals.Fill(target, goal.text, True), look, place)
    for name in (*names, *SEARCHES):
        target = Target(name, "field")
        hits = [hit for hit in fields.fields(look.scene, target) if hit.widget and not hit.widget.caret]
        if hits:
            return _type(goals.Fill(target, goal.text, True), hits[0], place)
    lone = [
        w
        for w in look.scene.widgets
        if w.is_field(look.scene.unit) and not w.words and w.box.width > 4 * look.scene.unit
    ]
    only = [Hit(60, w.box, "the only empty field", w) for w in lone] or loose.lone_field(look)
    if len(only) == 1:
        hit = only[0]
        return _type(goals.Fill(Target("search", "field"), goal.text, True), hit, place)
    return further(look, place, "a search field", "search")


def copy(goal: goals.Copy, look: Look, place: Place) -> Turn:
    """Read a value, keep it, and type it."""
    from guiagent.policies.reader.reads import value_of

    if place.stage in {"typed", "opened", "chosen", "slid"} and place.values:
        return fill(goals.Fill(goal.target, place.values[-1]), look, place)
    value = value_of(look.scene, goal.what)
    if value is None:
        return further(look, place, str(goal.what), goal.what.name)
    return fill(goals.Fill(goal.target, value), look, place.but(values=(*place.values, value)))
