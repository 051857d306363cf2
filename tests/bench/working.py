"""A workshop for tests of the runner: its rows are made up, and some of its tasks kill, hang or break it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from guiagent.bench.jobs import Job, Order
from guiagent.bench.rows import Row
from guiagent.bench.worker import work
from guiagent.errors import UsageError
from guiagent.usage import Usage


class Made:
    """Does what a task's name says; `once` in front: at its first attempt only."""

    remarks = ("made for a test",)

    async def make(self, job: Job) -> Row:
        name, once = job.key.task.removeprefix("once-"), job.key.task.startswith("once-")
        if not once or job.attempt == 1:
            await _trouble(name)
        status = "env_error" if name == "breaks" and (not once or job.attempt == 1) else "success"
        return Row(
            **job.key.model_dump(),
            status=status,
            success=status == "success",
            usage=Usage(usd=0.5),
            began=datetime.now(UTC),
            attempt=job.attempt,
            notes=(str(os.getpid()),),
        )


async def _trouble(name: str) -> None:
    match name:
        case "dies":
            print("the last words")  # goes to the log, as anything that a library prints
            os.kill(os.getpid(), signal.SIGKILL)
        case "bereaves":
            os.kill(os.getppid(), signal.SIGKILL)
            await asyncio.sleep(3600)
        case "hangs":
            await asyncio.sleep(3600)
        case "refuses":
            raise UsageError("the disk is full")
        case "slow":
            await asyncio.sleep(0.3)


@asynccontextmanager
async def opened(order: Order) -> AsyncIterator[Made]:
    if order.options.get("refuse"):
        raise UsageError("there is no such model")
    (Path(str(order.options["pids"])) / str(os.getpid())).touch()
    yield Made()


if __name__ == "__main__":
    work(opened)
