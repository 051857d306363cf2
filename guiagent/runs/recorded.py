"""A run as it is found on disk, ended, interrupted or still going on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from guiagent.errors import RunFolderError
from guiagent.records import Pending, Trajectory
from guiagent.runs.events import History, parse
from guiagent.runs.info import Ended, RunInfo, Totals, read_ended, read_info

_NO_JSON = (json.JSONDecodeError, UnicodeDecodeError)
"""What a line raises that is torn, as against one that is whole and makes no sense."""


@dataclass(frozen=True)
class Recorded:
    """Everything that a folder tells. `pending` is a step that was begun and not finished."""

    path: Path
    info: RunInfo
    trajectory: Trajectory
    hints: tuple[str, ...] = ()
    pending: Pending | None = None
    ended: Ended | None = None

    @property
    def totals(self) -> Totals:
        return self.ended.totals if self.ended else Totals.of(self.trajectory)


def load(folder: Path) -> tuple[RunInfo, Trajectory]:
    """What the run was started with, and its steps. Raises RunFolderError."""
    recorded = read(folder)
    return recorded.info, recorded.trajectory


def read(folder: Path) -> Recorded:
    """Read a run without touching it, also while another process writes it. Raises RunFolderError."""
    info, ended = read_info(folder), read_ended(folder)
    history, _ = read_history(folder)
    trajectory = Trajectory(
        instruction=info.instruction, steps=tuple(history.steps), ending=ended.ending if ended else None
    )
    return Recorded(folder, info, trajectory, tuple(history.hints), history.pending, ended)


def read_history(folder: Path) -> tuple[History, int]:
    """What the lines add up to, and how many bytes of the file they take; a torn last line is passed over.

    Raises RunFolderError naming the file and the line where any other line makes no sense.
    """
    path, history, size = folder / "steps.jsonl", History(folder / "screens"), 0
    *whole, rest = _bytes_of(path).split(b"\n")
    for number, line in enumerate(whole, start=1):  # `rest`, behind the last newline, is torn or nothing
        try:
            history.take(parse(line))
        except ValueError as error:
            if isinstance(error, _NO_JSON) and number == len(whole) and not rest:
                break
            raise RunFolderError(f"cannot read {path}, line {number}: {error}") from error
        size += len(line) + 1
    return history, size


def is_being_written(folder: Path) -> bool:
    """Whether a process has the run open for writing now; a lock file that a crash has left behind does not count."""
    lock = lock_of(folder)
    if not Path(lock.lock_file).exists():
        return False
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return True
    except OSError:  # a folder that this user may not write: it cannot be told, and most runs are over
        return False
    lock.release()
    return False


def lock_of(folder: Path) -> FileLock:
    """The lock that a writer of the run holds; the system lets go of it when the process dies."""
    return FileLock(folder / ".lock", thread_local=False)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # nothing was decided yet
        return b""
    except OSError as error:
        raise RunFolderError(f"cannot read {path}: {error.strerror or error}") from error
