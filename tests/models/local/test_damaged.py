"""A checkpoint that is damaged, or loaded in a way that there is none of, ends in one line that says which part."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from guiagent.errors import ModelError, UsageError
from guiagent.models.local.checkpoint import first_line
from guiagent.models.local.load import load
from guiagent.models.local.loading import Loading
from tests.models.local.checkpoints import checkpoint

os.environ["HF_HUB_OFFLINE"] = "1"
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 16\n"
INDEX = "model.safetensors.index.json"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return checkpoint("qwen2_5_vl", tmp_path_factory.mktemp("whole"))


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def cut(folder: Path, most: int | None) -> None:
    """Leave only the beginning of the weights."""
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[:most])


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a download cut short in its header": (lambda at: cut(at, 3000), "is damaged"),
    "a download cut short in its numbers": (lambda at: cut(at, -1000), "cannot load the weights"),
    "an empty file": (lambda at: cut(at, 0), "is damaged"),
    "a pointer to a file": (lambda at: (at / "model.safetensors").write_bytes(POINTER), "is damaged"),
    "an index cut short": (lambda at: (at / INDEX).write_text('{"weight_map": {"a'), "index of the weights"),
    "an index of nothing": (lambda at: (at / INDEX).write_text("{}"), "index of the weights"),
    "no tokenizer": (lambda at: [file.unlink() for file in at.glob("tokenizer*")], "tokenizer.json. are missing"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_named(copy: Path, damage: str) -> None:
    spoil, said = DAMAGES[damage]
    spoil(copy)
    with pytest.raises(ModelError, match=said) as raised:
        load(str(copy), Loading())
    assert "\n" not in str(raised.value)


def test_an_attention_that_there_is_none_of_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no attention 'nonsense': auto, sdpa, eager"):
        load(str(tmp_path / "nowhere"), Loading(attention="nonsense"))


def test_a_line_that_only_announces_is_told_with_what_it_announces() -> None:
    error = ValueError("the config is wrong for 'layer_types':\n  80 layers and 3 types\n  more")
    assert first_line(error) == "the config is wrong for 'layer_types': 80 layers and 3 types"
    assert first_line(ValueError("one\ntwo")) == "one"
    assert first_line(KeyError()) == "KeyError"
