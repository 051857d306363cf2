"""A process that makes attempts: it is told what to do on stdin, a line each, and answers on what was its stdout."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import BinaryIO, Protocol

from guiagent.actions import Value
from guiagent.bench.jobs import Job, Made, Order, Ready, Refused
from guiagent.bench.rows import Row
from guiagent.errors import OperatorError, UsageError
from guiagent.runs.writing import json_of


class Workshop(Protocol):
    """Where attempts are made, while it is open."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know about it."""

    async def make(self, job: Job) -> Row:
        """The row of a job. Raises OperatorError for what a person must mend."""


Opening = Callable[[Order], AbstractAsyncContextManager[Workshop]]


def work(opening: Opening) -> None:
    """Serve until stdin ends. Whatever a library prints goes to stderr; the answers have a pipe of their own."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    asyncio.run(_serve(opening, answers))
    os._exit(0)  # threads of libraries that still run have nothing left to do


async def _serve(opening: Opening, answers: BinaryIO) -> None:
    orders = _lines()
    try:
        async with opening(Order.model_validate_json(await anext(orders))) as workshop:
            _say(answers, Ready(remarks=workshop.remarks))
            async for line in orders:
                _say(answers, Made(row=await workshop.make(Job.model_validate_json(line))))
    except OperatorError as error:
        _say(answers, Refused(why=str(error), usage=isinstance(error, UsageError)))


async def _lines() -> AsyncIterator[bytes]:
    """The lines of stdin. Its end, whenever it comes, is the end of this process: its owner is gone."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer)
    lines: asyncio.Queue[bytes] = asyncio.Queue()

    async def read() -> None:
        while line := await reader.readline():
            lines.put_nowait(line)
        os._exit(0)  # the watchdog beside the browser clears up

    reading = asyncio.ensure_future(read())
    try:
        while True:
            yield await lines.get()
    finally:
        reading.cancel()


def _say(answers: BinaryIO, answer: Value) -> None:
    answers.write(json_of(answer) + b"\n")
