"""The desk at which a world's messages are written: each with an id, a minute and files of its own."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from random import Random

from guiagent.actions import Value
from guiagent.sandboxes.mail.people import Person
from guiagent.sandboxes.mail.state import FIRST_NEW, Kind, Message


class File(Value):
    """An attachment; `size` in bytes, `text` what stands on its page."""

    name: str
    size: int
    text: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({size_words(self.size)})"


def size_words(size: int) -> str:
    """A size as mailboxes write it: "2.4 MB", "340 KB"."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size // 1_000} KB"


def joined(addresses: Sequence[str]) -> str:
    """Addresses as a row holds them."""
    return ", ".join(sorted(addresses))


class Desk:
    """Collects the messages of a world that opens at `now` and belongs to `owner`."""

    def __init__(self, rng: Random, owner: Person, now: datetime.datetime) -> None:
        self.owner, self.now = owner, now
        self.messages: list[Message] = []
        self.files: list[File] = []
        self.people: dict[str, Person] = {owner.email: owner}
        self._ids = rng.sample(range(101, FIRST_NEW), 200)
        self._minutes: set[datetime.datetime] = set()

    def write(
        self,
        sender: Person,
        subject: str,
        body: str,
        days: float,
        *,
        to: Sequence[Person] = (),
        cc: Sequence[Person] = (),
        folder: str = "inbox",
        files: Sequence[File] = (),
        kind: Kind = "new",
        about: int = 0,
    ) -> int:
        """A message that was sent so many days ago, to the owner where nobody else is named; its id."""
        receivers = to or (self.owner,)
        self.people |= {person.email: person for person in (sender, *receivers, *cc) if person.email}
        self.files += files
        message = Message(
            id=self._ids.pop(),
            folder=folder,
            sender=sender.email,
            recipients=joined([person.email for person in receivers]),
            cc=joined([person.email for person in cc]),
            subject=subject,
            body=body,
            sent=self._minute(days),
            attachments=", ".join(map(str, files)),
            kind=kind,
            about=about,
        )
        self.messages.append(message)
        return message.id

    def letter(self, sender: Person, subject: str, text: str, days: float, **more: object) -> int:
        """A message between people, with a greeting and a name below."""
        receiver = "all" if more.get("to") else self.owner.first
        body = f"Hello {receiver},\n\n{text}\n\nBest wishes\n{sender.first}"
        return self.write(sender, subject, body, days, **more)  # type: ignore[arg-type]

    def _minute(self, days: float) -> datetime.datetime:
        moment = self.now - datetime.timedelta(minutes=max(7, round(days * 1440)))
        while moment in self._minutes:
            moment -= datetime.timedelta(minutes=1)
        self._minutes.add(moment)
        return moment
