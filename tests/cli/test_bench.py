"""`guiagent bench` as a person meets it: real attempts in a real browser, cut off and gone on with."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from guiagent.bench.results import read_results
from guiagent.cli.main import app
from tests.servers.loopback import Said
from tests.servers.openai_server import OpenAIServer, Refuses, Says, context_overflow

ROOT = Path(__file__).parents[2]
MINIWOB = ("run", "miniwob", "--model", "scripted", "--filter", "click-test*", "--filter", "enter-text", "--seeds", "2")


def bench(*arguments: str) -> tuple[int, str, str]:
    """The exit code, stdout and stderr of a command."""
    done = CliRunner().invoke(app, ["bench", *arguments])
    return done.exit_code, done.stdout, done.stderr


def started(out: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(ROOT / "agent.py"), "bench", *MINIWOB, "--out", str(out), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def wait_for_rows(out: Path, count: int) -> None:
    for _ in range(1200):
        if (out / "results.jsonl").exists() and len((out / "results.jsonl").read_text().splitlines()) >= count:
            return
        time.sleep(0.05)
    raise AssertionError("no results came")


def test_what_is_cut_off_by_ctrl_c_and_by_a_kill_is_gone_on_with_and_nothing_is_counted_twice(tmp_path: Path) -> None:
    first = started(tmp_path, "--jobs", "1")
    wait_for_rows(tmp_path, 2)
    os.kill(first.pid, signal.SIGINT)
    _, said = first.communicate(timeout=60)
    assert first.returncode == 130
    assert "of 8 attempts have results" in said
    assert "--resume" in said
    kept = len(read_results(tmp_path).rows)

    second = started(tmp_path, "--resume", "--jobs", "1")
    wait_for_rows(tmp_path, kept + 1)
    second.kill()
    second.communicate()

    third = started(tmp_path, "--resume", "--json")
    told, said = third.communicate(timeout=240)
    assert third.returncode == 0, said
    rows = read_results(tmp_path).rows
    assert len(rows) == len({row.key for row in rows}) == 8
    assert all(row.success and row.score == 1 for row in rows)
    assert json.loads(told)["completeness"] | {"words": ""} == {
        "planned": 8,
        "missing": 0,
        "env_errors": 0,
        "complete": True,
        "words": "",
    }
    recorded = [tmp_path / row.run for row in rows]
    assert all((run / "ending.json").exists() and list((run / "screens").iterdir()) for run in recorded)


def test_the_suite_of_the_documentation_passes_its_check(tmp_path: Path) -> None:
    example = re.search(r"```python\n# my/lamps.py\n(.*?)```", (ROOT / "docs" / "benchmark.md").read_text(), re.DOTALL)
    assert example is not None
    (tmp_path / "lamps.py").write_text(example[1])
    code, told, said = bench("check", "lamps", "--tasks", str(tmp_path), "--seeds", "2", "--json")
    assert (code, json.loads(told)["faults"]) == (0, []), said


BROKEN = """
from guiagent.policies.scripted import finish
from guiagent.sandboxes.shop import Shop
from guiagent.suites import Suite
from guiagent.tasks import Plan, PlannedTask

def nothing(world):
    return Plan(instruction="Do nothing.", moves=(finish(),), expected=world.initial)

def wrong(world):
    return Plan(instruction=f"Say {world.seed}.", moves=(finish("no"),), expected=world.initial, answers=("yes",))

tasks = {plan.__name__: PlannedTask(plan.__name__, plan, Shop) for plan in (nothing, wrong)}
SUITE = Suite("bad", version="1", tasks=tasks)
"""


def test_tasks_that_prove_nothing_do_not_pass_their_check(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text(BROKEN)
    code, told, _ = bench("check", "bad", "--tasks", str(tmp_path), "--seeds", "2", "--jobs", "1")
    assert code == 1
    assert "nothing: seed" in told
    assert "doing nothing is a success" in told
    assert "nothing: 2 seeds all set the same task" not in told, "their shops differ"
    assert "wrong: seed" in told
    assert "its own solution ends as fail: the answer does not say yes" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "nowhere"), "'nowhere' is not there; there is "),
        (("run", "shop", "--filter", "buy-tow"), "is the name of no task of shop; the nearest are buy-two"),
        (("run", "miniwob", "--subset", "webgum"), "is no subset of miniwob; there is browsergym-125, webgum-56"),
        (("run", "shop", "--seeds", "many"), "neither a number of seeds (5), nor a range (0:20)"),
        (("run", "shop", "--seeds", "5:5"), "neither a number of seeds"),
        (("run", "shop", "--filter", "buy-two", "--level", "1"), "no task of shop is left"),
        (("run", "shop", "--model", "replay"), "it needs the folder"),
        (("run", "shop", "--model", "replay:/nowhere"), "holds no results of a benchmark"),
        (("run", "shop", "--model", "who-is-this"), "who-is-this"),
        (("run", "shop", "--tasks", "/nowhere"), "--tasks '/nowhere' is no folder"),
        (("check", "nowhere"), "'nowhere' is not there"),
        (("list", "nowhere"), "'nowhere' is not there"),
        (("report", "/nowhere"), "/nowhere"),
    ],
)
def test_what_cannot_be_run_is_told_in_a_line_and_leaves_nothing(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, told, stderr = bench(*arguments)
    assert code == 2
    assert said in stderr
    assert told == ""
    assert list(tmp_path.iterdir()) == []


def test_a_user_s_file_without_a_suite_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("SUITE = 1\n")
    code, _, said = bench("run", "mine", "--tasks", str(tmp_path))
    assert code == 2
    assert "mine.py has no SUITE" in said


def test_the_suites_and_their_tasks_are_listed() -> None:
    code, told, _ = bench("list", "--json")
    suites = {each["suite"]: each["tasks"] for each in json.loads(told)}
    assert code == 0
    assert suites["miniwob"] == 125
    assert sum(suites[name] for name in ("shop", "mail", "tracker")) >= 60
    code, told, _ = bench("list", "shop", "--json")
    assert "buy-two" in {each["task"] for each in json.loads(told)}


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (Says("no idea"), "agent_error", 0),
        (context_overflow(), "agent_error", 0),
        (Refuses(401, "who are you"), "env_error", 1),
    ],
    ids=["nonsense", "overflow", "refusal"],
)
def test_what_a_model_does_wrong_is_a_result_and_what_its_server_does_is_none(
    answer: Said, status: str, code: int, tmp_path: Path
) -> None:
    """The server speaks the providers' wire format to their own SDK, in the worker's process."""
    with OpenAIServer(answer) as server:
        done, told, said = bench(
            *("run", "miniwob", "--filter", "click-test", "--seeds", "1", "--jobs", "1", "--retries", "0"),
            *("--model", "qwen3-vl-8b", "--base-url", server.base_url, "--out", str(tmp_path), "--json"),
        )
    assert done == code, said
    (row,) = read_results(tmp_path).rows
    assert row.status == status
    assert json.loads(told)["completeness"]["complete"] is (status != "env_error")
    assert row.usage.tokens > 0 or status == "env_error" or "context" in row.detail
