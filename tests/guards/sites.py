"""Two loopback sites for the guard's tests: one that a run may reach, and one that wants to hear from it."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}


@dataclass
class Site:
    """An HTTP server on loopback that remembers who came: `/hit/NAME` counts as the arrival of NAME."""

    files: Mapping[str, str] = field(default_factory=dict)
    hits: set[str] = field(default_factory=set)
    heads: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            while head := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
                self.heads.append(head)
                length = re.search(r"(?im)^content-length: *(\d+)", head)
                await reader.readexactly(int(length[1]) if length else 0)
                writer.write(self._answer(head.split(" ")[1]))
                await writer.drain()
        writer.close()

    def _answer(self, target: str) -> bytes:
        path, _, query = target.partition("?")
        if path.startswith("/hit/"):
            self.hits.add(path.removeprefix("/hit/"))
            return _message("200 OK", "text/javascript", "")
        if path == "/redirect":
            return _message("302 Found", "text/plain", "", f"Location: {query}\r\n")
        if path not in self.files:
            return _message("404 Not Found", "text/plain", "not here")
        extra = (
            "Content-Security-Policy-Report-Only: img-src 'none'; report-uri /redirect\r\n" if path == "/csp" else ""
        )
        return _message("200 OK", TYPES.get(Path(path).suffix, "text/html"), self.files[path], extra)


def _message(status: str, kind: str, body: str, extra: str = "") -> bytes:
    data = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n{extra}"
    return f"{head}Access-Control-Allow-Origin: *\r\nCache-Control: no-store\r\n\r\n".encode() + data


@contextlib.asynccontextmanager
async def serving(site: Site) -> AsyncIterator[Site]:
    """The site on one free port of 127.0.0.1 and ::1."""
    server = await asyncio.start_server(site._serve, "127.0.0.1", site.port)
    site.port = server.sockets[0].getsockname()[1]
    second = await asyncio.start_server(site._serve, "::1", site.port)
    try:
        yield site
    finally:
        server.close()
        second.close()


class Packets(asyncio.DatagramProtocol):
    """Counts the UDP packets that arrive."""

    def __init__(self) -> None:
        self.count = 0
        self.port = 0

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.count += 1


@contextlib.asynccontextmanager
async def hearing_udp() -> AsyncIterator[Packets]:
    """A UDP socket on every address of this machine."""
    loop = asyncio.get_running_loop()
    transport, packets = await loop.create_datagram_endpoint(Packets, local_addr=("0.0.0.0", 0))
    packets.port = transport.get_extra_info("sockname")[1]
    try:
        yield packets
    finally:
        transport.close()
