"""The mailbox as a web application: its routes and its templates."""

from __future__ import annotations

import datetime
import sqlite3
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from guiagent.sandboxes._pages import day, routes, templates
from guiagent.sandboxes.mail.pages import compose, lists, people, reading, settings
from guiagent.sandboxes.mail.visit import Handler, Site, Visit, endpoint
from guiagent.sandboxes.mail.world import World

_HERE = Path(__file__).parent

_PAGES: dict[str, Handler] = {
    "GET /": lists.inbox,
    "GET /folder/{name}": lists.folder,
    "GET /label/{name}": lists.label,
    "GET /starred": lists.starred,
    "GET /search": lists.search,
    "GET /search/form": lists.search_form,
    "POST /messages": lists.act,
    "POST /bin/empty": lists.empty_bin,
    "GET /message/{id}": reading.message,
    "GET /file/{id}/{place}": reading.file,
    "GET /compose": compose.show,
    "POST /compose": compose.send,
    "GET /suggest": people.suggest,
    "GET /contacts": people.contacts,
    "GET /contacts/{id}": people.contact,
    "POST /contacts/{id}": people.save,
    "POST /contacts/{id}/delete": people.delete,
    "GET /settings": settings.general,
    "POST /settings": settings.save_general,
    "GET /settings/vacation": settings.vacation,
    "POST /settings/vacation": settings.save_vacation,
    "GET /settings/filters": settings.filters,
    "POST /settings/filters": settings.add_filter,
    "POST /settings/filters/{id}/delete": settings.delete_filter,
    "GET /settings/folders": settings.folders,
    "POST /settings/{table}/add": settings.add,
    "POST /settings/{table}/delete": settings.delete,
}


def application(world: World, database: sqlite3.Connection) -> Starlette:
    """The mailbox of this world, with its state in this database."""
    app = Starlette(routes=[*routes(_PAGES, endpoint), Mount("/static", StaticFiles(directory=_HERE / "static"))])
    app.add_exception_handler(404, _not_found)
    written = templates(_HERE / "templates")
    written.filters.update(moment=moment)
    app.state.site = Site(world, database, written)
    return app


def moment(at: datetime.datetime) -> str:
    """A moment as a message's page writes it: "Tuesday 3 December 2024, 14:05"."""
    return f"{at:%A} {day(at)}, {at:%H:%M}"


async def _not_found(request: Request, _: Exception) -> Response:
    async def missing(visit: Visit) -> Response:
        return visit.missing("page")

    return await endpoint(missing)(request)
