"""A suite: tasks over one kind of world, and how an agent is put before them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from guiagent.protocols import Inspector, Policy, Sandbox, Task


class SandboxKind(Protocol):
    """What makes a sandbox, usually a class: its state is kept in `database`, and it is served at `port` (0: any).

    One whose tasks name a place in it, as miniwob/click-test does, takes that place as well.
    """

    def __call__(self, database: Path | None, port: int, /) -> Sandbox: ...


@runtime_checkable
class SolvedTask(Task, Protocol):
    """A task that comes with a scripted solution."""

    def solver(self, seed: int, inspector: Inspector) -> Policy:
        """A policy that does it in the world of this seed, looking under the pixels."""


@runtime_checkable
class Referenced(Task, Protocol):
    """A task of which is known how many steps its own solution takes."""

    def reference_steps(self, seed: int) -> int:
        """The decisions of the scripted solution, the last word among them."""


@dataclass(frozen=True)
class Suite:
    """Tasks by name. `version` changes whenever a figure of before can no longer be compared with one of after.

    `viewport` (width, height) in CSS pixels and `scale` are those at which every task can be done by sight; `steps` is
    the most that an attempt may take. `subsets` are names for some of the tasks, as published. `worlds` are the suite's
    own kinds of sandbox by name, where its tasks need some that guiagent does not bring.
    """

    name: str
    version: str
    tasks: Mapping[str, Task]
    viewport: tuple[int, int] = (1280, 800)
    scale: float = 1.0
    steps: int = 40
    subsets: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    worlds: Mapping[str, SandboxKind] = field(default_factory=lambda: MappingProxyType({}))
