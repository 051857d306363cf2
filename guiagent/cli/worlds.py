"""The sandboxes and the tasks, by name."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

from guiagent import sandboxes, tasks
from guiagent.errors import UsageError
from guiagent.protocols import Sandbox, Task
from guiagent.suites import Suite


def sandbox_of(name: str, database: Path | None = None, port: int = 0) -> Sandbox:
    """The sandbox of this name, its state kept in `database`. Raises UsageError that lists what there is.

    A name may end in a place of the sandbox, as in miniwob/click-test.
    """
    kind, _, place = name.partition("/")
    opener = _module(sandboxes, kind, "--sandbox").SANDBOX
    world: Sandbox = opener(database, port, place) if place else opener(database, port)
    return world


def suite_of(name: str) -> Suite:
    """The suite of this name. Raises UsageError that lists what there is."""
    suite: Suite = _module(tasks, name, "--task").SUITE
    return suite


def task_of(name: str) -> Task:
    """The task `SUITE/NAME`. Raises UsageError that lists what there is."""
    suite, _, short = name.partition("/")
    known = suite_of(suite).tasks
    if short not in known:
        listed = ", ".join(f"{suite}/{each}" for each in known)
        raise UsageError(f"--task {name!r} is not there; the tasks of {suite} are {listed}")
    return known[short]


def _module(package: ModuleType, name: str, option: str) -> ModuleType:
    there = [module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_")]
    if name not in there:
        raise UsageError(f"{option} {name!r} is not there; there is {', '.join(sorted(there))}")
    return importlib.import_module(f"{package.__name__}.{name}")
