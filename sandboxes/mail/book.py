"""The address book."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from guiagent.sandboxes.mail.outbox import EMAIL
from guiagent.sandboxes.mail.state import FIRST_NEW, Contact
from guiagent.sandboxes.mail.store import plain

FIELDS = ("name", "email", "phone", "company")


def contacts(database: sqlite3.Connection, words: str = "") -> tuple[Contact, ...]:
    """The contacts in which all of these words stand, by their names."""
    rows = database.execute("SELECT * FROM contacts ORDER BY name COLLATE NOCASE, id")
    found = (Contact.model_validate(dict(row)) for row in rows)
    asked = words.lower().split()
    return tuple(
        each
        for each in found
        if all(word in f"{each.name} {each.email} {each.phone} {each.company}".lower() for word in asked)
    )


def find(database: sqlite3.Connection, id_: int) -> Contact | None:
    """The contact with this id."""
    row = database.execute("SELECT * FROM contacts WHERE id = ?", (id_,)).fetchone()
    return Contact.model_validate(dict(row)) if row else None


def by_name(database: sqlite3.Connection) -> dict[str, str]:
    """Addresses by names in lower case."""
    return {each.name.lower(): each.email for each in contacts(database)}


def filled(fields: Mapping[str, str], id_: int) -> Contact:
    """What the form says."""
    text = {name: plain(fields.get(name, "")) for name in FIELDS}
    return Contact(id=id_, name=text["name"], email=text["email"].lower(), phone=text["phone"], company=text["company"])


def errors(contact: Contact) -> dict[str, str]:
    """What is wrong with a contact, by field."""
    wrong = {} if contact.name else {"name": "A contact needs a name."}
    return wrong if EMAIL.fullmatch(contact.email) else wrong | {"email": "Enter a valid email address."}


def save(database: sqlite3.Connection, contact: Contact) -> None:
    """Add a contact (id 0) or change it."""
    with database:
        last = database.execute("SELECT max(id) FROM contacts").fetchone()[0] or 0
        values = contact.model_dump() | {"id": contact.id or max(FIRST_NEW, last + 1)}
        database.execute("INSERT OR REPLACE INTO contacts VALUES (:id, :name, :email, :phone, :company)", values)


def delete(database: sqlite3.Connection, id_: int) -> None:
    """Take a contact out of the book."""
    with database:
        database.execute("DELETE FROM contacts WHERE id = ?", (id_,))
