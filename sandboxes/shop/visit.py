"""One request to the shop: who asks, what was sent, and how it is answered."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from guiagent.sandboxes._pages import fields_of, note
from guiagent.sandboxes.shop import accounts, carts
from guiagent.sandboxes.shop.state import Account
from guiagent.sandboxes.shop.world import World

COOKIE = "shop"


@dataclass(frozen=True)
class Site:
    """What every request needs: the world, the database and the templates."""

    world: World
    database: sqlite3.Connection
    templates: Environment


@dataclass(frozen=True)
class Visit:
    """A request, with the browser's session and the account that it is logged in to."""

    site: Site
    request: Request
    sid: str
    account: Account | None
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.site.world

    @property
    def database(self) -> sqlite3.Connection:
        return self.site.database

    @property
    def owner(self) -> str:
        """Whose cart it is."""
        return self.account.email if self.account else self.sid

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query_params

    def path(self, name: str) -> str:
        """A part of the address, as the route names it."""
        return str(self.request.path_params[name])

    def tell(self, words: str) -> None:
        """Say something on the next page."""
        accounts.tell(self.database, self.sid, words)

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page of the shop."""
        goods = carts.goods_of(self.database, self.world, self.owner)
        common = {
            "world": self.world,
            "look": self.world.look,
            "words": self.world.look.words,
            "account": self.account,
            "count": sum(line.quantity for line in goods),
            "flash": accounts.told(self.database, self.sid),
            "path": self.request.url.path,
            "query": self.query,
        }
        return HTMLResponse(self.site.templates.get_template(template).render(common | context), status)

    def go(self, path: str, say: str = "") -> Response:
        """Send the browser on, after a form, so that a reload does not send it again."""
        if say:
            self.tell(say)
        return RedirectResponse(path, 303)

    def missing(self, what: str) -> Response:
        """The page for what is not there."""
        return self.page("missing.html", 404, what=what)

    def to_login(self) -> Response:
        """Ask to log in first, and come back here."""
        path = self.request.url.path if self.request.method == "GET" else "/account"
        return self.go(f"/login?next={quote(path)}", "Please log in first.")


Handler = Callable[[Visit], Awaitable[Response]]


def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A Starlette endpoint of a page: it finds the browser's session, or begins one, and notes the visit."""

    async def answer(request: Request) -> Response:
        site: Site = request.app.state.site
        fields = await fields_of(request)
        known = accounts.session(site.database, request.cookies.get(COOKIE, ""))
        sid, account = known or (accounts.open_session(site.database), None)
        note(site.database, request)
        response = await handler(Visit(site, request, sid, account, fields))
        if known is None:
            response.set_cookie(COOKIE, sid, httponly=True, samesite="lax")
        return response

    return answer
