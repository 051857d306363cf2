"""Policies that know nothing: what they reach is what a task gives away for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from guiagent.actions import Action, Box, Click, Finish, GiveUp, Point
from guiagent.protocols import Inspector
from guiagent.records import Decision, Observation, Step

SUBMIT = ("submit", "ok", "okay", "send", "save", "done", "finish", "search", "go", "next", "confirm")
"""What a button that ends something is commonly called."""

CLICKS = 10
"""Random clicks, as the published figures of this baseline have."""


@dataclass(frozen=True)
class Idle:
    """Says at once that the task is done."""

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        return Decision(thought="doing nothing", actions=(Finish(),))


@dataclass(frozen=True)
class BlindSubmit:
    """Presses the button that seems to end the task, without having read it; then says that it is done."""

    inspector: Inspector

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        if history:
            return Decision(thought="submitted", actions=(Finish(),))
        button = await self._button()
        if button is None:
            return Decision(thought="there is no button", actions=(Finish(),))
        return Decision(thought="submitting whatever is there", actions=(Click(point=_middle(button)),))

    async def _button(self) -> Box | None:
        """The last element that is called as such buttons are, in the order of the words for them."""
        marks = await self.inspector.elements()
        for word in SUBMIT:
            named = [mark.box for mark in marks if mark.label.strip().casefold() == word]
            if named:
                return named[-1]
        return None


@dataclass(frozen=True)
class RandomClicks:
    """Clicks here and there, the same places for the same seed."""

    seed: int

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        if len(history) >= CLICKS:
            return Decision(thought="clicked enough", actions=(Finish(),))
        rng = Random(f"{self.seed}:{len(history)}")
        point = Point(rng.randrange(now.width), rng.randrange(now.height))
        return Decision(thought="clicking at random", actions=(Click(point=point),))


@dataclass(frozen=True)
class BlindReplay:
    """Does again what was done in another seed's world, and looks at nothing: a high score of it means leaking tasks.

    A script that replays another run reached its source's score on OSWorld (D'Oro et al. 2026, arXiv 2605.08261).
    """

    decisions: Sequence[Sequence[Action]]

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        if len(history) >= len(self.decisions):
            return Decision(thought="the recording is at its end", actions=(GiveUp(reason="nothing was recorded"),))
        return Decision(thought="doing what was done elsewhere", actions=tuple(self.decisions[len(history)]))


def recorded(steps: Sequence[Step]) -> tuple[tuple[Action, ...], ...]:
    """The actions of a recording, step by step."""
    return tuple(step.decision.actions for step in steps)


def _middle(box: Box) -> Point:
    return Point((box.left + box.right) // 2, (box.top + box.bottom) // 2)
