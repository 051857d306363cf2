"""Passing an admitted request on: one exchange with its answer, or bytes both ways."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from guiagent.guards.addresses import Origin
from guiagent.guards.messages import PIECE, BadMessage, Head, pass_body, read_head

LONGEST_WAIT = 24 * 3600.0
"""Seconds for an answer to begin: the browser is who gives up on a slow server."""

_HOP = frozenset({"connection", "proxy-connection", "proxy-authorization", "keep-alive", "te", "upgrade", "host"})


@dataclass(slots=True)
class Line:
    """An open connection to a checked address, for one origin."""

    origin: Origin
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @property
    def alive(self) -> bool:
        return not (self.reader.at_eof() or self.writer.is_closing())


async def exchange(head: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: Line) -> bool:
    """One request and its answer. False where the browser's connection must not be used again.

    Raises BadMessage for the request only; a server's bad answer ends the connection, as it may have begun already.
    """
    body = head.framing(0)
    line.writer.write(_forwarded(head, line.origin))
    sending = asyncio.create_task(pass_body(reader, line.writer, body)) if body else None
    try:
        reusable = await _answer(head, reader, writer, line)
        return reusable and (sending is None or sending.done())
    except BadMessage:
        return False
    finally:
        if sending is not None:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


async def _answer(head: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: Line) -> bool:
    """Passes the answer on, preliminary heads first. False where either connection ends with it."""
    while answer := await read_head(line.reader, LONGEST_WAIT):
        framing = answer.answer_framing(head.start[0])
        writer.write(answer.raw)
        if answer.status == 101:
            await both_ways(reader, writer, line)
            return False
        if answer.status >= 200:
            await pass_body(line.reader, writer, framing)
            await writer.drain()
            return answer.persists and framing != "close"
    return False


def _forwarded(head: Head, origin: Origin) -> bytes:
    """The head as the server is to see it: the path alone, the checked host, and nothing that was meant for a proxy."""
    method, target, version = head.start
    path = "/" + target.partition("://")[2].partition("/")[2]
    upgrade = head.all("upgrade")
    lines = [f"{method} {path} {version}", f"Host: {str(origin).partition('://')[2]}"]
    lines += [f"{name}: {value}" for name, value in head.headers if name not in _HOP]
    lines += [f"Connection: Upgrade\r\nUpgrade: {upgrade[0]}" if upgrade else "Connection: keep-alive"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def both_ways(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: Line) -> None:
    """Passes bytes both ways until both sides have ended."""
    async with asyncio.TaskGroup() as group:
        group.create_task(_pour(reader, line.writer))
        group.create_task(_pour(line.reader, writer))


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
        writer.write_eof()
    except OSError:  # a side was cut off: the other one must hear of it
        writer.close()


def hang_up(writer: asyncio.StreamWriter | None) -> None:
    """Closes a connection, if there is one, without waiting for it."""
    if writer is not None:
        writer.close()
