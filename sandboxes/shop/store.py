"""A shop's database: SQLite, opened by the shop to write and by the judge to read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from guiagent.errors import SandboxError
from guiagent.sandboxes.shop.state import TABLES, ShopState

VERSION = 1
_PLAIN = ("sessions", "worlds")


def connect(path: Path) -> sqlite3.Connection:
    """A connection that may be used by the server's thread; each statement outside `with` commits by itself."""
    database = sqlite3.connect(path, timeout=5, check_same_thread=False, isolation_level="IMMEDIATE")
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA foreign_keys = ON")
    return database


def prepare(path: Path, seed: int, initial: ShopState) -> None:
    """Make the database of this world, or go on with the one that is there. Raises SandboxError for another world's."""
    try:
        with closing(connect(path)) as database:
            if not database.execute("SELECT name FROM sqlite_schema WHERE name = 'worlds'").fetchone():
                database.execute("PRAGMA journal_mode = WAL")
                database.executescript(f"BEGIN IMMEDIATE; {_schema()} COMMIT;")
            if not (found := database.execute("SELECT seed, version FROM worlds").fetchone()):
                fill(database, seed, initial)
            elif tuple(found) != (seed, VERSION):
                raise SandboxError(f"{path} holds the shop with seed {found['seed']}, not {seed}; take another file")
    except sqlite3.Error as error:
        raise SandboxError(f"cannot open the shop's database {path}: {error}") from error


def _schema() -> str:
    return (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")


def fill(database: sqlite3.Connection, seed: int, state: ShopState) -> None:
    """Replace everything by this state, at once; browsers are logged out."""
    with database:
        for table in (*reversed(TABLES), *_PLAIN):
            database.execute(f"DELETE FROM {table}")
        database.execute("INSERT INTO worlds VALUES (?, ?)", (seed, VERSION))
        for table, row_type in TABLES.items():
            marks = ", ".join(f":{name}" for name in row_type.model_fields)
            rows = [row.model_dump(mode="json") for row in getattr(state, table)]
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def read(database: sqlite3.Connection) -> ShopState:
    """Everything as it is at one moment; the carts of browsers that are not logged in belong to "guest"."""
    database.execute("BEGIN")
    try:
        return ShopState.model_validate({table: _rows(database, table) for table in TABLES})
    finally:
        database.rollback()


def _rows(database: sqlite3.Connection, table: str) -> list[dict[str, object]]:
    rows = [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY rowid")]
    for row in rows:
        if "owner" in row and "@" not in str(row["owner"]):
            row["owner"] = "guest"
    return rows
