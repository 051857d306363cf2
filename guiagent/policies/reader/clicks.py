"""Pursuing the goals that click: press, tick, choose, point, drag."""

from __future__ import annotations

from dataclasses import replace

from guiagent.actions import Click, Drag, Move, Point
from guiagent.policies.reader import fields, find, goals, loose
from guiagent.policies.reader.find import Hit, pressable, tied
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn
from guiagent.policies.reader.targets import Target
from guiagent.sight.shapes import Box

TRIES = 3


def press(goal: goals.Press, look: Look, place: Place) -> Turn:
    """Click the thing; another candidate where nothing came of it."""
    if place.stage == "pressed" and place.at is not None:
        turn = _after_press(goal, look, place, place.at)
        if turn is not None:
            return turn
        place = place.missed(place.at.centre)
    if goal.unless and not place.tried and fields.fields(look.scene, Target(goal.unless, "field")):
        return Done()
    hits = _candidates(goal, look, place)
    if not hits:
        if place.tried:
            return _without_effect(goal, look)
        if goal.optional:
            return Done()
        return further(look, place, str(goal.target), goal.target.name)
    hit = hits[0]
    if tied(hits) and not place.tried and not goal.target.one:
        near = _nearest_to_last(hits, look)
        if near is None:
            seen = " and ".join(str(each) for each in hits[:3])
            return Lost(f"{goal.target} is ambiguous: I see {seen}, and nothing in the task tells which one is meant")
        hit = near
    click = Click(point=hit.point, button=goal.button, count=goal.count, target=hit.words)
    thought = f"{hit.words!r} is at {hit.point}{seen_as(hit)}."
    return Act(
        (click,) * goal.times, thought, f"what {hit.words!r} opens or does", place.but(stage="pressed", at=hit.box)
    )


def _after_press(goal: goals.Press, look: Look, place: Place, at: Box) -> Turn | None:
    """What came of a click; None to try another place."""
    count = place.count + look.carried
    if 0 < count < goal.times and not look.trouble:
        again = Click(point=at.centre, button=goal.button, count=goal.count, target=str(goal.target))
        thought = f"{count} of {goal.times} clicks are done."
        return Act((again,) * (goal.times - count), thought, "", place.but(count=count))
    if look.changed and not look.trouble:
        return Done()
    if look.denied or len(place.tried) >= TRIES - 1:
        return _without_effect(goal, look)
    return None


def _without_effect(goal: goals.Press, look: Look) -> Turn:
    if look.trouble:
        return Lost(f"I could not {goal}: {look.trouble}")
    return Done(doubt=f"nothing visibly changed when I clicked {goal.target}")


def seen_as(hit: Hit) -> str:
    if hit.widget is None:
        return ""
    return {"check": ", a checkbox", "radio": ", a radio button", "switch": ", a switch"}.get(hit.widget.kind, "")


def _candidates(goal: goals.Press, look: Look, place: Place) -> list[Hit]:
    """The untried places of the first name that is on the screen; worse ones are left once one was tried."""
    for target in (goal.target, *goal.others, *shorter(goal.target)):
        if target is not goal.target and not target.scope and goal.thing and not _belongs(goal, target, look):
            continue
        hits = _appeared(pressable(look.scene, target), look)
        if target is not goal.target and tied(hits):
            continue  # a looser name that does not tell its hits apart says nothing
        untried = [hit for hit in hits if not any(hit.box.has(point) for point in place.tried)]
        if hits:
            return [hit for hit in untried if hit.score >= hits[0].score - 12]
    if goal.target.sort not in {"", "button", "link", "item"} or goal.target.quoted or place.tried:
        return []
    if goal.thing and goal.thing.name and not find.seen(look.scene, goal.thing.name):
        return []  # a button with other words may be another thing's
    said = next((other for other in goal.others if len(other.name) > len(goal.target.name)), goal.target)
    return loose.contained(look.scene, said) or (loose.own_button(look) if loose.submits(goal.target) else [])


def _belongs(goal: goals.Press, target: Target, look: Look) -> bool:
    """Whether a name that leaves out what the deed is done to may be taken: the thing is on the screen."""
    thing = goal.thing
    return thing is None or not thing.name or thing.name in target.name or find.seen(look.scene, thing.name)


def _appeared(hits: list[Hit], look: Look) -> list[Hit]:
    """Of hits that cannot be told apart, the only one that was not there before the last action, as in a dialog."""
    if not tied(hits) or look.before is None:
        return hits
    old = [text for text in look.before.texts]
    new = [hit for hit in hits if not any(hit.box.has(text.box.centre) and text.words == hit.words for text in old)]
    return new if len(new) == 1 else hits


def shorter(target: Target) -> list[Target]:
    """A name without its last word where that may say what kind of thing it is: "the Docs chip"."""
    words = target.name.split()
    if target.quoted or len(words) < 2 or not words[-1].islower() or target.name.islower():
        return []
    return [replace(target, name=" ".join(words[:-1]), whole="", exact=True)]


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
    thought = f"The {seen_as(hit)[4:] or 'box'} of {hit.words!r} is at {hit.point} and is to be {wanted}."
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
