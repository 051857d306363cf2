"""What tiny checkpoints are made of: a tokenizer learnt here, small sizes, and the files that the hub's have."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

import guiagent

TEXT = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
}
EYES = {"hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2}
"""Sizes of a language model and of a vision model."""
IDS = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}


@dataclass(frozen=True)
class Tiny:
    """A checkpoint before it is written. `images` is an image processor, or the words of its file.

    `said` goes to processor_config.json, `ends` are tokens that end a reply beside the tokenizer's own, `more` are
    tokenizers that a processor has beside the first.
    """

    config: Any
    architecture: str
    tokenizer: Any
    images: Any
    processor: str
    said: dict[str, Any] = field(default_factory=dict)
    template: str = ""
    ends: tuple[str, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)

    def written(self, folder: Path) -> Path:
        """The folder, with seeded random weights and every file that a checkpoint on the hub has."""
        torch.manual_seed(20261121)
        model = getattr(transformers, self.architecture)(self.config)
        model.generation_config.update(**self._generation())
        model.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)
        for name, tokenizer in self.more.items():
            tokenizer.save_pretrained(folder / name)
        _write(folder / "preprocessor_config.json", self._preprocessing())
        _write(folder / "processor_config.json", {"processor_class": self.processor, **self.said})
        if self.template:
            (folder / "chat_template.jinja").write_text(self.template)
        return folder

    def _generation(self) -> dict[str, Any]:
        ends = self.tokenizer.convert_tokens_to_ids([self.tokenizer.eos_token, *self.ends])
        return {"eos_token_id": ends, "pad_token_id": self.tokenizer.pad_token_id}

    def _preprocessing(self) -> dict[str, Any]:
        said = self.images if isinstance(self.images, dict) else self.images.to_dict()
        # The hub's files name the class by its family, whatever it is run by.
        kind = said["image_processor_type"].removesuffix("Pil")
        return {**said, "image_processor_type": kind, "processor_class": self.processor}


def _write(path: Path, said: dict[str, Any]) -> None:
    path.write_text(json.dumps(said), encoding="utf-8")


@cache
def _learnt() -> str:
    """A byte-level BPE of the prompts that lie in this repository, so that they are hundreds of tokens, not thousands.

    Any text can be said in it, as in the real ones.
    """
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(guiagent.__file__).parent.rglob("*.txt"))]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    special = ["<PAD>", "<BOS>", "<EOS>", "<UNK>"]
    learning = trainers.BpeTrainer(
        vocab_size=1200, initial_alphabet=alphabet, special_tokens=special, show_progress=False
    )
    tokenizer.train_from_iterator(texts, learning)
    return str(tokenizer.to_str())


def tokenizer(
    special: Iterable[str] = (),
    places: Iterable[str] = (),
    *,
    begins: bool = True,
    pad: str = "<pad>",
    bos: str = "<s>",
    eos: str = "</s>",
    unk: str = "<unk>",
    **named: str,
) -> Any:
    """A tokenizer with a family's own tokens: ids 0 to 3 are pad, bos, eos, unk. `begins`: it puts bos before a text.

    `named` are tokens that the family's tokenizer knows by a name, as `image_token`; `places` are no special ones.
    """
    text = _learnt()
    for name, token in {"<PAD>": pad, "<BOS>": bos, "<EOS>": eos, "<UNK>": unk}.items():
        text = text.replace(json.dumps(name), json.dumps(token))
    made = Tokenizer.from_str(text)
    if begins:
        made.post_processor = processors.TemplateProcessing(single=f"{bos} $A", special_tokens=[(bos, 1)])
    tokens = {"pad_token": pad, "bos_token": bos, "eos_token": eos, "unk_token": unk}
    whole = PreTrainedTokenizerFast(tokenizer_object=made, extra_special_tokens=named, **tokens)
    whole.add_tokens(list(special), special_tokens=True)
    whole.add_tokens(list(places))
    return whole
