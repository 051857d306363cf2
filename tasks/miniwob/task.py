"""A task of MiniWoB++: its page tells what to do and gives points; a threshold says what is a success.

Points are those before the page's discount for time (`WOB_RAW_REWARD_GLOBAL`), as BrowserGym counts them. Success is
strict: all the points, but for the tasks where a place, a line or a colour is met more or less well. There half of the
points are enough, nine tenths for colours. These thresholds are ours, as no publication agrees with another; more than
0 points, which BrowserGym takes for a success, is told beside it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from guiagent.actions import Value
from guiagent.errors import SandboxError
from guiagent.protocols import Inspector, Policy
from guiagent.records import Ending, Verdict
from guiagent.sandboxes.miniwob import MiniWobState


@dataclass(frozen=True)
class MiniWobTask:
    """The task of a page; `threshold` are the points that make a success."""

    name: str
    group: str
    threshold: float = 1.0
    level: int = 0

    @property
    def sandbox(self) -> str:
        """The page."""
        return f"miniwob/{self.name}"

    def instruction(self, seed: int) -> str:
        """What to do where the page has not told it yet."""
        return "Do what the yellow box at the top of the page asks for."

    def solver(self, seed: int, inspector: Inspector) -> Policy:
        """A policy that does it, looking under the pixels."""
        from guiagent.tasks.miniwob.solutions import SOLUTIONS, SolvingPolicy

        return SolvingPolicy(SOLUTIONS[self.name], seed, inspector)

    def check(self, seed: int, state: Value, ending: Ending) -> Verdict:
        """Success where the page gave enough points; an episode that never ended has none."""
        if not isinstance(state, MiniWobState):
            raise SandboxError(f"{self.name} judges a page of MiniWoB++, not {type(state).__name__}")
        if state.raw is None:
            return Verdict(success=False, score=0.0, notes=("the page was left before its task was over",))
        points = f"the page gave {state.raw:g} points of 1" + (f": {state.why}" if state.why else "")
        success = state.raw >= self.threshold
        return Verdict(success=success, score=state.raw, notes=() if success else (points,))


def _read(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


TASKS: Mapping[str, MiniWobTask] = MappingProxyType(
    {name: MiniWobTask(name, **facts) for name, facts in _read("tasks.toml").items()}  # type: ignore[arg-type]
)
"""By name, as registered in Farama's package. `group`: BrowserGym's similarity group, by its first member's name."""


def subsets() -> Mapping[str, frozenset[str]]:
    """The subsets that publications report on, by name and size."""
    listed = {name: frozenset(str(each) for each in facts["tasks"]) for name, facts in _read("subsets.toml").items()}  # type: ignore[attr-defined]
    return MappingProxyType({"browsergym-125": frozenset(TASKS), **listed})
