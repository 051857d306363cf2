"""Attempts side by side: each counted once, whatever happens to those who make them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from guiagent.bench import runner as running
from guiagent.bench.jobs import Order
from guiagent.bench.results import Ledger, read_results
from guiagent.bench.rows import Row
from guiagent.bench.runner import Runner, log_of
from guiagent.bench.settings import Settings
from guiagent.bench.workers import ProcessWorker, Worker
from guiagent.errors import OperatorError, SandboxError, UsageError

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "tests.bench.working")


class Told:
    """A `Progress` that keeps what it was told."""

    def __init__(self) -> None:
        self.remarks: list[str] = []
        self.rows: list[Row] = []

    def hired(self, remarks: Sequence[str]) -> None:
        self.remarks += remarks

    def made(self, row: Row, counts: bool) -> None:
        self.rows.append(row)


def settings(*tasks: str, seeds: Sequence[int] = (1, 2)) -> Settings:
    return Settings(suite="made", version="1", model="none", tasks=tasks, seeds=tuple(seeds))


def pids(folder: Path) -> list[int]:
    return [int(path.name) for path in (folder / "pids").iterdir()]


async def run(folder: Path, asked: Settings, resume: bool = False, jobs: int = 2, **more: Any) -> Runner:
    refuse = more.pop("refuse", False)
    (folder / "pids").mkdir(parents=True, exist_ok=True)
    with Ledger(folder, asked, resume) as ledger:
        order = Order(settings=asked, options={"pids": str(folder / "pids"), "refuse": refuse})

        async def hire(place: int) -> Worker:
            return await ProcessWorker.start(COMMAND, order, log_of(folder, place))

        runner = Runner(ledger, hire, Told(), jobs=jobs, **more)
        await runner.run()
        return runner


@pytest.fixture(autouse=True)
def from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


async def until(there: Callable[[], bool]) -> None:
    """Wait until something is there, a minute at most."""
    for _ in range(1200):
        if there():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came")


def counts(folder: Path) -> Counter[str]:
    return Counter(row.status for row in read_results(folder).rows)


async def test_every_attempt_is_made_once_and_the_workers_leave(tmp_path: Path) -> None:
    runner = await run(tmp_path, settings("a", "b", "slow"))
    assert counts(tmp_path) == {"success": 6}
    assert len((tmp_path / "results.jsonl").read_text().splitlines()) == 6
    assert len({row.notes for row in read_results(tmp_path).rows}) == 2, "two workers shared the work"
    assert set(runner.progress.remarks) == {"made for a test"}
    assert not [pid for pid in pids(tmp_path) if psutil.pid_exists(pid)]


async def test_a_worker_that_dies_is_replaced_and_its_attempt_repeated(tmp_path: Path) -> None:
    await run(tmp_path, settings("once-dies", "a"))
    assert counts(tmp_path) == {"success": 4}
    lost = [line for line in (tmp_path / "results.jsonl").read_text().splitlines() if "env_error" in line]
    assert len(lost) == 2
    assert "ended by signal 9: the last words" in lost[0]


async def test_an_attempt_that_hangs_is_ended_and_its_environment_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "GRACE", 0.5)
    await run(tmp_path, settings("hangs", "a", seeds=[1]), seconds=0.5, retries=0)
    assert counts(tmp_path) == {"success": 1, "env_error": 1}
    results = read_results(tmp_path)
    assert [key.task for key in results.missing] == ["hangs"]
    assert "nothing came of it in 1 s" in next(row.detail for row in results.rows if not row.counts)


async def test_an_environment_that_keeps_failing_is_repeated_so_often_and_not_hidden(tmp_path: Path) -> None:
    await run(tmp_path, settings("breaks", "a"), retries=1)
    assert counts(tmp_path) == {"success": 2, "env_error": 2}
    assert {row.attempt for row in read_results(tmp_path).rows if not row.counts} <= {1, 2}
    lines = (tmp_path / "results.jsonl").read_text().splitlines()
    assert len(lines) == 6


async def test_resuming_repeats_what_the_environment_ended_and_never_a_result(tmp_path: Path) -> None:
    await run(tmp_path, settings("once-breaks", "a"), retries=0)
    before = {row.key: row.notes for row in read_results(tmp_path).rows if row.counts}
    assert counts(tmp_path) == {"success": 2, "env_error": 2}
    await run(tmp_path, settings("once-breaks", "a"), resume=True, retries=0)
    assert counts(tmp_path) == {"success": 4}
    after = {row.key: row.notes for row in read_results(tmp_path).rows}
    assert {key: after[key] for key in before} == before


async def test_resuming_with_more_seeds_adds_them(tmp_path: Path) -> None:
    await run(tmp_path, settings("a", seeds=[1]))
    await run(tmp_path, settings("a", "b", seeds=[1, 2]), resume=True)
    assert counts(tmp_path) == {"success": 4}


async def test_an_environment_that_fails_all_the_time_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="8 attempts in a row were ended by their environment"):
        await run(tmp_path, settings("breaks", seeds=range(20)), retries=0)
    assert counts(tmp_path)["env_error"] >= running.HOPELESS


async def test_the_limit_on_costs_stops_it_with_everything_kept(tmp_path: Path) -> None:
    runner = await run(tmp_path, settings("a", seeds=range(10)), jobs=1, usd=1.5)
    assert runner.stopped == "the limit of 1.5 USD was reached (1.50 spent)"
    assert counts(tmp_path) == {"success": 3}
    again = await run(tmp_path, settings("a", seeds=range(10)), resume=True, jobs=1, usd=1.5)
    assert again.stopped, "what was spent before counts"
    assert counts(tmp_path) == {"success": 3}


async def test_what_a_person_must_mend_is_raised_and_nothing_is_lost(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such model"):
        await run(tmp_path / "one", settings("a"), refuse=True)
    with pytest.raises(OperatorError, match="the disk is full"):
        await run(tmp_path / "two", settings("a", "refuses", seeds=[1]), jobs=1)
    assert counts(tmp_path / "two") == {"success": 1}


async def test_a_cancelled_run_leaves_no_worker(tmp_path: Path) -> None:
    going = asyncio.ensure_future(run(tmp_path, settings("hangs", "a")))
    await until(lambda: bool(read_rows(tmp_path)))
    going.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going
    assert not [pid for pid in pids(tmp_path) if psutil.pid_exists(pid)]
    assert read_results(tmp_path).missing, "what was not made can still be"


def read_rows(folder: Path) -> list[str]:
    path = folder / "results.jsonl"
    return path.read_text().splitlines() if path.exists() else []


async def test_a_worker_whose_owner_is_killed_ends_by_itself(tmp_path: Path) -> None:
    (tmp_path / "pids").mkdir()
    code = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from tests.bench.test_runner import run, settings\n"
        "asyncio.run(run(Path(sys.argv[1]), settings('hangs')))\n"
    )
    owner = await asyncio.create_subprocess_exec(sys.executable, "-c", code, str(tmp_path), cwd=ROOT)
    await until(lambda: len(pids(tmp_path)) == 2)
    os.kill(owner.pid, signal.SIGKILL)
    await owner.wait()
    await until(lambda: not any(psutil.pid_exists(pid) for pid in pids(tmp_path)))
    assert not [pid for pid in pids(tmp_path) if psutil.pid_exists(pid)]
