"""Serves MiniWoB++'s pages on loopback, an episode a path: one server for all episodes of a process."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import secrets
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from guiagent.errors import SandboxError
from guiagent.sandboxes._server import serving

_SCRIPT = Path(__file__).parent / "episode.js"


def pages() -> Path:
    """The folder `html` of the installed wheel. Raises SandboxError where it is not there."""
    found = importlib.util.find_spec("miniwob")
    for place in (found.submodule_search_locations or ()) if found else ():
        if (html := Path(place) / "html").is_dir():
            return html
    raise SandboxError(
        "MiniWoB++'s pages are not installed: pip install --no-deps miniwob (its other dependencies are not needed)"
    )


@dataclass
class Episode:
    """What the page of an episode has told so far."""

    page: str
    seed: int
    slot: str
    door: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    utterance: str | None = None
    raw: float | None = None
    why: str = ""
    starts: int = 0

    def told(self, what: dict[str, Any]) -> None:
        """The first ending counts, however often the page is loaded again. Points that are no number are none."""
        if "utterance" in what:
            self.utterance, self.starts = str(what["utterance"]), self.starts + 1
        if what.get("over") and self.raw is None:
            raw = what["raw"]  # null in JSON where the page divided by nothing, as bisect-angle does
            self.raw, self.why = (
                (0.0, "the page's points are no number") if raw is None else (float(raw), str(what["why"]))
            )


class Station:
    """A server of episodes. `begin` opens one, `end` forgets it; the address of an episode tells its page and seed."""

    def __init__(self, html: Path) -> None:
        self.html = html
        self.url = ""
        self._open: dict[str, Episode] = {}
        self._stack = AsyncExitStack()

    @classmethod
    async def start(cls, port: int) -> Station:
        """Serve until the process ends, or `stop`. Raises SandboxError for a taken port or missing pages."""
        station = cls(pages())
        station.url = await station._stack.enter_async_context(serving(station.application(), port))
        return station

    async def stop(self) -> None:
        """Serve no longer."""
        await self._stack.aclose()

    def begin(self, page: str, seed: int) -> Episode:
        """A new episode. Raises SandboxError for a page that there is none of."""
        if not (self.html / "miniwob" / f"{page}.html").is_file():
            raise SandboxError(f"MiniWoB++ has no page {page!r}: a task's name belongs there, as in miniwob/click-test")
        slots = (f"{page}.{seed}" + (f".{again}" if again else "") for again in count())
        slot = next(slot for slot in slots if slot not in self._open)
        episode = self._open[slot] = Episode(page, seed, slot)
        return episode

    def end(self, episode: Episode) -> None:
        """Forget it."""
        self._open.pop(episode.slot, None)

    def address(self, episode: Episode) -> str:
        """Where a browser opens it."""
        return f"{self.url}/{episode.slot}/miniwob/{episode.page}.html"

    def application(self) -> Starlette:
        """The pages, each with the script that begins its episode, and the door that this talks through."""
        static = StaticFiles(directory=self.html)
        return Starlette(
            routes=[
                Route("/", self._first),
                Route("/{slot}/miniwob/{page}.html", self._page),
                Route("/{door}", self._told, methods=["POST"]),
                Mount("/{slot}", static),
            ]
        )

    async def _first(self, _: Request) -> Response:
        """The one episode of a run that has a port of its own."""
        for episode in self._open.values():
            return RedirectResponse(self.address(episode))
        return Response("no episode is open", 404)

    async def _page(self, request: Request) -> Response:
        episode = self._open.get(request.path_params["slot"])
        if episode is None or episode.page != request.path_params["page"]:
            return Response("no such episode is open", 404)
        html = await asyncio.to_thread((self.html / "miniwob" / f"{episode.page}.html").read_text, "utf-8")
        told = json.dumps(json.dumps({"seed": episode.seed, "door": f"/{episode.door}"}))
        script = f"<script>window.__episode = {told};\n{_SCRIPT.read_text(encoding='utf-8')}</script>"
        at = html.rfind("</body>")
        return Response(html[:at] + script + html[at:] if at >= 0 else html + script, media_type="text/html")

    async def _told(self, request: Request) -> Response:
        for episode in self._open.values():
            if secrets.compare_digest(episode.door, request.path_params["door"]):
                episode.told(json.loads(await request.body()))
                return Response(status_code=204)
        return Response(status_code=404)
