"""What a search asks for, as typed in the field or filled in on the form, and which messages fit."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from guiagent.sandboxes.mail.state import Message

_TERM = re.compile(r'(?:(?P<key>[a-z]+):)?(?:"(?P<quoted>[^"]*)"|(?P<plain>\S+))', re.IGNORECASE)
_KEYS = ("from", "to", "subject", "has", "is", "in", "label", "after", "before")
FORM = ("from", "to", "subject", "in", "label", "after", "before")
"""The fields of the form; `words` and `attachment` stand beside them."""


@dataclass(frozen=True)
class Term:
    """A word or a phrase in lower case, and what it is looked for in; an empty key is anywhere."""

    key: str
    text: str


def terms(query: Mapping[str, str]) -> tuple[Term, ...]:
    """The terms of an address: those typed in `q`, and those of the form."""
    typed = [_term(found) for found in _TERM.finditer(f"{query.get('q', '')} {query.get('words', '')}")]
    filled = [Term(key, text) for key in FORM if (text := query.get(key, "").strip().lower())]
    attached = [Term("has", "attachment")] if query.get("attachment") else []
    return tuple(term for term in (*typed, *filled, *attached) if term.text)


def _term(found: re.Match[str]) -> Term:
    key, text = (found["key"] or "").lower(), (found["quoted"] if found["quoted"] is not None else found["plain"])
    return Term(key, text.lower()) if key in _KEYS else Term("", found[0].strip('"').lower())


@dataclass(frozen=True)
class Found:
    """Tells which messages fit. `who` writes an address with its name, `folder_name` says what a folder is called."""

    who: Callable[[str], str]
    folder_name: Callable[[str], str]
    unread: frozenset[int]

    def fits(self, message: Message, asked: tuple[Term, ...]) -> bool:
        """Whether it fits all of the terms; what is spam or in the bin does only where its folder is asked for."""
        hidden = message.folder in ("spam", "bin") and not any(term.key == "in" for term in asked)
        return not hidden and all(self._fits(message, term) for term in asked)

    def _fits(self, message: Message, term: Term) -> bool:
        sender, receivers = self._people(message.sender), self._receivers(message)
        match term.key:
            case "from":
                return term.text in sender
            case "to":
                return term.text in receivers
            case "subject":
                return term.text in message.subject.lower()
            case "has":
                return bool(message.attachments)
            case "is":
                return self._is(message, term.text)
            case "in":
                return term.text in (message.folder.lower(), self.folder_name(message.folder).lower())
            case "label":
                return term.text in message.labels.lower().split(", ")
            case "after" | "before":
                return _in_time(message, term)
            case _:
                text = f"{sender} {receivers} {message.subject} {message.body} {message.attachments}".lower()
                return term.text in text

    def _is(self, message: Message, state: str) -> bool:
        return {"unread": message.id in self.unread, "read": message.id not in self.unread}.get(state, message.starred)

    def _people(self, addresses: str) -> str:
        return " ".join(self.who(address) for address in addresses.split(", ")).lower()

    def _receivers(self, message: Message) -> str:
        return self._people(", ".join((message.recipients, message.cc, message.bcc)))


def _in_time(message: Message, term: Term) -> bool:
    """Whether a message was sent after or before a day, that day left out; a text that is no day fits nothing."""
    try:
        day = datetime.date.fromisoformat(term.text.replace("/", "-"))
    except ValueError:
        return False
    return message.sent.date() > day if term.key == "after" else message.sent.date() < day
