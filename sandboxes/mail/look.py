"""How a mailbox looks and what it calls things: drawn from the seed, so that nothing about a page can be memorised."""

from __future__ import annotations

import datetime
from random import Random
from typing import Literal

from guiagent.actions import Value

_ACCENTS = ("#1b5e8c", "#2f6b4f", "#7a3b5d", "#8a4b12", "#4c4a9e", "#0d6b70", "#a03a3a", "#3a4a5e")
_GROUNDS = ("#f4f6f8", "#f7f5f1", "#ffffff", "#f3f6f3", "#f6f4f7")
_FONTS = (
    'Arial, "Liberation Sans", sans-serif',
    'Verdana, "DejaVu Sans", sans-serif',
    'Helvetica, "Nimbus Sans", Arial, sans-serif',
    '"Noto Sans", "Liberation Sans", Arial, sans-serif',
)
_WORDS: dict[str, tuple[str, ...]] = {
    "search": ("Search mail", "Search", "Find messages"),
    "go": ("Search", "Go", "Find"),
    "compose": ("Compose", "New message", "Write a message"),
    "inbox": ("Inbox", "Inbox", "Incoming"),
    "sent": ("Sent", "Sent mail", "Sent items"),
    "drafts": ("Drafts", "Unfinished"),
    "archived": ("Archived", "Archived mail"),
    "spam": ("Spam", "Junk"),
    "bin": ("Bin", "Trash", "Deleted items"),
    "star": ("Star", "Flag", "Pin"),
    "archive": ("Archive", "Put away"),
    "delete": ("Delete", "Remove"),
    "mark_read": ("Mark as read", "Set to read"),
    "mark_unread": ("Mark as unread", "Set to unread"),
    "reply": ("Reply", "Answer"),
    "reply_all": ("Reply all", "Reply to all", "Answer all"),
    "forward": ("Forward", "Pass on"),
    "send": ("Send", "Send message", "Send now"),
    "save": ("Save draft", "Keep as draft"),
    "discard": ("Discard", "Throw away"),
    "label": ("Label", "Tag", "Category"),
    "contacts": ("Contacts", "Address book", "People"),
    "settings": ("Settings", "Preferences"),
    "body": ("Message", "Text", "Your message"),
    "filters": ("Filters", "Rules"),
    "vacation": ("Vacation responder", "Out of office", "Automatic reply"),
}


class Words(Value):
    """What the mailbox writes on its links, buttons and fields."""

    search: str
    go: str
    compose: str
    inbox: str
    sent: str
    drafts: str
    archived: str
    spam: str
    bin: str
    star: str
    archive: str
    delete: str
    mark_read: str
    mark_unread: str
    reply: str
    reply_all: str
    forward: str
    send: str
    save: str
    discard: str
    label: str
    contacts: str
    settings: str
    body: str
    filters: str
    vacation: str

    @property
    def starred(self) -> str:
        """Where the starred messages are listed."""
        return {"Star": "Starred", "Flag": "Flagged", "Pin": "Pinned"}[self.star]

    @property
    def unstar(self) -> str:
        return f"Remove {self.star.lower()}"

    @property
    def labels(self) -> str:
        return "Categories" if self.label == "Category" else f"{self.label}s"

    def folder(self, key: str) -> str:
        """What a folder is called: the mailbox's own by their keys, the user's by their names."""
        own = {
            "inbox": self.inbox,
            "sent": self.sent,
            "drafts": self.drafts,
            "archive": self.archived,
            "spam": self.spam,
            "bin": self.bin,
        }
        return own.get(key, key)


class Look(Value):
    """Colours, type and the places of things; `day_first` writes "3 Dec", else "Dec 3"."""

    accent: str
    ground: str
    font: str
    radius: int
    head: Literal["light", "dark"]
    side: Literal["left", "right"]
    rows: Literal["line", "double"]
    actions: Literal["above", "below"]
    labels: Literal["above", "beside"]
    day_first: bool
    copies: Literal["shown", "folded"]
    words: Words

    def short(self, moment: datetime.datetime, now: datetime.datetime) -> str:
        """When a message came, as lists write it: today's by the hour, those of other years with the year."""
        if moment.date() == now.date():
            return f"{moment:%H:%M}"
        day = f"{moment.day} {moment:%b}" if self.day_first else f"{moment:%b} {moment.day}"
        return day if moment.year == now.year else f"{day} {moment.year}"


def look(seed: int) -> Look:
    """The look of the mailbox with this seed."""
    rng = Random(f"{seed}:look")
    return Look(
        accent=rng.choice(_ACCENTS),
        ground=rng.choice(_GROUNDS),
        font=rng.choice(_FONTS),
        radius=rng.choice((0, 4, 8, 12)),
        head=rng.choice(("light", "dark")),
        side=rng.choice(("left", "left", "right")),
        rows=rng.choice(("line", "double")),
        actions=rng.choice(("above", "below")),
        labels=rng.choice(("above", "beside")),
        day_first=rng.choice((True, False)),
        copies=rng.choice(("shown", "folded")),
        words=Words(**{name: rng.choice(spellings) for name, spellings in _WORDS.items()}),
    )
