"""A suite: tasks over one kind of world, and how an agent is put before them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from guiagent.protocols import Inspector, Policy, Task


@runtime_checkable
class SolvedTask(Task, Protocol):
    """A task that comes with a scripted solution."""

    def solver(self, seed: int, inspector: Inspector) -> Policy:
        """A policy that does it in the world of this seed, looking under the pixels."""


@dataclass(frozen=True)
class Suite:
    """Tasks by name. `version` changes whenever a figure of before can no longer be compared with one of after.

    `viewport` (width, height) in CSS pixels and `scale` are those at which every task can be done by sight; `steps` is
    the most that an attempt may take. `subsets` are names for some of the tasks, as published.
    """

    name: str
    version: str
    tasks: Mapping[str, Task]
    viewport: tuple[int, int] = (1280, 800)
    scale: float = 1.0
    steps: int = 40
    subsets: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
