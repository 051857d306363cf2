"""Pursuing the goals that carry a value from one place to another."""

from __future__ import annotations

from guiagent.actions import Click, Press
from guiagent.policies.reader import fields, fills, goals, kinds, reads, running, sums
from guiagent.policies.reader.find import Hit, pressable
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.notes import Fields, Numbers, Put, Solve, Take, Word
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn
from guiagent.policies.reader.targets import Target


def take(goal: Take, look: Look, place: Place) -> Turn:
    """Copy what stands in a field, whole, with the keyboard."""
    if place.stage == "taken":
        return Lost(f"I could not {goal}: {look.trouble}") if look.trouble else Done()
    hit = _field(goal.target, look)
    if hit is None:
        return further(look, place, str(goal.target), goal.target.name)
    keys = (Press(keys=("Control", "a")), Press(keys=("Control", "c")))
    click = Click(point=hit.point, target=hit.words)
    return Act((click, *keys), f"I copy all that stands in {hit}.", "it is copied", place.but(stage="taken"))


def put(goal: Put, look: Look, place: Place) -> Turn:
    """Type what was read last, or paste what was copied last."""
    if not goal.paste:
        if not place.values:
            return Lost(f"I have read nothing that I could {goal}")
        return fills.fill(goals.Fill(goal.target, place.values[-1]), look, place)
    if place.stage == "pasted":
        return Lost(f"I could not {goal}: {look.trouble}") if look.trouble else Done()
    hit = _field(goal.target, look)
    if hit is None:
        return further(look, place, str(goal.target), goal.target.name)
    actions = (Click(point=hit.point, target=hit.words), Press(keys=("Control", "a")), Press(keys=("Control", "v")))
    return Act(actions, f"I paste into {hit}.", "it stands there", place.but(stage="pasted"))


def _field(target: Target, look: Look) -> Hit | None:
    hits = fields.fields(look.scene, target) or pressable(look.scene, Target("", target.sort, ordinal=target.ordinal))
    return hits[0] if hits else None


def word(goal: Word, look: Look, place: Place) -> Turn:
    """Read a word of a running text; the end of a field's own text is brought into view first."""
    area = _field(goal.target, look) if goal.target.sort in {"field", "area"} else None
    if area and place.stage != "brought":
        key = "End" if goal.rank < 0 else "Home"
        actions = (Click(point=area.point, target=area.words), Press(keys=("Control", key)))
        return Act(actions, f"The {key.lower()} of {area} is to be seen.", "it is", place.but(stage="brought"))
    text = running.within(look.scene, area.box) if area else running.paragraph(look.scene)
    words = text.split()
    if not words or abs(goal.rank) > len(words):
        return further(look, place, str(goal.target), goal.target.name)
    return Done(value=words[goal.rank - 1 if goal.rank > 0 else goal.rank].strip(".,;:!?\"'()"))


def solve(goal: Solve, look: Look, place: Place) -> Turn:
    """The first sum or equation on the screen, worked out."""
    answer = next((value for text in running.lines(look.scene) if (value := sums.solved(text)) is not None), None)
    return further(look, place, "a sum or an equation", "=") if answer is None else Done(value=answer)


def every(goal: Fields, look: Look, place: Place) -> Turn:
    """The fields of a form one after another: `panel` is the number of the field at hand."""
    spots = sorted(kinds.of_kind(look.scene, "field"), key=lambda w: (w.box.y0, w.box.x0))
    at = place.panel
    if at >= len(spots):
        return Done() if at else further(look, place, "a field", "")
    value = goal.text or _by_label(look, spots[at].box.y0, at)
    if not value:
        return Lost(f"I see no value for the field at {spots[at].box.centre}")
    turn = fills.fill(goals.Fill(Target("", "field", ordinal=at + 1), value), look, place)
    if isinstance(turn, Done):
        return every(goal, look, place.anew(panel=at + 1))
    return turn


def _by_label(look: Look, top: int, at: int) -> str:
    """What stands elsewhere by the label of a field."""
    spot = sorted(kinds.of_kind(look.scene, "field"), key=lambda w: (w.box.y0, w.box.x0))[at]
    near = [t for t in look.scene.texts if t.box.beside(spot.box) > 0.5 and t.box.x1 <= spot.box.x0 + 4]
    above = [t for t in look.scene.texts if 0 <= top - t.box.y1 < look.scene.unit and t.box.stacked(spot.box) > 0.3]
    labels = sorted(near, key=lambda t: -t.box.x1) or sorted(above, key=lambda t: -t.box.y1)
    if not labels:
        return ""
    name = labels[0].words.rstrip(" :*")
    rest = tuple(text for text in look.scene.texts if text is not labels[0] and not spot.box.has(text.box.centre))
    return reads.value_of(look.scene.of(rest), Target(name)) or ""


def numbers(goal: Numbers, look: Look, place: Place) -> Turn:
    """Several sliders or fields, in their order: `panel` is the number of the one at hand."""
    at = place.panel
    if at >= len(goal.values):
        return Done()
    turn = fills.fill(goals.Fill(Target("", goal.sort, ordinal=at + 1), goal.values[at]), look, place)
    return numbers(goal, look, place.anew(panel=at + 1)) if isinstance(turn, Done) else turn
