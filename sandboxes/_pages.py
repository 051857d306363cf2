"""What the pages of every application are made of: templates, routes, forms, and a note of each visit."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Handler = TypeVar("Handler")
Endpoint = Callable[[Request], Awaitable[Response]]


def templates(folder: Path) -> Environment:
    """The templates in a folder, strict about what they are given; `day` writes a date as "3 December 2024"."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day
    return environment


def day(date: datetime.date) -> str:
    """A date as pages write it: "3 December 2024"."""
    return f"{date.day} {date:%B %Y}"


def routes(pages: Mapping[str, Handler], endpoint: Callable[[Handler], Endpoint]) -> list[Route]:
    """A route for each of `pages`, named as "GET /path/{part}"."""
    return [
        Route(path, endpoint(handler), methods=[method])
        for (method, path), handler in ((page.split(), handler) for page, handler in pages.items())
    ]


async def fields_of(request: Request) -> dict[str, str]:
    """What a form sent; of a field that was sent several times, the last."""
    return dict(parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True))


def note(database: sqlite3.Connection, request: Request) -> None:
    """Write down in `visits (id, path)` that a page was asked for."""
    query = f"?{request.url.query}" if request.url.query else ""
    with database:
        database.execute("INSERT INTO visits (path) VALUES (?)", (f"{request.method} {request.url.path}{query}",))
