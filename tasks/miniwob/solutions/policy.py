"""A solution as a policy: it looks under the pixels, and acts at them with the hands that every agent has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guiagent.actions import Action, Wait
from guiagent.errors import ActionFailed
from guiagent.protocols import Inspector
from guiagent.records import Decision, Observation, Step
from guiagent.tasks.miniwob.solutions.scene import Scene, Solution

BRIEFLY = Wait(seconds=0.2)
"""Until something that is not there yet comes, or an ending that was not told yet arrives."""


@dataclass(frozen=True)
class SolvingPolicy:
    """Asks a solution what to do next; it reads how far it is from the page and the steps so far."""

    solution: Solution
    seed: int
    inspector: Inspector

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        """What the solution says; a short wait where the page is not ready for it."""
        try:
            over, width = await self.inspector.probe("() => [WOB_DONE_GLOBAL, innerWidth]")
            if over:
                return _decision("the page is done", BRIEFLY)
            scene = Scene(instruction, now, history, self.seed, width, self.inspector)
            return _decision("", *await self.solution(scene))
        except ActionFailed as failed:
            return _decision(f"{failed}: waiting", BRIEFLY)


def _decision(thought: str, *actions: Action) -> Decision:
    return Decision(thought=thought, actions=actions)
