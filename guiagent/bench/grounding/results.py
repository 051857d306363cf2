"""Results on disk: a line a question, appended as it is answered, so that a killed benchmark goes on where it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout
from pydantic import ValidationError

from guiagent.bench.grounding.items import Item
from guiagent.bench.grounding.rows import GroundingRow, Run
from guiagent.errors import RunFolderError, UsageError
from guiagent.runs.writing import Lines, json_of, writing

NAME = "grounding.jsonl"


class Results:
    """The rows in a folder, of any number of runs. Use as a context: one process at a time writes to a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / NAME
        self._runs: dict[Run, list[GroundingRow]] = {}

    def __enter__(self) -> Self:
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(self.folder / f".{NAME}.lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise UsageError(
                f"another process is writing results to {str(self.folder)!r}: name another --out"
            ) from None
        self._lines = Lines(self.path)
        rows, whole = read_rows(self.path)
        self._lines.cut(whole)
        for row in rows:
            self._runs.setdefault(row.run, []).append(row)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lines.close()
        self._lock.release()

    def add(self, row: GroundingRow) -> None:
        """Write it down; it outlives the process from now on. Raises RunFolderError."""
        self._lines.append(json_of(row) + b"\n")
        self._runs.setdefault(row.run, []).append(row)

    def rows(self, run: Run) -> Sequence[GroundingRow]:
        """All that was written of a run, oldest first."""
        return self._runs.get(run, ())

    def of(self, run: Run) -> dict[str, GroundingRow]:
        """The rows of a run that are its results, by item."""
        return latest(self.rows(run))

    def missing(self, run: Run, items: Iterable[Item]) -> list[Item]:
        """The items, in order, that have no row yet, or one of an environment that failed."""
        there = self.of(run)
        return [item for item in items if item.id not in there or not there[item.id].counts]

    def runs(self, digest: str) -> list[Run]:
        """The runs on a set, in the order in which they began."""
        return [run for run in self._runs if run.set == digest]


def latest(rows: Iterable[GroundingRow]) -> dict[str, GroundingRow]:
    """By item, the first row that counts, or else the last."""
    found: dict[str, GroundingRow] = {}
    for row in rows:
        if row.item not in found or not found[row.item].counts:
            found[row.item] = row
    return found


def read_rows(path: Path) -> tuple[list[GroundingRow], int]:
    """The rows of a file, and how many bytes of it are whole lines: a killed process may leave a part of one.

    Raises RunFolderError for any other line that is no row.
    """
    with writing(path):
        content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    rows = []
    for number, line in enumerate(content[:whole].splitlines(), 1):
        try:
            rows.append(GroundingRow.model_validate_json(line))
        except ValidationError as error:
            why = error.errors()[0]["msg"]
            raise RunFolderError(f"{path}: line {number} is no result of guiagent bench grounding: {why}") from error
    return rows, whole
