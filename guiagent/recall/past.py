"""The steps of past runs that are worth showing, read from a folder of recorded runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from guiagent.actions import Look, Wait
from guiagent.errors import RunFolderError, UsageError
from guiagent.recall.telling import told
from guiagent.records import Done, Ending, Step, Trajectory
from guiagent.screen import Screen
from guiagent.words import plain

NAMED = 3
"""Folders that a remark names before it only counts them."""
Read = Callable[[Path], Trajectory]


@dataclass(frozen=True)
class Past:
    """A step of a past run: the run's folder by name, its task, the screen that was acted on, and the step in words."""

    run: str
    instruction: str
    screen: Screen
    text: str


@dataclass(frozen=True)
class Found:
    """What a folder of runs holds, newest run first, and what is to be said of it, a line each."""

    steps: tuple[Past, ...]
    remarks: tuple[str, ...]


def found_in(folder: Path, read: Read, but: str, hide: Callable[[str], str]) -> Found:
    """The steps of the runs in `folder` that ended well, less those of the run called `but`; blocks.

    `read` raises RunFolderError for a folder that it cannot read, which is passed over and named. Raises UsageError
    where there is no folder, or it is itself a run.
    """
    good: list[tuple[Past, ...]] = []
    bad: list[str] = []
    unread: list[str] = []
    for run in _folders(folder, but):
        try:
            trajectory = _read(run, read)
        except RunFolderError as error:
            unread.append(f"{run.name} ({plain(str(error), 120)})")
            continue
        if ended_well(trajectory.ending):
            good.append(tuple(_steps(run.name, trajectory, hide)))
        else:
            bad.append(run.name)
    steps = tuple(step for run in good for step in run)
    said = (
        f"examples from {folder}: {len(steps)} steps of runs that ended well ({len(good)}), none of others ({len(bad)})"
    )
    return Found(steps, (said, *_passed_over(unread)))


def _folders(folder: Path, but: str) -> list[Path]:
    """What may be runs, the newest by name first."""
    try:
        inside = sorted((each for each in folder.iterdir() if each.is_dir()), reverse=True)
    except OSError as error:
        raise UsageError(f"--examples {folder}: {error.strerror or error}") from error
    if (folder / "run.json").exists():
        raise UsageError(f"--examples {folder}: that is one run; name the folder that holds it: {folder.parent}")
    return [each for each in inside if each.name != but and not each.name.startswith(".")]


def _passed_over(unread: list[str]) -> tuple[str, ...]:
    if not unread:
        return ()
    more = f", and {len(unread) - NAMED} more" if len(unread) > NAMED else ""
    return (f"examples: passed over what is no readable run: {', '.join(unread[:NAMED])}{more}",)


def ended_well(ending: Ending | None) -> bool:
    """Whether a check said so; where there was none, whether the agent itself said that it was done."""
    if ending is None or ending.reason == "denied":
        return False
    return ending.verdict.success if ending.verdict else ending.reason == "finished"


def _read(run: Path, read: Read) -> Trajectory:
    if not (run / "run.json").exists():
        raise RunFolderError("there is no run.json")
    return read(run)


def _steps(run: str, trajectory: Trajectory, hide: Callable[[str], str]) -> Iterator[Past]:
    for step in trajectory.steps:
        if _is_worth_showing(step):
            task = trajectory.instruction
            yield Past(run, task, step.before.screen, told(task, step, hide))


def _is_worth_showing(step: Step) -> bool:
    """Whether all of it was done, brought something, and was more than waiting."""
    actions = step.decision.actions
    done = len(step.outcomes) == len(actions) and all(isinstance(outcome, Done) for outcome in step.outcomes)
    idle = all(isinstance(action, Look | Wait) for action in actions)
    return done and not idle and step.reflection.progress is not False
