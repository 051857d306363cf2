"""The same runner on a Ray cluster, begun here with several processes, one of which is killed in the middle."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from guiagent.bench.jobs import Order
from guiagent.bench.rayed import on_ray
from guiagent.bench.results import Ledger, read_results
from guiagent.bench.runner import Runner
from guiagent.errors import UsageError
from tests.bench.test_runner import ROOT, Told, counts, settings

ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # sockets of Ray's own
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where the workers of these tests can be imported."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
        ray.shutdown()


async def test_an_actor_that_is_killed_is_replaced_and_nothing_is_counted_twice(cluster: None, tmp_path: Path) -> None:
    asked = settings("once-bereaves", "a", "slow")
    (tmp_path / "pids").mkdir()
    with Ledger(tmp_path, asked, resume=False) as ledger:
        order = Order(settings=asked, options={"pids": str(tmp_path / "pids")})
        hire = on_ray("local", ("-m", "tests.bench.working"), order)
        await Runner(ledger, hire, Told(), jobs=2).run()
    assert counts(tmp_path) == {"success": 6}
    lines = (tmp_path / "results.jsonl").read_text().splitlines()
    assert len([line for line in lines if '"status":"env_error"' in line]) == 2
    assert len(lines) == 8
    assert not read_results(tmp_path).missing
    assert len(list((tmp_path / "pids").iterdir())) >= 3, "two workers, and those that took a lost one's place"


def test_a_cluster_that_is_not_there_is_told(cluster: None) -> None:
    with pytest.raises(UsageError, match=r"--ray '127\.0\.0\.1:1': no cluster answers there"):
        on_ray("127.0.0.1:1", (), Order(settings=settings("a"), options={}))
