"""A mailbox's world: what never changes while it is open, and the state it opens with. A seed decides all of it."""

from __future__ import annotations

import datetime
from functools import lru_cache
from random import Random

from guiagent.actions import Value
from guiagent.errors import SandboxError
from guiagent.sandboxes.mail import filler, stories
from guiagent.sandboxes.mail.letters import Desk, File
from guiagent.sandboxes.mail.look import Look, look
from guiagent.sandboxes.mail.people import Cast, Person, cast, firm, vocabulary
from guiagent.sandboxes.mail.state import Contact, Filter, Folder, Label, MailState, Message, Settings, Unread


class Stories(Value):
    """What goes on in the mailbox; tasks ask about it."""

    invoices: stories.Invoices
    quotes: stories.Quotes
    guests: stories.Guests
    photos: stories.Photos
    numbers: stories.Numbers
    meeting: stories.Meeting
    trips: tuple[filler.Trip, ...]
    parcels: tuple[filler.Parcel, ...]
    newsletters: tuple[filler.Newsletter, ...]
    misplaced: filler.Misplaced
    drafts: tuple[int, int]
    chatter: filler.Chatter


class World(Value):
    """A mailbox at the moment `now`, at which its clock stands; `people` are all who write, by their addresses."""

    seed: int
    provider: str
    currency: str
    now: datetime.datetime
    look: Look
    cast: Cast
    people: dict[str, Person]
    files: tuple[File, ...]
    stories: Stories
    initial: MailState

    @property
    def owner(self) -> Person:
        """Whose mailbox it is."""
        return self.cast.owner

    @property
    def settings(self) -> Settings:
        """The settings that it opens with."""
        return self.initial.settings[0]

    def message(self, id_: int) -> Message:
        """The message with this id as the mailbox opens; SandboxError where there is none."""
        for message in self.initial.messages:
            if message.id == id_:
                return message
        raise SandboxError(f"no message {id_} in the mailbox with seed {self.seed}")

    def sender(self, id_: int) -> Person:
        """Who wrote this message."""
        return self.people[self.message(id_).sender]


@lru_cache(maxsize=32)
def world(seed: int) -> World:
    """The world with this seed: always the same."""
    rng, words = Random(f"{seed}:world"), vocabulary()
    provider, currency = rng.choice(words["providers"]), rng.choice(("€", "$", "£"))
    now = datetime.datetime(2024, 2, 5, 15) + datetime.timedelta(rng.randrange(900), 60 * rng.randrange(300))
    actors = cast(seed, provider)
    desk = Desk(Random(f"{seed}:desk"), actors.owner, now)
    folders, labels = rng.sample(words["folders"], 4), rng.sample(words["labels"], 4)
    told = _stories(seed, desk, actors, currency, folders)
    return World(
        seed=seed,
        provider=provider,
        currency=currency,
        now=now,
        look=look(seed),
        cast=actors,
        people=desk.people,
        files=tuple(desk.files),
        stories=told,
        initial=_initial(seed, desk, actors, told, folders, labels),
    )


def _stories(seed: int, desk: Desk, actors: Cast, currency: str, folders: list[str]) -> Stories:
    def chance(story: str) -> Random:
        return Random(f"{seed}:{story}")

    return Stories(
        invoices=stories.invoices(chance("invoices"), desk, actors, currency),
        quotes=stories.quotes(chance("quotes"), desk, actors, currency),
        guests=stories.guests(chance("guests"), desk, actors),
        photos=stories.photos(chance("photos"), desk, actors),
        numbers=stories.numbers(chance("numbers"), desk, actors),
        meeting=stories.meeting(chance("meeting"), desk, actors),
        trips=filler.trips(chance("trips"), desk),
        parcels=filler.parcels(chance("parcels"), desk),
        newsletters=filler.newsletters(chance("newsletters"), desk),
        misplaced=filler.spam(chance("spam"), desk, actors),
        drafts=filler.drafts(chance("drafts"), desk),
        chatter=filler.chatter(chance("chatter"), desk, actors, folders[:3]),
    )


def _initial(seed: int, desk: Desk, actors: Cast, told: Stories, folders: list[str], labels: list[str]) -> MailState:
    rng = Random(f"{seed}:initial")
    messages = sorted(_touched(rng, desk.messages, told, labels), key=lambda message: message.sent)
    recent = [each for each in messages if each.folder == "inbox" and each.id not in _plain(messages, told)][-25:]
    name = actors.owner.name
    return MailState(
        messages=tuple(messages),
        unread=tuple(Unread(message=message.id) for message in sorted(rng.sample(recent, 8), key=lambda each: each.id)),
        folders=tuple(Folder(name=name) for name in sorted(folders)),
        labels=tuple(Label(name=name) for name in sorted(labels)),
        contacts=tuple(
            Contact(id=101 + place, name=person.name, email=person.email, phone=person.phone, company=person.company)
            for place, person in enumerate(sorted(actors.contacts, key=lambda person: person.name))
        ),
        filters=(Filter(sender=firm("Club Gazette").email, folder=folders[0]),),
        settings=(
            Settings(
                name=name,
                signature=rng.choice((name, f"{name}\n{actors.owner.phone}", f"Kind regards, {name}")),
                per_page=rng.choice((10, 15, 20)),
                vacation_subject="I am away",
            ),
        ),
    )


def _plain(messages: list[Message], told: Stories) -> set[int]:
    """The two newest messages about this and that: neither unread nor starred, so that every world has such."""
    mine = [message for message in messages if message.id in told.chatter.inbox]
    return {message.id for message in sorted(mine, key=lambda message: message.sent)[-2:]}


def _touched(rng: Random, messages: list[Message], told: Stories, labels: list[str]) -> list[Message]:
    """Three of the messages about this and that are starred, and four carry a label."""
    chatter = told.chatter
    pool = [*chatter.inbox, *chatter.circle, *chatter.archive]
    starred = set(rng.sample(sorted({*pool} - _plain(messages, told)), 3))
    labelled = {id_: rng.choice(labels) for id_ in rng.sample(pool, 4)}
    return [
        each.model_copy(update={"starred": each.id in starred, "labels": labelled.get(each.id, "")})
        for each in messages
    ]
