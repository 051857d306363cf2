"""The sandboxes and the tasks, by name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Protocol

from guiagent import sandboxes, tasks
from guiagent.errors import UsageError
from guiagent.policies.scripted import Move
from guiagent.protocols import Sandbox, Task


class SolvedTask(Task, Protocol):
    """A task that comes with a scripted solution."""

    def solution(self, seed: int) -> Sequence[Move]:
        """The moves that do it in the world of this seed."""


def sandbox_of(name: str, database: Path | None = None, port: int = 0) -> Sandbox:
    """The sandbox of this name, its state kept in `database`. Raises UsageError that lists what there is."""
    world: Sandbox = _module(sandboxes, name, "--sandbox").SANDBOX(database=database, port=port)
    return world


def task_of(name: str) -> SolvedTask:
    """The task `SUITE/NAME`. Raises UsageError that lists what there is."""
    suite, _, short = name.partition("/")
    known: Mapping[str, SolvedTask] = _module(tasks, suite, "--task").TASKS
    if short not in known:
        listed = ", ".join(f"{suite}/{each}" for each in known)
        raise UsageError(f"--task {name!r} is not there; the tasks of {suite} are {listed}")
    return known[short]


def _module(package: ModuleType, name: str, option: str) -> ModuleType:
    there = [module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_")]
    if name not in there:
        raise UsageError(f"{option} {name!r} is not there; there is {', '.join(sorted(there))}")
    return importlib.import_module(f"{package.__name__}.{name}")
