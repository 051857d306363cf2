"""What a mailbox holds when a task is done.

Only what was done on purpose is compared: not which messages have been opened, nor whether a draft was begun and
discarded. A message that was written counts by its receivers, its subject, its own words without the signature, and the
message that it answers or forwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guiagent.sandboxes.mail.letters import joined
from guiagent.sandboxes.mail.outbox import Draft, beginning
from guiagent.sandboxes.mail.people import Person
from guiagent.sandboxes.mail.state import MailState, Message
from guiagent.sandboxes.mail.store import own_words
from guiagent.sandboxes.mail.world import World


def with_rows(world: World, **tables: object) -> MailState:
    """The mailbox as it opens, with these tables in place of its own."""
    return world.initial.model_copy(update=tables)


def with_messages(world: World, ids: Iterable[int], **fields: object) -> MailState:
    """The mailbox with these fields changed in these messages."""
    changed = set(ids)
    messages = tuple(
        message.model_copy(update=fields) if message.id in changed else message for message in world.initial.messages
    )
    return with_rows(world, messages=messages)


def without_messages(world: World, ids: Iterable[int], *more: Message) -> MailState:
    """The mailbox with these messages gone for ever, and with others in addition."""
    gone = set(ids)
    return with_rows(world, messages=(*(each for each in world.initial.messages if each.id not in gone), *more))


def after_sending(world: World, message: Message) -> MailState:
    """The mailbox with this message sent, and nothing else."""
    return without_messages(world, (), message)


def written(
    world: World,
    to: Sequence[Person],
    subject: str,
    text: str,
    cc: Sequence[Person] = (),
    bcc: Sequence[Person] = (),
) -> Message:
    """A new message as the judge reads it once it is sent."""
    return Message(
        folder="sent",
        sender=world.owner.email,
        recipients=joined([person.email for person in to]),
        cc=joined([person.email for person in cc]),
        bcc=joined([person.email for person in bcc]),
        subject=subject,
        body=own_words(text),
        sent=world.now,
    )


def answered(world: World, about: Message, text: str, everybody: bool = False) -> Message:
    """A reply, to all who got the message where `everybody` is to have it."""
    return _from_draft(world, beginning("reply", about, world.owner.email, everybody), text)


def forwarded(world: World, about: Message, to: Person, text: str = "") -> Message:
    """A message passed on with what is attached to it."""
    sent = _from_draft(world, beginning("forward", about, world.owner.email), text)
    return sent.model_copy(update={"recipients": to.email, "attachments": about.attachments})


def _from_draft(world: World, draft: Draft, text: str) -> Message:
    same = {name: getattr(draft, name) for name in ("recipients", "cc", "subject", "kind", "about")}
    return Message(folder="sent", sender=world.owner.email, body=own_words(text), sent=world.now, **same)
