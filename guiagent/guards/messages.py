"""HTTP/1.1 messages as they pass through the proxy: a head that is read, a body that is only passed on (RFC 9112)."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from html import escape
from typing import Literal

HEAD_BYTES = 256 * 1024
"""The longest head that is read, as long as Chromium's own limit for answers."""

PIECE = 64 * 1024
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

Framing = int | Literal["chunked", "close"]
"""Where a body ends: after so many bytes, with its last chunk, or with the connection."""


class BadMessage(Exception):
    """What came over the wire is no HTTP/1.1 that can be passed on safely."""


@dataclass(frozen=True, slots=True)
class Head:
    """The start line and the headers (names in lower case) of a request or an answer, and their very bytes."""

    raw: bytes
    start: tuple[str, str, str]
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, raw: bytes) -> Head:
        """Raises BadMessage where readers could disagree on what it says: folded lines, odd names, stray ends."""
        first, *lines = raw.removesuffix(b"\r\n\r\n").split(b"\r\n")
        start = first.decode("latin-1").split(" ", 2)
        if (
            len(start) < 2
            or any(bad in raw for bad in (b"\0", b"\n ", b"\n\t"))
            or raw.count(b"\n") != raw.count(b"\r\n")
        ):
            raise BadMessage("the head is malformed")
        return cls(raw, (start[0], start[1], start[2] if len(start) == 3 else ""), tuple(map(_header, lines)))

    def all(self, name: str) -> list[str]:
        """Every value of this header."""
        return [value for key, value in self.headers if key == name]

    def says(self, name: str, word: str) -> bool:
        """Whether a comma-separated header holds this word."""
        return any(part.strip().lower() == word for value in self.all(name) for part in value.split(","))

    def framing(self, default: Framing) -> Framing:
        """Where the body ends; `default` where the head does not say. Raises BadMessage where it says two things."""
        lengths, codings = set(self.all("content-length")), self.all("transfer-encoding")
        if codings:
            if lengths or [coding.strip().lower() for coding in codings] != ["chunked"]:
                raise BadMessage("the length of the body is ambiguous")
            return "chunked"
        if not lengths:
            return default
        only = lengths.pop()
        if lengths or not (only.isascii() and only.isdigit()):
            raise BadMessage("the length of the body is ambiguous")
        return int(only)

    @property
    def status(self) -> int:
        """An answer's status. Raises BadMessage."""
        if not (self.start[0].startswith("HTTP/1.") and self.start[1].isdigit()):
            raise BadMessage("the server does not speak HTTP/1.1")
        return int(self.start[1])

    def answer_framing(self, method: str) -> Framing:
        """Where the body of this answer to a request of that method ends."""
        if method == "HEAD" or self.status < 200 or self.status in (204, 304):
            return 0
        return self.framing("close")

    @property
    def persists(self) -> bool:
        """Whether the server means to keep the connection open after this answer."""
        if self.start[0] == "HTTP/1.0":
            return self.says("connection", "keep-alive")
        return not self.says("connection", "close")


def _header(line: bytes) -> tuple[str, str]:
    name, colon, value = line.partition(b":")
    if not colon or not _TOKEN.fullmatch(name):
        raise BadMessage("a header is malformed")
    return name.decode().lower(), value.decode("latin-1").strip()


async def read_head(reader: asyncio.StreamReader, seconds: float) -> Head | None:
    """The next head, or None where the other side closed or stayed silent. Raises BadMessage."""
    try:
        async with asyncio.timeout(seconds):
            return Head.of(await reader.readuntil(b"\r\n\r\n"))
    except (asyncio.IncompleteReadError, TimeoutError):
        return None
    except asyncio.LimitOverrunError as error:
        raise BadMessage("the head is too long") from error


async def pass_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, framing: Framing) -> None:
    """Passes a body on as it comes. Raises IncompleteReadError where it ends early."""
    match framing:
        case "chunked":
            await _pass_chunks(reader, writer)
        case "close":
            while piece := await reader.read(PIECE):
                await _send(writer, piece)
        case length:
            await _pass_bytes(reader, writer, length)


async def _send(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(data)
    await writer.drain()


async def _pass_bytes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, length: int) -> None:
    while length > 0:
        piece = await reader.read(min(PIECE, length))
        if not piece:
            raise asyncio.IncompleteReadError(b"", length)
        length -= len(piece)
        await _send(writer, piece)


async def _pass_chunks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        line = await reader.readuntil(b"\r\n")
        digits = line.partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,15}", digits):
            raise BadMessage("a chunk's size is malformed")
        await _send(writer, line)
        if not int(digits, 16):
            break
        await _pass_bytes(reader, writer, int(digits, 16) + 2)
    while (line := await reader.readuntil(b"\r\n")) != b"\r\n":
        await _send(writer, line)
    await _send(writer, line)


def page(status: str, title: str, words: str) -> bytes:
    """A whole answer with a plain page, for the person or the model that looks at it; the connection ends after it."""
    body = (
        "<!doctype html><meta charset=utf-8><meta name=color-scheme content='light dark'>"
        f"<title>{escape(title)}</title>"
        "<body style='font:18px/1.5 system-ui,sans-serif;max-width:38em;margin:12vh auto;padding:0 1em'>"
        f"<h1>{escape(title)}</h1><p>{escape(words)}"
    ).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
