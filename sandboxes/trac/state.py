"""What is judged in a Trac project: its tickets, comments, wiki pages, milestones and components."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from guiagent.actions import Value
from guiagent.errors import SandboxError
from guiagent.sandboxes._tables import Tables


class Ticket(Value):
    """A ticket as it is now."""

    id: int
    summary: str
    type: str = "defect"
    priority: str = "major"
    component: str
    milestone: str = ""
    owner: str = ""
    reporter: str
    status: str = "new"
    resolution: str = ""
    keywords: str = ""
    cc: str = ""
    description: str = ""


class Comment(Value):
    """What somebody wrote under a ticket."""

    ticket: int
    author: str
    text: str


class Page(Value):
    """The latest text of a wiki page."""

    name: str
    text: str


class Milestone(Value):
    """A milestone; `completed` where it is over."""

    name: str
    completed: bool = False
    description: str = ""


class Component(Value):
    """A component and who looks after it."""

    name: str
    owner: str = ""


class Attachment(Value):
    """A file at a ticket or a page."""

    type: str
    id: str
    filename: str


class Report(Value):
    """A saved report."""

    title: str


class Visit(Value):
    """A page that was asked for: "GET /ticket/3"."""

    id: int
    path: str


class TracState(Value):
    """A project at one moment."""

    tickets: tuple[Ticket, ...] = ()
    comments: tuple[Comment, ...] = ()
    pages: tuple[Page, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    components: tuple[Component, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    reports: tuple[Report, ...] = ()
    visits: tuple[Visit, ...] = ()


_QUERIES = {
    "tickets": f"SELECT {', '.join(Ticket.model_fields)} FROM ticket ORDER BY id",
    "comments": (
        "SELECT CAST(ticket AS INTEGER) AS ticket, author, newvalue AS text FROM ticket_change "
        "WHERE field = 'comment' AND newvalue <> '' ORDER BY ticket, time"
    ),
    "pages": (
        "SELECT name, text FROM wiki AS page WHERE version = (SELECT MAX(version) FROM wiki WHERE name = page.name) "
        "ORDER BY name"
    ),
    "milestones": "SELECT name, completed <> 0 AS completed, description FROM milestone ORDER BY name",
    "components": "SELECT name, owner FROM component ORDER BY name",
    "attachments": "SELECT type, id, filename FROM attachment ORDER BY type, id, filename",
    "reports": "SELECT title FROM report ORDER BY id",
}

TABLES: Tables[TracState] = Tables(
    world="trac",
    schema=Path(__file__),
    state=TracState,
    rows={
        "tickets": Ticket,
        "comments": Comment,
        "pages": Page,
        "milestones": Milestone,
        "components": Component,
        "attachments": Attachment,
        "reports": Report,
        "visits": Visit,
    },
)
"""How two states are compared; what is in Trac's own tables is read by `read`."""


def read(database: Path, visits: Path) -> TracState:
    """The project in Trac's database, and the requests in the file beside it. Raises SandboxError."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            connection.row_factory = sqlite3.Row
            tables = {name: list(_rows(connection, query)) for name, query in _QUERIES.items()}
    except sqlite3.Error as error:
        raise SandboxError(f"cannot read Trac's database {database}: {error}") from error
    return TracState.model_validate({**tables, "visits": _visits(visits)})


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[dict[str, Any]]:
    for row in connection.execute(query):
        yield {name: _plain(value) for name, value in dict(row).items()}


def _plain(value: Any) -> Any:
    """Without what a form adds to a text: carriage returns, and empty lines at its end."""
    return value.replace("\r\n", "\n").rstrip() if isinstance(value, str) else "" if value is None else value


def _visits(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [{"id": index, "path": line} for index, line in enumerate(lines, 1)]
