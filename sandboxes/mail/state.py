"""What can change in a mailbox, as rows: one tuple a table of the database, in plain values that compare equal.

What a correct agent may well do on its way is not judged: opening a message makes it read, so `unread` is no part of a
comparison; only `marked_unread`, what somebody marked on purpose, is. What is written by the user has id 0 and only
its own words as its body, as `store` reads it, so that neither a draft that was discarded before nor a signature
decides.
"""

from __future__ import annotations

import datetime
from typing import Literal

from guiagent.actions import Value

FIRST_NEW = 1000
"""Ids from here on belong to what was added after the world had opened."""

Kind = Literal["new", "reply", "forward"]


class Message(Value):
    """A message or a draft. Addresses are sorted and parted by ", ", so are labels and attachments.

    `folder` is inbox, sent, drafts, archive, spam or bin, else the name of one of the user's own. `about` is the id of
    the message that it replies to or forwards, or 0.
    """

    id: int = 0
    folder: str
    sender: str
    recipients: str
    cc: str = ""
    bcc: str = ""
    subject: str
    body: str
    sent: datetime.datetime
    starred: bool = False
    labels: str = ""
    attachments: str = ""
    kind: Kind = "new"
    about: int = 0


class Unread(Value):
    """A message that nobody has opened, or that was marked so."""

    message: int


class MarkedUnread(Value):
    """A message that had been read when the world opened, and was marked as unread since."""

    message: int


class Folder(Value):
    """A folder of the user's own."""

    name: str


class Label(Value):
    """A label that messages can carry."""

    name: str


class Contact(Value):
    """An entry of the address book."""

    id: int = 0
    name: str
    email: str
    phone: str = ""
    company: str = ""


class Filter(Value):
    """What becomes of new messages: where both texts stand in sender and subject, all that is named is done."""

    sender: str = ""
    subject: str = ""
    folder: str = ""
    label: str = ""
    starred: bool = False


class Settings(Value):
    """The user's own settings; the days of the vacation responder are ISO dates or empty."""

    name: str
    signature: str
    per_page: int
    vacation: bool = False
    first_day: str = ""
    last_day: str = ""
    vacation_subject: str = ""
    vacation_text: str = ""


class Visit(Value):
    """A page that was asked for, with its query."""

    id: int
    path: str


class MailState(Value):
    """Everything in a mailbox that its user can change, and the pages that were asked for."""

    messages: tuple[Message, ...] = ()
    unread: tuple[Unread, ...] = ()
    marked_unread: tuple[MarkedUnread, ...] = ()
    folders: tuple[Folder, ...] = ()
    labels: tuple[Label, ...] = ()
    contacts: tuple[Contact, ...] = ()
    filters: tuple[Filter, ...] = ()
    settings: tuple[Settings, ...] = ()
    visits: tuple[Visit, ...] = ()


ROWS: dict[str, type[Value]] = {
    "messages": Message,
    "unread": Unread,
    "marked_unread": MarkedUnread,
    "folders": Folder,
    "labels": Label,
    "contacts": Contact,
    "filters": Filter,
    "settings": Settings,
    "visits": Visit,
}
"""The table of each field of `MailState`, and the value that a row of it is."""
