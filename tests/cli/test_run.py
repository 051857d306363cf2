"""`guiagent run`: every ending, its exit code, and what goes over the wire."""

from __future__ import annotations

import json
import shutil
import signal
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import psutil
import pytest

from tests.cli.conftest import Shell, Site
from tests.servers.openai_server import OpenAIServer, Refuses, Says, Silent, rate_limited

MODEL = ("--model", "qwen3-vl-8b")
KEY = "sk-test-6f1d0c2b9a"


def reply(*actions: dict[str, Any], thought: str = "as asked") -> Says:
    return Says(json.dumps({"thought": thought, "actions": actions}))


CLICK_USER = {"action": "click", "point": [60, 175], "target": "User"}
FINISH = reply({"action": "finish", "answer": "signed in"})


def test_a_model_does_a_task_on_a_page(shell: Shell, site: Site) -> None:
    typed = reply(CLICK_USER, {"action": "type", "text": "ada\n"})
    with OpenAIServer(typed, FINISH, key=KEY) as server:
        said = shell.run(
            "run", "Sign in as ada", "--url", site.url, *MODEL, "--base-url", server.base_url, "--out", "run",
            OPENAI_API_KEY=KEY,
        )  # fmt: skip
    assert (said.code, said.out) == (0, "signed in\n"), said.err
    assert site.posted[0]["user"] == ["ada"]
    assert len(server.requests) == 2
    assert KEY.encode() not in shell.everything()
    assert "report.html" in said.err


def test_the_result_can_be_had_as_json(shell: Shell, site: Site) -> None:
    with OpenAIServer(FINISH) as server:
        said = shell.run("run", "Look", "--url", site.url, *MODEL, "--base-url", server.base_url, "--json", "-q")
    assert (said.code, said.err) == (0, "")
    assert said.json["ending"] == "finished"
    assert said.json["answer"] == "signed in"
    assert said.json["tokens"] == 1050
    assert said.json["usd"] is None, "an unknown price is said, never zero"
    assert Path(shell.folder / said.json["report"]).exists()


def test_replies_that_cannot_be_read_go_back_three_times(shell: Shell, site: Site) -> None:
    with OpenAIServer(Says("I would click the button.")) as server:
        said = shell.run("run", "x", "--url", site.url, *MODEL, "--base-url", server.base_url, "--json")
    assert (said.code, said.json["ending"], len(server.requests)) == (5, "unreadable_reply", 3)


def test_a_run_whose_model_came_to_its_senses_goes_on(shell: Shell, site: Site) -> None:
    with OpenAIServer(Says("I would click."), Says("Really."), Says("Hm."), FINISH) as server:
        said = shell.run("run", "x", "--url", site.url, *MODEL, "--base-url", server.base_url, "--out", "run")
        assert (said.code, "guiagent resume run" in said.err) == (5, True), said.err
        again = shell.run("resume", "run")
    assert (again.code, again.out) == (0, "signed in\n"), again.err


def test_a_run_that_met_its_limit_goes_on_where_it_was(shell: Shell, site: Site) -> None:
    away = reply({"action": "navigate", "url": f"{site.url}away"})
    with OpenAIServer(away, FINISH) as server:
        words = ("run", "x", "--url", site.url, *MODEL, "--base-url", server.base_url)
        said = shell.run(*words, "--out", "run", "--max-steps", "1")
        assert (said.code, "guiagent resume run --max-steps N" in said.err) == (3, True), said.err
        assert shell.run("resume", "run", "--max-cost", "nan").code == 2
        again = shell.run("resume", "run", "--max-steps", "3")
        assert (again.code, again.out) == (0, "signed in\n"), again.err
        assert f"{site.url}away" in server.requests[-1].texts[-1]
    assert not (shell.folder / "run" / "session.json").exists()


def test_an_answer_cannot_speak_to_the_terminal(shell: Shell, site: Site) -> None:
    answer = "first\n\x1b]0;owned\x07second"
    with OpenAIServer(reply({"action": "finish", "answer": answer})) as server:
        said = shell.run("run", "x", "--url", site.url, *MODEL, "--base-url", server.base_url)
        told = shell.run("run", "x", "--url", site.url, *MODEL, "--base-url", server.base_url, "--json")
    assert (said.code, said.out) == (0, "first\n\ufffd]0;owned\ufffdsecond\n"), said.err
    assert "\x1b" not in said.err
    assert told.json["answer"] == answer


def test_a_wrong_key_is_told_without_the_key(shell: Shell, site: Site) -> None:
    with OpenAIServer(FINISH, key="another") as server:
        said = shell.run(
            "run", "x", "--url", site.url, *MODEL, "--base-url", server.base_url, "--out", "run", OPENAI_API_KEY=KEY
        )
    assert said.code == 5
    assert len(server.requests) == 1, "a refused key is not tried again"
    assert KEY not in said.err + said.out
    assert KEY.encode() not in shell.everything()
    assert "guiagent resume" in said.err


def test_a_busy_server_is_asked_again(shell: Shell, site: Site) -> None:
    with OpenAIServer(rate_limited("0"), Refuses(500), FINISH) as server:
        said = shell.run("run", "x", "--url", site.url, *MODEL, "--base-url", server.base_url)
    assert (said.code, len(server.requests)) == (0, 3), said.err


def test_a_model_that_never_answers_meets_the_limit(shell: Shell, site: Site) -> None:
    with OpenAIServer(Silent()) as server:
        said = shell.run(
            "run", "x", "--url", site.url, *MODEL, "--base-url", server.base_url, "--max-seconds", "3", "--json"
        )
    assert (said.code, said.json["ending"]) == (3, "seconds")


def test_a_server_that_is_not_there_is_named(shell: Shell, site: Site) -> None:
    said = shell.run("run", "x", "--url", site.url, *MODEL, "--base-url", "http://127.0.0.1:9/v1")
    assert said.code == 5
    assert "127.0.0.1:9" in said.err


def test_auto_takes_the_one_model_that_a_server_has_and_says_so(shell: Shell, site: Site) -> None:
    with OpenAIServer(FINISH, models=("qwen3-vl-8b",)) as server:
        said = shell.run("run", "x", "--url", site.url, "--base-url", server.base_url)
    assert said.code == 0, said.err
    assert "qwen3-vl-8b, the one that" in said.err
    with OpenAIServer(FINISH, models=("qwen3-vl-8b", "another")) as server:
        said = shell.run("run", "x", "--url", site.url, "--base-url", server.base_url)
    assert said.code == 2
    assert "has 2 models (qwen3-vl-8b, another)" in said.err


def test_a_secret_is_typed_and_stands_nowhere_else(shell: Shell, site: Site) -> None:
    value = "Tr0ub4dor-and-3"
    typed = reply({"action": "click", "point": [60, 260]}, {"action": "type", "text": "<secret:pw>"})
    looks = reply({"action": "wait", "seconds": 0.1})
    enter = reply({"action": "press", "keys": ["Enter"]})
    with OpenAIServer(typed, looks, enter, FINISH) as server:
        said = shell.run(
            "run", "Sign in", "--url", site.url, *MODEL, "--base-url", server.base_url, "--out", "run",
            "--secret", "pw=@SHOP_PW", SHOP_PW=value,
        )  # fmt: skip
    assert said.code == 0, said.err
    assert site.posted[0]["password"] == [value]
    assert value not in said.err + said.out
    assert "<secret:pw>" in "".join(server.requests[0].texts), "the model is told which secrets there are, by name"
    assert value.encode() not in shell.everything() + b"".join(request.body for request in server.requests)


def test_a_secret_that_a_page_puts_everywhere_is_on_no_disk_after_a_kill(shell: Shell, site: Site) -> None:
    value = "Tr0ub4dor ä/+&3"
    typed = reply({"action": "click", "point": [60, 260]}, {"action": "type", "text": "<secret:pw>"})
    with OpenAIServer(typed, Silent()) as server:
        process = shell.start(
            "run", "Sign in", "--url", f"{site.url}echo", *MODEL, "--base-url", server.base_url, "--out", "run",
            "--secret", "pw=@SHOP_PW", SHOP_PW=value,
        )  # fmt: skip
        with process:
            until(lambda: len(server.requests) == 2)
            process.kill()
            process.communicate(timeout=30)
    kept = json.loads((shell.folder / "run" / "session.json").read_text())
    assert [cookie["name"] for cookie in kept["cookies"]] == ["mine"]
    assert kept["tabs"] == [f"{site.url}echo"]
    everything = unquote_to_bytes(shell.everything() + b"".join(request.body for request in server.requests))
    assert value.encode() not in everything


def test_a_value_in_the_task_is_a_mistake_that_is_not_repeated(shell: Shell, site: Site) -> None:
    words = ("--url", site.url, "--model", "reader", "--secret", "pw=@SHOP_PW")
    said = shell.run("run", "Sign in with hunter22", *words, SHOP_PW="hunter22")
    assert said.code == 2
    assert "hunter22" not in said.err
    assert "'Sign in with <secret:pw>'" in said.err


def test_nothing_is_reached_beyond_the_allowed_domains(shell: Shell, site: Site) -> None:
    away = reply({"action": "navigate", "url": "http://evil.test/"})
    with OpenAIServer(away, reply({"action": "give_up", "reason": "I may not"})) as server:
        said = shell.run(
            "run", "x", "--url", site.url, *MODEL, "--base-url", server.base_url,
            "--allow-domain", "127.0.0.1", "--json",
        )  # fmt: skip
    assert (said.code, said.json["ending"]) == (4, "denied")


def test_what_needs_a_yes_is_denied_where_nobody_can_say_it(shell: Shell, site: Site) -> None:
    with OpenAIServer(reply(CLICK_USER)) as server:
        said = shell.run(
            "run", "x", "--url", site.url, *MODEL, "--base-url", server.base_url, "--confirm", "always", "--json"
        )
    assert (said.code, said.json["ending"]) == (4, "denied")
    assert "--confirm" in said.json["detail"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run"], "there is no task"),
        (["run", "x", "--url", "ftp://x.test"], "only http, https, file and about"),
        (["run", "x", "--url", "https://"], "names no host"),
        (["run", "x", "--url", "order.html"], "neither an address nor a file"),
        (["run", "x", "--url", "../order.html"], "neither an address nor a file"),
        (["run", "x", "--max-cost", "nan"], "--max-cost"),
        (["run", "x", "--max-seconds", "inf"], "--max-seconds"),
        (["run", "x", "--headed", "--model", "reader"], "display"),
        (["run", "x", "--out", __file__], "is a file"),
        (["run", "x", "--viewport", "wide"], "--viewport 'wide'"),
        (["run", "x", "--sandbox", "shoq"], "there is copyparty, mail, miniwob, shop, trac, tracker"),
        (["run", "--task", "shop/nothing"], "the nearest are shop/"),
        (["run", "x", "--task", "shop/buy-two"], "its own instruction"),
        (["run", "x", "--model", "gpt-99-x", "--base-url", "http://127.0.0.1:9/v1"], "--dialect"),
        (["run", "x", "--model", "qwen3-vl-8b"], "--base-url"),
        (["run", "x", "--secret", "pw=@NOT_SET"], "NOT_SET"),
        (["run", "x", "--secret", "pw=hunter22"], "--secret"),
        (["run", "x", "--allow-domain", "http://"], "--allow-domain"),
        (["run", "x", "--url", "https://a.test", "--allow-domain", "b.test"], "a.test"),
        (["run", "x", "--cdp", "http://127.0.0.1:1", "--allow-domain", "b.test"], "--cdp"),
        (["run", "x", "--upload", "nothing.pdf"], "nothing.pdf"),
        (["run", "x", "--max-cost", "1", *MODEL, "--base-url", "http://127.0.0.1:9/v1"], "price"),
        (["resume", "nothing"], "nothing"),
        (["replay", "nothing"], "nothing"),
        (["show", "nothing"], "nothing"),
        (["doctor", "--only", "nothing"], "nothing"),
        (["run", "x", "--confirm", "sometimes"], "sometimes"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_makes_nothing(shell: Shell, words: list[str], said: str) -> None:
    done = shell.run(*words)
    assert done.code == 2, done.err
    assert said in " ".join(done.err.split())
    assert "hunter22" not in done.err
    assert not list(shell.folder.iterdir())


def test_a_folder_that_holds_a_run_is_not_taken_for_another(shell: Shell, site: Site) -> None:
    words = ("run", "x", "--url", site.url, "--model", "reader", "--out", "run")
    assert shell.run(*words).code == 1
    before = shell.everything()
    again = shell.run(*words)
    assert (again.code, shell.everything()) == (2, before)
    assert "guiagent resume run" in again.err


def test_a_run_whose_folder_is_removed_ends_with_a_line_that_says_so(shell: Shell, site: Site) -> None:
    with OpenAIServer(Says(reply({"action": "wait", "seconds": 0.1}).text, after=2)) as server:
        words = ("run", "x", "--url", site.url, *MODEL, "--base-url", server.base_url)
        with shell.start(*words, "--out", "run") as process:
            until(server.arrived.is_set)
            shutil.rmtree(shell.folder / "run")
            out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (5, "")
    assert "Traceback" not in err
    assert "run/screens" in err.splitlines()[-1]
    assert not (shell.folder / "run").exists()


def finished_steps(run: Path) -> int:
    lines = run / "steps.jsonl"
    return lines.read_text().count('"event":"step"') if lines.exists() else 0


def until(condition: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_cut_off_goes_on_and_leaves_no_browser_behind(shell: Shell, number: signal.Signals) -> None:
    run = shell.folder / "run"
    process = shell.start("run", "--task", "shop/buy-two", "--seed", "3", "--model", "scripted", "--out", "run")
    with process:
        until(lambda: finished_steps(run) >= 7)
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == (-9 if number == signal.SIGKILL else 130), err
    until(lambda: not any(child.is_running() and child.status() != "zombie" for child in children), 5)
    before = finished_steps(run)
    said = shell.run("resume", "run", "--json")
    assert said.code == 0, said.err
    assert said.json["verdict"]["success"]
    assert before < said.json["steps"] < before + 20
    again = shell.run("resume", "run")
    assert again.code == 2
    assert "has ended" in again.err


def test_a_recording_is_done_again_and_stops_where_the_world_differs(shell: Shell, site: Site) -> None:
    typed = reply(CLICK_USER, {"action": "type", "text": "ada\n"})
    with OpenAIServer(typed, FINISH) as server:
        shell.run("run", "Sign in", "--url", site.url, *MODEL, "--base-url", server.base_url, "--out", "run")
    again = shell.run("replay", "run", "--json")
    assert (again.code, again.json["answer"]) == (0, "signed in"), again.err
    assert len(site.posted) == 2
    info = json.loads((shell.folder / "run" / "run.json").read_text())
    info["options"]["url"] += "another"
    (shell.folder / "run" / "run.json").write_text(json.dumps(info))
    other = shell.run("replay", "run", "--json")
    assert other.code == 1
    assert "step 1" in other.json["detail"].lower()
    assert len(site.posted) == 2


def test_the_doctor_says_what_is_there_and_no_key(shell: Shell) -> None:
    said = shell.run("doctor", "--json", OPENAI_API_KEY=KEY)
    findings = {finding["name"]: finding for finding in said.json}
    assert said.code == 0, said.out
    assert findings["browser"]["state"] == "ok"
    assert "OPENAI_API_KEY" in findings["keys"]["found"]
    assert KEY not in said.out + said.err


def test_a_replay_says_nothing_of_who_was_asked_when_it_was_recorded(shell: Shell, site: Site) -> None:
    clicks = reply({"kind": "click", "target": "the Sign in button"})
    with OpenAIServer(clicks, FINISH) as server:
        asked = (*MODEL, "--base-url", server.base_url, "--grounder", "ocr")
        said = shell.run("run", "Sign in", "--url", site.url, *asked, "--out", "run")
    assert (said.code, "qwen3-vl-8b · places by ocr" in said.err) == (0, True), said.err
    assert "<dt>Places</dt><dd>by ocr</dd>" in (shell.folder / "run" / "report.html").read_text()
    again = shell.run("replay", "run", "--out", "again")
    assert "places by" not in again.err
    assert json.loads((shell.folder / "again" / "run.json").read_text())["options"]["grounder"] == ""
