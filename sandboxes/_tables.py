"""A world's state as rows in SQLite: written by its application, read by the judge, compared in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from guiagent.actions import Value
from guiagent.errors import SandboxError

State = TypeVar("State", bound=Value)
Row = dict[str, Any]


def connect(path: Path) -> sqlite3.Connection:
    """A connection that may be used by the server's thread; each statement outside `with` commits by itself."""
    database = sqlite3.connect(path, timeout=5, check_same_thread=False, isolation_level="IMMEDIATE")
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA foreign_keys = ON")
    return database


@dataclass(frozen=True)
class Tables(Generic[State]):
    """The tables of a world whose state is `state`: a field of it a table, a column of that a field of its row.

    `schema` is the file that makes them, and beside them `worlds (seed, version)` and those in `plain`, which are no
    part of the state and are emptied with it. `unjudged` are fields that no comparison looks at. `read_as` tells how a
    row is to be read where that is not as it is written.
    """

    world: str
    schema: Path
    state: type[State]
    rows: Mapping[str, type[Value]]
    version: int = 1
    plain: tuple[str, ...] = ("sessions",)
    unjudged: frozenset[str] = frozenset({"visits"})
    read_as: Callable[[Row], Row] = lambda row: row

    def prepare(self, path: Path, seed: int, initial: State) -> None:
        """Make the database of this world, or go on with the one there. Raises SandboxError for another world's."""
        try:
            with closing(connect(path)) as database:
                if not database.execute("SELECT name FROM sqlite_schema WHERE name = 'worlds'").fetchone():
                    database.execute("PRAGMA journal_mode = WAL")
                    database.executescript(f"BEGIN IMMEDIATE; {self.schema.read_text(encoding='utf-8')} COMMIT;")
                if not (found := database.execute("SELECT seed, version FROM worlds").fetchone()):
                    self.fill(database, seed, initial)
                elif tuple(found) != (seed, self.version):
                    where = f"{path} holds the {self.world} with seed {found['seed']}"
                    raise SandboxError(f"{where}, not {seed}; take another file")
        except sqlite3.Error as error:
            raise SandboxError(f"cannot open the {self.world}'s database {path}: {error}") from error

    def fill(self, database: sqlite3.Connection, seed: int, state: State) -> None:
        """Replace everything by this state, at once; browsers are logged out."""
        with database:
            for table in (*reversed(tuple(self.rows)), *self.plain, "worlds"):
                database.execute(f"DELETE FROM {table}")
            database.execute("INSERT INTO worlds VALUES (?, ?)", (seed, self.version))
            for table, row_type in self.rows.items():
                marks = ", ".join(f":{name}" for name in row_type.model_fields)
                rows = [row.model_dump(mode="json") for row in getattr(state, table)]
                database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def read(self, database: sqlite3.Connection) -> State:
        """Everything as it is at one moment."""
        database.execute("BEGIN")
        try:
            return self.state.model_validate({table: self._rows(database, table) for table in self.rows})
        finally:
            database.rollback()

    def differences(self, expected: State, actual: State) -> tuple[str, ...]:
        """What is there and should not be, and what should be there and is not, in words."""
        notes = []
        for table in self.rows.keys() - self.unjudged:
            wanted, found = list(getattr(expected, table)), list(getattr(actual, table))
            here, there = set(wanted), set(found)
            notes += [f"missing in {table}: {_words(row)}" for row in wanted if row not in there]
            notes += [f"unexpected in {table}: {_words(row)}" for row in found if row not in here]
            if len(wanted) != len(found) and here == there:
                notes.append(f"{len(found)} rows in {table} instead of {len(wanted)}")
        return tuple(sorted(notes))

    def _rows(self, database: sqlite3.Connection, table: str) -> list[Row]:
        return [self.read_as(dict(row)) for row in database.execute(f"SELECT * FROM {table} ORDER BY rowid")]


def _words(row: Value) -> str:
    return " ".join(
        f"{name}={value}" for name, value in row.model_dump(mode="json").items() if value not in ("", False)
    )
