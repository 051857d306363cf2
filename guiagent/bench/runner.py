"""Runs a benchmark: attempts side by side, each written down as it ends, those that hang ended, those lost repeated."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Protocol

from guiagent.bench.jobs import Job
from guiagent.bench.results import Ledger
from guiagent.bench.rows import Row
from guiagent.bench.workers import Hiring, Worker, WorkerLost
from guiagent.errors import SandboxError

GRACE = 90.0
"""Seconds beyond an attempt's own limit after which its worker counts as hanging: worlds open, pages settle."""

HOPELESS = 8
"""Errors of the environment in a row, with no result between them, after which nothing more is tried."""


class Progress(Protocol):
    """Is told what happens as it happens."""

    def hired(self, remarks: Sequence[str]) -> None:
        """A worker is ready."""

    def made(self, row: Row, counts: bool) -> None:
        """An attempt is over; `counts` is False where it will be repeated."""


@dataclass
class Runner:
    """Makes the attempts of `ledger` that are missing, `jobs` at a time.

    `seconds` are the most that an attempt may take of its own; `retries` how often one is repeated that its environment
    ended; `usd` the most that all of it may cost, what the results cost before included.
    """

    ledger: Ledger
    hire: Hiring
    progress: Progress
    jobs: int = 1
    seconds: float | None = None
    retries: int = 2
    usd: float | None = None
    stopped: str = ""
    """Why not everything was attempted; empty where it was."""
    _queue: deque[Job] = field(default_factory=deque)
    _troubles: int = 0

    async def run(self) -> None:
        """Until nothing is missing, or nothing more can be done. Raises OperatorError for what a person must mend."""
        folder = self.ledger.folder
        tried = {row.key: row.attempt for row in self.ledger.rows}
        self._queue.extend(
            Job(key=key, folder=folder, attempt=tried.get(key, 0) + 1) for key in self.ledger.missing
        )  # fmt: skip
        places = range(min(self.jobs, len(self._queue)))
        serving = [asyncio.create_task(self._serve(place)) for place in places]
        try:
            await asyncio.gather(*serving)
        finally:
            for each in serving:
                if not each.cancelling():  # a second time would cut short how it gets rid of its worker
                    each.cancel()
            await asyncio.gather(*serving, return_exceptions=True)

    async def _serve(self, place: int) -> None:
        """Take one job after another, with a new worker where the last one was lost."""
        worker: Worker | None = None
        try:
            while (job := self._next()) is not None:
                if worker is None:
                    worker = await self.hire(place)
                    self.progress.hired(worker.remarks)
                row, fit = await self._made(worker, job)
                if not fit:
                    worker = None
                self._take(job, row)
            if worker is not None:
                await worker.leave()
        except BaseException:
            if worker is not None:
                await worker.kill()
            raise

    async def _made(self, worker: Worker, job: Job) -> tuple[Row, bool]:
        """The row of a job, and whether its worker is good for another."""
        began, at = monotonic(), datetime.now(UTC)
        limit = None if self.seconds is None else self.seconds + GRACE
        try:
            return await asyncio.wait_for(worker.make(job), limit), True
        except TimeoutError:
            detail = f"nothing came of it in {limit:g} s, and its worker was ended"
        except WorkerLost as lost:
            detail = f"its worker was lost: {lost}"
        await worker.kill()
        seconds = monotonic() - began
        return _lost(job, detail, seconds, at), False

    def _next(self) -> Job | None:
        if self._queue and not self.stopped and self.usd is not None and (spent := self.ledger.spent) >= self.usd:
            self.stopped = f"the limit of {self.usd:g} USD was reached ({spent:.2f} spent)"
        return self._queue.popleft() if self._queue and not self.stopped else None

    def _take(self, job: Job, row: Row) -> None:
        self.ledger.add(row)
        again = not row.counts and job.attempt <= self.retries
        self.progress.made(row, counts=not again)
        self._troubles = 0 if row.counts else self._troubles + 1
        if self._troubles >= HOPELESS:
            raise SandboxError(f"{HOPELESS} attempts in a row were ended by their environment; the last: {row.detail}")
        if again:
            self._queue.append(job.model_copy(update={"attempt": job.attempt + 1}))


def _lost(job: Job, detail: str, seconds: float, began: datetime) -> Row:
    """The row of an attempt whose worker cannot tell of it any more."""
    return Row(
        **job.key.model_dump(),
        status="env_error",
        success=False,
        failure="environment",
        detail=detail,
        seconds=seconds,
        began=began,
        attempt=job.attempt,
    )


def log_of(folder: Path, place: int) -> Path:
    """Where what a worker and its libraries print is kept."""
    (folder / "logs").mkdir(exist_ok=True)
    return folder / "logs" / f"worker-{place}.log"
