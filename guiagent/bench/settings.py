"""What a benchmark run was asked to be: the same settings ask the same questions."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from random import Random
from typing import Any

from pydantic import Field

from guiagent.actions import Value
from guiagent.bench.rows import Key
from guiagent.limits import Limits
from guiagent.suites import Suite

SCHEMA_VERSION = 1


class Settings(Value):
    """Which tasks are attempted, in which worlds, by what, and within which limits.

    `options` is what decides how the model behaves, as JSON; `config` a digest of that and of all else that an outcome
    may depend on. `seeds` are the worlds, the same for every task, so that runs can be compared by pairs. `versions`,
    `git` and `machine` are those that began the results.
    """

    schema_version: int = SCHEMA_VERSION
    suite: str
    version: str
    model: str
    tasks: tuple[str, ...]
    seeds: tuple[int, ...]
    viewport: tuple[int, int] = (1280, 800)
    scale: float = 1.0
    limits: Limits = Limits()
    options: dict[str, Any] = Field(default_factory=dict)
    groups: dict[str, str] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    git: str = ""
    machine: dict[str, str] = Field(default_factory=dict)
    started: datetime = Field(default_factory=lambda: datetime.now(UTC))

    @property
    def config(self) -> str:
        """Twelve hex digits that differ wherever an outcome might."""
        decisive = {"suite", "version", "model", "viewport", "scale", "limits", "options"}
        text = json.dumps(self.model_dump(mode="json", include=decisive), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def planned(self) -> tuple[Key, ...]:
        """Every attempt, seed by seed, so that what is done so far has something of each task."""
        return tuple(self.key(task, seed) for seed in self.seeds for task in self.tasks)

    def key(self, task: str, seed: int) -> Key:
        """The attempt at a task in the world of a seed."""
        return Key(
            suite=self.suite, version=self.version, task=task, seed=seed, model=self.model, config=self.config
        )  # fmt: skip

    def widened(self, other: Settings) -> Settings:
        """These settings with the tasks and seeds of `other` besides their own, each once."""
        return self.model_copy(
            update={
                "tasks": tuple(dict.fromkeys((*self.tasks, *other.tasks))),
                "seeds": tuple(dict.fromkeys((*self.seeds, *other.seeds))),
                "groups": self.groups | other.groups,
            }
        )


def seeds_of(count: int, base: int = 0) -> tuple[int, ...]:
    """So many different seeds of 31 bits, drawn from `base`: the first of more are those of fewer."""
    rng = Random(f"guiagent bench {base}")
    drawn: dict[int, None] = {}
    while len(drawn) < count:
        drawn[rng.getrandbits(31)] = None
    return tuple(islice(drawn, count))


def groups_of(suite: Suite, tasks: Sequence[str]) -> dict[str, str]:
    """The group of each task."""
    return {name: suite.tasks[name].group for name in tasks}


def machine() -> dict[str, str]:
    """What this machine is, as far as figures of speed depend on it."""
    return {"system": platform.platform(), "processor": platform.machine(), "cores": str(os.cpu_count() or 1)}
