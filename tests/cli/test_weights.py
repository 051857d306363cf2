"""Weights that a person names, by a folder or by a name on the hub: who they are taken for, and what is refused."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from guiagent.cli.options import RunOptions
from guiagent.cli.source import HERE, Source, profile_of
from guiagent.errors import UsageError

PLANNER = "Qwen/Qwen3-VL-8B-Instruct"
KEYS = {"OPENAI_API_KEY": "sk-test"}


def weights(folder: Path, kind: str) -> str:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({"model_type": kind}), encoding="utf-8")
    return str(folder)


def said(name: str, **more: object) -> RunOptions:
    return RunOptions.model_validate({"instruction": "x", "model": name, **more})


def source(name: str, **more: object) -> Source:
    return Source.of(name, said(name, **more), {})


def test_a_name_on_the_hub_is_run_here_and_one_without_its_owner_needs_a_server() -> None:
    assert source("Qwen/Qwen2.5-VL-7B-Instruct").place == HERE
    assert source("Qwen/Qwen2.5-VL-7B-Instruct", base_url="http://localhost:8000/v1").place != HERE
    with pytest.raises(UsageError, match=r"run it in this process, by a name on the hub, as Qwen/Qwen2\.5-VL"):
        source("qwen2.5-vl-7b")


def test_a_folder_is_known_by_its_name_as_long_as_its_kind_agrees(tmp_path: Path) -> None:
    mine = weights(tmp_path / "UI-TARS-1.5-7B", "qwen2_5_vl")
    assert source(mine).profile.speech == "ui-tars-1.5"
    with pytest.raises(UsageError, match=r"kind \(florence2\)"):
        source(weights(tmp_path / "Qwen2.5-VL-7B", "florence2"))


def test_a_folder_of_another_name_is_known_by_its_kind_where_that_speaks_in_one_way(tmp_path: Path) -> None:
    assert profile_of(weights(tmp_path / "mine", "florence2"), said(""), {}).speech == "florence2"
    assert source(weights(tmp_path / "faces", "clip")).profile.role == "scorer"


def test_a_kind_that_speaks_in_several_ways_must_be_said(tmp_path: Path) -> None:
    mine = weights(tmp_path / "mine", "qwen2_5_vl")
    with pytest.raises(UsageError, match=r"--dialect qwen2\.5 for .*Qwen2\.5-VL.*; --dialect ui-tars-1\.5 for"):
        source(mine)
    assert source(mine, dialect="ui-tars-1.5").profile.provider == "transformers"


def test_weights_that_bring_code_run_it_only_where_a_person_says_so() -> None:
    with pytest.raises(UsageError, match="--trust-remote-code"):
        source("xlangai/OpenCUA-7B")
    assert source("xlangai/OpenCUA-7B", loading={"remote_code": True}).place == HERE


@pytest.mark.parametrize("name", ["google/paligemma2-3b-mix-448", "openai/clip-vit-base-patch32"])
def test_what_does_not_plan_is_no_model_but_a_grounder(name: str) -> None:
    from guiagent.cli.vlm import VlmMind

    with pytest.raises(UsageError, match=f"cannot plan: name it as --grounder {name}"):
        VlmMind.of(said(name), {})


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"grounder": "ocr", "dialect": "json:1000"}, "leave out --dialect"),
        ({"grounder": "ocr", "marks": "page"}, "leave out --dialect and --marks"),
        ({"dialect": "words"}, "needs a --grounder"),
        ({"zoom": True}, "name one with --grounder"),
        ({"marks": "page", "dialect": "json:1000"}, "leave one out"),
        ({"grounder_url": "http://127.0.0.1:9/v1"}, "name one with --grounder"),
        ({"grounder": "ocr", "grounder_url": "http://127.0.0.1:9/v1"}, "--grounder ocr is none: leave it out"),
        ({"grounder": "reader"}, "reader is not asked where things are"),
        ({"grounder": "uground-v1-7b"}, "name one with --grounder-url"),
        ({"grounder": "my-own"}, "the grounder 'my-own' is not in the catalogue.* --grounder-dialect json:SPACE"),
        ({"grounder": "gta1-7b", "grounder_url": "http://127.0.0.1:9/v1", "limits": {"usd": 1}}, "price of 'gta1-7b'"),
        ({"model": "ocr"}, "--grounder ocr"),
        ({"base_url": "http://127.0.0.1:9/v1", "loading": {"device": "cpu"}}, "--device: for weights in this process"),
        ({"embedder": "openai/clip-vit-base-patch32"}, "--examples"),
        ({"examples": "/tmp"}, "--embedder"),
        ({"examples": "/tmp/no/such", "embedder": "openai/clip-vit-base-patch32"}, "there is no such folder"),
        (
            {"examples": "/tmp", "embedder": "openai/clyp"},
            "takes CLIP, SigLIP.*not in the catalogue; the nearest.*clip",
        ),
        ({"examples": "/tmp", "embedder": "Qwen/Qwen2.5-VL-7B-Instruct"}, "is no encoder"),
    ],
)
def test_options_that_do_not_go_together_are_refused(more: dict[str, object], told: str) -> None:
    from guiagent.cli.vlm import VlmMind

    with pytest.raises(UsageError, match=told):
        VlmMind.of(said(str(more.pop("model", "gpt-6-sol" if "limits" in more else PLANNER)), **more), KEYS)


def test_with_a_grounder_the_model_says_places_in_words() -> None:
    from guiagent.cli.vlm import VlmMind

    mind = VlmMind.of(said("gpt-6-sol", grounder="ocr"), {"OPENAI_API_KEY": "sk-test"})
    assert mind.dialect == "words"
    assert mind.finder is not None


def test_a_grounder_that_nobody_knows_is_spoken_to_as_a_person_says(tmp_path: Path) -> None:
    from guiagent.cli.vlm import VlmMind

    mine = weights(tmp_path / "mine", "qwen2_5_vl")
    with pytest.raises(UsageError, match="--grounder-dialect gta1 for GTA1"):
        VlmMind.of(said("gpt-6-sol", grounder=mine), KEYS)
    assert VlmMind.of(said("gpt-6-sol", grounder=mine, grounder_dialect="gta1"), KEYS).dialect == "words"


@pytest.mark.parametrize("device", ["gpu", "cuda:x", "cpu:0"])
def test_a_device_that_is_none_is_refused_before_anything_is_made(device: str) -> None:
    from guiagent.cli.options import loading_of

    with pytest.raises(UsageError, match="auto, cpu, mps, cuda or cuda:N"):
        loading_of(device, "auto", None, "auto", remote_code=False)


def test_without_torch_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(UsageError, match=r"pip install 'guiagent\[local\]', or name a server"):
        source("Qwen/Qwen2.5-VL-7B-Instruct")
