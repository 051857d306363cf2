"""Follows tasks that say what to do, from pixels alone, with no language model."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from guiagent.actions import Action, Back, Finish, GiveUp, Navigate, Press, Scroll, Type, Wait
from guiagent.actions import Point as Pixel
from guiagent.policies.reader import (
    calendars,
    choices,
    clicks,
    dialogs,
    entries,
    fills,
    goals,
    judging,
    notes,
    noting,
    orders,
    reads,
    recall,
    refusals,
    slides,
    ways,
)
from guiagent.policies.reader.cases import Judge, Skip
from guiagent.policies.reader.find import pressable
from guiagent.policies.reader.goals import Goal
from guiagent.policies.reader.grammar import read_task
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn, place_of
from guiagent.policies.reader.targets import Target
from guiagent.records import Decision, Observation, Step
from guiagent.sight.see import Eyes
from guiagent.usage import Usage


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
        return self._pursued(wanted, recall.look_at(self.eyes, now, history, instruction), place_of(history))

    def _pursued(self, wanted: Sequence[Goal], look: Look, place: Place) -> Decision:
        """The first act on the way through the goals from a place on; goals that are reached already cost nothing."""
        answered = dialogs.dialog(wanted, look, place)
        while place.goal < len(wanted):
            goal, rest = wanted[place.goal], tuple(wanted[place.goal + 1 :])
            match answered or _turn(goal, rest, look, place):
                case Act() as act:
                    thought = f"Goal {place.goal + 1} of {len(wanted)}: {goal}. {act.thought}"
                    return _decision(act.actions, thought, act.expected, act.place)
                case Lost() as lost:
                    return _said(GiveUp(reason=lost.reason), f"I cannot {goal}. {lost.reason}", place)
                case Done() as done:
                    place = place.next(done.value, done.doubt, done.skip)
        return _said(Finish(answer=", ".join(place.values)), _summary(wanted, place), place)


def _turn(goal: Goal, rest: tuple[Goal, ...], look: Look, place: Place) -> Turn:
    """What to do next for a goal: elsewhere where it is not here; lost where the page did not accept what was done."""
    turn = pursue(goal, look, place)
    if isinstance(turn, Done) and isinstance(goal, goals.Press) and goal.last and not place.stage:
        turn = ways.advanced(look, place) or turn
    match turn:
        case Lost(missing=True):
            return ways.onward(goal, look, place) or _looked_everywhere(turn, place)
        case Done():
            return _unaccepted(goal, rest, look, place) or dialogs.agreed(goal, rest, look, place) or turn
        case _:
            return turn


def _looked_everywhere(lost: Lost, place: Place) -> Lost:
    """The loss, with the number of other places where it was looked for."""
    count = len(place.ways)
    return replace(lost, reason=f"{lost.reason}; I also followed {count} ways to other places") if count else lost


def _unaccepted(goal: Goal, rest: tuple[Goal, ...], look: Look, place: Place) -> Lost | None:
    """What the page said against what was just sent, where nothing in the task mends it."""
    refused = refusals.refusal(look) if place.stage and not place.waited else ""
    if refused and refusals.final(goal, rest):
        return Lost(f"After I did {str(goal)!r} the page did not accept it; it says: {refused!r}")
    if place.stage and refusals.silent(goal, look) and refusals.final(goal, rest):
        return Lost(
            f"I did {str(goal)!r}, and nothing on the page says that it was accepted: a field may still be missing"
        )
    return None


def unreadable(wanted: Sequence[Goal]) -> str:
    """Why a task cannot be begun; empty where every clause of it was understood."""
    if not wanted:
        return "I found nothing to do in the task"
    dark = [goal.clause for goal in wanted if isinstance(goal, goals.Unreadable)]
    if not dark:
        return ""
    clauses = ", ".join(repr(clause) for clause in dark)
    return f"I do not understand {clauses}; I follow steps such as: type 'TEXT' into FIELD, then click NAME"


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
    notes.Take: noting.take,
    notes.Put: noting.put,
    notes.Word: noting.word,
    notes.Solve: noting.solve,
    notes.Fields: noting.every,
    notes.Numbers: noting.numbers,
    notes.Count: orders.count,
    notes.Every: orders.every,
    notes.Extreme: orders.extreme,
    notes.PickDay: calendars.pick,
    goals.Press: clicks.press,
    goals.Tick: clicks.tick,
    goals.Choose: choices.choose,
    goals.Point: clicks.rest_on,
    goals.Haul: clicks.haul,
    goals.Find: reads.find,
    goals.Read: reads.read,
    Judge: judging.judge,
    Skip: judging.leave_out,
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
