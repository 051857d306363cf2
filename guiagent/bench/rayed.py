"""Workers on a Ray cluster: each an actor that keeps a worker's process on its machine, and sends back what it made."""

from __future__ import annotations

import asyncio
import io
import logging
import socket
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from guiagent.bench.jobs import Job, Order
from guiagent.bench.rows import Row
from guiagent.bench.workers import STARTING, Hiring, ProcessWorker, Worker, WorkerLost
from guiagent.errors import OperatorError, SandboxError, UsageError

ANSWER = 5.0
"""Seconds that a cluster may take to be heard of."""


class Keeper:
    """What runs as an actor: one worker's process, in a folder of its own that goes with it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="guiagent-bench-")
        self._worker: ProcessWorker | None = None

    async def start(self, arguments: Sequence[str], order: str) -> tuple[str, ...]:
        """Start the process; what it says of itself."""
        log = Path(self._folder.name) / "worker.log"
        command = (sys.executable, *arguments)
        self._worker = await ProcessWorker.start(command, Order.model_validate_json(order), log)
        return self._worker.remarks

    async def make(self, job: str) -> tuple[str, bytes]:
        """A job's row, and its trajectory as a tar."""
        assert self._worker is not None
        here = Path(self._folder.name)
        row = await self._worker.make(Job.model_validate_json(job).model_copy(update={"folder": here}))
        return row.model_dump_json(), await asyncio.to_thread(_packed, here, row.run)


class RayWorker:
    """A `Worker` somewhere on the cluster."""

    def __init__(self, actor: Any, remarks: tuple[str, ...]) -> None:
        self._actor, self.remarks = actor, remarks

    async def make(self, job: Job) -> Row:
        """The row of a job, its trajectory unpacked where it belongs. Raises WorkerLost where the actor is gone."""
        told, packed = await _asked(self._actor.make.remote(job.model_dump_json()))
        await asyncio.to_thread(_unpack, packed, job.folder)
        return Row.model_validate_json(told)

    async def leave(self) -> None:
        await self.kill()

    async def kill(self) -> None:
        import ray

        ray.kill(self._actor)


def on_ray(address: str, arguments: Sequence[str], order: Order) -> Hiring:
    """Workers of the cluster at `address`: `local` begins one here, `auto` finds one that runs. Raises OperatorError.

    `arguments` are what Python is started with, on a machine where guiagent is installed as it is here.
    """
    try:
        import ray
    except ImportError as error:
        raise UsageError("--ray needs Ray: pip install 'guiagent[ray]'") from error
    if not ray.is_initialized():
        _there(address)
        try:
            ray.init(
                address=None if address == "local" else address,
                include_dashboard=False if address == "local" else None,
                log_to_driver=False,
                logging_level=logging.ERROR,
            )
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise UsageError(f"--ray {address!r}: no cluster answers there: {error}") from error
    kept: Any = ray.remote(num_cpus=1, max_restarts=0)(Keeper)

    async def hire(place: int) -> Worker:
        actor = kept.remote()
        try:
            begun = asyncio.wait_for(_asked(actor.start.remote(arguments, order.model_dump_json())), STARTING)
            return RayWorker(actor, tuple(await begun))
        except WorkerLost as lost:
            raise SandboxError(f"a worker does not start on the cluster: {lost}") from lost
        except TimeoutError as error:
            raise SandboxError(f"the cluster had no room for a worker in {STARTING:g} s; use fewer --jobs") from error

    return hire


def _there(address: str) -> None:
    """Raises UsageError where nothing listens at HOST:PORT; Ray itself would try for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), timeout=ANSWER).close()
    except OSError as error:
        raise UsageError(f"--ray {address!r}: no cluster answers there: {error}") from error


async def _asked(reference: Any) -> Any:
    """What an actor answers; an error of ours comes back as itself, its death as WorkerLost."""
    import ray

    try:
        return await reference
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, OperatorError | WorkerLost):
            raise error.cause from error
        raise
    except ray.exceptions.RayActorError as error:
        raise WorkerLost(f"its actor is gone: {str(error).strip().splitlines()[0]}") from error


def _packed(root: Path, run: str) -> bytes:
    packed = io.BytesIO()
    if run:
        with tarfile.open(fileobj=packed, mode="w") as archive:
            archive.add(root / run, arcname=run)
    return packed.getvalue()


def _unpack(packed: bytes, root: Path) -> None:
    if packed:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(root, filter="data")
