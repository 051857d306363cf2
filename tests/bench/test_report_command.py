"""`guiagent bench report` and `guiagent bench compare`, on folders as the runner writes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from guiagent.bench.results import Ledger
from guiagent.bench.rows import Row
from guiagent.bench.settings import Settings
from guiagent.cli.bench.compare import compare
from guiagent.cli.bench.report import report
from guiagent.cli.exits import guarded
from guiagent.records import Ending
from guiagent.runs import RunFolder, RunInfo
from tests.bench.made import PLAYERS, rows_of

app = typer.Typer()
app.command()(guarded(report))
app.command()(guarded(compare))


def written(folder: Path, place: int, seeds: int = 2, leave: int = 0, version: str = "1.1.0") -> Path:
    """A folder of the player at this place, without the last rows of what was planned."""
    rows = list(rows_of(PLAYERS[place], tasks=6, seeds=seeds, groups=4))
    settings = Settings(
        suite="miniwob",
        version=version,
        model=PLAYERS[place].model,
        tasks=tuple(dict.fromkeys(row.task for row in rows)),
        seeds=tuple(range(seeds)),
    )
    with Ledger(folder, settings, resume=False) as ledger:
        for row in rows[: len(rows) - leave]:
            ledger.add(Row.model_validate(row.model_dump() | {"config": settings.config, "version": version}))
    return folder


def run(*args: object, code: int = 0) -> tuple[str, str]:
    done = CliRunner().invoke(app, [str(arg) for arg in args])
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def test_a_report_is_a_table_and_a_page_whose_place_is_told(tmp_path: Path) -> None:
    folders = [written(tmp_path / name, place) for name, place in (("first", 1), ("second", 3))]
    out, err = run("report", *folders, "--by", "level")
    assert "anthropic/claude-sonnet-5-5" in out
    assert "Success by level" in out
    assert err.strip() == str(tmp_path / "first" / "report.html")
    assert "What was run" in (tmp_path / "first" / "report.html").read_text()


def test_markdown_and_json_go_to_stdout_alone(tmp_path: Path) -> None:
    folder, page = written(tmp_path / "first", 3, leave=1), tmp_path / "pages" / "all.html"
    out, _ = run("report", folder, "--markdown", "--out", page)
    assert out.startswith("## miniwob 1.1.0\n\n**† incomplete: 1 of 12 not run;")
    assert page.exists()
    told = json.loads(run("report", folder, "--json")[0])
    assert told["complete"] is False
    assert [model["label"] for model in told["models"]] == ["reader"]


def test_two_folders_are_compared(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a", 5), written(tmp_path / "b", 0, seeds=3)
    assert "12 of the same task and seed: 12 won, 0 lost, 0 alike" in run("compare", first, second)[0]
    told = json.loads(run("compare", first, second, "--json")[0])
    assert (told["pairs"], told["left_out"], told["difference"]["mean"]) == (12, 6, 1.0)


@pytest.mark.parametrize("command", ["report", "compare"])
def test_other_versions_and_other_folders_are_a_usage_error(tmp_path: Path, command: str) -> None:
    first, second = written(tmp_path / "a", 5), written(tmp_path / "b", 0, version="2")
    assert "1.1.0" in run(command, first, second, code=2)[1]
    assert "holds no results" in run(command, tmp_path / "nothing", code=2)[1]
    assert json.loads(run(command, tmp_path / "nothing", "--json", code=2)[0])["exit"] == 2


def test_a_subset_that_the_suite_has_not_is_a_usage_error(tmp_path: Path) -> None:
    assert "no subset of miniwob" in run("report", written(tmp_path / "a", 5), "--subset", "nope", code=2)[1]


def test_trajectories_get_a_report_of_their_own_on_demand(tmp_path: Path) -> None:
    folder = written(tmp_path / "a", 3)
    row = next(iter(rows_of(PLAYERS[3], tasks=6, seeds=2, groups=4)))
    info = RunInfo(instruction="Buy tea", model="reader", viewport=(10, 10))
    with RunFolder.create_in(folder / row.run, info) as made:
        made.end(Ending(reason="finished"))
    run("report", folder)
    assert f'href="{row.run}"' in (folder / "report.html").read_text()
    run("report", folder, "--trajectories")
    assert f'href="{row.run}/report.html"' in (folder / "report.html").read_text()
    assert "Buy tea" in (folder / row.run / "report.html").read_text()
