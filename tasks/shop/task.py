"""A task of the shop: what is asked in a world, what should become of it, and how to do it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from guiagent.actions import Value
from guiagent.errors import SandboxError
from guiagent.policies.scripted import Move
from guiagent.records import Ending, Verdict
from guiagent.sandboxes.shop.state import ShopState, differences
from guiagent.sandboxes.shop.world import World, world


class Plan(Value):
    """A task in one world.

    `expected` is the shop's whole state afterwards, visits aside. Each of `answers` must stand in the agent's answer
    and none of `decoys` may. An `impossible` task is done by looking and giving up.
    """

    instruction: str
    moves: tuple[Move, ...]
    expected: ShopState
    answers: tuple[str, ...] = ()
    decoys: tuple[str, ...] = ()
    impossible: bool = False


@dataclass(frozen=True)
class ShopTask:
    """A task that any seed's shop can set."""

    name: str
    plan: Callable[[World], Plan]
    sandbox: str = "shop"

    def instruction(self, seed: int) -> str:
        """What to do, in the words of this seed's shop."""
        return self.plan(world(seed)).instruction

    def solution(self, seed: int) -> tuple[Move, ...]:
        """The moves that do it."""
        return self.plan(world(seed)).moves

    def check(self, seed: int, state: Value, ending: Ending) -> Verdict:
        """Success where the state is the expected one in every row and the ending fits; notes say what is not."""
        if not isinstance(state, ShopState):
            raise SandboxError(f"{self.name} judges a shop, not {type(state).__name__}")
        plan = self.plan(world(seed))
        notes = (*differences(plan.expected, state), *_wrong_ending(plan, state, ending))
        return Verdict(success=not notes, notes=notes)


def _wrong_ending(plan: Plan, state: ShopState, ending: Ending) -> tuple[str, ...]:
    """What is wrong with how the run ended."""
    if plan.impossible:
        looked = any(visit.path.startswith(("GET /search", "GET /category", "GET /product")) for visit in state.visits)
        notes = [] if ending.reason == "gave_up" else ["this cannot be done, and the agent did not give up"]
        return (*notes, *([] if looked else ["the agent never looked for it"]))
    missing = [f"the answer does not say {token}" for token in plan.answers if not says(ending.answer, token)]
    wrong = [f"the answer says {token}" for token in plan.decoys if says(ending.answer, token)]
    return (*missing, *wrong)


def says(answer: str, token: str) -> bool:
    """Whether a number, an amount without its sign or a name stands in an answer as a whole word."""
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", answer.casefold())
    plain = re.sub(r"(?<=\d),(?=\d\d\b)", ".", plain)
    return re.search(rf"(?<![\w.]){re.escape(token.casefold())}(?!\.?\w)", plain) is not None
