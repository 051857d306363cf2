"""Pursuing an entry for a list: typed where the list takes new ones, and sent."""

from __future__ import annotations

from guiagent.actions import Click, Press, Type
from guiagent.policies.reader import fields, goals, loose
from guiagent.policies.reader.find import Hit, pressable
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.match import folded
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn
from guiagent.policies.reader.targets import Target

PLACES = (
    "add",
    "new",
    "new item",
    "new task",
    "add a task",
    "add item",
    "what needs to be done",
    "item",
    "task",
    "todo",
)


def add(goal: goals.Add, look: Look, place: Place) -> Turn:
    """Type the entry and press Enter; the button that adds where Enter did not take it."""
    if place.stage in {"typed", "sent"}:
        return _after(goal, look, place)
    field = _field(look)
    if field is None:
        thing = pressable(look.scene, Target("add", "button", goal.text, "row"))
        if thing:
            return _pressed(thing[0], place)
        return further(look, place, f"a field to add {goal.text!r}", "add")
    if look.last is not None and any(isinstance(a, Type) and a.text == goal.text for a in look.last.decision.actions):
        return _after(goal, look, place.but(stage="typed", at=field.box))
    actions = (Click(point=field.point, target=field.words), Press(keys=("Control", "a")), Type(text=goal.text))
    thought = f"New entries go into the field at {field.point}."
    after = place.but(stage="typed", at=field.box)
    return Act((*actions, Press(keys=("Enter",))), thought, f"{goal.text!r} on the list", after)


def _after(goal: goals.Add, look: Look, place: Place) -> Turn:
    """Whether the entry left its field and stands on the page."""
    if look.trouble:
        return Lost(f"I could not {goal}: {look.trouble}")
    if look.undone:
        return Act(look.undone, "The field has the focus; I go on typing.", f"{goal.text!r} on the list", place)
    inside = [text for text in look.scene.texts if place.at and place.at.grown(4).has(text.box.centre)]
    left = not any(folded(goal.text) in folded(text.words) for text in inside)
    if left or place.stage == "sent":
        doubt = "" if left else f"I do not see that {goal.text!r} was added"
        return Done(doubt=doubt)
    buttons = pressable(look.scene, Target("add", "button"))
    if not buttons:
        return Done(doubt=f"I do not see that {goal.text!r} was added")
    return _pressed(buttons[0], place)


def _pressed(hit: Hit, place: Place) -> Act:
    click = Click(point=hit.point, target=hit.words)
    return Act((click,), f"{hit.words!r} is at {hit.point}.", "the entry is on the list", place.but(stage="sent"))


def _field(look: Look) -> Hit | None:
    """Where new entries are typed: the only field, else one whose words say so."""
    lone = loose.lone_field(look)
    if lone:
        return lone[0]
    named = (fields.fields(look.scene, Target(name, "field")) for name in PLACES)
    return next((hits[0] for hits in named if hits and hits[0].widget and not hits[0].widget.centred), None)
