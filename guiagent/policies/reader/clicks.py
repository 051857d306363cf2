"""Pursuing the goals that click: press, tick, choose, point, drag."""

from __future__ import annotations

from guiagent.actions import Click, Drag, Move, Point
from guiagent.policies.reader import fields, find, goals
from guiagent.policies.reader.find import Hit, pressable, tied
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.match import alike
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn
from guiagent.policies.reader.shapes import Scene, Widget

TRIES = 3


def press(goal: goals.Press, look: Look, place: Place) -> Turn:
    """Click the thing; another candidate where nothing came of it."""
    if place.stage == "pressed" and place.at is not None:
        if look.changed and not look.trouble:
            return Done()
        place = place.missed(place.at.centre)
        if look.denied or len(place.tried) >= TRIES:
            return _without_effect(goal, look)
    hits = _candidates(goal, look, place)
    if not hits:
        if place.tried:
            return _without_effect(goal, look)
        if goal.optional:
            return Done()
        return further(look, place, str(goal.target), goal.target.name)
    hit = hits[0]
    if tied(hits) and not place.tried:
        near = _nearest_to_last(hits, look)
        if near is None:
            seen = " and ".join(str(each) for each in hits[:3])
            return Lost(f"{goal.target} is ambiguous: I see {seen}, and nothing in the task tells which one is meant")
        hit = near
    click = Click(point=hit.point, button=goal.button, count=goal.count, target=hit.words)
    thought = f"{hit.words!r} is at {hit.point}{_as(hit)}."
    return Act(
        (click,) * goal.times, thought, f"what {hit.words!r} opens or does", place.but(stage="pressed", at=hit.box)
    )


def _without_effect(goal: goals.Press, look: Look) -> Turn:
    if look.trouble:
        return Lost(f"I could not {goal}: {look.trouble}")
    return Done(doubt=f"nothing visibly changed when I clicked {goal.target}")


def _as(hit: Hit) -> str:
    if hit.widget is None:
        return ""
    return {"check": ", a checkbox", "radio": ", a radio button", "switch": ", a switch"}.get(hit.widget.kind, "")


def _candidates(goal: goals.Press, look: Look, place: Place) -> list[Hit]:
    """The untried places of the first name that is on the screen; worse ones are left once one was tried."""
    for target in (goal.target, *goal.others):
        hits = pressable(look.scene, target)
        untried = [hit for hit in hits if not any(hit.box.has(point) for point in place.tried)]
        if hits:
            return [hit for hit in untried if hit.score >= hits[0].score - 12]
    return []


def _nearest_to_last(hits: list[Hit], look: Look) -> Hit | None:
    """Of the best hits, the one clearly nearest to what was acted on just before: a form's own button."""
    if look.last is None:
        return None
    points = [action.point for action in look.last.decision.actions if isinstance(action, Click)]
    if not points:
        return None
    last = points[-1]
    best = [hit for hit in hits if hit.score >= hits[0].score - find.CLOSE]
    far = sorted(best, key=lambda hit: abs(hit.point.x - last.x) + 2 * abs(hit.point.y - last.y))
    steps = [abs(hit.point.x - last.x) + 2 * abs(hit.point.y - last.y) for hit in far]
    return far[0] if steps[0] < 0.5 * steps[1] and steps[0] < 30 * look.scene.unit else None


def tick(goal: goals.Tick, look: Look, place: Place) -> Turn:
    """Make a checkbox or a switch be as wanted; its label is clicked where its box does not answer."""
    hits = fields.ticks(look.scene, goal.target)
    wanted = "on" if goal.on else "off"
    if place.stage == "ticked" and place.at is not None:
        if look.trouble:
            return Lost(f"I could not {goal}: {look.trouble}")
        same = [hit for hit in hits if hit.box.grown(4).has(place.at.centre)]
        if (not same and look.changed) or any(hit.widget and hit.widget.on == goal.on for hit in same):
            return Done()
        if place.count >= 2:
            return Lost(f"{goal.target} did not change to {wanted} when I clicked it")
    elif hits and hits[0].widget and hits[0].widget.on == goal.on and hits[0].widget.kind != "radio":
        return Done()
    if not hits:
        return _by_label(goal, look, place)
    if tied(hits) and place.count == 0:
        return Lost(f"{goal.target} is ambiguous: I see {hits[0]} and {hits[1]}")
    hit = hits[0]
    label = fields.label(look.scene, goal.target) if place.count else None
    point = label.point if label else hit.point
    thought = f"The {_as(hit)[4:] or 'box'} of {hit.words!r} is at {hit.point} and is to be {wanted}."
    after = place.but(stage="ticked", at=hit.box, count=place.count + 1)
    return Act((Click(point=point, target=hit.words),), thought, f"{hit.words!r} is {wanted}", after)


def _by_label(goal: goals.Tick, look: Look, place: Place) -> Turn:
    """A checkbox that was not made out is clicked by its label, once."""
    if place.stage == "ticked":
        return Done(doubt=f"I could not see whether {goal.target} changed")
    label = fields.label(look.scene, goal.target)
    if label is None:
        return further(look, place, f"a checkbox or switch {goal.target}", goal.target.name)
    after = place.but(stage="ticked", at=label.box, count=1)
    thought = f"I see the label {label.words!r} at {label.point} but no box; I click the label."
    return Act((Click(point=label.point, target=label.words),), thought, f"{label.words!r} changes", after)


def choose(goal: goals.Choose, look: Look, place: Place) -> Turn:
    """Choose an option: a radio button or any visible choice, else from the list that its dropdown opens."""
    if place.stage == "chosen":
        if look.trouble:
            return Lost(f"I could not {goal}: {look.trouble}")
        return Done() if look.changed else _chosen_anyway(goal, look, place)
    if place.stage in {"opened", "scrolled list"}:
        return _from_list(goal, look, place)
    option = _option(goal, look.scene)
    if option is not None and not (option.widget and option.widget.kind == "radio" and option.widget.on):
        after = place.but(stage="chosen", at=option.box)
        thought = f"The choice {option.words!r} is at {option.point}{_as(option)}."
        return Act((Click(point=option.point, target=option.words),), thought, f"{option.words!r} is chosen", after)
    if option is not None:
        return Done()
    words = goal.option.name.split()
    if goal.field is None and not goal.option.quoted and len(words) > 1:
        grouped = goals.Choose(goals.Target(" ".join(words[:-1])), goals.Target(words[-1], "field"))
        if fields.label(look.scene, grouped.field or goal.option) and pressable(look.scene, grouped.option):
            return choose(grouped, look, place)
    return _open(goal, look, place)


def _chosen_anyway(goal: goals.Choose, look: Look, place: Place) -> Turn:
    """Nothing changed: it was chosen before, or the click did not reach it."""
    return Done(doubt=f"nothing visibly changed when I chose {goal.option}")


def _option(goal: goals.Choose, scene: Scene) -> Hit | None:
    """The option where it stands open on the screen; a dropdown that shows it is not an open choice."""
    target = goal.option
    if goal.field is not None and not target.scope:
        scoped = goals.Target(target.name, target.sort, goal.field.name, "near", target.ordinal, target.quoted)
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
    from guiagent.actions import Press, Type

    if place.count >= 1:
        seen = find.nearest(look.scene, goal.option.name)
        return Lost(
            f"I opened {goal.field or 'the list'} and did not find {goal.option} in it; the nearest I saw: {seen}"
        )
    after = place.but(stage="chosen", count=1)
    thought = f"I do not see {goal.option} in the list; I type its text to get there."
    return Act((Type(text=goal.option.name), Press(keys=("Enter",))), thought, f"{goal.option.name!r} is chosen", after)


def rest_on(goal: goals.Point, look: Look, place: Place) -> Turn:
    """Rest the pointer on a thing."""
    if place.stage == "moved":
        return Lost(f"I could not {goal}: {look.trouble}") if look.trouble else Done()
    hits = pressable(look.scene, goal.target)
    if not hits:
        return further(look, place, str(goal.target), goal.target.name)
    move = Move(point=hits[0].point, target=hits[0].words)
    return Act((move,), f"{hits[0]} is to be pointed at.", "what appears under the pointer", place.but(stage="moved"))


def haul(goal: goals.Haul, look: Look, place: Place) -> Turn:
    """Drag one thing onto another; both must be on the screen at once."""
    if place.stage == "dragged":
        return (
            Lost(f"I could not {goal}: {look.trouble}")
            if look.trouble
            else Done(doubt="" if look.changed else f"nothing changed when I tried to {goal}")
        )
    ends = [pressable(look.scene, target) for target in (goal.source, goal.end)]
    for hits, target in zip(ends, (goal.source, goal.end), strict=True):
        if not hits:
            return further(look, place, str(target), target.name)
    start, stop = ends[0][0].point, ends[1][0].point
    middle = Point((start.x + stop.x) // 2, (start.y + stop.y) // 2)
    drag = Drag(path=(start, middle, stop), target=f"{ends[0][0].words} to {ends[1][0].words}")
    return Act((drag,), f"I drag {ends[0][0]} to {ends[1][0]}.", "it lies at its new place", place.but(stage="dragged"))
