"""Where the screens of a generated set come from: walks through the sandboxes, and pages made from a seed."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from guiagent import sandboxes, tasks
from guiagent.actions import Navigate
from guiagent.bench.grounding.pages import KINDS, grounding_page
from guiagent.computers.browser import Browser
from guiagent.errors import SandboxError
from guiagent.sandboxes._apps.real import RealApp
from guiagent.sandboxes._server import serving

_LINKS = "() => [...document.links].filter(at => !at.download && !at.target).map(at => at.href)"


class Source(Protocol):
    """Shows one page after the other in a browser."""

    async def show(self, browser: Browser, random: Random) -> str:
        """Open the next page, and say whose it is, as `data_source` has it."""


@dataclass
class Walk:
    """Follows the links of a world from its first page on; when it has seen all that they lead to, it begins anew."""

    name: str
    start: str
    _seen: set[str] = field(default_factory=set, init=False)
    _ahead: dict[str, list[str]] = field(default_factory=dict, init=False)

    async def show(self, browser: Browser, random: Random) -> str:
        address = self._next(random)
        self._seen.add(address)
        await browser.perform(Navigate(url=address))
        await browser.observe()
        for link in await browser.probe(_LINKS):
            self._found(str(link).partition("#")[0])
        return self.name

    def _next(self, random: Random) -> str:
        """A page of a random part of the world, so that a part with many alike is not seen more often."""
        parts = [part for part, links in self._ahead.items() if links]
        if not parts:
            self._seen.clear()
            return self.start
        links = self._ahead[random.choice(parts)]
        return links.pop(random.randrange(len(links)))

    def _found(self, link: str) -> None:
        told, here = urlsplit(link), urlsplit(self.start)
        if (told.scheme, told.netloc) != (here.scheme, here.netloc) or link in self._seen:
            return
        ahead = self._ahead.setdefault(told.path.strip("/").partition("/")[0], [])
        if link not in ahead:
            ahead.append(link)


@dataclass
class Places:
    """The places of a world that has no first page, each an episode of its own, as MiniWoB++'s."""

    name: str
    opener: Any
    places: Sequence[str]
    stack: AsyncExitStack

    async def show(self, browser: Browser, random: Random) -> str:
        world = self.opener(None, 0, random.choice(self.places))
        session = await self.stack.enter_async_context(world.open(random.randrange(2**31)))
        await browser.perform(Navigate(url=session.url))
        return self.name


@dataclass
class Generated:
    """Pages of all kinds in turn, made as they are asked for."""

    address: str
    _made: int = field(default=0, init=False)

    async def show(self, browser: Browser, random: Random) -> str:
        kind = sorted(KINDS)[self._made % len(KINDS)]
        self._made += 1
        await browser.perform(Navigate(url=f"{self.address}/{kind}/{random.randrange(2**31)}"))
        return kind


def generated() -> Starlette:
    """Serves the page of each kind and seed."""

    def page(request: Request) -> Response:
        return HTMLResponse(grounding_page(request.path_params["kind"], request.path_params["seed"]).html)

    return Starlette(routes=[Route("/{kind}/{seed:int}", page)])


def worlds() -> list[str]:
    """The names of the sandboxes that are the same on every machine: applications of other hands are not."""
    return [name for name in sorted(_names(sandboxes)) if not issubclass(_opener(name), RealApp)]


async def sources(stack: AsyncExitStack, seed: int, names: Sequence[str]) -> tuple[list[Source], list[str]]:
    """The sandboxes of these names, open until the stack ends, and generated pages; and what a person should know."""
    found: list[Source] = []
    remarks = []
    places = _places()
    for name in names:
        opener = _opener(name)
        try:
            if name in places:
                found.append(await _tried(Places(name, opener, places[name], stack)))
            else:
                session = await stack.enter_async_context(opener().open(seed))
                found.append(Walk(name, session.url))
        except SandboxError as error:
            remarks.append(f"without {name}: {error}")
    pages = await stack.enter_async_context(serving(generated()))
    return [*found, Generated(pages)], remarks


async def _tried(places: Places) -> Places:
    """Raises SandboxError where its worlds cannot be opened."""
    async with places.opener(None, 0, places.places[0]).open(0):
        return places


def _places() -> Mapping[str, list[str]]:
    """The places of the worlds that have some, as the suites of tasks name them: miniwob/click-test is one."""
    found: dict[str, set[str]] = {}
    for name in _names(tasks):
        suite = importlib.import_module(f"{tasks.__name__}.{name}").SUITE
        for task in suite.tasks.values():
            kind, _, place = task.sandbox.partition("/")
            if place:
                found.setdefault(kind, set()).add(place)
    return {kind: sorted(those) for kind, those in found.items()}


def _opener(name: str) -> Any:
    return importlib.import_module(f"{sandboxes.__name__}.{name}").SANDBOX


def _names(package: Any) -> list[str]:
    return [module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_")]
