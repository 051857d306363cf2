"""Questions that a page asks back: native dialogs, and boxes that ask whether a deed is really meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guiagent.actions import Click
from guiagent.policies.reader import goals
from guiagent.policies.reader.find import Hit, pressable
from guiagent.policies.reader.goals import Goal
from guiagent.policies.reader.match import folded, plain
from guiagent.policies.reader.place import Act, Look, Place
from guiagent.policies.reader.refusals import fresh
from guiagent.policies.reader.routes import links
from guiagent.policies.reader.targets import Target

DIALOG = re.compile(r"\b(?:alert|confirm|prompt|beforeunload|dialog)\b", re.IGNORECASE)
ANSWERS = ("ok", "cancel", "accept", "dismiss", "yes", "no", "leave", "stay")
NO = re.compile(
    r"(?:no|cancel|close|back|go back|dismiss|not now|never mind|abort)|(?:no,|keep|don.t|do not|not)\b.*", re.I
)
YES = re.compile(r"(?:yes|ok|okay|confirm|sure|proceed|continue|agree|i am sure|i'm sure)\b.*", re.I)


def dialog(wanted: Sequence[Goal], look: Look, place: Place) -> Act | None:
    """The answer to a dialog that the page has opened, where the task's next step is not that answer itself."""
    opened = [notice for notice in look.now.notices if DIALOG.search(notice)]
    if not opened or "answered" in opened[-1] or place.goal >= len(wanted):
        return None
    answers = [word for word in ANSWERS if pressable(look.scene, Target(word, "button", quoted=True))]
    at_hand = wanted[place.goal : place.goal + (2 if place.stage else 1)]
    if not answers or any(_answers(goal) for goal in at_hand):
        return None
    best = pressable(look.scene, Target(answers[0], "button", quoted=True))[0]
    if best.score < 100:
        return None
    thought = f"A dialog is open; I answer it with {best.words!r}."
    return Act((Click(point=best.point, target=best.words),), thought, "the dialog is gone", place)


def _answers(goal: Goal) -> bool:
    """Whether a goal may itself be the answer to a dialog."""
    if isinstance(goal, goals.Press):
        return goal.target.name.lower().split(" ")[0] in ANSWERS
    return isinstance(goal, goals.Write | goals.Chord)


def agreed(goal: Goal, rest: Sequence[Goal], look: Look, place: Place) -> Act | None:
    """The press that says yes to "are you sure?", where the task asked for the deed and says no more about it."""
    if not isinstance(goal, goals.Press) or not goal.deed or place.stage != "pressed" or place.count >= 100:
        return None
    if rest and isinstance(rest[0], goals.Press) and (_answers(rest[0]) or rest[0].target.name.lower() == "confirm"):
        return None
    new = {(folded(text.words), text.box) for text in fresh(look)}
    buttons = [hit for hit in links(look.scene) if any(hit.box.has(box.centre) for _, box in new)]
    noes = [hit for hit in buttons if NO.fullmatch(hit.words.strip())]
    yeses = [hit for hit in buttons if hit not in noes and _agrees(hit, goal)]
    if not noes or not yeses:
        return None
    yeses.sort(key=lambda hit: min(hit.box.distance(no.box) for no in noes))
    thought = f"The page asks whether it is meant; {yeses[0].words!r} says yes."
    click = Click(point=yeses[0].point, target=yeses[0].words)
    return Act((click,), thought, "it is done", place.but(at=yeses[0].box, count=100))


def _agrees(hit: Hit, goal: goals.Press) -> bool:
    """Whether a button says yes, or says the deed's own verb once more."""
    words = plain(hit.words)
    verb = plain(goal.target.name).split()[:1]
    return bool(YES.fullmatch(words)) or (bool(verb) and verb[0] in words.split())
