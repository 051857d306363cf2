"""Which policy a model's name stands for."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from guiagent.cli.options import RunOptions
from guiagent.errors import UsageError
from guiagent.perception import Annotator
from guiagent.protocols import Computer, Inspector, Policy, Reflector, Task
from guiagent.records import Trajectory
from guiagent.reflection import ScreenChanged
from guiagent.suites import SolvedTask

if TYPE_CHECKING:
    from guiagent.cli.finder import Finder

PIXELS = "pixels"


class Inspected(Computer, Inspector, Protocol):
    """A computer that can also be looked at under its pixels."""


@dataclass(frozen=True)
class Making:
    """A run that is being made: its task, its folder's name, and what takes secrets out of texts."""

    instruction: str
    run: str
    hide: Callable[[str], str]


class Mind(Protocol):
    """What decides in a run, and what judges its steps."""

    @property
    def dialect(self) -> str:
        """The way of speaking with the model; empty where nothing is spoken."""

    def policy(self, seed: int, computer: Inspected, secrets: tuple[str, ...]) -> Policy: ...

    def annotators(self, making: Making, computer: Inspected) -> tuple[Annotator, ...]:
        """What adds to each observation."""

    def reflector(self) -> Reflector: ...

    async def open(self) -> tuple[str, ...]:
        """Load what runs in this process; remarks for a person."""

    async def aclose(self) -> None:
        """Let go of connections."""


def mind_of(options: RunOptions, task: Task | None) -> Mind:
    """Raises UsageError for a name that nobody knows, with the nearest names and how to say it by hand."""
    match options.model:
        case "reader" | "scripted" if options.reflector != PIXELS:
            raise UsageError(f"--reflector {options.reflector} needs a model; --model {options.model} has none")
        case "reader" | "scripted" if options.examples or options.marks != "auto":
            what = "--examples" if options.examples else "--marks"
            raise UsageError(f"{what} is for models that are shown things; --model {options.model} is none")
        case "reader":
            from guiagent.cli.served import heeded
            from guiagent.cli.vlm import finder_of

            finder = finder_of(options, os.environ)
            heeded(options.loading, finder.model if finder else None)
            return ReaderMind(finder)
        case "scripted" if options.grounder:
            raise UsageError("--model scripted knows where everything is; leave out --grounder")
        case "scripted":
            if task is None:
                raise UsageError("--model scripted plays a task's own solution; it needs --task SUITE/NAME")
            if not isinstance(task, SolvedTask):
                raise UsageError(f"--task {options.task} has no scripted solution for --model scripted to play")
            return ScriptedMind(task)
        case _:
            from guiagent.cli.calibrated import admit
            from guiagent.cli.vlm import VlmMind

            mind = VlmMind.of(options, os.environ)
            admit(options, mind.source, os.environ)
            return mind


class Offline:
    """What the minds that ask no model have in common."""

    dialect = ""

    def policy(self, seed: int, computer: Inspected, secrets: tuple[str, ...]) -> Policy:
        raise NotImplementedError

    def annotators(self, making: Making, computer: Inspected) -> tuple[Annotator, ...]:
        return ()

    def reflector(self) -> Reflector:
        return ScreenChanged()

    async def open(self) -> tuple[str, ...]:
        return ()

    async def aclose(self) -> None:
        pass


@dataclass(frozen=True)
class ReaderMind(Offline):
    """The offline reader; with a grounder, it says what and the grounder where."""

    finder: Finder | None = None

    def policy(self, seed: int, computer: Inspected, secrets: tuple[str, ...]) -> Policy:
        from guiagent.policies.reader import ReaderPolicy

        if self.finder is None:
            return ReaderPolicy()
        from guiagent.policies.planned import Reaimed

        return Reaimed(ReaderPolicy(), self.finder.grounder)

    async def open(self) -> tuple[str, ...]:
        from guiagent.cli.served import opened

        return await opened(self.finder.model) if self.finder and self.finder.model else ()

    async def aclose(self) -> None:
        if self.finder and self.finder.model:
            await self.finder.model.aclose()


@dataclass(frozen=True)
class ScriptedMind(Offline):
    """A task's own solution."""

    task: SolvedTask

    def policy(self, seed: int, computer: Inspected, secrets: tuple[str, ...]) -> Policy:
        return self.task.solver(seed, computer)


@dataclass(frozen=True)
class ReplayMind(Offline):
    """A recording, re-enacted."""

    recorded: Trajectory

    def policy(self, seed: int, computer: Inspected, secrets: tuple[str, ...]) -> Policy:
        from guiagent.policies.replay import ReplayPolicy

        return ReplayPolicy(self.recorded)
