"""The tracker as a web application: its routes and its templates."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from guiagent.sandboxes._pages import routes, templates
from guiagent.sandboxes.tracker.pages import issue, listing, project
from guiagent.sandboxes.tracker.visit import Handler, Site, Visit, endpoint, in_project
from guiagent.sandboxes.tracker.world import World

_HERE = Path(__file__).parent

_PAGES: dict[str, Handler] = {
    "GET /": listing.home,
    "GET /search": listing.search,
    "GET /mine": listing.mine,
    "GET /projects/{project}": in_project(listing.issues_),
    "GET /projects/{project}/board": in_project(listing.board),
    "GET /projects/{project}/new": in_project(issue.blank),
    "POST /projects/{project}/new": in_project(issue.create),
    "GET /projects/{project}/milestones": in_project(project.milestones),
    "POST /projects/{project}/milestones": in_project(project.add_milestone),
    "POST /projects/{project}/milestones/state": in_project(project.close_milestone),
    "GET /projects/{project}/labels": in_project(project.labels),
    "POST /projects/{project}/labels": in_project(project.add_label),
    "POST /projects/{project}/labels/change": in_project(project.change_label),
    "GET /projects/{project}/members": in_project(project.members),
    "POST /projects/{project}/members": in_project(project.add_member),
    "POST /projects/{project}/members/change": in_project(project.change_member),
    "GET /projects/{project}/activity": in_project(project.activity),
    "GET /issues/{key}": issue.show,
    "GET /issues/{key}/edit": issue.edit,
    "POST /issues/{key}/edit": issue.save,
    "POST /issues/{key}/status": issue.move,
    "POST /issues/{key}/comments": issue.comment,
    "POST /issues/{key}/links": issue.link,
    "POST /issues/{key}/watch": issue.watch,
}


def application(world: World, database: sqlite3.Connection) -> Starlette:
    """The tracker of this world, with its state in this database."""
    static = Mount("/static", StaticFiles(directory=_HERE / "static"))
    app = Starlette(routes=[*routes(_PAGES, endpoint), static])
    app.add_exception_handler(404, _not_found)
    written = templates(_HERE / "templates")
    written.filters["initials"] = lambda name: "".join(part[0] for part in name.split())
    app.state.site = Site(world, database, written)
    return app


async def _not_found(request: Request, _: Exception) -> Response:
    async def missing(visit: Visit) -> Response:
        return visit.missing("page")

    return await endpoint(missing)(request)
