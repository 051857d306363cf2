"""A run's folder while a process writes it: what a run remembers, kept on disk."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import chain, count
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from guiagent.errors import RunFolderError
from guiagent.records import Decision, Ending, Observation, Outcome, Pending, Step, Trajectory
from guiagent.runs.events import Acted, Acting, Decided, Event, Hinted, Resumed, Stepped, dump
from guiagent.runs.find import name_of
from guiagent.runs.info import Ended, RunInfo, Totals, read_ended, read_info
from guiagent.runs.recorded import lock_of, read_history
from guiagent.runs.writing import Lines, json_of, put, remove_drafts, writing
from guiagent.screen import Screen


class RunFolder:
    """A `Memory` that outlives its process: each line is on its way to the disk before the next thing is done.

    Whatever the disk refuses is raised as RunFolderError naming the file, and leaves the run as it was. One process at
    a time may write a run; screens stay in their files, so a long run takes no more memory than a short one.
    """

    def __init__(self, path: Path, lock: FileLock) -> None:
        """Go on with the run in `path`, whose lock is held; `create`, `create_in` and `open` are the ways in."""
        self.path, self.info, self._lock = path, read_info(path), lock
        remove_drafts(path)
        remove_drafts(path / "screens")
        self._history, size = read_history(path)
        self.ended: Ending | None = ended.ending if (ended := read_ended(path)) else None
        self._kept = {screen.stem for screen in self._history.screens.glob("*.png") if screen.stat().st_size}
        self._lines = Lines(path / "steps.jsonl")
        self._lines.cut(size)

    @classmethod
    def create(cls, root: Path, info: RunInfo) -> RunFolder:
        """A new folder under `root`, named by the time and the first words of the instruction."""
        with writing(root):
            root.mkdir(parents=True, exist_ok=True)
        return cls._locked(_new_folder(root, name_of(info.instruction, info.started)), info)

    @classmethod
    def create_in(cls, folder: Path, info: RunInfo) -> RunFolder:
        """A new run in `folder` itself, which may exist. Raises RunFolderError where it holds a run already."""
        with writing(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls._locked(folder, info)

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """An earlier run, to go on with. Raises RunFolderError where it cannot be read or another process writes it."""
        read_info(path)
        return cls._locked(path)

    @classmethod
    def _locked(cls, path: Path, new: RunInfo | None = None) -> RunFolder:
        lock = _lock(path)
        try:
            if new is not None:
                _begin(path, new)
            return cls(path, lock)
        except BaseException:
            lock.release()
            raise

    @property
    def steps(self) -> Sequence[Step]:
        return tuple(self._history.steps)

    @property
    def hints(self) -> Sequence[str]:
        return tuple(self._history.hints)

    @property
    def pending(self) -> Pending | None:
        return self._history.pending

    @property
    def trajectory(self) -> Trajectory:
        return Trajectory(instruction=self.info.instruction, steps=tuple(self.steps), ending=self.ended)

    def resumed(self) -> None:
        """The run goes on: it is noted, and an earlier ending no longer holds."""
        self._write(Resumed())
        with writing(self.path / "ending.json"):
            (self.path / "ending.json").unlink(missing_ok=True)
        self.ended = None

    def instructed(self, instruction: str) -> None:
        """The task in the words of the world itself, which tells it once it is open."""
        self.info = self.info.model_copy(update={"instruction": instruction})
        put(self.path / "run.json", json_of(self.info, indent=2), durable=True)

    def hinted(self, hint: str) -> None:
        self._write(Hinted(hint=hint))

    def decided(self, before: Observation, decision: Decision) -> None:
        self._keep(before.screen)
        self._write(Decided(index=len(self._history.steps), before=before, decision=decision))

    def acting(self, action: int) -> None:
        self._write(Acting(index=self._open_step.index, action=action))

    def acted(self, outcome: Outcome) -> None:
        step = self._open_step
        self._write(Acted(index=step.index, action=len(step.outcomes), outcome=outcome))

    def finished(self, step: Step) -> None:
        pending = self.pending
        if pending is None or (pending.before, pending.decision) != (step.before, step.decision):
            self.decided(step.before, step.decision)
        if step.index != self._open_step.index:
            raise ValueError(f"step {step.index} ends where step {self._open_step.index} is open")
        self._keep(step.after.screen)
        self._write(
            Stepped(
                index=step.index,
                outcomes=step.outcomes,
                after=step.after,
                reflection=step.reflection,
                timings=step.timings,
            )
        )

    def end(self, ending: Ending) -> None:
        """Say how the run ended; once more to add a verdict. From here on all of it outlasts a power cut."""
        self._lines.sync()
        totals = Totals.of(self.trajectory.model_copy(update={"ending": ending}))
        content = json_of(Ended(ending=ending, totals=totals), indent=2)
        put(self.path / "ending.json", content, durable=True)
        self.ended = ending

    def close(self) -> None:
        """Let another process write the run."""
        self._lines.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _open_step(self) -> Pending:
        if self._history.pending is None:
            raise ValueError("no step was decided")
        return self._history.pending

    def _write(self, event: Event) -> None:
        """The line first, then the memory: what the disk refused did not happen."""
        self._lines.append(dump(event))
        self._history.take(event)

    def _keep(self, screen: Screen) -> None:
        """Write a screen that is not there yet; the line that names it comes after."""
        if screen.sha not in self._kept:
            put(self._history.screens / f"{screen.sha}.png", screen.png)
            self._kept.add(screen.sha)


def _new_folder(root: Path, name: str) -> Path:
    """A folder that nobody else has made: two runs may start in the same second."""
    for suffix in chain([""], (f"-{number}" for number in count(2))):
        path = root / f"{name}{suffix}"
        with writing(path), suppress(FileExistsError):
            path.mkdir(mode=0o700)
            return path
    raise AssertionError("counting has no end")


def _lock(path: Path) -> FileLock:
    lock = lock_of(path)
    with writing(path / ".lock"):
        try:
            lock.acquire(timeout=1)  # long enough for an `ls` that asks in passing whether the run goes on
        except Timeout as error:
            raise RunFolderError(f"{path} is being written by another process; wait until that has ended") from error
    return lock


def _begin(path: Path, info: RunInfo) -> None:
    if (path / "run.json").exists() or (path / "steps.jsonl").exists():
        raise RunFolderError(f"{path} holds a run already; choose another folder, or resume that run")
    with writing(path / "screens"):
        (path / "screens").mkdir(exist_ok=True)
    put(path / "run.json", json_of(info.model_copy(update={"id": path.name}), indent=2), durable=True)
