"""Results on disk: `bench.json` says what was asked, `results.jsonl` has a row an attempt and only grows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout
from pydantic import ValidationError

from guiagent.bench.rows import Key, Row
from guiagent.bench.settings import SCHEMA_VERSION, Settings
from guiagent.errors import RunFolderError, UsageError
from guiagent.runs.writing import Lines, json_of, put, writing

SETTINGS, ROWS = "bench.json", "results.jsonl"


@dataclass(frozen=True)
class Results:
    """What is known of the attempts in a folder. `rows` has one an attempt: the one that counts, else its last."""

    folder: Path
    settings: Settings
    rows: tuple[Row, ...]

    @property
    def planned(self) -> tuple[Key, ...]:
        """Every attempt that was asked for."""
        return self.settings.planned

    @property
    def missing(self) -> tuple[Key, ...]:
        """The attempts that are still to be made: never made, or ended by their environment."""
        done = {row.key for row in self.rows if row.counts}
        return tuple(key for key in self.planned if key not in done)


def read_results(folder: Path) -> Results:
    """Raises UsageError for a folder without results, RunFolderError for one that cannot be read."""
    if not (folder / SETTINGS).is_file():
        raise UsageError(f"{folder} holds no results of a benchmark ({SETTINGS} is not there)")
    settings = _settings(folder / SETTINGS)
    rows, _ = _rows(folder / ROWS)
    planned = set(settings.planned)
    return Results(folder, settings, tuple(row for row in counting(rows) if row.key in planned))


def counting(rows: Iterable[Row]) -> Iterator[Row]:
    """One row an attempt: a result is never replaced, an error of the environment by whatever comes after it."""
    kept: dict[Key, Row] = {}
    for row in rows:
        _keep(kept, row)
    return iter(kept.values())


def _keep(kept: dict[Key, Row], row: Row) -> None:
    key = row.key
    if key not in kept or not kept[key].counts:
        kept[key] = row


class Ledger:
    """A folder of results that one process adds to. Each row is on its way to the disk before the next attempt."""

    def __init__(self, folder: Path, settings: Settings, resume: bool) -> None:
        """Begin, or go on with what is there where `resume` is said.

        Raises UsageError where there are results and nobody said so, or where they were got with other settings.
        """
        self.folder = folder
        with writing(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = FileLock(folder / ".lock")
        with writing(folder / ".lock"):
            try:
                self._lock.acquire(timeout=1)
            except Timeout as error:
                raise RunFolderError(f"{folder} is being written by another benchmark; wait until it ends") from error
        try:
            self.settings = self._begun(settings, resume)
            rows, size = _rows(folder / ROWS)
            self._lines = Lines(folder / ROWS)
            self._lines.cut(size)
        except BaseException:
            self._lock.release()
            raise
        self._kept = {row.key: row for row in counting(rows)}
        self.spent = sum(row.usage.usd or 0.0 for row in rows)
        """USD, where known: every attempt costs, whether it counts or not."""

    @property
    def rows(self) -> list[Row]:
        """One an attempt, as in `Results`."""
        return list(self._kept.values())

    @property
    def missing(self) -> tuple[Key, ...]:
        """The attempts that are still to be made."""
        return Results(self.folder, self.settings, tuple(self.rows)).missing

    def add(self, row: Row) -> None:
        """Write a row down. Raises RunFolderError."""
        self._lines.append(json_of(row) + b"\n")
        self.spent += row.usage.usd or 0.0
        _keep(self._kept, row)

    def close(self) -> None:
        """All of it outlasts a power cut; another process may write."""
        self._lines.sync()
        self._lines.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begun(self, settings: Settings, resume: bool) -> Settings:
        path = self.folder / SETTINGS
        if path.exists():
            if not resume:
                raise UsageError(f"{self.folder} holds results already: go on with --resume, or name another --out")
            old = _settings(path)
            _agree(old, settings, self.folder)
            settings = old.widened(settings)
        put(path, json_of(settings, indent=2), durable=True)
        return settings


def _agree(old: Settings, new: Settings, folder: Path) -> None:
    if old.config == new.config:
        return
    before, now = (each.model_dump(mode="json") for each in (old, new))
    before, now = before | before.pop("options"), now | now.pop("options")
    free = {"tasks", "seeds", "groups", "versions", "git", "machine", "started"}
    differ = [
        f"{name} was {before.get(name)!r}, is {now.get(name)!r}"
        for name in sorted((before.keys() | now.keys()) - free)
        if before.get(name) != now.get(name)
    ]
    raise UsageError(f"{folder} was begun with other settings ({'; '.join(differ)}): name another --out")


def _settings(path: Path) -> Settings:
    try:
        fields = json.loads(path.read_bytes())
        if fields.get("schema_version", 1) > SCHEMA_VERSION:
            raise RunFolderError(f"cannot read {path}: it was written by a newer guiagent; upgrade guiagent")
        return Settings.model_validate(fields, extra="ignore")
    except (OSError, ValueError, AttributeError, ValidationError) as error:
        raise RunFolderError(f"cannot read {path}: {error}") from error


def _rows(path: Path) -> tuple[list[Row], int]:
    """The rows, and how many bytes they take: what a process that was killed left of a line comes after them."""
    if not path.exists():
        return [], 0
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RunFolderError(f"cannot read {path}: {error.strerror or error}") from error
    size = content.rfind(b"\n") + 1
    rows = []
    for number, line in enumerate(content[:size].splitlines(), 1):
        try:
            rows.append(Row.model_validate(json.loads(line), extra="ignore"))
        except (ValueError, ValidationError) as error:
            raise RunFolderError(f"cannot read line {number} of {path}: {error}") from error
    return rows, size
