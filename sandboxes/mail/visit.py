"""One request to the mailbox: what was sent, and how it is answered."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from guiagent.sandboxes._pages import fields_of, note
from guiagent.sandboxes.mail import book, mailbox, preferences
from guiagent.sandboxes.mail.state import Message
from guiagent.sandboxes.mail.world import World

TOLD = "told"
"""The cookie that says what the next page is to show."""


@dataclass(frozen=True)
class Site:
    """What every request needs: the world, the database and the templates."""

    world: World
    database: sqlite3.Connection
    templates: Environment

    @cached_property
    def read_before(self) -> frozenset[int]:
        """The messages that had been read when the world opened."""
        unread = {row.message for row in self.world.initial.unread}
        return frozenset(message.id for message in self.world.initial.messages) - unread


@dataclass(frozen=True)
class Visit:
    """A request; `chosen` are the ids of the messages that its form names."""

    site: Site
    request: Request
    fields: Mapping[str, str] = field(default_factory=dict)
    chosen: tuple[int, ...] = ()

    @property
    def world(self) -> World:
        return self.site.world

    @property
    def database(self) -> sqlite3.Connection:
        return self.site.database

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query_params

    def path(self, name: str) -> str:
        """A part of the address, as the route names it."""
        return str(self.request.path_params[name])

    def number(self, name: str) -> int:
        """A part of the address that is a number; 0 where it is none."""
        return number(self.path(name))

    @property
    def back(self) -> str:
        """Where the browser came from, a page of this site."""
        wanted = self.fields.get("back") or self.query.get("back", "")
        own = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
        return wanted if own else "/folder/inbox"

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names by addresses: those of the address book before those that people give themselves."""
        given = {email: person.name for email, person in self.world.people.items()}
        return given | {contact.email: contact.name for contact in book.contacts(self.database)}

    def name(self, address: str) -> str:
        """What somebody is called; the user is called "me"."""
        return "me" if address == self.world.owner.email else self.names.get(address, address)

    def who(self, address: str) -> str:
        """An address with its name."""
        name = self.names.get(address)
        return f"{name} <{address}>" if name else address

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page of the mailbox."""
        messages, unread = mailbox.everything(self.database), mailbox.unread(self.database)
        told = unquote(self.request.cookies.get(TOLD, ""))
        common = {
            "world": self.world,
            "look": self.world.look,
            "words": self.world.look.words,
            "settings": preferences.settings(self.database),
            "folders": mailbox.folders(self.database),
            "labels": mailbox.labels(self.database),
            "counts": _counts(messages, unread),
            "name": self.name,
            "who": self.who,
            "told": told,
            "path": self.request.url.path,
            "query": self.query,
            "here": self.here,
        }
        response = HTMLResponse(self.site.templates.get_template(template).render(common | context), status)
        if told:
            response.delete_cookie(TOLD)
        return response

    @property
    def here(self) -> str:
        """This page's address, to come back to."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    def go(self, path: str, say: str = "") -> Response:
        """Send the browser on, after a form, so that a reload does not send it again."""
        response = RedirectResponse(path, 303)
        if say:
            response.set_cookie(TOLD, quote(say), httponly=True, samesite="lax")
        return response

    def missing(self, what: str) -> Response:
        """The page for what is not there."""
        return self.page("missing.html", 404, what=what)


def number(text: str) -> int:
    """A short text's whole number; 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _counts(messages: Sequence[Message], unread: frozenset[int]) -> dict[str, int]:
    """How many messages of a folder are unread; of the drafts, how many there are."""
    counts: dict[str, int] = {}
    for message in messages:
        if message.folder == "drafts" or (message.id in unread and message.folder not in ("bin", "sent", "spam")):
            counts[message.folder] = counts.get(message.folder, 0) + 1
    return counts


Handler = Callable[[Visit], Awaitable[Response]]


def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A Starlette endpoint of a page that notes the visit."""

    async def answer(request: Request) -> Response:
        site: Site = request.app.state.site
        fields = await fields_of(request)
        sent = parse_qsl((await request.body()).decode(errors="replace"))
        chosen = tuple(dict.fromkeys(number(value) for name, value in sent if name == "ids"))
        note(site.database, request)
        return await handler(Visit(site, request, fields, chosen))

    return answer
