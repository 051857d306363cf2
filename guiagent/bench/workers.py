"""Workers as the benchmark sees them: one that makes an attempt at a time, and can be got rid of."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol, Self

from guiagent.bench.jobs import ANSWER, Answer, Job, Made, Order, Ready, Refused
from guiagent.bench.rows import Row
from guiagent.errors import GuiAgentError, OperatorError, SandboxError, UsageError
from guiagent.runs.writing import json_of

STARTING = 600.0
"""Seconds that a worker may take to load its model and start its browser."""

LEAVING = 5.0
"""Seconds that one may take to leave after its last attempt."""


class WorkerLost(GuiAgentError):
    """A worker ended in the middle of an attempt."""


class Worker(Protocol):
    """Makes attempts, one at a time."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What it says of itself."""

    async def make(self, job: Job) -> Row:
        """The row of a job. Raises WorkerLost, or OperatorError for what a person must mend."""

    async def leave(self) -> None:
        """No more work: it ends, and what it started with it."""

    async def kill(self) -> None:
        """It hangs, or nobody waits for it: it ends now."""


class Hiring(Protocol):
    """Where workers come from."""

    async def __call__(self, place: int) -> Worker:
        """One for the place with this number. Raises OperatorError where none can be had."""


class ProcessWorker:
    """A process of this machine, in a session of its own so that Ctrl-C is not for it; its words go to `log`."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process, self._log, self.pid = process, log, process.pid
        self.remarks: tuple[str, ...] = ()

    @classmethod
    async def start(cls, command: Sequence[str], order: Order, log: Path) -> Self:
        """Start one and wait until it is ready. Raises OperatorError with what it says."""
        with log.open("ab") as words:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=words,
                start_new_session=True,
                limit=2**26,
            )
        worker = cls(process, log)
        try:
            match await asyncio.wait_for(worker._ask(json_of(order)), STARTING):
                case Ready(remarks=remarks):
                    worker.remarks = remarks
                    return worker
                case Refused(why=why, usage=usage):
                    raise UsageError(why) if usage else SandboxError(why)
                case Made():
                    raise SandboxError(f"a worker answered before it was asked; see {log}")
        except WorkerLost as lost:
            raise SandboxError(f"a worker does not start: {lost}") from lost
        except TimeoutError as error:
            raise SandboxError(f"a worker was not ready after {STARTING:g} s; see {log}") from error
        except BaseException:
            await worker.kill()
            raise

    async def make(self, job: Job) -> Row:
        match await self._ask(json_of(job)):
            case Made(row=row):
                return row
            case Refused(why=why, usage=usage):
                raise UsageError(why) if usage else OperatorError(why)
            case Ready():
                raise WorkerLost("it began anew by itself")

    async def leave(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), LEAVING)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    async def _ask(self, line: bytes) -> Answer:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(line + b"\n")
            await stdin.drain()
            answer = await stdout.readline()
        except (BrokenPipeError, ConnectionResetError):
            answer = b""
        if not answer.endswith(b"\n"):
            code = await self._process.wait()
            how = f"it was ended by signal {-code}" if code < 0 else f"it ended with code {code}"
            raise WorkerLost(f"{how}: {_last_words(self._log)}")
        return ANSWER.validate_json(answer)


def _last_words(log: Path) -> str:
    """The last line that a worker left, on its way to a person."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return f"{lines[-1][:300]} (see {log})" if lines else "without a word"
