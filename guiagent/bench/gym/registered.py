"""The names under which Gymnasium finds the tasks: guiagent/SUITE-TASK-v0."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator

from guiagent import sandboxes, tasks
from guiagent.errors import UsageError
from guiagent.protocols import Sandbox, Task
from guiagent.suites import Suite

NAMESPACE, VERSION = "guiagent", "v0"


def register() -> None:
    """Tell Gymnasium of every task. Raises UsageError where Gymnasium is not installed."""
    try:
        import gymnasium
    except ModuleNotFoundError as error:
        raise UsageError("Gymnasium is not installed here: pip install 'guiagent[gym]'") from error
    for suite in _suites():
        for name in suite.tasks:
            known = f"{NAMESPACE}/{suite.name}-{name}-{VERSION}"
            if known not in gymnasium.registry:
                gymnasium.register(
                    known, entry_point="guiagent.bench.gym.env:GuiEnv", kwargs={"task": f"{suite.name}/{name}"}
                )


def suite_of(name: str) -> Suite:
    """The suite of this name. Raises UsageError that lists what there is."""
    there = [each.name for each in pkgutil.iter_modules(tasks.__path__) if not each.name.startswith("_")]
    if name not in there:
        raise UsageError(f"there is no suite {name!r}; there is {', '.join(sorted(there))}")
    suite: Suite = importlib.import_module(f"{tasks.__name__}.{name}").SUITE
    return suite


def world_of(task: Task, suite: Suite) -> Sandbox:
    """The kind of world that a task is set in, thrown away when it is closed."""
    kind, _, place = task.sandbox.partition("/")
    opener: Callable[..., Sandbox] = (
        suite.worlds.get(kind) or importlib.import_module(f"{sandboxes.__name__}.{kind}").SANDBOX
    )
    return opener(None, 0, place) if place else opener(None, 0)


def _suites() -> Iterator[Suite]:
    for each in pkgutil.iter_modules(tasks.__path__):
        if not each.name.startswith("_"):
            yield suite_of(each.name)
