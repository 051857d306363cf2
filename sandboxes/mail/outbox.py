"""Writing: whom a text names, what a reply begins with, and what becomes of it when it is sent or kept."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from guiagent.sandboxes.mail.letters import joined
from guiagent.sandboxes.mail.state import FIRST_NEW, Kind, Message
from guiagent.sandboxes.mail.store import SIGNED

EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[a-zA-Z]{2,}")


@dataclass(frozen=True)
class Draft:
    """What stands in the form: `draft` is the id of the kept draft that it goes on with, or 0."""

    recipients: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    body: str = ""
    kind: Kind = "new"
    about: int = 0
    draft: int = 0


def addressed(text: str, book: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The addresses that a text names, as a row holds them, and what it names that is none.

    `book`: addresses by the names, in lower case, of those in the address book.
    """
    known, unknown = set(), []
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        inner = re.search(r"<([^>]*)>", part)
        address = (inner[1] if inner else part).strip()
        if EMAIL.fullmatch(address):
            known.add(address.lower())
        elif part.lower() in book:
            known.add(book[part.lower()])
        else:
            unknown.append(part)
    return joined(sorted(known)), tuple(unknown)


def beginning(kind: Kind, message: Message, owner: str, everybody: bool = False) -> Draft:
    """What the form of a reply or of a forwarded message opens with."""
    if kind == "forward":
        return Draft(subject=_prefixed("Fwd: ", message.subject), kind=kind, about=message.id)
    mine = message.sender == owner
    to = message.recipients if mine else message.sender
    others = {*message.recipients.split(", "), *message.cc.split(", ")} - {owner, "", *to.split(", ")}
    cc = joined(sorted(others)) if everybody else ""
    return Draft(recipients=to, cc=cc, subject=_prefixed("Re: ", message.subject), kind=kind, about=message.id)


def _prefixed(prefix: str, subject: str) -> str:
    return subject if subject.startswith(prefix) else prefix + subject


def signed(text: str, signature: str) -> str:
    """A text with the signature below."""
    body = text.replace("\r\n", "\n").strip()
    return f"{body}{SIGNED}{signature}" if signature else body


def unsigned(body: str) -> str:
    """A text as its form shows it."""
    return body.partition(SIGNED)[0]


def keep(database: sqlite3.Connection, message: Message, draft: int) -> int:
    """Put a message into the mailbox in place of its draft; its id."""
    with database:
        database.execute("DELETE FROM messages WHERE id = ? AND folder = 'drafts'", (draft,))
        last = database.execute("SELECT max(id) FROM messages").fetchone()[0] or 0
        id_ = max(FIRST_NEW, last + 1)
        values = message.model_copy(update={"id": id_}).model_dump(mode="json")
        marks = ", ".join(f":{name}" for name in Message.model_fields)
        database.execute(f"INSERT INTO messages VALUES ({marks})", values)
    return id_


def throw_away(database: sqlite3.Connection, draft: int) -> None:
    """Forget a draft."""
    with database:
        database.execute("DELETE FROM messages WHERE id = ? AND folder = 'drafts'", (draft,))
