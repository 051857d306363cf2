"""A loopback server that answers as late as it is asked to, for measuring how a page that waits is waited for."""

from __future__ import annotations

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit


class Slow:
    """Serves `pages` by path, and beside them, each after `?ms=` milliseconds: /text, /html, /image and /script.

    /drip sends ten lines, `ms` apart; /hang never answers, /events never ends; /poll is short.
    """

    def __init__(self, pages: Mapping[str, str]) -> None:
        self._pages = pages
        self._tasks: set[asyncio.Task[None]] = set()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request on one connection, then close it."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            target = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
            await self._send(target, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return  # the browser, or the measurement, is done with it
        finally:
            writer.close()

    async def _send(self, target: str, writer: asyncio.StreamWriter) -> None:
        url = urlsplit(target)
        wait = float(parse_qs(url.query).get("ms", ["0"])[0]) / 1000
        if url.path == "/drip":
            await self._drip(writer, wait)
        elif url.path in ("/hang", "/events"):
            if url.path == "/events":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
                await writer.drain()
            await asyncio.Event().wait()
        else:
            await asyncio.sleep(wait)
            writer.write(self._response(url.path))
            await writer.drain()

    def _response(self, path: str) -> bytes:
        found = {
            "/text": ("text/plain", b"late"),
            "/poll": ("text/plain", b"now"),
            "/html": (
                "text/html",
                b"<h1>Arrived</h1><script>readyAt = performance.timeOrigin + performance.now()</script>",
            ),
            "/script": ("text/javascript", b"show()"),
            "/image": ("image/png", _png(120, 80)),
        }
        if path in self._pages:
            found[path] = ("text/html; charset=utf-8", self._pages[path].encode())
        kind, body = found.get(path, ("text/plain", b""))
        status = "200 OK" if path in found else "404 Not Found"
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        return head.encode() + body

    async def _drip(self, writer: asyncio.StreamWriter, wait: float) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        for line in range(10):
            writer.write(b"line %d\n" % line)
            await writer.drain()
            await asyncio.sleep(wait)

    def stop(self) -> None:
        """End the answers that never end."""
        for task in self._tasks:
            task.cancel()


@asynccontextmanager
async def slow_server(pages: Mapping[str, str]) -> AsyncIterator[str]:
    """The server on a free port of loopback; gives its origin, as http://127.0.0.1:1234."""
    slow = Slow(pages)
    server = await asyncio.start_server(slow.answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        slow.stop()


def _png(width: int, height: int) -> bytes:
    """A plain green picture."""
    rows = (b"\0" + b"\x20\x80\x40" * width) * height

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
