"""Which policy a model's name stands for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Protocol

from guiagent.cli.options import RunOptions
from guiagent.cli.worlds import SolvedTask
from guiagent.errors import UsageError
from guiagent.protocols import Computer, Inspector, Policy, Reflector
from guiagent.records import Trajectory
from guiagent.reflection import ScreenChanged

PIXELS = "pixels"


class Inspected(Computer, Inspector, Protocol):
    """A computer that can also be looked at under its pixels."""


class Mind(Protocol):
    """What decides in a run, and what judges its steps."""

    @property
    def dialect(self) -> str:
        """The way of speaking with the model; empty where nothing is spoken."""

    def policy(self, seed: int, computer: Inspected, secrets: tuple[str, ...]) -> Policy: ...

    def reflector(self) -> Reflector: ...

    async def aclose(self) -> None:
        """Let go of connections."""


def mind_of(options: RunOptions, task: SolvedTask | None) -> Mind:
    """Raises UsageError for a name that nobody knows, with the nearest names and how to say it by hand."""
    match options.model:
        case "reader" | "scripted" if options.reflector != PIXELS:
            raise UsageError(f"--reflector {options.reflector} needs a model; --model {options.model} has none")
        case "reader":
            return ReaderMind()
        case "scripted":
            if task is None:
                raise UsageError("--model scripted plays a task's own solution; it needs --task SUITE/NAME")
            return ScriptedMind(task)
        case _:
            from guiagent.cli.calibrated import admit
            from guiagent.cli.vlm import VlmMind

            mind = VlmMind.of(options, os.environ)
            admit(options, mind.profile, os.environ)
            return mind


class Offline:
    """What the minds that ask no model have in common."""

    dialect = ""

    def reflector(self) -> Reflector:
        return ScreenChanged()

    async def aclose(self) -> None:
        pass


class ReaderMind(Offline):
    """The offline reader."""

    def policy(self, seed: int, computer: Inspected, secrets: tuple[str, ...]) -> Policy:
        from guiagent.policies.reader import ReaderPolicy

        return ReaderPolicy()


@dataclass(frozen=True)
class ScriptedMind(Offline):
    """A task's own solution."""

    task: SolvedTask

    def policy(self, seed: int, computer: Inspected, secrets: tuple[str, ...]) -> Policy:
        from guiagent.policies.scripted import ScriptedPolicy

        return ScriptedPolicy(self.task.solution(seed), computer)


@dataclass(frozen=True)
class ReplayMind(Offline):
    """A recording, re-enacted."""

    recorded: Trajectory

    def policy(self, seed: int, computer: Inspected, secrets: tuple[str, ...]) -> Policy:
        from guiagent.policies.replay import ReplayPolicy

        return ReplayPolicy(self.recorded)
