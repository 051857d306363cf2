"""The allow-list where requests leave the browser: a proxy on loopback that resolves, checks and only then connects."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Self

from guiagent.errors import ComputerError
from guiagent.guards.addresses import IP, Origin, canonical_host, ip_of, origin_of, split_port, unwrapped
from guiagent.guards.domains import AllowList, is_localhost
from guiagent.guards.forwarding import Line, both_ways, exchange, hang_up
from guiagent.guards.messages import HEAD_BYTES, PIECE, BadMessage, Head, page, read_head

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""The IP addresses of a name, for a port, best first. Raises OSError where it has none."""

IDLE_SECONDS = 120.0
CONNECT_SECONDS = 10.0
LINGER_SECONDS = 2.0
REMEMBERED = 500


class Refused(Exception):
    """The allow-list does not admit this request."""


class Unreachable(Exception):
    """The request was admitted, but its host cannot be reached."""


async def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses that the system's resolver gives."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class AllowProxy:
    """An HTTP proxy for one browser: `async with AllowProxy(allow) as proxy: launch(args=proxy.chromium_args)`.

    It forwards http, tunnels CONNECT (https, WebSockets), and answers 403 with a page that says why. Each request is
    held against the allow-list, its name is resolved here, and the connection goes to the address that was checked.
    """

    def __init__(self, allow: AllowList, resolve: Resolver = resolved) -> None:
        self._allow = allow
        self._resolve = resolve
        self._server: asyncio.Server | None = None
        self._busy: set[asyncio.Task[None]] = set()
        self._refused: dict[str, None] = {}
        self.port = 0

    async def __aenter__(self) -> Self:
        try:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=HEAD_BYTES, backlog=256)
        except OSError as error:
            raise ComputerError(f"cannot open the allow-list proxy on 127.0.0.1: {error}") from error
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
            for task in self._busy:
                task.cancel()
            await asyncio.gather(*self._busy, return_exceptions=True)
            await self._server.wait_closed()

    @property
    def refused(self) -> tuple[str, ...]:
        """What was refused and why, once each, oldest first, by origin and never by path; 500 at the most."""
        return tuple(self._refused)

    @property
    def chromium_args(self) -> tuple[str, ...]:
        """The switches that leave Chromium no other way out than this proxy; docs/guard.md says what each is for."""
        return (
            f"--proxy-server=http://127.0.0.1:{self.port}",
            "--proxy-bypass-list=<-loopback>",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--disable-quic",
            "--dns-prefetch-disable",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-domain-reliability",
            "--disable-sync",
        )

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the browser, request by request, until either side is done with it."""
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)
        try:
            await self._requests(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # a side hung up, or the proxy is being closed: both connections end, which is all there is to do
        finally:
            hang_up(writer)

    async def _requests(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line: Line | None = None
        try:
            while head := await read_head(reader, IDLE_SECONDS):
                _check(head)
                if head.start[0] == "CONNECT":
                    return await self._tunnel(head, reader, writer)
                origin = self._asked(head)
                if line is None or line.origin != origin or not line.alive:
                    hang_up(line.writer if line else None)
                    line = await self._connect(origin)
                if not await exchange(head, reader, writer, line):
                    return None
        except (Refused, Unreachable, BadMessage) as error:
            self._answer(writer, error)
            await _lingered(reader, writer)
        finally:
            hang_up(line.writer if line else None)

    def _answer(self, writer: asyncio.StreamWriter, error: Refused | Unreachable | BadMessage) -> None:
        match error:
            case Refused():
                if len(self._refused) < REMEMBERED:
                    self._refused[str(error)] = None
                writer.write(page("403 Forbidden", "Not allowed in this run", f"guiagent did not send this: {error}."))
            case Unreachable():
                writer.write(page("502 Bad Gateway", "This site cannot be reached", f"{error}."))
            case BadMessage():
                writer.write(page("400 Bad Request", "This request cannot be passed on", f"{error}."))

    def _asked(self, head: Head) -> Origin:
        """The origin of a forwarded request, which its Host header must confirm."""
        try:
            origin = origin_of(head.start[1])
            named = [split_port(value) for value in head.all("host")]
            hosts = [Origin("http", canonical_host(host), 80 if port is None else port) for host, port in named]
        except ValueError as error:
            raise BadMessage(str(error)) from error
        if origin.scheme != "http" or hosts != [origin]:
            raise BadMessage("the address and the Host header of the request do not agree")
        return origin

    async def _tunnel(self, head: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            host, port = split_port(head.start[1])
            origin = Origin("", canonical_host(host), port or 443)
        except ValueError as error:
            raise BadMessage(str(error)) from error
        line = await self._connect(origin)
        try:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await both_ways(reader, writer, line)
        finally:
            hang_up(line.writer)

    async def _connect(self, origin: Origin) -> Line:
        """A connection to a checked address. Raises Refused, or Unreachable with what was tried."""
        failures = []
        for address in await self._addresses(origin):
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    opened = await asyncio.open_connection(str(address), origin.port, limit=HEAD_BYTES)
                return Line(origin, *opened)
            except OSError as error:
                failures.append(f"{address}: {error.strerror or 'no answer in time'}")
        raise Unreachable(f"cannot connect to {_shown(origin)} ({'; '.join(failures)})")

    async def _addresses(self, origin: Origin) -> list[IP]:
        """The addresses that a connection to this origin may go to, resolved here and now."""
        if not self._allow.admits(origin):
            raise Refused(f"{_shown(origin)} is not among the allowed domains ({self._allow})")
        found = await self._lookup(origin)
        allowed = [address for address in found if self._allow.reaches(address, origin.host, origin.port)]
        if not allowed or (origin.port == self.port and any(address.is_loopback for address in allowed)):
            raise Refused(f"{_shown(origin)} leads to {found[0]}, which is no public address and was not itself named")
        return allowed

    async def _lookup(self, origin: Origin) -> list[IP]:
        literal = ip_of(origin.host)
        if literal is not None:
            return [literal]
        if is_localhost(origin.host):
            return [ipaddress.IPv4Address("127.0.0.1"), ipaddress.IPv6Address("::1")]
        try:
            found = await self._resolve(origin.host, origin.port)
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"the name {origin.host} has no address: {error}") from error
        if not found:
            raise Unreachable(f"the name {origin.host} has no address")
        return [unwrapped(ipaddress.ip_address(text.partition("%")[0])) for text in found]


async def _lingered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Lets the browser read the answer: a connection closed over what it still sends would be reset, the page lost."""
    writer.write_eof()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LINGER_SECONDS):
            while await reader.read(PIECE):
                pass


def _check(head: Head) -> None:
    """Raises BadMessage, before anything is connected, where it is unclear what the request is or where it ends."""
    if head.start[2] not in ("HTTP/1.1", "HTTP/1.0"):
        raise BadMessage("the request is malformed")
    head.framing(0)


def _shown(origin: Origin) -> str:
    return str(origin) if origin.scheme else f"{origin.host}:{origin.port}"
