"""The commands that look at runs: ls, show, report; and how a step reads on one line."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from guiagent.actions import Click, Drag, Finish, Press, Scroll, SelectTab, Type, Wait
from guiagent.cli.lines import step_line, step_lines
from guiagent.cli.main import app
from guiagent.records import Blocked, Decision, Done, Ending, Failed, Reflection, Step, Timings, Verdict
from guiagent.runs import RunFolder, RunInfo
from guiagent.usage import Usage
from guiagent.words import action_words, plain, seconds_words, tokens_words, usage_words, usd_words
from tests.fakes import seen


def step(index: int, *actions: Click | Type | Press | Finish | Scroll, outcome: object = None, **more: object) -> Step:
    last = outcome or Done()
    return Step.model_validate(
        {
            "index": index,
            "before": seen(f"{index}"),
            "decision": Decision(
                thought="I go on.",
                actions=actions or (Click(point=(412, 96), target="Search"),),
                usage=Usage(requests=1, input_tokens=3300, output_tokens=100, usd=0.0123),
            ),
            "outcomes": (*(Done() for _ in actions[1:]), last),
            "after": seen(f"{index + 1}"),
            "timings": Timings(decide=2, act=0.1),
            **more,
        }
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three runs: one verified, one that failed its check, one that was cut off."""
    now = datetime.now(UTC)
    endings = {
        "buy tea": Ending(reason="finished", answer="No. 7", verdict=Verdict(success=True)),
        "buy milk": Ending(reason="finished", verdict=Verdict(success=False, notes=("there is no order",))),
        "read mail": None,
    }
    for days, (instruction, ending) in enumerate(endings.items()):
        info = RunInfo(instruction=instruction, model="a-model", started=now - timedelta(days=3 - days))
        with RunFolder.create(tmp_path, info) as folder:
            folder.finished(step(0))
            folder.finished(step(1, Type(text="tea\n"), outcome=Failed(reason="no focus")))
            if ending:
                folder.end(ending)
    return tmp_path


def guiagent(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_ls_shows_the_newest_first_and_how_each_ended(root: Path) -> None:
    lines = guiagent("ls", "--root", root).stdout.splitlines()
    assert [heading in lines[0] for heading in ("name", "task", "model", "ending", "steps", "cost", "when")] == [
        True
    ] * 7
    for line, words in zip(
        lines[1:],
        (("read mail", "interrupted"), ("buy milk", "not verified, finished"), ("buy tea", "verified, finished")),
        strict=True,
    ):
        assert all(word in line for word in (*words, "a-model", "$0.025"))


def test_ls_tells_a_program_the_same(root: Path) -> None:
    rows = json.loads(guiagent("ls", "--json", "--root", root).stdout)
    assert [row["task"] for row in rows] == ["read mail", "buy milk", "buy tea"]
    assert [row["state"] for row in rows] == ["interrupted", "ended", "ended"]
    assert [row["success"] for row in rows] == [None, False, True]
    assert rows[0]["usd"] == pytest.approx(0.0246)


def test_ls_of_nothing_is_an_empty_list(tmp_path: Path) -> None:
    assert json.loads(guiagent("ls", "--json", "--root", tmp_path).stdout) == []
    assert guiagent("ls", "--root", tmp_path).exit_code == 0


def test_a_run_that_is_being_written_is_running(root: Path) -> None:
    with RunFolder.create(root, RunInfo(instruction="go on")):
        assert json.loads(guiagent("ls", "--json", "--root", root).stdout)[0]["state"] == "running"
        assert "running" in guiagent("show", "last", "--root", root).stdout


def test_show_has_a_line_for_each_step_and_the_ending(root: Path) -> None:
    said = guiagent("show", "tea", "--root", root).stdout
    assert '01/30 click "Search" (412,96) ok 2.1s 3.4k tok $0.012' in said
    assert '02/30 type "tea⏎" failed: no focus 2.1s 3.4k tok $0.012' in said
    assert "verified, finished  2 steps, 4.2s, 6.8k tokens, $0.025" in said
    assert "No. 7" in said


def test_show_names_the_way_on_for_a_run_that_was_cut_off(root: Path) -> None:
    said = guiagent("show", "last", "--root", root).stdout
    assert "interrupted" in said
    assert "guiagent resume" in said


def test_show_tells_a_program_everything(root: Path) -> None:
    told = json.loads(guiagent("show", "tea", "--json", "--root", root).stdout)
    assert told["ending"]["verdict"]["success"] is True
    assert told["totals"]["steps"] == 2
    assert Path(told["steps"][0]["screens"]["before"]).exists()

    one = json.loads(guiagent("show", "tea", "--step", 2, "--json", "--root", root).stdout)
    assert one == told["steps"][1]


def test_show_has_all_there_is_of_one_step(root: Path) -> None:
    said = guiagent("show", "tea", "--step", 2, "--root", root).stdout
    for words in ("I go on.", "http://shop.test/", "no focus", ".png"):
        assert words in said
    missing = guiagent("show", "tea", "--step", 3, "--root", root)
    assert missing.exit_code == 2
    assert "it has 2" in missing.stderr


def test_report_prints_where_the_page_is(root: Path) -> None:
    path = Path(guiagent("report", "tea", "--root", root).stdout.strip())
    assert path.name == "report.html"
    assert "<!doctype html>" in path.read_text()[:20]


@pytest.mark.parametrize("command", ["show", "report"])
def test_a_run_that_is_not_there_is_a_usage_error_that_names_the_nearest(root: Path, command: str) -> None:
    result = guiagent(command, "read-mails", "--root", root)
    assert result.exit_code == 2
    assert "read-mail" in result.stderr
    assert not result.stdout


def test_a_damaged_run_is_named_and_the_others_are_listed(root: Path) -> None:
    damaged = next(root.glob("*mail"))
    (damaged / "steps.jsonl").write_text('{"event":"dance"}\n')
    result = guiagent("ls", "--json", "--root", root)
    assert len(json.loads(result.stdout)) == 2
    assert "steps.jsonl, line 1" in result.stderr
    assert guiagent("show", "last", "--root", root).exit_code == 5


def test_a_step_reads_as_one_line() -> None:
    assert step_line(step(6), 30).plain == '07/30 click "Search" (412,96) ok 2.1s 3.4k tok $0.012'
    assert step_line(step(6)).plain.startswith("07 click")
    free = step(0, decision=Decision(actions=(Press(keys=("Enter",)),)))
    assert step_line(free).plain == "01 press Enter ok 2.1s"
    unknown = step(0, decision=Decision(actions=(Press(keys=("Enter",)),), usage=Usage(requests=1, usd=None)))
    assert step_line(unknown).plain.endswith("0 tok $?")


def test_what_went_wrong_is_in_colour_with_its_reason() -> None:
    for outcome, words, style in (
        (Failed(reason="it moved"), "failed: it moved", "red"),
        (Blocked(reason="not allowed"), "blocked: not allowed", "yellow"),
    ):
        line = step_line(step(0, outcome=outcome))
        assert (words, style) in [(line.plain[span.start : span.end], span.style) for span in line.spans]


def test_the_thought_stands_above_and_the_reflection_below() -> None:
    made = step(0, reflection=Reflection(note="A little changed."))
    assert [line.plain.strip()[:6] for line in step_lines(made, reflections=True)] == ["I go o", "01 cli", "A litt"]
    assert len(step_lines(made)) == 2


def test_no_word_of_a_model_or_a_page_steers_the_terminal() -> None:
    evil = "\x1b[2J\x1b]0;owned\x07 a\r\nb\u202ec\ud83d"
    made = step(0, Click(point=(1, 1), target=evil), outcome=Failed(reason=evil), reflection=Reflection(note=evil))
    made = made.model_copy(update={"decision": made.decision.model_copy(update={"thought": evil})})
    for line in step_lines(made, reflections=True):
        assert line.plain.isprintable() or "\ufffd" in line.plain
        assert not set(line.plain) & set("\x1b\x07\r\n\u202e\ud83d")
        line.plain.encode()


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Click(point=(1, 2), count=2, button="right", held=("Shift",)), "Shift+double-right-click (1,2)"),
        (Scroll(point=(1, 2), dx=-30, dy=300), "scroll 300 px down and 30 px left at (1,2)"),
        (Drag(path=((1, 2), (5, 5), (3, 4)), target="slider"), 'drag "slider" (1,2) → (3,4)'),
        (Press(keys=("Control", "a")), "press Control+a"),
        (SelectTab(index=1), "switch to tab 2"),
        (Wait(seconds=0.5), "wait 0.5s"),
        (Finish(), "finish"),
    ],
)
def test_an_action_reads_as_a_person_would_say_it(action: Click, words: str) -> None:
    assert action_words(action) == words


def test_sums_are_short_and_an_unknown_one_is_not_nothing() -> None:
    assert [tokens_words(tokens) for tokens in (0, 870, 3400, 999_949, 1_234_567)] == [
        "0",
        "870",
        "3.4k",
        "999.9k",
        "1.2M",
    ]
    assert [usd_words(usd) for usd in (0, 0.0001, 0.0123, 1.239, None)] == ["$0", "<$0.001", "$0.012", "$1.24", "$?"]
    assert [seconds_words(seconds) for seconds in (2.14, 48, 185, 3725)] == ["2.1s", "48s", "3m 05s", "1h 02m"]
    assert plain("a\n b " + "c" * 50, 10) == "a b ccccc…"


def test_what_asking_took_tells_what_was_kept_and_how_fast_it_came() -> None:
    local = Usage(
        requests=1, input_tokens=3300, cached_tokens=2900, output_tokens=35, seconds=2.3, first_token_seconds=0.3
    )
    assert usage_words(local) == "3.3k tokens (2.9k kept), $0, first token after 0.3s, 17 tokens/s"
    assert usage_words(Usage(requests=1, input_tokens=10, usd=None)) == "10 tokens, cost unknown"
    assert usage_words(Usage()) == ""


def test_show_tells_what_a_step_cost(root: Path) -> None:
    assert "3.4k tokens, $0.012" in guiagent("show", "tea", "--step", 2, "--root", root).stdout
