"""Results on disk: a row an attempt, whatever was cut off, and no mixing of what cannot be compared."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from guiagent.bench.results import Ledger, read_results
from guiagent.bench.rows import Row, Status, status_of
from guiagent.bench.settings import Settings, seeds_of
from guiagent.errors import RunFolderError, UsageError
from guiagent.limits import Limits
from guiagent.records import Ending, Verdict

SETTINGS = Settings(suite="made", version="1", model="none", tasks=("a", "b"), seeds=(1, 2))


def row(task: str = "a", seed: int = 1, status: Status = "success", attempt: int = 1) -> Row:
    key = SETTINGS.key(task, seed).model_dump()
    return Row(**key, status=status, success=status == "success", began=datetime.now(UTC), attempt=attempt)


def test_a_row_comes_back_as_it_was_written(tmp_path: Path) -> None:
    made = row()
    with Ledger(tmp_path, SETTINGS, resume=False) as ledger:
        ledger.add(made)
    results = read_results(tmp_path)
    assert results.rows == (made,)
    assert len(results.missing) == 3


def test_what_a_kill_left_of_a_line_is_cut_off_and_the_others_stay(tmp_path: Path) -> None:
    with Ledger(tmp_path, SETTINGS, resume=False) as ledger:
        ledger.add(row())
    file = tmp_path / "results.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + whole[: len(whole) // 2])
    assert len(read_results(tmp_path).rows) == 1
    with Ledger(tmp_path, SETTINGS, resume=True) as ledger:
        ledger.add(row("b"))
    assert [each.task for each in read_results(tmp_path).rows] == ["a", "b"]


def test_a_result_is_never_replaced_and_an_environment_s_error_is(tmp_path: Path) -> None:
    with Ledger(tmp_path, SETTINGS, resume=False) as ledger:
        for each in (row(status="env_error"), row(status="fail", attempt=2), row(status="success", attempt=3)):
            ledger.add(each)
        assert [each.status for each in ledger.rows] == ["fail"]
    assert [each.status for each in read_results(tmp_path).rows] == ["fail"]


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    with Ledger(tmp_path, SETTINGS, resume=False):
        pass
    (tmp_path / "results.jsonl").write_text('{"suite": 1}\n')
    with pytest.raises(RunFolderError, match=r"line 1 of .*results\.jsonl"):
        read_results(tmp_path)


def test_results_are_begun_once_and_gone_on_with_only_on_request(tmp_path: Path) -> None:
    with Ledger(tmp_path, SETTINGS, resume=False), pytest.raises(RunFolderError, match="another benchmark"):
        Ledger(tmp_path, SETTINGS, resume=True)
    with pytest.raises(UsageError, match="--resume, or name another --out"):
        Ledger(tmp_path, SETTINGS, resume=False)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"limits": Limits(steps=3)}, "limits"),
        ({"model": "other"}, "model was 'none', is 'other'"),
        ({"options": {"marks": "page"}}, "marks was None, is 'page'"),
        ({"version": "2"}, "version"),
    ],
)
def test_results_of_other_settings_are_not_mixed(tmp_path: Path, change: dict[str, object], named: str) -> None:
    with Ledger(tmp_path, SETTINGS, resume=False):
        pass
    with pytest.raises(UsageError, match=named):
        Ledger(tmp_path, SETTINGS.model_copy(update=change), resume=True)


def test_what_does_not_bear_on_an_outcome_leaves_the_configuration_as_it_is() -> None:
    other = SETTINGS.model_copy(update={"seeds": (9,), "tasks": ("z",), "git": "abc", "machine": {"cores": "64"}})
    assert other.config == SETTINGS.config


def test_a_folder_without_results_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no results"):
        read_results(tmp_path)


def test_seeds_never_collide_and_more_begin_with_fewer() -> None:
    many = seeds_of(50_000)
    assert len(set(many)) == 50_000
    assert seeds_of(7) == many[:7]
    assert max(many) < 2**31
    assert set(seeds_of(100, base=1)).isdisjoint(many[:100])


@pytest.mark.parametrize(
    ("reason", "success", "status"),
    [
        ("finished", True, "success"),
        ("steps", True, "success"),
        ("gave_up", True, "success"),
        ("finished", False, "fail"),
        ("stuck", False, "fail"),
        ("denied", False, "fail"),
        ("gave_up", False, "gave_up"),
        ("steps", False, "limit"),
        ("usd", False, "limit"),
        ("unreadable_reply", False, "agent_error"),
        ("interrupted", False, "env_error"),
    ],
)
def test_the_world_s_verdict_comes_before_the_ending(reason: str, success: bool, status: Status) -> None:
    assert status_of(Ending(reason=reason, verdict=Verdict(success=success))) == status
