"""Every family's tiny checkpoint loads as a real one does, or says in a line why not."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from guiagent.errors import ContextOverflow, ModelError, UsageError
from guiagent.models.local.checkpoint import Checkpoint
from guiagent.models.local.hardware import hardware
from guiagent.models.local.inprocess import InProcess
from guiagent.models.local.load import load
from guiagent.models.local.loading import Loading
from guiagent.models.local.memory import fits
from tests.models.local.checkpoints import checkpoint
from tests.models.local.recipes import FAMILIES
from tests.models.local.screens import TWO, drawn, turn

os.environ["HF_HUB_OFFLINE"] = "1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return tmp_path_factory.mktemp("checkpoints")


@pytest.fixture(scope="module")
def loads(folder: Path) -> Callable[[str], InProcess]:
    """A family's checkpoint, loaded once."""
    return cache(lambda family: load(str(checkpoint(family, folder)), Loading()))


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """A checkpoint of Qwen2.5-VL that a test may spoil."""
    return Path(shutil.copytree(checkpoint("qwen2_5_vl", folder), tmp_path / "copy"))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_loads_and_answers_a_conversation_with_two_screenshots(
    family: str, loads: Callable[[str], InProcess]
) -> None:
    loaded = loads(family)
    prompt = loaded.prompt(TWO)
    with torch.inference_mode():
        answer = loaded.model.generate(**prompt.inputs, max_new_tokens=3, do_sample=False)
    assert answer.shape[-1] > len(prompt.tokens)
    said = loaded.processor.tokenizer.decode(prompt.tokens)
    places = [said.index(words) for words in ("You act on a screen.", "Buy tea.", "click 1", "What is next?")]
    assert places == sorted(places)
    assert loaded.remarks[0].endswith("of weights")
    assert "on cpu, fp32, " in loaded.remarks[0]


@pytest.mark.parametrize("family", FAMILIES)
def test_each_picture_is_told_by_its_tokens_and_its_own_tensors(family: str, loads: Callable[[str], InProcess]) -> None:
    loaded = loads(family)
    prompt = loaded.prompt(TWO)
    first, second = prompt.pictures
    ids = set(loaded.processor.image_token_ids)
    ids.add(loaded.model.config.image_token_id)
    tokens = prompt.tokens
    assert {tokens[first.start], tokens[first.end - 1], tokens[second.start], tokens[second.end - 1]} <= ids
    assert not ids & set([*tokens[: first.start], *tokens[first.end : second.start], *tokens[second.end :]])
    for name, own in first.inputs.items():
        assert torch.equal(torch.cat([own, second.inputs[name]]), prompt.inputs[name]), name


@pytest.mark.parametrize("family", FAMILIES)
def test_pictures_that_were_shown_before_are_the_same_in_a_later_prompt(
    family: str, folder: Path, loads: Callable[[str], InProcess]
) -> None:
    later = (*TWO, turn("assistant", "click 2"), turn("user", drawn(3), "And now?"))
    loads(family).prompt(TWO)
    warm = loads(family).prompt(later).inputs
    cold = load(str(checkpoint(family, folder)), Loading()).prompt(later).inputs
    assert list(warm) == list(cold)
    for name, value in cold.items():
        assert torch.equal(warm[name], value), name


def test_a_growing_conversation_only_adds_tokens(loads: Callable[[str], InProcess]) -> None:
    loaded = loads("qwen2_5_vl")
    before = loaded.prompt(TWO)
    after = loaded.prompt((*TWO, turn("assistant", "click 2"), turn("user", drawn(3))))
    kept = len(before.tokens)
    assert after.tokens[:kept] == before.tokens
    assert [picture.sha for picture in after.pictures[:2]] == [picture.sha for picture in before.pictures]


def test_words_alone_are_a_prompt_too(loads: Callable[[str], InProcess]) -> None:
    prompt = loads("qwen2_5_vl").prompt((turn("user", "Hello"),))
    assert prompt.pictures == ()
    assert "pixel_values" not in prompt.inputs


def test_a_reply_is_decoded_with_the_familys_own_tokens_and_without_its_end(loads: Callable[[str], InProcess]) -> None:
    loaded = loads("qwen2_5_vl")
    words = "Here: <|box_start|>(12,34)<|box_end|> é<|im_end|><|endoftext|>"
    tokens = loaded.processor.tokenizer(words)["input_ids"]
    assert loaded.text(tokens) == "Here: <|box_start|>(12,34)<|box_end|> é"


def test_a_conversation_longer_than_the_context_is_an_overflow(copy: Path) -> None:
    config = json.loads((copy / "config.json").read_text())
    config["text_config"]["max_position_embeddings"] = 200
    (copy / "config.json").write_text(json.dumps(config))
    with pytest.raises(ContextOverflow, match=r"3\d\d tokens and the model's context 200"):
        load(str(copy), Loading()).prompt(TWO)


def test_the_type_of_numbers_is_the_one_asked_for(folder: Path) -> None:
    loaded = load(str(checkpoint("llava", folder)), Loading(dtype="bf16", attention="eager"))
    prompt = loaded.prompt(TWO)
    assert loaded.model.dtype == prompt.inputs["pixel_values"].dtype == torch.bfloat16
    assert "on cpu, bf16, eager attention" in loaded.remarks[0]
    with torch.inference_mode():
        loaded.model.generate(**prompt.inputs, max_new_tokens=1)


def test_more_memory_than_there_is_is_said_before_anything_is_loaded(copy: Path) -> None:
    (copy / "model.safetensors").write_bytes((copy / "model.safetensors").read_bytes()[:-1000])  # loading would fail
    with pytest.raises(ModelError, match=r"needs [45]\.\d MB on cpu \(0\.5 MB of weights, .* and 1\.0 MB are free: .*"):
        load(str(copy), Loading(), free=lambda device: 1_000_000)


def test_weights_of_half_the_bytes_need_half_the_memory(folder: Path) -> None:
    place = str(checkpoint("qwen2_5_vl", folder))
    halves = [load(place, Loading(dtype=dtype)).remarks[0].rpartition(", ")[2] for dtype in ("fp32", "fp16")]
    bytes_ = load_file(Path(place) / "model.safetensors")
    whole = sum(tensor.numel() for tensor in bytes_.values()) * 4 / 1e6
    assert halves == [f"{whole:.1f} MB of weights", f"{whole / 2:.1f} MB of weights"]


def test_weights_that_are_not_whole_are_refused(copy: Path) -> None:
    path = copy / "model.safetensors"
    tensors = load_file(path)
    del tensors["lm_head.weight"]
    save_file(tensors, path, metadata={"format": "pt"})
    with pytest.raises(ModelError, match=r"1 weights are missing from .*lm_head"):
        load(str(copy), Loading())


def test_weights_in_several_files_are_those_of_their_index(copy: Path, loads: Callable[[str], InProcess]) -> None:
    """Beside them may lie the same weights in somebody else's format, as in Mistral's folders."""
    (copy / "model.safetensors").rename(copy / "consolidated.safetensors")
    loads("qwen2_5_vl").model.save_pretrained(copy, max_shard_size="200KB")
    assert load(str(copy), Loading()).remarks == loads("qwen2_5_vl").remarks
    next(copy.glob("model-00002*")).unlink()
    with pytest.raises(ModelError, match=r"no weights at .*all of them"):
        load(str(copy), Loading())


def test_the_bytes_of_weights_are_known_before_they_are_here(folder: Path) -> None:
    """By the class alone, as for a name on the hub, or by the headers of the files."""
    here = Checkpoint.at(str(checkpoint("qwen2_5_vl", folder)), remote=False)
    there = replace(here, folder=folder / "nothing yet")
    chosen = hardware(Loading(device="cpu"))
    bytes_ = [fits(found, chosen, lambda device: 10**9) for found in (here, there)]
    assert bytes_[0] == bytes_[1] > 0


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("config.json", "no config.json in"),
        ("model.safetensors", "no weights at"),
        ("preprocessor_config.json", "cannot make the processor of"),
        ("chat_template.jinja", "no chat template"),
    ],
)
def test_what_a_folder_lacks_is_named(copy: Path, spoil: str, said: str) -> None:
    (copy / spoil).unlink()
    with pytest.raises((UsageError, ModelError), match=said):
        load(str(copy), Loading())


def test_a_kind_that_transformers_does_not_know_is_named(copy: Path) -> None:
    (copy / "config.json").write_text('{"model_type": "unheard_of"}')
    with pytest.raises(ModelError, match=r"transformers \d.* has no class for .*'unheard_of'.*a server"):
        load(str(copy), Loading())


def test_a_checkpoint_with_its_own_code_is_not_run_unless_asked(copy: Path) -> None:
    (copy / "config.json").write_text('{"model_type": "unheard_of", "auto_map": {"AutoConfig": "own.Own"}}')
    (copy / "own.py").write_text("raise SystemExit('it ran')")
    with pytest.raises(UsageError, match=r"comes with its own code.*--trust-remote-code"):
        load(str(copy), Loading())


def test_a_model_that_only_reads_is_refused(copy: Path) -> None:
    (copy / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(ModelError, match="no model that is shown pictures and writes text"):
        load(str(copy), Loading())


def test_a_family_that_needs_another_package_names_it(copy: Path) -> None:
    kinds = {f"{part}_config": {"model_type": f"gemma3n_{part}"} for part in ("text", "vision", "audio")}
    (copy / "config.json").write_text(json.dumps({"model_type": "gemma3n", **kinds}))
    with pytest.raises(ModelError, match="timm"):
        load(str(copy), Loading())


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("/no/such/folder", "no folder '/no/such/folder'"),
        ("nowhere", "no folder 'nowhere', and a name on the hub is written OWNER/NAME"),
        ("some-owner/some-model", "no folder 'some-owner/some-model' here, and it could not be had from the hub"),
    ],
)
def test_a_place_where_nothing_is_is_named(place: str, said: str) -> None:
    with pytest.raises((UsageError, ModelError), match=said):
        load(place, Loading())


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
@pytest.mark.parametrize(
    ("loading", "said"),
    [
        (Loading(device="cuda:3"), "no device 'cuda:3'"),
        (Loading(device="toaster"), "no device 'toaster'"),
        (Loading(attention="flash_attention_2"), "flash_attention_2 needs an NVIDIA GPU"),
    ],
)
def test_hardware_that_is_not_there_is_named(folder: Path, loading: Loading, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        load(str(checkpoint("qwen2_5_vl", folder)), loading)


@pytest.mark.skipif(importlib.util.find_spec("bitsandbytes") is not None, reason="it is installed")
def test_without_bitsandbytes_the_way_to_it_is_named(folder: Path) -> None:
    with pytest.raises(UsageError, match="4-bit weights need bitsandbytes: pip install bitsandbytes"):
        load(str(checkpoint("qwen2_5_vl", folder)), Loading(bits=4))


def test_without_torch_the_way_to_it_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(UsageError, match=r"pip install 'guiagent\[local\]'"):
        load(str(checkpoint("qwen2_5_vl", folder)), Loading())
