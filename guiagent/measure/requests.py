"""Measures what a run of 20 steps sends: tokens a step, and how much of a request the next one only adds to.

Run it with `python -m guiagent.measure.requests`. A real browser shows a page of the size of MiniWoB's; each provider's
own SDK sends the requests over HTTP to a server that answers with a click and keeps them. The peer's figure is
browser-use's on the smallest MiniWoB page: 25,800 characters of text a step, and one image.
"""

from __future__ import annotations

import asyncio
import base64
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from guiagent.catalogue import Profile, resolve
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.errors import ModelError
from guiagent.guards import AllOf, DomainGuard
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.measure.answering import Aim, answering, row
from guiagent.measure.steps import PAGE
from guiagent.models.claude import Claude
from guiagent.models.endpoint import Endpoint
from guiagent.models.gemini import Gemini
from guiagent.models.openai_compatible import OpenAICompatible
from guiagent.models.responses import OpenAIResponses
from guiagent.policies.vlm import VlmPolicy
from guiagent.protocols import Model
from guiagent.reflection import ScreenChanged
from guiagent.screen import Screen

STEPS = 20
SIZE = (332, 214)
CHARACTERS = 4
"""Characters of text that make a token."""
PEER = 25_800
"""Characters of text that browser-use sends with each step on the smallest MiniWoB page, beside one image."""


@dataclass(frozen=True)
class Way:
    """A model, how it is asked, and in which order its provider caches the parts of a request.

    `cell` is the side in pixels of what one of its image tokens stands for, where that is published.
    """

    name: str
    base: str
    asked: Callable[[Endpoint], Model[Any]]
    parts: tuple[str, ...]
    cell: int = 28
    aim: Aim = row

    def image(self, width: int, height: int) -> int:
        """The tokens of an image."""
        return ceil(width / self.cell) * ceil(height / self.cell)


def _thousandths(request: dict[str, Any], turn: int) -> tuple[int, int]:
    x, y = row(request, turn)
    return round(x / SIZE[0] * 1000), round(y / SIZE[1] * 1000)


def _compatible(endpoint: Endpoint) -> OpenAICompatible:
    return OpenAICompatible(endpoint)


WAYS = (
    Way("qwen3-vl-8b", "/v1", _compatible, ("messages",), 32, _thousandths),
    Way("claude-sonnet-5-5", "", Claude, ("tools", "system", "messages")),
    Way("gpt-6-sol", "/v1", OpenAIResponses, ("tools", "instructions", "input"), 32),
    Way("gemini-3.8-flash", "", Gemini, ("tools", "systemInstruction", "contents"), aim=_thousandths),
)


@dataclass(frozen=True)
class Sent:
    """What one way sent: of each request, its parts in the order in which they are cached."""

    way: Way
    requests: tuple[tuple[str, ...], ...]

    @property
    def kept(self) -> float:
        """The share of a request's characters with which the next one begins, all requests taken together."""
        return sum(_common(a, b) for a, b in pairwise(self.requests)) / sum(map(_length, self.requests[:-1]))

    @property
    def tokens(self) -> float:
        """Tokens of a request, images included, in the mean."""
        return sum(map(self._tokens, self.requests)) / len(self.requests)

    @property
    def fresh(self) -> float:
        """Tokens of a request that were not in the one before it, in the mean of all but the first."""
        new = [self._tokens(b[_same(a, b) :]) for a, b in pairwise(self.requests)]
        return sum(new) / len(new)

    def _tokens(self, pieces: tuple[str, ...]) -> int:
        images = sum(self.way.image(screen.width, screen.height) for piece in pieces for screen in _images(piece))
        return images + ceil(sum(map(_text, pieces)) / CHARACTERS)

    @property
    def peer(self) -> float:
        """Tokens of a step of browser-use's with the same model."""
        return PEER / CHARACTERS + self.way.image(*SIZE)

    @property
    def text(self) -> float:
        """Characters of a request that the model reads as text, in the mean."""
        return sum(sum(map(_text, request)) for request in self.requests) / len(self.requests)


async def sent(way: Way, url: str) -> Sent:
    """A run of 20 steps on the page, and what was sent for it."""
    profile: Profile = resolve(way.name)
    async with answering(way.aim) as (origin, bodies), Browser(BrowserOptions(url=url, viewport=SIZE)) as browser:
        endpoint = Endpoint(way.name, origin + way.base, "key")
        policy = VlmPolicy(way.asked(endpoint), profile.speaker(browser.kinds))
        guard, limits = AllOf((DomainGuard(None),)), Limits(steps=STEPS)
        run = await Agent(policy, browser, guard, ScreenChanged(), limits).run("Press the buttons one after the other.")
        if len(run.steps) != STEPS:
            raise ModelError(f"the run ended after {len(run.steps)} steps: {run.ending}")
        return Sent(way, tuple(tuple(_pieces(body, way.parts)) for body in bodies))


def _pieces(body: dict[str, Any], parts: tuple[str, ...]) -> Iterator[str]:
    """The request as texts in the order in which its provider caches them, without the marks of where it does."""
    for part in parts:
        value = _unmarked(body.get(part, []))
        for turn in value if isinstance(value, list) else [value]:
            for piece in _blocks(turn):
                yield json.dumps(piece)


def _blocks(turn: Any) -> list[Any]:
    """A turn's content blocks, each with the turn's own fields, so that an image is a piece of its own."""
    key = next((key for key in ("content", "parts") if isinstance(turn, dict) and isinstance(turn.get(key), list)), "")
    return [turn | {key: [block]} for block in turn[key]] if key else [turn]


def _unmarked(value: Any) -> Any:
    match value:
        case dict():
            return {key: _unmarked(each) for key, each in value.items() if key not in MARKS}
        case list():
            return [_unmarked(each) for each in value]
        case _:
            return value


MARKS = ("cache_control", "prompt_cache_breakpoint")
"""Fields that say where a provider is to cache, and are none of the content that it caches."""


def _same(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """How many pieces both begin with."""
    return next((at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))


def _common(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    return _length(a[: _same(a, b)])


def _length(request: tuple[str, ...]) -> int:
    return sum(map(len, request))


def _images(piece: str) -> Iterator[Screen]:
    for text in piece.split('"'):
        if PNG in text:
            yield Screen.of(base64.b64decode(text[text.index(PNG) :]))


def _text(piece: str) -> int:
    """The characters of a piece that the model reads: what is said, not the envelope, a picture or sealed reasoning."""
    return sum(map(len, _read(json.loads(piece))))


def _read(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for key, each in value.items():
                if key in SCHEMAS:
                    yield json.dumps(each)
                elif key not in ENVELOPE:
                    yield from _read(each)
        case list():
            for each in value:
                yield from _read(each)
        case str() if PNG not in value:
            yield value
        case int() | float():
            yield str(value)


SCHEMAS = {"parameters", "parametersJsonSchema", "input_schema"}
"""Fields that a provider shows its model as they are written."""
ENVELOPE = {"type", "role", "id", "call_id", "tool_use_id", "status", "detail", "media_type", "mimeType", "strict"} | {
    "encrypted_content",
    "signature",
    "thoughtSignature",
    "toolset_name",
    "data",
}
"""Fields that no model reads as text."""
PNG = "iVBORw0KGgo"
"""How the base64 of every PNG begins."""


async def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="guiagent-bench-") as name:
        page = Path(name) / "page.html"
        page.write_text(PAGE, encoding="utf-8")
        found = [await sent(way, page.as_uri()) for way in WAYS]
    table = Table("", "prefix kept", "text", "tokens", "ratio", "new tokens", "ratio", title="A step's request")
    for each in found:
        table.add_row(
            each.way.name,
            f"{each.kept:.1%}",
            f"{each.text:,.0f}",
            f"{each.tokens:,.0f}",
            f"{each.tokens / each.peer:.2f}",
            f"{each.fresh:,.0f}",
            f"{each.fresh / each.peer:.2f}",
        )
    table.add_row("browser-use", "", f"{PEER:,}", f"{found[0].peer:,.0f}", "1", "", "", style="dim")
    Console().print(table)
    Console().print(
        f"[dim]{STEPS} steps at {SIZE[0]}x{SIZE[1]}. Text in characters, {CHARACTERS} to a token;\n"
        "an image has one for each 28x28 or 32x32 pixels. What a provider adds is left out."
    )


if __name__ == "__main__":
    asyncio.run(main())
