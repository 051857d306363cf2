"""A recording as a policy: does again what was done, as long as the screen is the one it was done on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from guiagent.actions import Action, Box, GiveUp, Point, Wait, points_of
from guiagent.pixels import AROUND, compare, islands
from guiagent.records import Decision, Observation, Skipped, Step, Trajectory
from guiagent.words import ending_words

LOOKS = 3
"""How often a screen is looked at, a second apart, before it counts as another one: a page may come in late."""

_WAITING = {"replay": "waiting for the recorded screen"}


@dataclass(frozen=True)
class Tolerance:
    """How much a screen may differ from the recorded one and still be the same.

    All sizes are pixels of the screenshot. Small islands of change, such as the digits of a clock, are let pass where
    each is at most `island` (width, height) and together they are at most `fraction` of the screen; not within the
    24 pixels around a point that the step aims at. A `caret` (width, height) may blink anywhere.
    """

    fraction: float = 0.0003
    island: tuple[int, int] = (64, 24)
    caret: tuple[int, int] = (3, 64)


EXACT = Tolerance(fraction=0.0, island=(0, 0), caret=(0, 0))


class ReplayPolicy:
    """Proposes the recorded actions, step by step, and gives up at the first step whose screen is another one.

    What was not done in the recording, because the rest of a batch was skipped, is not done now either.
    """

    def __init__(self, recorded: Trajectory, tolerance: Tolerance = Tolerance()) -> None:
        self.recorded, self.tolerance = recorded, tolerance

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        """The recorded step at this place; the waits that replaying itself has put in are not counted."""
        place = sum(step.decision.reply != _WAITING for step in history)
        if place >= len(self.recorded.steps):
            return _give_up(f"the recording ends after {place} steps: {ending_words(self.recorded.ending)}")
        step = self.recorded.steps[place]
        if difference := await asyncio.to_thread(self._difference, step, now):
            if _looks(history) < LOOKS:
                return Decision(thought=f"Not yet as recorded: {difference}.", actions=(Wait(),), reply=_WAITING)
            return _give_up(f"step {step.index + 1}: the screen is not the recorded one: {difference}")
        return Decision(thought=step.decision.thought, actions=_done_in(step), expected=step.decision.expected)

    def _difference(self, step: Step, now: Observation) -> str:
        """What differs between the live screen and the recorded one, and where; "" where they count as the same."""
        recorded = step.before.screen
        if recorded.sha == now.screen.sha:
            return ""
        if (recorded.width, recorded.height) != (now.width, now.height):
            return f"it is {now.width}x{now.height} pixels, the recorded one {recorded.width}x{recorded.height}"
        before, after = recorded.png, now.screen.png
        change, places = compare(before, after), islands(before, after)
        aims = [point for action in step.decision.actions for point in points_of(action)]
        worth = [box for box in places if not self._passes(box, aims)]
        if not worth and (change.fraction <= self.tolerance.fraction or all(map(self._is_caret, places))):
            return ""
        largest = max(worth or places, key=lambda box: box.width * box.height)
        return f"{change.fraction:.2%} of the pixels differ in {_places(len(places))}, the largest {largest}"

    def _passes(self, box: Box, aims: Sequence[Point]) -> bool:
        small = _fits(box, self.tolerance.island) and not any(box.near(point, AROUND) for point in aims)
        return small or self._is_caret(box)

    def _is_caret(self, box: Box) -> bool:
        return _fits(box, self.tolerance.caret)


def _fits(box: Box, most: tuple[int, int]) -> bool:
    return box.width <= most[0] and box.height <= most[1]


def _looks(history: Sequence[Step]) -> int:
    """How often the screen now has been looked at: this time, and once for each wait just before."""
    looks = 1
    for step in reversed(history):
        if step.decision.reply != _WAITING:
            break
        looks += 1
    return looks


def _done_in(step: Step) -> tuple[Action, ...]:
    """The actions that were begun, or would have been; a step in which none was becomes a look at the screen."""
    begun = zip(step.decision.actions, step.outcomes, strict=False)
    return tuple(action for action, outcome in begun if not isinstance(outcome, Skipped)) or (Wait(seconds=0),)


def _give_up(reason: str) -> Decision:
    return Decision(actions=(GiveUp(reason=reason),))


def _places(count: int) -> str:
    return "one place" if count == 1 else f"{count} places"
