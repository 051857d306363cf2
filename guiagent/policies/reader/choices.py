"""Pursuing a choice: a radio button or anything visible that carries the words, else a dropdown's list."""

from __future__ import annotations

import re
from dataclasses import replace

from guiagent.actions import Click, Point, Press, Scroll, Type
from guiagent.policies.reader import fields, find, goals
from guiagent.policies.reader.clicks import seen_as, shorter
from guiagent.policies.reader.find import Hit, pressable, tied
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.match import alike
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn
from guiagent.policies.reader.targets import Target
from guiagent.sight.shapes import Scene, Widget

LISTS = re.compile(r"(?:the )?(?:\w+ )?(?:list|suggestions?|options?|results?|menu|dropdown|sort by)", re.IGNORECASE)
"""Names of a place to choose in that no label carries."""


def choose(goal: goals.Choose, look: Look, place: Place) -> Turn:
    """Choose an option: a radio button or any visible choice, else from the list that its dropdown opens."""
    if place.stage == "chosen":
        if look.trouble:
            return Lost(f"I could not {goal}: {look.trouble}")
        return Done() if look.changed else _chosen_anyway(goal, look, place)
    if place.stage in {"opened", "scrolled list"}:
        return _from_list(goal, look, place)
    button = _own_button(goal, look.scene)
    if button is not None:
        return _chosen_by(button, place)
    option = _option(goal, look.scene)
    if option and not option.widget and not place.scrolls and option.box.y1 > look.now.height - look.scene.unit // 2:
        return further(look, place, f"the whole of {goal.option}", goal.option.name)
    if option is not None and not _is_on(option):
        after = place.but(stage="chosen", at=option.box)
        thought = f"The choice {option.words!r} is at {option.point}{seen_as(option)}."
        held = ("Control",) if goal.also and option.widget is None else ()
        click = Click(point=option.point, target=option.words, held=held)
        return Act((click,), thought, f"{option.words!r} is chosen", after)
    if option is not None:
        return Done()
    for target in shorter(goal.option):
        named = [hit for hit in pressable(look.scene, target) if not _closed(hit.widget)]
        if len(named) == 1:
            return choose(replace(goal, option=target), look, place)
    return _grouped(goal, look, place) or _open(goal, look, place)


def _grouped(goal: goals.Choose, look: Look, place: Place) -> Turn | None:
    """ "Terrace seating": the last word names the group, where the screen has one of that name."""
    words = goal.option.name.split()
    if goal.field is None and not goal.option.quoted and len(words) > 1:
        grouped = goals.Choose(Target(" ".join(words[:-1])), Target(words[-1], "field"))
        held = fields.fields(look.scene, Target(words[-1], "field"))
        shown = fields.label(look.scene, grouped.field or goal.option) and pressable(look.scene, grouped.option)
        if shown or (held and held[0].widget and held[0].widget.kind == "box"):
            return choose(grouped, look, place)
    return None


def _is_on(option: Hit) -> bool:
    return option.widget is not None and option.widget.kind in {"radio", "check", "switch"} and option.widget.on


def _own_button(goal: goals.Choose, scene: Scene) -> Hit | None:
    """The button that says "Choose" and stands in the option's card, as below a plan's name."""
    for verb in ("choose", "select", "pick", "get") if goal.field is None else ():
        named = pressable(scene, Target(verb, "button", goal.option.name, "row", exact=True))
        widget = named[0].widget if named and not tied(named) else None
        if widget and widget.is_button(scene.unit) and not widget.caret and widget.words.isalpha():
            return named[0]
    return None


def _chosen_by(hit: Hit, place: Place) -> Act:
    """Press the button that chooses what stands with it."""
    thought = f"The button {hit.words!r} that belongs to it is at {hit.point}."
    after = place.but(stage="chosen", at=hit.box)
    return Act((Click(point=hit.point, target=hit.words),), thought, "it is chosen", after)


def _chosen_anyway(goal: goals.Choose, look: Look, place: Place) -> Turn:
    """Nothing changed: it was chosen before, or the click did not reach it."""
    if not pressable(look.scene, goal.option):
        return Lost(f"I tried to {goal}, nothing changed, and I do not see {goal.option} on the page")
    return Done(doubt=f"nothing visibly changed when I chose {goal.option}")


def _option(goal: goals.Choose, scene: Scene) -> Hit | None:
    """The option where it stands open on the screen; a dropdown that shows it is not an open choice."""
    target = goal.option
    if goal.field is not None and not target.scope:
        scoped = Target(target.name, target.sort, goal.field.name, "near", target.ordinal, target.quoted)
        hits = pressable(scene, scoped) or pressable(scene, target)
    else:
        hits = pressable(scene, target)
    open_ = [hit for hit in hits if not _closed(hit.widget)]
    ticked = [hit for hit in open_ if hit.widget and hit.widget.kind in {"check", "radio"}]
    if goal.field is not None and not ticked:
        named = fields.fields(scene, goal.field)
        if named and named[0].widget and (named[0].widget.caret or not _choice_like(open_)):
            return None
    best = ticked or open_
    return best[0] if best and not (tied(best) and goal.field is None) else None


def _choice_like(hits: list[Hit]) -> bool:
    return bool(hits) and hits[0].score >= 97


def _closed(widget: Widget | None) -> bool:
    return widget is not None and widget.caret


def _open(goal: goals.Choose, look: Look, place: Place) -> Turn:
    """Open the dropdown that the goal names, or the only one there is."""
    if goal.field is not None:
        hits = fields.fields(look.scene, goal.field)
        what = str(goal.field)
    else:
        hits = [Hit(80, w.box, w.words, w) for w in look.scene.widgets if w.caret]
        what = f"the choice {goal.option}"
        if len(hits) != 1:
            return further(look, place, what, goal.option.name)
    if not hits and goal.field and (pressable(look.scene, goal.option) or LISTS.fullmatch(goal.field.name)):
        return choose(replace(goal, field=None), look, place)
    if not hits:
        return further(look, place, what, goal.field.name if goal.field else goal.option.name)
    hit = hits[0]
    if hit.widget and alike(goal.option.name, hit.widget.words) >= 97:
        return Done()
    after = place.but(stage="opened", at=hit.box, scrolls=0, turned=False)
    thought = f"The dropdown for {what} is at {hit.point}; I open it to see its options."
    return Act((Click(point=hit.point, target=hit.words),), thought, "a list of options", after)


def _from_list(goal: goals.Choose, look: Look, place: Place) -> Turn:
    """The option in the list that a click opened: a text that stands near the field and was not there before."""
    hits = pressable(look.scene, goal.option)
    hits = [hit for hit in hits if place.at is None or not place.at.has(hit.point)]
    fresh = [hit for hit in hits if not _was_there(hit, look)] or hits
    if place.at is not None:
        field = place.at
        fresh = sorted(fresh, key=lambda hit: (round(-hit.score / 6), hit.box.distance(field)))
    if fresh:
        hit = fresh[0]
        after = place.but(stage="chosen", at=hit.box)
        thought = f"The option {hit.words!r} is at {hit.point}."
        return Act((Click(point=hit.point, target=hit.words),), thought, f"{hit.words!r} is chosen", after)
    return _along_list(goal, look, place)


def _was_there(hit: Hit, look: Look) -> bool:
    if look.before is None:
        return False
    return any(text.box.overlap(hit.box) > 0.5 * hit.box.area and text.words == hit.words for text in look.before.texts)


def _along_list(goal: goals.Choose, look: Look, place: Place) -> Turn:
    """Type the option's text into the open list, which selects it in native and in most other lists; then give up."""
    if place.at is not None and place.stage == "opened" and place.scrolls < 12 and (look.changed or not place.scrolls):
        under = Point(place.at.centre.x, min(look.now.height - 4, place.at.y1 + 2 * look.scene.unit))
        after = place.but(scrolls=place.scrolls + 1)
        thought = f"I do not see {goal.option} in the list yet; I scroll the list."
        return Act((Scroll(point=under, dy=3 * look.scene.unit),), thought, "more of the list", after)
    if place.count >= 1:
        seen = find.nearest(look.scene, goal.option.name)
        return Lost(
            f"I opened {goal.field or 'the list'} and did not find {goal.option} in it; the nearest I saw: {seen}"
        )
    after = place.but(stage="chosen", count=1)
    thought = f"I do not see {goal.option} in the list; I type its text to get there."
    return Act((Type(text=goal.option.name), Press(keys=("Enter",))), thought, f"{goal.option.name!r} is chosen", after)
