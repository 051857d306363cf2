"""Trac itself, in a process of its own: makes the project of `world.json` and serves it to one person.

Usage: `python serve.py FOLDER PORT`. Here Trac is imported, and nothing of guiagent.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from trac.env import Environment
from trac.perm import PermissionSystem
from trac.ticket.model import Component, Milestone, Ticket, Version
from trac.web.main import dispatch_request
from trac.wiki.model import WikiPage

RIGHTS = ("TICKET_ADMIN", "WIKI_ADMIN", "MILESTONE_ADMIN")
_BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
_OPTIONS = [
    ("trac", "database", "sqlite:db/trac.db"),
    ("trac", "default_charset", "utf-8"),
    ("trac", "default_dateinfo_format", "absolute"),
    ("header_logo", "src", ""),
    ("header_logo", "link", ""),
    ("notification", "smtp_enabled", "disabled"),
    ("logging", "log_type", "none"),
    ("ticket", "default_milestone", ""),
]


class _Server(ThreadingMixIn, WSGIServer):
    """A thread a request."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing: who visited what is written elsewhere."""


def make(path: Path, world: dict[str, Any]) -> None:
    """A new project with all that the world opens with."""
    env = Environment(str(path), create=True, options=[*_OPTIONS, ("project", "name", world["name"])])
    with env.db_transaction as database:
        database("DELETE FROM wiki")  # Trac's own manual
        for made_by_trac in (Component, Milestone, Version):
            for each in list(made_by_trac.select(env)):
                each.delete()
        for right in RIGHTS:
            PermissionSystem(env).grant_permission(world["user"], right)
        _fill(env, world["initial"])


def _fill(env: Any, initial: dict[str, Any]) -> None:
    for row in initial["components"]:
        _insert(Component(env), row)
    for row in initial["milestones"]:
        milestone = Milestone(env)
        milestone.name, milestone.description = row["name"], row["description"]
        milestone.insert()
    for row in initial["pages"]:
        page = WikiPage(env, row["name"])
        page.text = row["text"]
        page.save("admin", "", t=_BEGAN)
    for row in initial["tickets"]:
        ticket = Ticket(env)
        for name, value in row.items():
            if name != "id":
                ticket[name] = value
        ticket.insert(when=_BEGAN + timedelta(hours=7 * row["id"]))
    for index, row in enumerate(initial["comments"]):
        Ticket(env, row["ticket"]).save_changes(row["author"], row["text"], _BEGAN + timedelta(days=20, hours=index))


def _insert(component: Any, row: dict[str, Any]) -> None:
    component.name, component.owner = row["name"], row["owner"]
    component.insert()


def application(project: Path, visits: Path, user: str) -> Callable[..., Iterable[bytes]]:
    """Trac's WSGI application for somebody who is logged in; each request is written down first."""
    lock = threading.Lock()

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        with lock, visits.open("a", encoding="utf-8") as file:
            file.write(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}{query}\n")
        environ.update({"trac.env_path": str(project), "REMOTE_USER": user})
        answer: Iterable[bytes] = dispatch_request(environ, start_response)
        return answer

    return serve


def main(root: Path, port: int) -> None:
    """Make the project where it is not there yet, and serve it for ever."""
    world = json.loads((root / "world.json").read_text(encoding="utf-8"))
    project = root / "project"
    if not project.exists():
        make(project, world)
    app = application(project, root / "visits.txt", world["user"])
    make_server("127.0.0.1", port, app, server_class=_Server, handler_class=_Quiet).serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
