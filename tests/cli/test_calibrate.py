"""`guiagent calibrate`: what it prints and keeps, and how a run heeds it."""

from __future__ import annotations

import json
import signal

import pytest

from tests.calibration.pointing import pointing
from tests.cli.conftest import Shell, Site
from tests.servers.openai_server import OpenAIServer, Refuses, Request, Says, Silent

KEY = "sk-test-6f1d0c2b9a"
FINISH = Says(json.dumps({"actions": [{"kind": "finish", "answer": "seen"}]}))


def swapped_then_finished(request: Request) -> Says:
    """A model that names y first, and has nothing to do in a run."""
    click = "Click the middle of" in request.texts[1]
    return pointing("1000", "yx")(request) if click else FINISH


def kept(shell: Shell) -> list[dict[str, object]]:
    file = shell.folder / "state" / "calibration.json"
    return list(json.loads(file.read_text())["results"]) if file.exists() else []


def test_a_model_that_points_well_passes(shell: Shell) -> None:
    with OpenAIServer(pointing("1000"), key=KEY) as server:
        where = ("--base-url", server.base_url)
        said = shell.run("calibrate", "qwen3-vl-8b", *where, OPENAI_API_KEY=KEY)
        assert (said.code, "✓ it points where it means to" in said.out) == (0, True), said.err
        assert "12 requests, 12.6k tokens" in said.err
        assert "cost unknown" in said.err
        assert "\x1b" not in said.out + said.err
    assert KEY not in (shell.folder / "state" / "calibration.json").read_text()


def test_a_run_refuses_what_failed_until_it_is_mended_or_insisted_on(shell: Shell, site: Site) -> None:
    with OpenAIServer(swapped_then_finished) as server:
        where = ("--base-url", server.base_url)
        said = shell.run("calibrate", "qwen3-vl-8b", *where)
        assert said.code == 1
        assert "use --dialect json:1000:yx" in said.out
        words = ("run", "x", "--url", site.url, "--model", "qwen3-vl-8b", *where)
        refused = shell.run(*words)
        assert refused.code == 2
        assert "failed its calibration of 20" in refused.err
        assert "axes are swapped" in refused.err
        assert "--dialect json:1000:yx, or --uncalibrated" in refused.err
        assert len(server.requests) == 12, "nothing was asked"
        assert not (shell.folder / "runs").exists()
        assert shell.run(*words, "--uncalibrated").code == 0


def test_the_result_can_be_had_as_json(shell: Shell) -> None:
    with OpenAIServer(pointing("pixels")) as server:
        said = shell.run("calibrate", "qwen3-vl-8b", "--base-url", server.base_url, "--json")
    assert said.code == 1
    assert (said.json["passed"], said.json["verdict"]["finding"]) == (False, "convention")
    assert said.json["verdict"]["mend"] == "json:pixels"
    assert [row["view"] for row in said.json["verdict"]["rows"]] == ["640x480", "1280x800", "1920x1080", "1280x800@2"]
    assert said.json["usage"]["usd"] is None


@pytest.mark.parametrize(("status", "told"), [(401, "give a valid key"), (404, "check --model")])
def test_a_refusal_says_what_to_do_and_keeps_nothing(shell: Shell, status: int, told: str) -> None:
    with OpenAIServer(Refuses(status, f"no, {KEY}")) as server:
        said = shell.run("calibrate", "qwen3-vl-8b", "--base-url", server.base_url, OPENAI_API_KEY=KEY)
    assert (said.code, said.out, len(server.requests)) == (5, "", 1)
    assert told in said.err
    assert KEY not in said.err
    assert kept(shell) == []


def test_a_limit_on_costs_ends_it_without_a_verdict(shell: Shell) -> None:
    with OpenAIServer(pointing("1000")) as server:
        where = ("--base-url", server.base_url, "--dialect", "json:1000", "--provider", "openai-compatible")
        said = shell.run("calibrate", "claude-opus-5", *where, "--max-cost", "0.01", "--json")
        asked = len(server.requests)
    assert (said.code, asked) == (3, 2), said.err
    assert said.json["error"].startswith("--max-cost is met after 2 of 12 pictures, 2 of them hit")
    assert "2 requests" in said.err
    assert kept(shell) == []


def test_a_limit_on_unknown_costs_is_refused(shell: Shell) -> None:
    with OpenAIServer(pointing("1000")) as server:
        said = shell.run("calibrate", "qwen3-vl-8b", "--base-url", server.base_url, "--max-cost", "1")
        assert (said.code, server.requests) == (2, [])
    assert "--max-cost cannot be held: the price of 'qwen3-vl-8b' is unknown" in said.err


def test_what_a_calibration_that_broke_off_has_cost_is_told(shell: Shell) -> None:
    with OpenAIServer(pointing("1000"), pointing("1000"), Refuses(401)) as server:
        said = shell.run("calibrate", "qwen3-vl-8b", "--base-url", server.base_url)
    assert (said.code, "2 requests, 2.1k tokens" in said.err) == (5, True), said.err


def test_an_interrupt_leaves_nothing_half_written(shell: Shell) -> None:
    with OpenAIServer(pointing("1000"), pointing("1000"), Silent()) as server:
        process = shell.start("calibrate", "qwen3-vl-8b", "--base-url", server.base_url)
        assert server.arrived.wait(60)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, ""), err
    assert "Traceback" not in err
    assert kept(shell) == []


def test_what_asks_no_model_cannot_be_calibrated(shell: Shell) -> None:
    for name in ("reader", "auto"):
        said = shell.run("calibrate", name)
        assert said.code == 2
        assert "vision-language model is needed" in said.err
        assert "set ANTHROPIC_API_KEY, OPENAI_API_KEY, GEMINI_API_KEY, or name a server's: --base-url" in said.err


def test_a_broken_state_file_is_named(shell: Shell, site: Site) -> None:
    (shell.folder / "state").mkdir()
    (shell.folder / "state" / "calibration.json").write_text("{")
    with OpenAIServer(FINISH) as server:
        words = ("run", "x", "--url", site.url, "--model", "qwen3-vl-8b", "--base-url", server.base_url)
        said = shell.run(*words)
    assert said.code == 5
    assert "calibration.json is no file of calibrations" in said.err
