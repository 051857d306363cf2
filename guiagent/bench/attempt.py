"""One attempt: a task's world is opened, an agent works in it, the world is judged, and all of it is a row."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import monotonic

from guiagent.bench.failures import failure_of
from guiagent.bench.jobs import Job
from guiagent.bench.rows import Row, Status, status_of
from guiagent.bench.settings import Settings
from guiagent.computers.annotated import Annotated
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.computers.process import BrowserProcess
from guiagent.errors import ComputerError, ContextOverflow, ModelError, SandboxError
from guiagent.guards import AllOf, DomainGuard
from guiagent.guards.domains import AllowList
from guiagent.loop import Agent
from guiagent.perception import Annotator
from guiagent.policies.episode import UntilOver
from guiagent.protocols import Computer, Episode, Policy, Reflector, Sandbox, Session, Staged, Task
from guiagent.records import Ending, Failed, Step, Trajectory
from guiagent.runs import RunFolder, RunInfo, read
from guiagent.suites import Referenced

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Stage:
    """What is known when an agent is put together: the task in its world, and the computer that shows it."""

    task: Task
    seed: int
    instruction: str
    computer: Computer
    run: str


@dataclass(frozen=True)
class Cast:
    """What of an agent differs from one model to the next."""

    policy: Policy
    reflector: Reflector
    annotators: tuple[Annotator, ...] = ()


@dataclass(frozen=True)
class Attempts:
    """Makes attempts one after another in one browser process, a fresh context each."""

    settings: Settings
    process: BrowserProcess
    world: Callable[[Task], Sandbox]
    cast: Callable[[Stage], Cast]

    async def make(self, job: Job, task: Task) -> Row:
        """The row of a job. What the environment did wrong is a row, too; what a person must mend is raised."""
        began, at = monotonic(), datetime.now(UTC)
        path = _new_folder(job.folder, task.name, job.key.seed)
        try:
            ended = await self._work(task, job.key.seed, path, began)
        except ContextOverflow as error:
            ended = _Ended(_trajectory(path), "agent_error", str(error))
        except (ModelError, ComputerError, SandboxError) as error:
            ended = _Ended(_trajectory(path), "env_error", str(error))
        return _row(job, task, ended, str(path.relative_to(job.folder)), monotonic() - began, at)

    async def _work(self, task: Task, seed: int, path: Path, began: float) -> _Ended:
        async with self.world(task).open(seed) as session, self._computer(session, path) as computer:
            instruction = await told(task, seed, session)
            stage = Stage(task, seed, instruction, computer, path.name)
            with RunFolder.create_in(path, self._info(stage, session)) as folder:
                reset = monotonic() - began
                trajectory = await self._agent(self.cast(stage), computer, session).run(instruction, folder)
                ending = trajectory.ending or Ending(reason="interrupted")
                if isinstance(session, Staged):
                    await session.conclude(ending)
                verdict = await asyncio.to_thread(task.check, seed, await session.inspect(), ending)
                ending = ending.model_copy(update={"verdict": verdict})
                folder.end(ending)
            trajectory = trajectory.model_copy(update={"ending": ending})
            return _Ended(trajectory, status_of(ending), ending.detail, reset)

    @asynccontextmanager
    async def _computer(self, session: Session, path: Path) -> AsyncIterator[Computer]:
        """The world's own, or a fresh context of the browser."""
        if isinstance(session, Staged):
            yield session.computer
            return
        settings = self.settings
        options = BrowserOptions(
            url=session.url, viewport=settings.viewport, scale=settings.scale, downloads=path / "downloads"
        )
        async with Browser(options, process=self.process) as browser:
            yield browser

    def _agent(self, cast: Cast, computer: Computer, session: Session) -> Agent:
        """An agent that may go nowhere but where its world is, and that stops when its world is over."""
        allowed = None if isinstance(session, Staged) else AllowList.of((LOOPBACK,))
        return Agent(
            policy=UntilOver(cast.policy, session) if isinstance(session, Episode) else cast.policy,
            computer=Annotated(computer, cast.annotators) if cast.annotators else computer,
            guard=AllOf((DomainGuard(allowed),)),
            reflector=cast.reflector,
            limits=self.settings.limits,
        )

    def _info(self, stage: Stage, session: Session) -> RunInfo:
        settings = self.settings
        return RunInfo(
            instruction=stage.instruction,
            model=settings.model,
            computer="browser",
            viewport=settings.viewport,
            scale=settings.scale,
            url=session.url,
            limits=settings.limits,
            options={**settings.options, "task": f"{settings.suite}/{stage.task.name}", "seed": stage.seed},
            versions=settings.versions,
            git=settings.git,
        )


@dataclass(frozen=True)
class _Ended:
    """How an attempt ended; `reset` are the seconds before its agent's first look."""

    trajectory: Trajectory
    status: Status
    detail: str
    reset: float = 0.0


async def told(task: Task, seed: int, session: Session) -> str:
    """The instruction: the world's own words where it tells the task by itself. Raises SandboxError."""
    return await session.instruction() if isinstance(session, Episode) else task.instruction(seed)


def _new_folder(root: Path, task: str, seed: int) -> Path:
    """Where nothing has been recorded yet: an attempt that was cut off has left its own."""
    for path in (root / "attempts" / task / (f"{seed}" if again == 1 else f"{seed}.{again}") for again in count(1)):
        if not path.exists():
            return path
    raise AssertionError("counting has no end")


def _trajectory(path: Path) -> Trajectory:
    """What was recorded of an attempt that failed on the way."""
    if not (path / "run.json").exists():
        return Trajectory(instruction="")
    return read(path).trajectory


def _row(job: Job, task: Task, ended: _Ended, run: str, seconds: float, began: datetime) -> Row:
    steps, ending = ended.trajectory.steps, ended.trajectory.ending
    verdict = ending.verdict if ending else None
    return Row(
        **job.key.model_dump(),
        group=task.group,
        level=task.level,
        status=ended.status,
        success=ended.status == "success",
        score=verdict.score if verdict else None,
        failure=failure_of(ended.status, ending, steps),
        reason=ending.reason if ending else None,
        detail=ended.detail,
        notes=verdict.notes if verdict else (),
        answer=ending.answer if ending else "",
        steps=len(steps),
        failed_actions=sum(isinstance(outcome, Failed) for step in steps for outcome in step.outcomes),
        reference_steps=task.reference_steps(job.key.seed) if isinstance(task, Referenced) else None,
        seconds=seconds,
        model_seconds=sum(_model_seconds(step) for step in steps),
        reset_seconds=ended.reset,
        step_model=_rounded(_model_seconds(step) for step in steps),
        step_env=_rounded(step.timings.act + step.timings.observe for step in steps),
        usage=ended.trajectory.usage,
        run=run if ending or steps else "",
        began=began,
        attempt=job.attempt,
    )


def _model_seconds(step: Step) -> float:
    return step.timings.decide + step.timings.reflect


def _rounded(seconds: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(each, 4) for each in seconds)
