"""Which policy a model's name stands for, and why."""

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

AUTO, READER, SCRIPTED = "auto", "reader", "scripted"
PIXELS, SAME = "pixels", "same"


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


@dataclass(frozen=True)
class Choice:
    """A model's name, and a line on why it was taken where nobody named it."""

    name: str
    why: str = ""


def chosen(options: RunOptions) -> Choice:
    """The model that `auto` stands for here, and why. Raises UsageError where that cannot be told."""
    if options.model != AUTO:
        return Choice(options.model)
    if base_url := options.base_url or os.environ.get("OPENAI_BASE_URL"):
        from guiagent.cli.vlm import only_model

        return Choice(name := only_model(options, os.environ), f"model: {name}, the one that {base_url} serves")
    key = next((name for name in ("OPENAI_API_KEY", "GUIAGENT_API_KEY") if os.environ.get(name)), "")
    hint = f"; {key} is set, and --model NAME would use it" if key else ""
    return Choice(READER, f"model: reader, the offline one, as none was named with --model{hint}")


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
            from guiagent.cli.vlm import VlmMind

            return VlmMind.of(options, os.environ)


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
