"""`guiagent bench grounding` with a model on loopback that points rightly, wrongly, at nothing, or says nonsense."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from guiagent.actions import Point
from guiagent.bench.grounding.reading import read_set
from guiagent.bench.grounding.results import Results
from guiagent.bench.grounding.rows import GroundingRow, Run
from guiagent.bench.grounding.runner import GroundingRunner
from guiagent.cli.bench.grounding import grounding
from guiagent.cli.exits import guarded
from guiagent.cli.headed import Headed
from guiagent.errors import RunFolderError
from guiagent.records import Located
from guiagent.screen import Screen
from guiagent.usage import Usage
from tests.bench.grounding_sets import OSWORLD, osworld_g, screenspot, spot
from tests.servers.openai_server import OpenAIServer, Refuses, Request, Says

ABSENT = Says('{"thought": "no", "actions": [{"kind": "give_up", "reason": "there is none"}]}')
NONSENSE = Says("somewhere at the top")
PROCESS = (
    "import typer; from guiagent.cli.bench.grounding import grounding; from guiagent.cli.exits import guarded; "
    "app = typer.Typer(); app.command()(guarded(grounding)); app()"
)


def at(x: int, y: int) -> Says:
    """A click, in thousandths of the picture."""
    return Says(json.dumps({"thought": "there", "actions": [{"kind": "click", "point": [x, y]}]}))


RIGHT, WRONG = at(700, 700), at(10, 10)
ANSWERS = {"red one": RIGHT, "blue one": WRONG, "grey one": ABSENT, "odd one": NONSENSE}
MIXED = (spot("red one"), spot("blue one", data_type="icon"), spot("grey one"), spot("odd one"))


def answering(answers: dict[str, Any]) -> Callable[[Request], Any]:
    """Answers by the word that a request asks for."""

    def answer(request: Request) -> Any:
        asked = " ".join(request.texts)
        return next(said for word, said in answers.items() if word in asked)

    return answer


def words_for(place: Path, server: OpenAIServer, out: Path, *words: str) -> list[str]:
    model = ("--model", "qwen3-vl-8b", "--base-url", server.base_url)
    return [str(place), *model, "--out", str(out), *words]


def told(*words: str) -> Result:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(cls=Headed)(guarded(grounding))
    return CliRunner().invoke(app, words, env={"COLUMNS": "200"})


def rows(out: Path) -> list[Any]:
    return [json.loads(line) for line in (out / "grounding.jsonl").read_text().splitlines()]


def test_answers_are_told_apart_counted_and_shown(tmp_path: Path) -> None:
    place, out = screenspot(tmp_path / "set", *MIXED), tmp_path / "out"
    with OpenAIServer(answering(ANSWERS)) as server:
        said = told(*words_for(place, server, out))
    assert said.exit_code == 0, said.stderr
    assert [row["status"] for row in rows(out)] == ["hit", "miss", "refused_wrongly", "wrong_format"]
    assert "qwen3-vl-8b on set, screenspot-v2, all its 4 items" in said.stdout
    assert "25.0 % (1/4)" in said.stdout
    assert "1 hit, 1 miss, 1 refused wrongly, 1 wrong format" in said.stdout
    assert "INCOMPLETE" not in said.stdout
    page = next(out.glob("misses-*.html")).read_text(encoding="utf-8")
    assert page.count("<figure>") == 3
    assert "pointed at (10,5)" in page
    assert "there is none" in page
    assert "http" not in page.replace("http-equiv", ""), "it opens without a network"


def test_refusals_are_right_where_there_is_nothing(tmp_path: Path) -> None:
    place, out = osworld_g(tmp_path / "set"), tmp_path / "out"
    answers = {"do there": RIGHT, "do round": at(250, 280), "do nowhere": ABSENT}
    with OpenAIServer(answering(answers)) as server:
        said = told(*words_for(place, server, out, "--json"))
    result = json.loads(said.stdout)
    assert result["all"]["all"]["hits"] == 3
    assert set(result["by"]["target"]) == {"box", "polygon", "refusal"}
    assert set(result["by"]["GUI type"]) == {"Button", "Icon"}
    assert (result["format"], result["complete"]) == ("osworld-g", True)


def test_what_the_server_did_wrong_is_no_answer_and_resuming_asks_only_that(tmp_path: Path) -> None:
    place, out = screenspot(tmp_path / "set", *MIXED), tmp_path / "out"
    with OpenAIServer(answering(ANSWERS | {"blue one": Refuses(404), "grey one": Refuses(404)})) as server:
        broken = told(*words_for(place, server, out))
        server.answers = (answering(ANSWERS),)
        again = told(*words_for(place, server, out))
        before = len(server.requests)
        resumed = told(*words_for(place, server, out, "--resume"))
        asked = server.requests[before:]
    assert broken.exit_code == 5
    assert "INCOMPLETE: 2 of 4 have no answer yet, 2 of them after an error of the environment" in broken.stdout
    assert "50.0 % (1/2)" in broken.stdout
    assert "404" in broken.stderr
    assert "--resume goes on" in broken.stderr
    assert again.exit_code == 2
    assert "holds 4 results of qwen3-vl-8b on this set" in again.stderr
    assert (resumed.exit_code, len(asked)) == (0, 2), resumed.stderr
    assert [row["attempt"] for row in rows(out)] == [1, 1, 1, 1, 2, 2]
    assert "25.0 % (1/4)" in resumed.stdout


def test_a_server_that_is_gone_is_not_asked_to_the_end(tmp_path: Path) -> None:
    place, out = screenspot(tmp_path / "set", *(spot(f"it {number}") for number in range(30))), tmp_path / "out"
    with OpenAIServer(Refuses(404)) as server:
        said = told(*words_for(place, server, out, "--jobs", "2"))
    assert said.exit_code == 5
    assert "stopped after errors in a row, 0 of 30 answered" in said.stderr
    assert "INCOMPLETE: 30 of 30" in said.stdout
    assert 5 <= len(rows(out)) <= 6


def test_several_are_asked_at_a_time_and_each_once(tmp_path: Path) -> None:
    place, out = screenspot(tmp_path / "set", *(spot(f"right {number}") for number in range(12))), tmp_path / "out"
    with OpenAIServer(RIGHT) as server:
        said = told(*words_for(place, server, out, "--jobs", "4", "--limit", "10"))
    assert said.exit_code == 0
    assert "10 of its 12 items" in said.stdout
    assert sorted(row["item"] for row in rows(out)) == sorted(f"screenspot_web_v2#{number}" for number in range(1, 11))


def test_a_closer_look_is_a_run_of_its_own(tmp_path: Path) -> None:
    place, out = screenspot(tmp_path / "set", spot("right")), tmp_path / "out"
    with OpenAIServer(RIGHT, RIGHT, at(0, 0)) as server:
        told(*words_for(place, server, out))
        said = told(*words_for(place, server, out, "--zoom"))
    assert said.exit_code == 0
    assert "qwen3-vl-8b, zoom on set" in said.stdout
    table = said.stdout[said.stdout.index("run ") :]
    assert [line.split("  ")[0] for line in table.splitlines()[1:3]] == ["qwen3-vl-8b, zoom", "qwen3-vl-8b"]
    assert ["0.0 % (0/1)" in line for line in table.splitlines()[1:3]] == [True, False]
    assert len(list(out.glob("misses-*.html"))) == 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_a_process_that_is_ended_in_the_middle_loses_no_answer(tmp_path: Path, number: int, code: int) -> None:
    place, out = screenspot(tmp_path / "set", *(spot(f"it {at}") for at in range(4))), tmp_path / "out"
    slow = Says(RIGHT.text, after=60)
    with OpenAIServer(RIGHT, RIGHT, slow) as server:
        words = words_for(place, server, out)
        process = subprocess.Popen([sys.executable, "-c", PROCESS, *words], stderr=subprocess.PIPE, text=True)
        server.arrived.wait(60)
        while len(server.requests) < 3:
            server.hung_up.wait(0.02)
        process.send_signal(number)
        stderr = process.communicate(timeout=60)[1]
        if number == signal.SIGKILL:
            with (out / "grounding.jsonl").open("ab") as file:
                file.write(b'{"set": "torn')
        server.answers = (RIGHT,)
        said = told(*words, "--resume")
    assert process.returncode == code
    assert number == signal.SIGKILL or "interrupted, 2 of 4 answered; the same command with --resume" in stderr
    assert (said.exit_code, len(server.requests)) == (0, 5), said.stderr
    assert [row["item"].rpartition("#")[2] for row in rows(out)] == ["1", "2", "3", "4"]


def test_one_process_at_a_time_writes_results(tmp_path: Path) -> None:
    place, out = screenspot(tmp_path / "set"), tmp_path / "out"
    with OpenAIServer(RIGHT) as server, Results(out):
        said = told(*words_for(place, server, out))
        assert server.requests == []
    assert (said.exit_code, "another process is writing results" in said.stderr) == (2, True)


def test_a_file_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    place, out = screenspot(tmp_path / "set"), tmp_path / "out"
    out.mkdir()
    (out / "grounding.jsonl").write_text('{"mine": 1}\n')
    with OpenAIServer(RIGHT) as server:
        said = told(*words_for(place, server, out))
    assert (said.exit_code, "line 1 is no result of guiagent bench grounding" in said.stderr) == (5, True)
    assert (out / "grounding.jsonl").read_text() == '{"mine": 1}\n'


class Priced:
    """A grounder that costs 0.4 USD a question."""

    async def locate(self, screen: Screen, description: str) -> Located:
        return Located(point=Point(700, 350), usage=Usage(requests=1, usd=0.4))


async def test_no_more_is_asked_once_the_money_is_spent_earlier_answers_included(tmp_path: Path) -> None:
    questions = read_set(screenspot(tmp_path / "set", *(spot(f"it {at}") for at in range(9))))
    run = Run(set=questions.digest, model="m", config="c")
    for spent, halt, count in ((1.0, "cost", 3), (1.0, "cost", 3), (2.0, "cost", 5), (9.0, None, 9)):
        with Results(tmp_path / "out") as results:
            runner = GroundingRunner(Priced(), run, questions, results, max_usd=spent)
            assert await runner.ask(results.missing(run, questions.items)) == halt
            assert len(results.rows(run)) == count


async def test_what_goes_wrong_in_one_of_several_at_a_time_ends_it_in_its_own_words(tmp_path: Path) -> None:
    questions = read_set(screenspot(tmp_path / "set", spot("one"), spot("other")))

    def full(row: GroundingRow) -> None:
        raise RunFolderError("cannot write it: no room")

    with Results(tmp_path / "out") as results:
        runner = GroundingRunner(Priced(), Run(set="s", model="m", config="c"), questions, results, jobs=2)
        with pytest.raises(RunFolderError, match="no room"):
            await runner.ask(questions.items, full)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--model", "qwen3-vl-8b"), "needs a server"),
        (("--model", "reader"), "a vision-language model is needed"),
        (("--model", "ocr", "--jobs", "2"), "--jobs 2 is for a model on a server, and ocr works in this process"),
        (("--model", "ocr", "--dtype", "fp16"), "--dtype: for weights in this process"),
        (("--model", "ocr", "--max-cost", "-1"), "--max-cost -1 must be more than 0"),
        (
            ("--model", "qwen3-vl-8b", "--base-url", "http://127.0.0.1:9/v1", "--max-cost", "1"),
            "price of 'qwen3-vl-8b'",
        ),
        (("--model", "ocr", "--make", "new"), "leave one of them out"),
    ],
)
def test_what_cannot_be_asked_is_said_before_anything_is_done(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    found = told(str(osworld_g(tmp_path / "set", *OSWORLD)), "--out", str(tmp_path / "out"), *words)
    assert (found.exit_code, found.stdout) == (2, "")
    assert said in found.stderr
    assert not (tmp_path / "out").exists()
