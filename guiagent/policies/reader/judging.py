"""Pursuing a condition: whether something on the screen is as the task supposes."""

from __future__ import annotations

import re

from guiagent.policies.reader import reads
from guiagent.policies.reader.cases import Judge, Skip
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.match import content, enough, likeness, phrases
from guiagent.policies.reader.place import Done, Look, Place, Turn
from guiagent.sight.shapes import Scene


def judge(goal: Judge, look: Look, place: Place) -> Turn:
    """Go on with the goals under the condition, or leave them out; look further where its subject is not seen."""
    so = _there(look.scene, goal) if not goal.state else _is(look.scene, goal)
    if so is None:
        return further(look, place, str(goal.subject), goal.subject.name)
    return Done(skip=0 if so != goal.negated else goal.skip)


def leave_out(goal: Skip, look: Look, place: Place) -> Turn:
    """Jump over the goals for the other case."""
    return Done(skip=goal.skip)


def _there(scene: Scene, goal: Judge) -> bool:
    name = goal.subject.name
    return any(likeness(name, phrase) >= max(88.0, enough(name)) for phrase in phrases(scene, name))


def _is(scene: Scene, goal: Judge) -> bool | None:
    """Whether the subject has the state; None where the subject is not seen or its number cannot be read."""
    said = _said(scene, goal)
    if not said:
        return None
    if goal.relation == "is":
        return any(content(goal.state) <= content(words) for words in said)
    shown = next((number for words in said if (number := _number(words)) is not None), None)
    wanted = _number(goal.state)
    if shown is None or wanted is None:
        return None
    return shown > wanted if goal.relation == "over" else shown < wanted


def _said(scene: Scene, goal: Judge) -> list[str]:
    """What the screen says of the subject: the value beside its name, then the lines that hold all of its words."""
    value = reads.value_of(scene, goal.subject)
    asked = content(f"{goal.subject.name} {goal.subject.scope}")
    lines = [text.words for text in scene.texts if asked and asked <= content(text.words)]
    return [*([value] if value else []), *lines]


def _number(words: str) -> float | None:
    found = re.search(r"\d[\d,]*(?:\.\d+)?", words)
    return float(found[0].replace(",", "")) if found else None
