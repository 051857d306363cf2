"""One request to the tracker: who asks, what was sent, and how it is answered."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from guiagent.sandboxes._pages import fields_of, note
from guiagent.sandboxes.tracker import planning, state
from guiagent.sandboxes.tracker.forms import trimmed
from guiagent.sandboxes.tracker.projects import Project
from guiagent.sandboxes.tracker.world import World

COOKIE = "tracker"


@dataclass(frozen=True)
class Site:
    """What every request needs: the world, the database and the templates."""

    world: World
    database: sqlite3.Connection
    templates: Environment


@dataclass(frozen=True)
class Visit:
    """A request, with the browser's session; everybody works as `World.me`."""

    site: Site
    request: Request
    sid: str
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.site.world

    @property
    def database(self) -> sqlite3.Connection:
        return self.site.database

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query_params

    @property
    def project(self) -> Project | None:
        """The project that the address names."""
        key = self.request.path_params.get("project", "")
        return next((project for project in self.world.projects if project.key == key), None)

    def path(self, name: str) -> str:
        """A part of the address, as the route names it."""
        return str(self.request.path_params[name])

    def did(self, project: str, words: str) -> None:
        """Write down for the activity what was done."""
        planning.did(self.database, project, self.world.me, words, self.world.today)

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page of the tracker."""
        common = {
            "world": self.world,
            "look": self.world.look,
            "words": self.world.look.words,
            "statuses": state.STATUSES,
            "priorities": state.PRIORITIES,
            "flash": self._told(),
            "path": self.request.url.path,
            "query": self.query,
            "project": self.project,
        }
        return HTMLResponse(self.site.templates.get_template(template).render(common | context), status)

    def go(self, path: str, say: str = "") -> Response:
        """Send the browser on, after a form, so that a reload does not send it again."""
        if say:
            self._tell(say)
        return RedirectResponse(path, 303)

    def missing(self, what: str) -> Response:
        """The page for what is not there."""
        return self.page("missing.html", 404, what=what)

    def _tell(self, words: str) -> None:
        with self.database:
            self.database.execute("UPDATE sessions SET flash = ? WHERE sid = ?", (words, self.sid))

    def _told(self) -> str:
        row = self.database.execute("SELECT flash FROM sessions WHERE sid = ?", (self.sid,)).fetchone()
        if row and row["flash"]:
            self._tell("")
            return str(row["flash"])
        return ""


Handler = Callable[[Visit], Awaitable[Response]]


def in_project(handler: Callable[[Visit, Project], Awaitable[Response]]) -> Handler:
    """A page of a project, which is missing where there is none of that key."""

    async def answer(visit: Visit) -> Response:
        return await handler(visit, visit.project) if visit.project else visit.missing("project")

    return answer


def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A Starlette endpoint of a page: it finds the browser's session, or begins one, and notes the visit."""

    async def answer(request: Request) -> Response:
        site: Site = request.app.state.site
        fields = trimmed(await fields_of(request))
        sid = request.cookies.get(COOKIE, "")
        known = site.database.execute("SELECT 1 FROM sessions WHERE sid = ?", (sid,)).fetchone()
        if not known:
            sid = secrets.token_urlsafe(18)
            with site.database:
                site.database.execute("INSERT INTO sessions (sid) VALUES (?)", (sid,))
        note(site.database, request)
        response = await handler(Visit(site, request, sid, fields))
        if not known:
            response.set_cookie(COOKIE, sid, httponly=True, samesite="lax")
        return response

    return answer
