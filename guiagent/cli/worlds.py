"""The sandboxes, the suites and their tasks, by name: guiagent's own, installed ones, and those in a user's folder."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from guiagent import sandboxes, tasks
from guiagent.errors import UsageError
from guiagent.protocols import Sandbox, Task
from guiagent.suites import Suite

BRIDGE = "browsergym:"
"""What the name of a suite of BrowserGym's begins with: browsergym:miniwob, browsergym:webarena."""

ENTRY_POINTS = "guiagent.suites"
"""The group of entry points whose values are a `Suite` each."""


def sandbox_of(name: str, database: Path | None = None, port: int = 0, suite: Suite | None = None) -> Sandbox:
    """The sandbox of this name, its state kept in `database`. Raises UsageError that lists what there is.

    A name may end in a place of the sandbox, as in miniwob/click-test. The suite's own kinds come before guiagent's.
    """
    kind, _, place = name.partition("/")
    opener: Any = suite.worlds.get(kind) if suite else None
    if opener is None:
        opener = _module(sandboxes, kind, "--sandbox").SANDBOX
    world: Sandbox = opener(database, port, place) if place else opener(database, port)
    return world


def suite_names(folder: Path | None = None) -> tuple[str, ...]:
    """The names of the suites there are, guiagent's own first."""
    own = sorted(_names(tasks))
    installed = sorted(point.name for point in entry_points(group=ENTRY_POINTS))
    return tuple(dict.fromkeys((*own, *installed, *sorted(_files(folder)))))


def suite_of(name: str, folder: Path | None = None, option: str = "--task") -> Suite:
    """The suite of this name. Raises UsageError that lists what there is, or says what is wrong with a user's own."""
    if (file := _files(folder).get(name)) is not None:
        return _checked(_loaded(file), f"{file}")
    if name in _names(tasks):
        suite: Suite = importlib.import_module(f"{tasks.__name__}.{name}").SUITE
        return suite
    if name.startswith(BRIDGE):
        from guiagent.bench.browsergym import browsergym_suite

        return browsergym_suite(name.removeprefix(BRIDGE))
    for point in entry_points(group=ENTRY_POINTS):
        if point.name == name:
            return _checked(point.load(), f"the entry point {point.value}")
    raise UsageError(f"{option} {name!r} is not there; there is {', '.join(suite_names(folder))}")


def task_of(name: str, folder: Path | None = None) -> Task:
    """The task `SUITE/NAME`. Raises UsageError that lists what there is."""
    suite, _, short = name.partition("/")
    known = suite_of(suite, folder).tasks
    if short not in known:
        from rapidfuzz import process

        near = [each for each, *_ in process.extract(short, list(known), limit=5)] if short else list(known)
        told = "the nearest are" if short else f"the tasks of {suite} are"
        listed = ", ".join(f"{suite}/{each}" for each in near)
        raise UsageError(f"--task {name!r} is not there; {told} {listed} (guiagent bench list {suite} has them all)")
    return known[short]


def _files(folder: Path | None) -> dict[str, Path]:
    """The suites in a user's folder by name: modules, and packages."""
    if folder is None:
        return {}
    if not folder.is_dir():
        raise UsageError(f"--tasks {str(folder)!r} is no folder")
    packages = {init.parent.name: init for init in folder.glob("*/__init__.py")}
    return packages | {file.stem: file for file in folder.glob("*.py") if not file.stem.startswith("_")}


def _loaded(file: Path) -> object:
    """What a user's file calls SUITE; the file is the user's own Python, and runs."""
    name = file.parent.name if file.name == "__init__.py" else file.stem
    module_name = f"guiagent_suite_{name}"
    spec = importlib.util.spec_from_file_location(module_name, file)
    if spec is None or spec.loader is None:
        raise UsageError(f"{file} is no Python file that can be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    spec.loader.exec_module(module)
    return getattr(module, "SUITE", None)


def _checked(found: object, where: str) -> Suite:
    if not isinstance(found, Suite):
        raise UsageError(f"{where} has no SUITE that is a guiagent.suites.Suite")
    return found


def _names(package: ModuleType) -> list[str]:
    return [module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_")]


def _module(package: ModuleType, name: str, option: str) -> ModuleType:
    if name not in _names(package):
        raise UsageError(f"{option} {name!r} is not there; there is {', '.join(sorted(_names(package)))}")
    return importlib.import_module(f"{package.__name__}.{name}")
