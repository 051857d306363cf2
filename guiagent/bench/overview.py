"""Several models over one suite, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

from pydantic import computed_field

from guiagent.actions import Value
from guiagent.bench.completeness import Completeness
from guiagent.bench.rows import Key, Row
from guiagent.bench.summary import Summary
from guiagent.errors import UsageError

SCRIPTED = "scripted"
"""The model that is a task's scripted solution."""


@dataclass(frozen=True)
class Batch:
    """A results folder as it is summed up: one row a key, the keys that were planned, and what to tell of it."""

    path: Path
    rows: tuple[Row, ...]
    planned: tuple[Key, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    def only(self, tasks: Collection[str]) -> Batch:
        """What it holds of these tasks."""
        rows = tuple(row for row in self.rows if row.task in tasks)
        return Batch(self.path, rows, tuple(key for key in self.planned if key.task in tasks), self.facts)


@dataclass(frozen=True)
class Share:
    """One model's part of a folder, under one configuration."""

    batch: Batch
    model: str
    config: str
    rows: tuple[Row, ...]
    planned: tuple[Key, ...]

    @classmethod
    def all_of(cls, batch: Batch) -> tuple[Share, ...]:
        """By model and configuration, in the order in which they come."""
        every = (*batch.planned, *batch.rows)
        return tuple(
            cls(batch, *whose, _of(batch.rows, whose), _of(batch.planned, whose))
            for whose in dict.fromkeys((key.model, key.config) for key in every)
        )


def _of(keys: Sequence[Any], whose: tuple[str, str]) -> tuple[Any, ...]:
    return tuple(key for key in keys if (key.model, key.config) == whose)


class Overview(Value):
    """What one table is about. `models` are in the order of their success, the best first."""

    suite: str
    version: str
    subset: str = ""
    completeness: Completeness
    models: tuple[Summary, ...]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def complete(self) -> bool:
        """Whether its figures are results."""
        return self.completeness.complete


def suite_of(batches: Sequence[Batch]) -> tuple[str, str]:
    """The suite and version that all of them share. Raises UsageError where there is none, or several."""
    found = {(key.suite, key.version): batch.path for batch in batches for key in (*batch.planned, *batch.rows)}
    if not found:
        raise UsageError(f"no results in {', '.join(str(batch.path) for batch in batches)}")
    if len(found) > 1:
        said = "; ".join(f"{path} holds {suite} {version}" for (suite, version), path in sorted(found.items()))
        raise UsageError(f"these cannot stand in one table: {said}")
    return next(iter(found))


def shares_of(batches: Sequence[Batch]) -> dict[str, Share]:
    """Each model's part by its name; where one name is there twice, its folder and then its configuration join it."""
    shares = [share for batch in batches for share in Share.all_of(batch)]
    names = [share.model for share in shares]
    names = _told_apart(names, [f" ({share.batch.path.name})" for share in shares])
    names = _told_apart(names, [f" {share.config[:8]}" for share in shares])
    return dict(zip(_numbered(names), shares, strict=True))


def _told_apart(names: Sequence[str], more: Sequence[str]) -> list[str]:
    times = Counter(names)
    return [f"{name}{ending}" if times[name] > 1 else name for name, ending in zip(names, more, strict=True)]


def _numbered(names: Sequence[str]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} #{seen[name]}"


def _held(rows: Sequence[Row], references: Mapping[tuple[str, int], int]) -> list[Row]:
    """The rows with the scripted solution's steps where they have none and these are known."""
    return [
        row.model_copy(update={"reference_steps": references[row.task, row.seed]})
        if row.reference_steps is None and (row.task, row.seed) in references
        else row
        for row in rows
    ]


def overview_of(batches: Sequence[Batch], subset: str = "") -> Overview:
    """The table of these folders. Raises UsageError where they are not about one suite and version.

    Where a row does not know the steps of the scripted solution, and that was run here in the same world, they are its.
    """
    suite, version = suite_of(batches)
    shares = shares_of(batches)
    references = {
        (row.task, row.seed): row.steps
        for share in shares.values()
        for row in share.rows
        if row.model == SCRIPTED and row.success
    }
    models = [Summary.of(label, _held(share.rows, references), share.planned) for label, share in shares.items()]
    return Overview(
        suite=suite,
        version=version,
        subset=subset,
        completeness=reduce(add, (model.completeness for model in models)),
        models=tuple(sorted(models, key=lambda model: -(model.success.mean if model.success else -1))),
    )
