"""`guiagent models`: what is known of each, and what is missing to use it here; nobody is asked for it."""

from __future__ import annotations

import re

import pytest

from guiagent.catalogue import profiles
from tests.cli.conftest import Shell

KEY = "sk-test-6f1d0c2b9a"


def line(text: str, start: str) -> str:
    return next(each for each in text.splitlines() if each.startswith(start))


def test_a_pipe_gets_one_whole_line_a_family(shell: Shell) -> None:
    said = shell.run("models", ANTHROPIC_API_KEY=KEY)
    assert said.code == 0
    assert len(said.out.splitlines()) == len(profiles()) + 1
    sonnet, qwen = line(said.out, "Claude Sonnet 5.5 "), line(said.out, "Qwen2.5-VL")
    for told in ("claude-sonnet-5-5", "agent, grounder", "claude:20260801", "pixels", "2000 px", "1M", "$2 / $10"):
        assert told in sonnet
    assert "litellm 1.109.1, 2026-11-20" in sonnet
    assert sonnet.endswith("nothing")
    assert "unknown" in qwen
    assert "$0" not in qwen
    assert "Qwen/Qwen2.5-VL-" in qwen
    assert qwen.endswith("nothing"), "torch and transformers are there, and run them in this process"
    assert line(said.out, "GPT-5.5 ").endswith("a key: OPENAI_API_KEY or GUIAGENT_API_KEY")
    assert KEY not in said.out


def test_json_has_every_family_with_what_is_missing(shell: Shell) -> None:
    known = shell.run("models", "--json", OPENAI_BASE_URL="http://127.0.0.1:9/v1").json
    assert [each["family"] for each in known] == [profile.family for profile in profiles()]
    missing = {each["provider"]: each["missing"] for each in known}
    assert missing["openai-compatible"] == "", "a server is set, and is not asked whether it is there"
    assert "GEMINI_API_KEY" in missing["google"]
    assert all(each["price"] is None or each["price"]["input"] > 0 for each in known)


def test_a_name_tells_how_it_would_be_asked(shell: Shell) -> None:
    said = shell.run("models", "qwen2.5-vl-7b", "--base-url", "http://user:pass@127.0.0.1:9/v1", GUIAGENT_API_KEY=KEY)
    assert said.code == 0, said.err
    for told in (
        "--dialect qwen2.5", "1280x800 is sent as 1288x812", "http://127.0.0.1:9/v1, with GUIAGENT_API_KEY",
        "price        unknown", "never: guiagent calibrate qwen2.5-vl-7b",
    ):  # fmt: skip
        assert told in said.out
    assert "user:pass" not in said.out
    assert KEY not in said.out
    missing = shell.run("models", "claude-sonnet-5-5")
    assert "missing: a key: ANTHROPIC_API_KEY" in missing.out
    assert "litellm 1.109.1, read on 2026-11-20" in missing.out


@pytest.mark.parametrize(
    "command", [("models", "claude-sonet-5"), ("run", "x", "--url", "a.html", "-m", "claude-sonet-5")]
)
def test_an_unknown_name_is_an_error_with_the_nearest_and_the_way_out(shell: Shell, command: tuple[str, ...]) -> None:
    (shell.folder / "a.html").write_text("hello")
    said = shell.run(*command)
    assert (said.code, said.out) == (2, "")
    for told in ("claude-sonnet-5", "--dialect", "--base-url", "--provider"):
        assert told in said.err


def test_one_said_by_hand_is_told_as_it_would_be_asked(shell: Shell) -> None:
    said = shell.run("models", "my-own", "--dialect", "json:1:yx", "--base-url", "http://127.0.0.1:9/v1", "--json")
    assert (said.json["known"]["dialect"], said.json["known"]["price"]) == ("json:1:yx", None)


@pytest.mark.parametrize("name", ["reader", "scripted", "ocr", "auto"])
def test_what_is_no_model_is_told_too(shell: Shell, name: str) -> None:
    assert shell.run("models", name).out.startswith(f"{name}: ")


def test_open_weights_run_here_by_their_name_on_the_hub(shell: Shell) -> None:
    here, short = shell.run("models", "ByteDance-Seed/UI-TARS-1.5-7B"), shell.run("models", "ui-tars-1.5-7b")
    assert "in this process, by transformers" in here.out
    assert "Apache-2.0" in here.out
    assert "nowhere yet: its name on the hub" in short.out
    server = shell.run("models", "ByteDance-Seed/UI-TARS-1.5-7B", "--base-url", "http://127.0.0.1:9/v1")
    assert "http://127.0.0.1:9/v1, without a key" in server.out, "a server that is named is asked"


def test_who_reads_only_the_beginning_is_not_shown_a_traceback(shell: Shell) -> None:
    with shell.start("models") as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""


@pytest.mark.parametrize("width", [80, 120, 160])
def test_a_terminal_gets_a_line_a_family_under_what_it_is_for(shell: Shell, width: int) -> None:
    said = re.sub(r"\x1b\[[\d;]*m", "", shell.run("models", FORCE_COLOR="1", COLUMNS=str(width)).out).splitlines()
    assert max(map(len, said)) <= width
    assert len(said) <= len(profiles()) + 50, "a screen or two, not ten"
    named = [
        "Anthropic", "OpenAI", "Google", "An OpenAI-compatible server", "Open weights that act:",
        "Open weights that act on numbered marks", "Open weights that only point", "Open weights that compare",
    ]  # fmt: skip
    heads = [line for line in said if re.search(r"  (ready|needs .*)$", line)]
    assert [head[: len(name)] for head, name in zip(heads, named, strict=True)] == named
    under = "\n".join(said).split("Open weights that ")
    assert "Qwen/Qwen2.5-VL-7B-Instruct" in under[1]
    assert "llava-hf/llava-1.5-7b-hf" in under[2]
    assert "google/paligemma2-3b-mix-448" in under[3]
    assert "openai/clip-vit-base-patch32" in under[4]
    assert any(line.startswith("xlangai/OpenCUA-7B *") for line in said), "what brings code of its own is marked"


def test_what_does_not_plan_is_told_with_what_it_is_for(shell: Shell) -> None:
    clip, points = (shell.run("models", name).out for name in ("openai/clip-vit-base-patch32", "allenai/Molmo2-8B"))
    assert "--grounder openai/clip-vit-base-patch32 beside a --model that plans, or --embedder" in clip
    assert not re.search(r"^(spoken to|places|calibration)", clip, re.MULTILINE), "nothing is said to an encoder"
    assert "--grounder allenai/Molmo2-8B beside a --model that plans" in points
    assert "numbered marks drawn on the image" in shell.run("models", "llava-hf/llava-1.5-7b-hf").out
