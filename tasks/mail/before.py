"""What lies in a mailbox when a task begins."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from guiagent.sandboxes.mail.people import Person
from guiagent.sandboxes.mail.state import Message
from guiagent.sandboxes.mail.world import World


def drawing(world: World, task: str) -> Random:
    """The chance of one task in one world."""
    return Random(f"{world.seed}:task:{task}")


def inbox(world: World) -> list[Message]:
    """The messages in the inbox, the newest first."""
    lying = (message for message in world.initial.messages if message.folder == "inbox")
    return sorted(lying, key=lambda message: message.sent, reverse=True)


def first_page(world: World) -> list[int]:
    """The ids of what the mailbox opens with."""
    return [message.id for message in inbox(world)[: world.settings.per_page]]


def at_hand(world: World) -> list[Message]:
    """What somebody wrote about this or that and stands on the first page, with no star; each subject stands once."""
    chatter = world.stories.chatter
    shown = set(first_page(world)) & {*chatter.inbox, *chatter.circle}
    found = [world.message(id_) for id_ in sorted(shown)]
    return [message for message in found if not message.starred]


def further_back(world: World) -> list[Message]:
    """The same, of what does not stand on the first page of the inbox."""
    chatter = world.stories.chatter
    hidden = {*chatter.inbox, *chatter.archive} - set(first_page(world))
    return [world.message(id_) for id_ in sorted(hidden)]


def anybody(world: World, *but: str) -> list[Person]:
    """The people in the address book, without those with these addresses."""
    return [person for person in world.cast.contacts if person.email not in but]


def said(world: World, message: Message) -> str:
    """How an instruction names a message."""
    return f"'{message.subject}' from {world.people[message.sender].name}"


def one(rng: Random, *ways: str) -> str:
    """One of several ways to say it."""
    return rng.choice(ways)


def listed(words: Sequence[str]) -> str:
    """Words one after another: "a, b and c"."""
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
