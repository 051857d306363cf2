"""What is on the disk after a kill -9 at any moment, and after the disk has refused a write."""

from __future__ import annotations

import multiprocessing
import random
import resource
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from guiagent.actions import Click
from guiagent.errors import RunFolderError
from guiagent.records import Decision, Done, Observation, Step
from guiagent.runs import RunFolder, RunInfo, load
from guiagent.screen import Screen
from tests.fakes import painted

KILLS = 60

_CONTEXT = multiprocessing.get_context("forkserver")


@pytest.fixture(scope="module", autouse=True)
def _quick_children() -> None:
    _CONTEXT.set_forkserver_preload([__name__])


def _step(index: int) -> Step:
    return Step(
        index=index,
        before=Observation(screen=painted(f"{index}")),
        decision=Decision(thought="x" * random.randrange(3000), actions=(Click(point=(1, 2)),)),
        outcomes=(Done(),),
        after=Observation(screen=painted(f"{index + 1}")),
    )


def _record(folder: RunFolder) -> None:
    made = _step(len(folder.steps))
    folder.decided(made.before, made.decision)
    folder.acting(0)
    folder.acted(Done())
    folder.finished(made)


def _record_for_ever(path: Path, finished: Connection) -> None:
    with RunFolder.open(path) as folder:
        finished.send(len(folder.steps))
        while True:
            _record(folder)
            finished.send(len(folder.steps))


def _heard(finished: Connection, steps: int) -> int:
    """The number that came through once the run was open and so many more steps were finished, however long it took."""
    for _ in range(1 + steps):
        assert finished.poll(60), "the child does not go on"
        number = finished.recv()
    return int(number)


def _last(finished: Connection) -> int:
    """The last number that came through before the pipe broke."""
    number = 0
    try:
        while True:
            number = finished.recv()
    except EOFError:
        return number


def test_no_finished_step_is_lost_to_a_kill_at_any_moment(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path, RunInfo(instruction="go on and on")) as folder:
        pass
    for _ in range(KILLS):
        mine, theirs = _CONTEXT.Pipe(duplex=False)
        child = _CONTEXT.Process(target=_record_for_ever, args=(folder.path, theirs))
        child.start()
        theirs.close()
        acknowledged = _heard(mine, random.randrange(4))
        time.sleep(random.random() * 0.03)
        child.kill()
        child.join()
        acknowledged = max(acknowledged, _last(mine))

        _, trajectory = load(folder.path)
        for last in trajectory.steps[-1:]:
            assert Screen.of(last.after.screen.png) == last.after.screen, "a screen is whole before a line names it"
        assert acknowledged <= len(trajectory.steps) <= acknowledged + 1
        assert [step.index for step in trajectory.steps] == list(range(len(trajectory.steps)))
    assert len(trajectory.steps) > KILLS // 4, "hardly a step was recorded between the kills"
    with RunFolder.open(folder.path):
        assert not list(folder.path.rglob("*.draft")), "what a kill left behind is cleared away"


def _record_until_refused(path: Path, room: int, told: Connection) -> None:
    """Record with `room` bytes of files and no more, and tell what came of it."""
    with RunFolder.open(path) as folder:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        try:
            while True:
                _record(folder)
        except RunFolderError as error:
            told.send((str(error), len(folder.steps), (path / "steps.jsonl").read_bytes()[-1:]))


@pytest.mark.parametrize("room", [20, 700, 1500, 4001, 9999, 20000, 20001])
def test_a_full_disk_stops_the_run_and_keeps_what_was_recorded(tmp_path: Path, room: int) -> None:
    with RunFolder.create(tmp_path, RunInfo(instruction="write until it is full")) as folder:
        pass
    mine, theirs = _CONTEXT.Pipe(duplex=False)
    child = _CONTEXT.Process(target=_record_until_refused, args=(folder.path, room, theirs))
    child.start()
    theirs.close()
    error, finished, last = mine.recv()
    child.join()

    assert "cannot write" in error
    assert str(folder.path) in error
    assert "File too large" in error
    assert last in (b"", b"\n"), "no torn line stays behind"
    with RunFolder.open(folder.path) as again:
        assert len(again.steps) == finished
        _record(again)
    assert len(load(folder.path)[1].steps) == finished + 1


def test_a_root_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file is in the way")
    with pytest.raises(RunFolderError, match=r"cannot write .*runs"):
        RunFolder.create(tmp_path / "runs", RunInfo(instruction="go"))
