"""What is done with messages: finding, opening, starring, moving, labelling and marking them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from guiagent.sandboxes.mail.state import Message

OWN = ("inbox", "drafts", "sent", "archive", "spam", "bin")
"""The folders that every mailbox has."""


def everything(database: sqlite3.Connection) -> tuple[Message, ...]:
    """All messages, the newest first."""
    rows = database.execute("SELECT * FROM messages ORDER BY sent DESC, id DESC")
    return tuple(Message.model_validate(dict(row)) for row in rows)


def find(database: sqlite3.Connection, id_: int) -> Message | None:
    """The message with this id."""
    row = database.execute("SELECT * FROM messages WHERE id = ?", (id_,)).fetchone()
    return Message.model_validate(dict(row)) if row else None


def thread(database: sqlite3.Connection, message: Message) -> tuple[Message, ...]:
    """The messages of a conversation, the first one first; drafts and what was deleted are left out."""
    whole = {each.id: each for each in everything(database)}
    first = _root(whole, message)
    return tuple(
        each
        for each in sorted(whole.values(), key=lambda each: (each.sent, each.id))
        if _root(whole, each) == first and (each == message or each.folder not in ("drafts", "bin", "spam"))
    )


def _root(whole: dict[int, Message], message: Message) -> Message:
    while message.kind == "reply" and message.about in whole:
        message = whole[message.about]
    return message


def unread(database: sqlite3.Connection) -> frozenset[int]:
    """The ids of the messages that nobody has opened."""
    return frozenset(row["message"] for row in database.execute("SELECT message FROM unread"))


def folders(database: sqlite3.Connection) -> tuple[str, ...]:
    """The user's own folders."""
    return tuple(row["name"] for row in database.execute("SELECT name FROM folders ORDER BY name COLLATE NOCASE"))


def labels(database: sqlite3.Connection) -> tuple[str, ...]:
    """The labels that there are."""
    return tuple(row["name"] for row in database.execute("SELECT name FROM labels ORDER BY name COLLATE NOCASE"))


def mark_read(database: sqlite3.Connection, ids: Sequence[int]) -> None:
    """These messages have been seen."""
    with database:
        for table in ("unread", "marked_unread"):
            database.executemany(f"DELETE FROM {table} WHERE message = ?", [(id_,) for id_ in ids])


def mark_unread(database: sqlite3.Connection, ids: Sequence[int], read_before: frozenset[int]) -> None:
    """These messages are as good as new; of those that were `read_before`, the mark is kept for the judge."""
    with database:
        database.executemany("INSERT OR IGNORE INTO unread VALUES (?)", [(id_,) for id_ in ids])
        marked = [(id_,) for id_ in ids if id_ in read_before]
        database.executemany("INSERT OR IGNORE INTO marked_unread VALUES (?)", marked)


def star(database: sqlite3.Connection, ids: Sequence[int], starred: bool) -> None:
    """Put a star on messages, or take it off."""
    with database:
        database.executemany("UPDATE messages SET starred = ? WHERE id = ?", [(starred, id_) for id_ in ids])


def move(database: sqlite3.Connection, ids: Sequence[int], folder: str) -> int:
    """Move messages, and tell how many; a draft can only be deleted, which is for ever, as it is in the bin."""
    gone = "DELETE FROM messages WHERE id = ? AND folder IN ('drafts', 'bin')"
    moved = "UPDATE messages SET folder = ? WHERE id = ? AND folder != 'drafts'"
    with database:
        deleted = sum(database.execute(gone, (id_,)).rowcount for id_ in ids) if folder == "bin" else 0
        return deleted + sum(database.execute(moved, (folder, id_)).rowcount for id_ in ids)


def empty_bin(database: sqlite3.Connection) -> None:
    """What lies in the bin is gone."""
    with database:
        database.execute("DELETE FROM messages WHERE folder = 'bin'")


def label(database: sqlite3.Connection, ids: Sequence[int], name: str, wanted: bool) -> None:
    """Put a label on messages, or take it off."""
    with database:
        for id_ in ids:
            row = database.execute("SELECT labels FROM messages WHERE id = ?", (id_,)).fetchone()
            kept = {each for each in (row["labels"] if row else "").split(", ") if each and each != name}
            text = ", ".join(sorted({*kept, name} if wanted else kept))
            database.execute("UPDATE messages SET labels = ? WHERE id = ?", (text, id_))
