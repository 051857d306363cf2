"""Follows tasks that say what to do, from pixels alone, with no language model."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from guiagent.actions import Action, Back, Click, Finish, GiveUp, Navigate, Press, Scroll, Type, Wait
from guiagent.actions import Point as Pixel
from guiagent.policies.reader import choices, clicks, entries, fills, goals, reads, refusals, slides
from guiagent.policies.reader.find import pressable
from guiagent.policies.reader.goals import Goal, Target
from guiagent.policies.reader.grammar import read_task
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn, place_of
from guiagent.policies.reader.see import Eyes
from guiagent.records import Decision, Observation, Step, Usage

DIALOG = re.compile(r"\b(?:alert|confirm|prompt|beforeunload|dialog)\b", re.IGNORECASE)
ANSWERS = ("ok", "cancel", "accept", "dismiss", "yes", "no", "leave", "stay")


@dataclass(frozen=True)
class ReaderPolicy:
    """The offline reader: the goals of a task one by one, each from the screen now and what its last step left.

    Where it is in the task stands in the replies of its own decisions, so it goes on after a restart as if none was.
    """

    eyes: Eyes = field(default_factory=Eyes)

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        """Never raises for a task it cannot read or do: it gives up and says what it looked for and what it saw."""
        begun = time.perf_counter()
        decision = await asyncio.to_thread(self._decided, instruction, now, history)
        return decision.model_copy(update={"usage": Usage(seconds=time.perf_counter() - begun)})

    def _decided(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        wanted = read_task(instruction)
        problem = unreadable(wanted)
        if problem:
            return _said(GiveUp(reason=problem), problem, Place())
        last = history[-1] if history else None
        deed = _deed(history)
        before = self.eyes.see(deed.before.screen) if deed else None
        look = Look(now, self.eyes.see(now.screen), last, before, deed.before.url.split("#")[0] if deed else "")
        return self._pursued(wanted, look, place_of(history))

    def _pursued(self, wanted: Sequence[Goal], look: Look, place: Place) -> Decision:
        """The first act on the way through the goals from a place on; goals that are reached already cost nothing."""
        answered = dialog(wanted, look, place)
        while place.goal < len(wanted):
            goal = wanted[place.goal]
            turn = answered or pursue(goal, look, place)
            match turn:
                case Act():
                    thought = f"Goal {place.goal + 1} of {len(wanted)}: {goal}. {turn.thought}"
                    return _decision(turn.actions, thought, turn.expected, turn.place)
                case Lost():
                    return _said(GiveUp(reason=turn.reason), f"I cannot {goal}. {turn.reason}", place)
                case Done():
                    refused = refusals.refusal(look) if place.stage and not place.waited else ""
                    if refused and refusals.final(goal, tuple(wanted[place.goal + 1 :])):
                        problem = f"After I did {str(goal)!r} the page did not accept it; it says: {refused!r}"
                        return _said(GiveUp(reason=problem), problem, place)
                    place = place.next(turn.value, turn.doubt)
        return _said(Finish(answer=", ".join(place.values)), _summary(wanted, place), place)


def _deed(history: Sequence[Step]) -> Step | None:
    """The last step that did more than wait and scroll."""
    deeds = (step for step in reversed(history) if any(a.kind not in {"wait", "scroll"} for a in step.decision.actions))
    return next(deeds, None)


def unreadable(wanted: Sequence[Goal]) -> str:
    """Why a task cannot be begun; empty where every clause of it was understood."""
    if not wanted:
        return "I found nothing to do in the task"
    dark = [goal.clause for goal in wanted if isinstance(goal, goals.Unreadable)]
    if not dark:
        return ""
    clauses = ", ".join(repr(clause) for clause in dark)
    return f"I do not understand {clauses}; I follow steps such as: type 'TEXT' into FIELD, then click NAME"


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


def pursue(goal: Goal, look: Look, place: Place) -> Turn:
    """What to do next for a goal."""
    turn: Callable[[Any, Look, Place], Turn] = PURSUITS.get(type(goal), once)
    return turn(goal, look, place)


def chord(goal: goals.Chord, look: Look, place: Place) -> Turn:
    """A button that carries the key's name, where one is on the screen; else the key."""
    target = Target(goal.button, "button", quoted=True)
    hits = pressable(look.scene, target) if goal.button and not place.stage else []
    if place.stage == "pressed" or any(hit.widget and hit.score >= 100 for hit in hits):
        return clicks.press(goals.Press(target, times=goal.times), look, place)
    return once(goal, look, place)


PURSUITS: dict[type, Callable[[Any, Look, Place], Turn]] = {
    goals.Fill: fills.fill,
    goals.Add: entries.add,
    goals.Chord: chord,
    goals.Search: fills.search,
    goals.Bump: slides.bump,
    goals.Copy: fills.copy,
    goals.Press: clicks.press,
    goals.Tick: clicks.tick,
    goals.Choose: choices.choose,
    goals.Point: clicks.rest_on,
    goals.Haul: clicks.haul,
    goals.Find: reads.find,
    goals.Read: reads.read,
}


def once(goal: Goal, look: Look, place: Place) -> Turn:
    """A goal that is one action, aimed at nothing on the screen."""
    if place.stage == "once":
        again = isinstance(goal, goals.ScrollBy) and goal.to_end and look.changed and place.count < 40
        if look.trouble or not again:
            return Lost(f"I could not {goal}: {look.trouble}") if look.trouble else Done()
    after = place.but(stage="once", count=place.count + 1)
    return Act(_plain(goal, look), "", f"what comes of it: {goal}", after)


def _plain(goal: Goal, look: Look) -> tuple[Action, ...]:
    match goal:
        case goals.Chord():
            return (Press(keys=goal.keys),) * goal.times
        case goals.Write():
            return (Type(text=goal.text),)
        case goals.Rest():
            return (Wait(seconds=goal.seconds),)
        case goals.Return():
            return (Back(),)
        case goals.Open():
            return (Navigate(url=goal.url),)
        case goals.ScrollBy():
            return (_scroll(goal, look),)
        case _:
            raise TypeError(f"no pursuit for {type(goal).__name__}")


def _scroll(goal: goals.ScrollBy, look: Look) -> Scroll:
    width, height = look.now.width, look.now.height
    pages = 3.0 if goal.to_end else 0.8 * goal.pages
    dx, dy = {"down": (0, pages), "up": (0, -pages), "right": (pages, 0), "left": (-pages, 0)}[goal.direction]
    return Scroll(point=Pixel(width // 2, height // 2), dx=int(dx * width), dy=int(dy * height))


def _summary(wanted: Sequence[Goal], place: Place) -> str:
    done = f"All {len(wanted)} goals are done." if len(wanted) > 1 else "The goal is done."
    return " ".join([done, *(f"But {doubt}." for doubt in place.doubts)])


def _said(last: Finish | GiveUp, thought: str, place: Place) -> Decision:
    return _decision((last,), thought, "", place)


def _decision(actions: tuple[Action, ...], thought: str, expected: str, place: Place) -> Decision:
    reply = {"reader": place.model_dump(mode="json")}
    return Decision(thought=thought.strip(), actions=actions, expected=expected, reply=reply)
