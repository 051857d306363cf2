"""A policy and a reflector that keep secrets to themselves: what a model says of a value is kept by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from guiagent.errors import UnreadableReply
from guiagent.protocols import Policy, Reflector, Secrets
from guiagent.records import Decision, Observation, Reflection, Rejected, Step


@dataclass(frozen=True)
class DiscreetPolicy:
    """A `Policy` in whose decisions no value stands; one that it types itself is typed as the secret, where it may."""

    policy: Policy
    secrets: Secrets

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        try:
            decision = await self.policy.decide(instruction, now, history)
        except UnreadableReply as error:
            rejected = tuple(Rejected.model_validate(self._hidden(each.model_dump())) for each in error.rejected)
            raise UnreadableReply(self.secrets.hide(str(error)), rejected, error.usage) from None
        return Decision.model_validate(self._hidden(decision.model_dump()))

    def _hidden(self, value: Any) -> Any:
        return hidden(value, self.secrets.hide)


@dataclass(frozen=True)
class DiscreetReflector:
    """A `Reflector` in whose notes no value stands."""

    reflector: Reflector
    secrets: Secrets

    async def reflect(self, before: Observation, decision: Decision, after: Observation) -> Reflection:
        reflection = await self.reflector.reflect(before, decision, after)
        return reflection.model_copy(update={"note": self.secrets.hide(reflection.note)})


def hidden(value: Any, hide: Callable[[str], str]) -> Any:
    """The value, a JSON one, with every text in it hidden."""
    match value:
        case str():
            return hide(value)
        case dict():
            return {hide(key): hidden(one, hide) for key, one in value.items()}
        case list() | tuple():
            return type(value)(hidden(one, hide) for one in value)
        case _:
            return value
