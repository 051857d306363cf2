"""Tiny real checkpoints: a family's own classes with random weights, saved as the real ones lie on a disk.

`checkpoint(family, folder)` writes one, with a tokenizer of bytes that knows the family's own special tokens, its
processor's settings and a chat template with its own marks of a turn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE
from transformers import PreTrainedTokenizerFast
from transformers.models.auto.modeling_auto import MODEL_FOR_MULTIMODAL_LM_MAPPING

Ids = Mapping[str, int]
Settings = Mapping[str, Any]
MERGES = (("t", "h"), ("i", "n"), ("th", "e"), ("c", "l"), ("Ġ", "the"), ("a", "c"))


@dataclass(frozen=True)
class Recipe:
    """A family in small: `config` of its token ids, its own `tokens`, and the files beside the weights.

    `extra` are what its tokenizer calls some of them (`image_token`, …); `video` is None where it has no video part.
    """

    config: Callable[[Ids], Any]
    tokens: tuple[str, ...]
    end: str
    template: str
    processor: str
    image: Settings
    pad: str = "<pad>"
    begin: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=dict)
    video: Settings | None = None
    tokenizer: str = "PreTrainedTokenizerFast"


def checkpoint(family: str, folder: Path, seed: int = 0) -> Path:
    """A folder of this family, as `from_pretrained` takes it; written once."""
    from tests.models.local.recipes import FAMILIES

    place = folder / family
    if not place.exists():
        write(FAMILIES[family], place, seed)
    return place


def write(recipe: Recipe, place: Path, seed: int = 0) -> None:
    """The recipe's checkpoint, with weights drawn from the seed."""
    tokens = tokenizer(recipe)
    ids = tokens.get_vocab()
    config = recipe.config(ids)
    torch.manual_seed(seed)
    model = MODEL_FOR_MULTIMODAL_LM_MAPPING[type(config)](config)
    model.generation_config.eos_token_id = ids[recipe.end]
    model.generation_config.pad_token_id = ids[recipe.pad]
    model.save_pretrained(place)
    tokens.save_pretrained(place)
    _say(place / "preprocessor_config.json", {"processor_class": recipe.processor, **recipe.image})
    _say(place / "processor_config.json", {"processor_class": recipe.processor, **recipe.settings})
    if recipe.video is not None:
        _say(place / "video_preprocessor_config.json", {"processor_class": recipe.processor, **recipe.video})
    (place / "chat_template.jinja").write_text(recipe.template, encoding="utf-8")


def tokenizer(recipe: Recipe) -> PreTrainedTokenizerFast:
    """Byte-level BPE with a few merges and the family's own tokens."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = [*letters, *("".join(pair) for pair in MERGES)]
    core = Tokenizer(BPE({word: at for at, word in enumerate(words)}, list(MERGES)))
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    special = dict.fromkeys([recipe.pad, recipe.end, *([recipe.begin] if recipe.begin else []), *recipe.tokens])
    core.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in special])
    return PreTrainedTokenizerFast(
        tokenizer_object=core,
        eos_token=recipe.end,
        pad_token=recipe.pad,
        bos_token=recipe.begin,
        clean_up_tokenization_spaces=False,
        extra_special_tokens=dict(recipe.extra),
    )


def size(ids: Ids) -> int:
    """A vocabulary's size, as configs have it."""
    return -(-(max(ids.values()) + 1) // 64) * 64


def _say(path: Path, what: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(what, indent=2), encoding="utf-8")
