"""What the user settles: signature and responder, filters, and which folders and labels there are."""

from __future__ import annotations

import sqlite3

from guiagent.sandboxes.mail import mailbox
from guiagent.sandboxes.mail.state import Filter, Settings


def settings(database: sqlite3.Connection) -> Settings:
    """The settings as they are."""
    return Settings.model_validate(dict(database.execute("SELECT * FROM settings").fetchone()))


def change(database: sqlite3.Connection, new: Settings) -> None:
    """Put these settings in the place of the old ones."""
    marks = ", ".join(f"{name} = :{name}" for name in Settings.model_fields)
    with database:
        database.execute(f"UPDATE settings SET {marks}", new.model_dump())


def filters(database: sqlite3.Connection) -> dict[int, Filter]:
    """The filters by their numbers."""
    rows = database.execute("SELECT rowid AS number, * FROM filters ORDER BY rowid")
    return {row["number"]: Filter(**{name: row[name] for name in Filter.model_fields}) for row in rows}


def add_filter(database: sqlite3.Connection, new: Filter) -> None:
    """Keep a filter."""
    with database:
        database.execute("INSERT INTO filters VALUES (:sender, :subject, :folder, :label, :starred)", new.model_dump())


def delete_filter(database: sqlite3.Connection, number: int) -> None:
    """Forget a filter."""
    with database:
        database.execute("DELETE FROM filters WHERE rowid = ?", (number,))


def refusal(database: sqlite3.Connection, table: str, name: str, taken: tuple[str, ...]) -> str:
    """Why a folder or a label cannot be called so; empty where it can."""
    there = {each.lower() for each in (*getattr(mailbox, table)(database), *taken)}
    if not name or "," in name or "/" in name or len(name) > 40:
        return "Choose a name without commas and slashes."
    return f"There is one called {name} already." if name.lower() in there else ""


def add(database: sqlite3.Connection, table: str, name: str) -> None:
    """Make a folder or a label; `table` is folders or labels."""
    assert table in ("folders", "labels")
    with database:
        database.execute(f"INSERT INTO {table} VALUES (?)", (name,))


def delete_folder(database: sqlite3.Connection, name: str) -> None:
    """Take a folder away; what lay in it goes to the archive."""
    with database:
        if database.execute("DELETE FROM folders WHERE name = ?", (name,)).rowcount:
            database.execute("UPDATE messages SET folder = 'archive' WHERE folder = ?", (name,))


def delete_label(database: sqlite3.Connection, name: str) -> None:
    """Take a label away, from all messages too."""
    with database:
        if database.execute("DELETE FROM labels WHERE name = ?", (name,)).rowcount == 0:
            return
    mailbox.label(database, [message.id for message in mailbox.everything(database)], name, False)
