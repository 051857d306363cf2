"""The process in which attempts are made: `python -m guiagent.cli.bench.worker`, started by `guiagent bench run`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

from guiagent.bench.attempt import Attempts, Cast, Stage
from guiagent.bench.jobs import Job, Order
from guiagent.bench.rows import Row
from guiagent.bench.worker import work
from guiagent.cli.bench.minds import for_each_task, mind_for
from guiagent.cli.models import Inspected, Making, Mind
from guiagent.cli.options import RunOptions
from guiagent.cli.worlds import sandbox_of, suite_of
from guiagent.computers.find import find_light
from guiagent.computers.options import BrowserOptions
from guiagent.computers.process import BrowserProcess
from guiagent.protocols import Sandbox, Task
from guiagent.suites import Suite

OFFLINE = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
)
"""Chromium's switches that let no page reach anything but this machine."""


@dataclass
class Bench:
    """Where attempts are made, one after another: a suite, a mind, and a browser process for as long as it lives."""

    order: Order
    suite: Suite
    options: RunOptions
    mind: Mind
    process: BrowserProcess
    remarks: tuple[str, ...]

    async def make(self, job: Job) -> Row:
        """The row of a job, in a browser that is started again where it is gone."""
        if not self.process.alive:
            await self.process.__aexit__(None, None, None)
            self.process = await _process(self.options).__aenter__()
        attempts = Attempts(self.order.settings, self.process, self._world, self._cast)
        return await attempts.make(job, self.suite.tasks[job.key.task])

    def _world(self, task: Task) -> Sandbox:
        return sandbox_of(task.sandbox, suite=self.suite)

    def _cast(self, stage: Stage) -> Cast:
        mind = mind_for(self.options, stage.task) if for_each_task(self.options.model) else self.mind
        making = Making(stage.instruction, stage.run, str)
        computer = cast(Inspected, stage.computer)  # a world's own computer has nothing under its pixels to be asked
        return Cast(mind.policy(stage.seed, computer, ()), mind.reflector(), mind.annotators(making, computer))


@asynccontextmanager
async def opened(order: Order) -> AsyncIterator[Bench]:
    """The model loaded, the browser started. Raises OperatorError."""
    options = RunOptions.model_validate(order.options)
    suite = await asyncio.to_thread(suite_of, order.settings.suite, order.suites)
    mind = mind_for(options, None)
    process = await _process(options).__aenter__()
    bench = Bench(order, suite, options, mind, process, ())
    try:
        bench.remarks = (*process.remarks, *await mind.open())
        yield bench
    finally:
        await mind.aclose()
        await bench.process.__aexit__(None, None, None)


def _process(options: RunOptions) -> BrowserProcess:
    return BrowserProcess(
        BrowserOptions(headed=options.headed, executable=find_light().path, chromium_args=OFFLINE)
    )  # fmt: skip


if __name__ == "__main__":
    work(opened)
