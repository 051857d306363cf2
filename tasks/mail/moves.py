"""The moves that solutions share: finding and opening a message, ticking several, writing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from guiagent.actions import Press, Type
from guiagent.policies.scripted import Move, click, type_into
from guiagent.sandboxes.mail.state import Message
from guiagent.sandboxes.mail.world import World

Moves = tuple[Move, ...]


def select(name: str, value: str) -> Move:
    """Choose from a list by the keyboard, which works where its popup is not drawn on the page as well."""
    return Move(role="combobox", name=name, then=(Type(text=value), Press(keys=("Enter",))))


def dated(name: str, day: datetime.date) -> Move:
    """A date in a date field."""
    return Move(role="textbox", name=name, then=(Type(text=f"{day:%m%d%Y}"),))


def searched(world: World, text: str) -> Moves:
    """The results for some words."""
    words = world.look.words
    return type_into("searchbox", words.search, text), click("button", words.go)


def found(world: World, message: Message) -> Moves:
    """The results among which a message is, if it is neither spam nor in the bin."""
    return searched(world, f'subject:"{message.subject}" from:{message.sender}')


def opened(world: World, message: Message) -> Moves:
    """A message's page."""
    alike = [
        each
        for each in world.initial.messages
        if (each.subject, each.sender) == (message.subject, message.sender) and each.folder not in ("spam", "bin")
    ]
    newest = sorted(alike, key=lambda each: each.sent, reverse=True)
    return *found(world, message), click("link", message.subject, newest.index(message))


def in_folder(world: World, key: str) -> Move:
    """The list of a folder."""
    return click("link", world.look.words.folder(key))


def ticked(messages: Iterable[Message]) -> Moves:
    """These messages of a list, whose subjects differ."""
    return tuple(click("checkbox", f"Select {message.subject}") for message in messages)


def filled(world: World, **fields: str) -> Moves:
    """The form for writing: `to`, `cc`, `bcc`, `subject` and `text`, each if it is told."""
    words = world.look.words
    labels = {"to": "To", "cc": "Cc", "bcc": "Bcc", "subject": "Subject", "text": words.body}
    folded = world.look.copies == "folded" and ("cc" in fields or "bcc" in fields)
    unfold = (click("button", "Add Cc or Bcc"),) if folded else ()
    return *unfold, *(type_into("textbox", labels[name], text) for name, text in fields.items())


def sent(world: World, **fields: str) -> Moves:
    """The form filled in and sent."""
    return *filled(world, **fields), click("button", world.look.words.send)


def replied(world: World, about: Message, text: str) -> Moves:
    """A reply to a message."""
    return *opened(world, about), click("link", world.look.words.reply), *sent(world, text=text)


def forwarded(world: World, about: Message, to: str, text: str = "") -> Moves:
    """A message passed on."""
    fields = {"to": to, "text": text} if text else {"to": to}
    return *opened(world, about), click("link", world.look.words.forward), *sent(world, **fields)


def in_settings(world: World, tab: str = "") -> Moves:
    """A page of the settings."""
    page = (click("link", tab),) if tab else ()
    return click("link", world.look.words.settings), *page


def contact(world: World, name: str) -> Moves:
    """A contact's page."""
    return click("link", world.look.words.contacts), click("link", name)
