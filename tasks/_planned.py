"""A task that a seed's world sets: what is asked there, what should become of it, and how it is done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from guiagent.actions import Value
from guiagent.errors import SandboxError
from guiagent.policies.scripted import Move, ScriptedPolicy
from guiagent.protocols import Inspector, Policy
from guiagent.records import Ending, Verdict
from guiagent.sandboxes._seeded import Seeded, SeededApp

World = TypeVar("World", bound=Seeded)


class Plan(Value):
    """A task in one world.

    `expected` is the world's whole state afterwards, visits aside. Each of `answers` must stand in the agent's answer
    and none of `decoys` may. An `impossible` task is done by looking and giving up: `looked` are the beginnings of what
    was asked for when one has looked, as "GET /search".
    """

    instruction: str
    moves: tuple[Move, ...]
    expected: Any
    answers: tuple[str, ...] = ()
    decoys: tuple[str, ...] = ()
    impossible: bool = False
    looked: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedTask(Generic[World]):
    """A task that any seed's world can set. `level`: 1 one screen, 2 several, 3 what takes memory or comparison."""

    name: str
    plan: Callable[[World], Plan]
    app: type[SeededApp[World, Any]]
    level: int = 1

    @property
    def sandbox(self) -> str:
        """The name of its world's kind."""
        return self.app.tables.world

    @property
    def group(self) -> str:
        """Each template stands for itself."""
        return self.name

    def planned(self, seed: int) -> Plan:
        """The task in the world of this seed."""
        return self.plan(self.app().world(seed))

    def instruction(self, seed: int) -> str:
        """What to do, in the words of this seed's world."""
        return self.planned(seed).instruction

    def solution(self, seed: int) -> tuple[Move, ...]:
        """The moves that do it."""
        return self.planned(seed).moves

    def reference_steps(self, seed: int) -> int:
        """How many moves that is."""
        return len(self.solution(seed))

    def solver(self, seed: int, inspector: Inspector) -> Policy:
        """A policy that makes these moves."""
        return ScriptedPolicy(self.solution(seed), inspector)

    def check(self, seed: int, state: Value, ending: Ending) -> Verdict:
        """Success where the state is the expected one in every row and the ending fits; notes say what is not."""
        if not isinstance(state, self.app.tables.state):
            raise SandboxError(f"{self.name} judges a {self.sandbox}, not {type(state).__name__}")
        plan = self.planned(seed)
        notes = (*self.app.tables.differences(plan.expected, state), *_wrong_ending(plan, state, ending))
        return Verdict(success=not notes, notes=notes)


def _wrong_ending(plan: Plan, state: Any, ending: Ending) -> tuple[str, ...]:
    """What is wrong with how the run ended."""
    if plan.impossible:
        looked = any(visit.path.startswith(plan.looked) for visit in state.visits)
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
