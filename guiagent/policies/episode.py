"""A policy in a world that knows by itself when it is over: nothing is decided after that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guiagent.actions import Finish
from guiagent.protocols import Episode, Policy
from guiagent.records import Decision, Observation, Step


@dataclass(frozen=True)
class UntilOver:
    """Asks the policy until the episode is over, then finishes."""

    policy: Policy
    episode: Episode

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        """The policy's decision, or `finish` where no decision counts any more."""
        if await self.episode.over():
            return Decision(thought="the task is over", actions=(Finish(),))
        return await self.policy.decide(instruction, now, history)
