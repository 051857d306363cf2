"""A checkpoint that has been loaded: conversations in, tensors out; tokens in, words out."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

from guiagent.errors import ContextOverflow, ModelError
from guiagent.messages import Image, Message, Talk
from guiagent.models.local.chat import Writing, Written
from guiagent.models.local.checkpoint import first_line
from guiagent.models.local.loaded import Picture, Prompt
from guiagent.models.local.plain import shortened
from guiagent.models.local.remembering import KEY
from guiagent.models.local.spans import spans

Kept = TypeVar("Kept")
KEPT = 32
"""Pictures whose tensors are kept: those of a long conversation."""


@dataclass(frozen=True)
class InProcess:
    """A `Loaded`. Not for two threads at once."""

    model: Any
    processor: Any
    writing: Writing
    remarks: tuple[str, ...]
    _opened: OrderedDict[bytes, Any] = field(default_factory=OrderedDict)
    _alone: OrderedDict[bytes, Mapping[str, Any]] = field(default_factory=OrderedDict)

    def prompt(self, talk: Talk) -> Prompt:
        written = self.writing(talk)
        inputs = self._inputs(written)
        self._bounded(inputs["input_ids"].shape[-1])
        return Prompt(inputs, self._pictures(inputs, written.pngs))

    def text(self, tokens: list[int]) -> str:
        tokenizer = self.processor.tokenizer
        ends = self.ends
        said = [token for token in tokens if token not in ends]
        return str(tokenizer.decode(said, skip_special_tokens=False, clean_up_tokenization_spaces=False)).strip()

    @property
    def ends(self) -> frozenset[int]:
        """The tokens that end or pad a reply, and are no part of it."""
        tokenizer, chosen = self.processor.tokenizer, self.model.generation_config
        found = [tokenizer.eos_token_id, tokenizer.pad_token_id, tokenizer.bos_token_id, chosen.pad_token_id]
        ends = chosen.eos_token_id
        found += ends if isinstance(ends, list) else [ends]
        return frozenset(token for token in found if token is not None)

    def _inputs(self, written: Written) -> dict[str, Any]:
        bos = self.processor.tokenizer.bos_token
        options: dict[str, Any] = {"add_special_tokens": False} if bos and written.text.startswith(bos) else {}
        options |= self.writing.arguments(written, [self._open(png) for png in written.pngs])
        try:
            made = self.processor(**{"return_tensors": "pt", **options})
        except (ValueError, TypeError, IndexError, KeyError) as error:
            raise ModelError(f"the model's processor refused the conversation: {first_line(error)}") from error
        made.pop("labels", None)  # PaliGemma's processor makes them for training
        made = shortened(made.convert_to_tensors("pt"), self.model.config)
        return dict(made.to(self.model.device, self.model.dtype))

    def _open(self, png: bytes) -> Any:
        """The picture as PIL has it, with its SHA-256 for whoever wants to know it again."""
        return _latest(self._opened, png, lambda: _opened(png))

    def _bounded(self, tokens: int) -> None:
        most = getattr(self.model.config.get_text_config(), "max_position_embeddings", None)
        if most and tokens >= most:
            raise ContextOverflow(f"the conversation has {tokens} tokens and the model's context {most}")

    def _pictures(self, inputs: Mapping[str, Any], pngs: tuple[bytes, ...]) -> tuple[Picture, ...]:
        """Those of the prompt; none where they cannot be told apart, or are not what each would be alone."""
        places = spans(self.processor, inputs["input_ids"][0].tolist(), len(pngs))
        if not places:
            return ()
        found = tuple(
            Picture(self._open(png).info[KEY], start, end, self._alone_of(png))
            for png, (start, end) in zip(pngs, places, strict=True)
        )
        return found if _joined([picture.inputs for picture in found], inputs) else ()

    def _alone_of(self, png: bytes) -> Mapping[str, Any]:
        def make() -> Mapping[str, Any]:
            made = self._inputs(self.writing((Message(role="user", parts=(Image(png=png),)),)))
            tokens = made["input_ids"].shape
            return {name: value for name, value in made.items() if not _of_text(value, tokens)}

        return _latest(self._alone, png, make)


def _latest(kept: OrderedDict[bytes, Kept], key: bytes, make: Callable[[], Kept]) -> Kept:
    """What is kept under the key, made where nothing is; the `KEPT` that were asked for last stay."""
    if key not in kept:
        kept[key] = make()
    kept.move_to_end(key)
    while len(kept) > KEPT:
        kept.popitem(last=False)
    return kept[key]


def _opened(png: bytes) -> Any:
    from PIL import Image as Picture

    with Picture.open(io.BytesIO(png)) as image:
        opened = image.convert("RGB")
    opened.info[KEY] = sha256(png).hexdigest()
    return opened


def _of_text(value: Any, shape: Any) -> bool:
    """Whether an input has an entry a token."""
    return tuple(value.shape[:2]) == tuple(shape)


def _joined(alone: Sequence[Mapping[str, Any]], inputs: Mapping[str, Any]) -> bool:
    """Whether the pictures' own tensors, one after the other, are those of the whole."""
    for name in alone[0]:
        parts = [one[name] for one in alone]
        whole = inputs[name]
        if len({part.shape[1:] for part in parts} | {whole.shape[1:]}) != 1:
            return False
        if sum(part.shape[0] for part in parts) != whole.shape[0]:
            return False
    return True
