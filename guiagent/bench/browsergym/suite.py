"""A family of BrowserGym's tasks as a suite: miniwob, webarena, visualwebarena, workarena, assistantbench, ..."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from guiagent.actions import Value
from guiagent.bench.browsergym.interpreter import BrowserGymOptions, Interpreter
from guiagent.bench.browsergym.world import BrowserGym, BrowserGymState
from guiagent.errors import SandboxError
from guiagent.protocols import Sandbox
from guiagent.records import Ending, Verdict
from guiagent.suites import Suite

WORLD = "browsergym"
"""The name of their kind of sandbox, whose places are the tasks."""


@dataclass(frozen=True)
class BrowserGymTask:
    """A registered environment; its goal is told by its world, and its reward is BrowserGym's."""

    name: str

    @property
    def sandbox(self) -> str:
        """The place in its kind of world: browsergym/miniwob.click-test."""
        return f"{WORLD}/{self.name}"

    @property
    def group(self) -> str:
        """Each stands for itself."""
        return self.name

    @property
    def level(self) -> int:
        """Nobody has said."""
        return 0

    def instruction(self, seed: int) -> str:
        """What stands here until the world tells its goal."""
        return f"{self.name} of BrowserGym"

    def check(self, seed: int, state: Value, ending: Ending) -> Verdict:
        """Success at a reward of 1, BrowserGym's highest; the reward itself is the score."""
        if not isinstance(state, BrowserGymState):
            raise SandboxError(f"{self.name} judges a task of BrowserGym, not {type(state).__name__}")
        notes = () if state.reward >= 1 else (f"BrowserGym's reward is {state.reward:g}",)
        return Verdict(success=state.reward >= 1, score=state.reward, notes=notes)


def browsergym_suite(family: str, options: BrowserGymOptions | None = None) -> Suite:
    """All registered tasks of a family. Raises SandboxError where BrowserGym or the family is not installed."""
    chosen = options or BrowserGymOptions()
    names = asyncio.run(_names(family, chosen))
    if not names:
        raise SandboxError(f"BrowserGym has no tasks of the family {family!r}")

    def opener(database: Path | None, port: int, task: str = "") -> Sandbox:
        return BrowserGym(database, port, task, chosen)

    return Suite(
        f"browsergym:{family}",
        version="1",
        tasks=MappingProxyType({name: BrowserGymTask(name) for name in names}),
        scale=chosen.scale,
        worlds=MappingProxyType({WORLD: opener}),
    )


async def _names(family: str, options: BrowserGymOptions) -> list[str]:
    async with Interpreter(options) as interpreter:
        names: list[str] = await interpreter.ask("list", family=family, within=120.0)
        return names
