"""Two models at one task: one says what is to be done, another where that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from guiagent.actions import Action, Box, Click, Move
from guiagent.errors import UnreadableReply
from guiagent.messages import Reply
from guiagent.perception import Grounder
from guiagent.policies.vlm import VlmPolicy
from guiagent.protocols import DescribingDialect, Model, Policy, Request
from guiagent.records import Decision, Located, Mark, Observation, Step
from guiagent.screen import Screen
from guiagent.usage import Usage
from guiagent.words import quoted

LONGEST = 120
"""Characters of a description, and of what a grounder says of it, that are told."""


@dataclass(frozen=True)
class PlannedPolicy(Generic[Request]):
    """A `Policy`: a model plans, naming places in words, and a grounder finds them on the screen.

    A place that is not found is told to the model like anything else that is wrong with a reply, and it tries again.
    """

    model: Model[Request]
    dialect: DescribingDialect[Request]
    grounder: Grounder

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        """As `VlmPolicy.decide`; what the grounder cost is part of the usage."""

        async def read(reply: Reply) -> tuple[Decision, Usage]:
            return await self._read(reply, now, history)

        return await VlmPolicy(self.model, self.dialect).decided(instruction, now, history, read)

    async def _read(self, reply: Reply, now: Observation, history: Sequence[Step]) -> tuple[Decision, Usage]:
        """The decision, its places being where the grounder has found them, and what finding them cost."""
        found = {words: await _located(self.grounder, now.screen, words) for words in self.dialect.described(reply)}
        usage = sum((located.usage for located in found.values()), Usage())
        if missing := [_missing(words, located) for words, located in found.items() if located.point is None]:
            raise UnreadableReply("; ".join(missing), usage=usage)
        seen = now.model_copy(update={"marks": (*_marks(found), *now.marks)})
        try:
            return self.dialect.read(reply, seen, history), usage
        except UnreadableReply as error:
            raise UnreadableReply(str(error), usage=usage) from error


@dataclass(frozen=True)
class Reaimed:
    """A `Policy`: another one's clicks and moves, each aimed anew at what a grounder finds for its target's words.

    Where the grounder finds nothing, the policy's own point stands, and the thought says so.
    """

    policy: Policy
    grounder: Grounder

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        decision = await self.policy.decide(instruction, now, history)
        actions: list[Action] = []
        thoughts, usage = [decision.thought] if decision.thought else [], decision.usage
        for action in decision.actions:
            if not isinstance(action, Click | Move) or not action.target:
                actions.append(action)
                continue
            located = await _located(self.grounder, now.screen, action.target)
            usage += located.usage
            if located.point is None:
                thoughts.append(f"({_missing(action.target, located)}; the point stays as it was.)")
            aimed = action.point if located.point is None else located.point
            actions.append(action.model_copy(update={"point": aimed}))
        return decision.model_copy(update={"actions": tuple(actions), "thought": " ".join(thoughts), "usage": usage})


async def _located(grounder: Grounder, screen: Screen, words: str) -> Located:
    """Where the grounder sees it; a grounder whose own replies cannot be read has not found it. Raises ModelError."""
    try:
        return await grounder.locate(screen, words)
    except UnreadableReply as error:
        return Located(point=None, said=str(error), usage=error.usage or Usage())


def _missing(words: str, located: Located) -> str:
    said = f" ({located.said[:LONGEST]})" if located.said else ""
    return f"nothing on the screen was found for {quoted(words, LONGEST)}{said}"


def _marks(found: dict[str, Located]) -> Sequence[Mark]:
    return [
        Mark(box=Box(point.x, point.y, point.x + 1, point.y + 1), label=words)
        for words, located in found.items()
        if (point := located.point) is not None
    ]
