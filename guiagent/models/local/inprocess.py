"""A checkpoint that has been loaded: conversations in, tensors out; tokens in, words out."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from guiagent.errors import ContextOverflow, ModelError
from guiagent.messages import Image, Message, Talk
from guiagent.models.local.chat import Writing, Written
from guiagent.models.local.loaded import Picture, Prompt
from guiagent.models.local.spans import spans

KEPT = 32
"""Pictures whose tensors are kept: those of a long conversation."""


@dataclass(frozen=True)
class InProcess:
    """A `Loaded`. Not for two threads at once."""

    model: Any
    processor: Any
    writing: Writing
    remarks: tuple[str, ...]
    _alone: OrderedDict[str, Mapping[str, Any]] = field(default_factory=OrderedDict)

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
        arguments = self.writing.arguments(written, [_opened(png) for png in written.pngs])
        try:
            made = self.processor(return_tensors="pt", **arguments, **options)
        except (ValueError, TypeError, IndexError, KeyError) as error:
            reason = (str(error) or type(error).__name__).splitlines()[0]
            raise ModelError(f"the model's processor refused the conversation: {reason}") from error
        made.pop("labels", None)  # PaliGemma's processor makes them for training
        return dict(made.to(self.model.device, self.model.dtype))

    def _bounded(self, tokens: int) -> None:
        most = getattr(self.model.config.get_text_config(), "max_position_embeddings", None)
        if most and tokens >= most:
            raise ContextOverflow(f"the conversation has {tokens} tokens and the model's context {most}")

    def _pictures(self, inputs: Mapping[str, Any], pngs: tuple[bytes, ...]) -> tuple[Picture, ...]:
        """Those of the prompt; none where they cannot be told apart, or are not what each would be alone."""
        places = spans(self.processor, inputs["input_ids"][0].tolist(), len(pngs))
        if not places:
            return ()
        found = []
        for png, (start, end) in zip(pngs, places, strict=True):
            sha = sha256(png).hexdigest()
            found.append(Picture(sha, start, end, self._of(sha, png)))
        return tuple(found) if _joined([picture.inputs for picture in found], inputs) else ()

    def _of(self, sha: str, png: bytes) -> Mapping[str, Any]:
        if sha not in self._alone:
            written = self.writing((Message(role="user", parts=(Image(png=png),)),))
            made = self._inputs(written)
            length = made["input_ids"].shape
            self._alone[sha] = {name: value for name, value in made.items() if not _of_text(value, length)}
            while len(self._alone) > KEPT:
                self._alone.popitem(last=False)
        self._alone.move_to_end(sha)
        return self._alone[sha]


def _of_text(value: Any, shape: Any) -> bool:
    """Whether an input has an entry a token."""
    return tuple(value.shape[:2]) == tuple(shape)


def _joined(alone: list[Mapping[str, Any]], inputs: Mapping[str, Any]) -> bool:
    """Whether the pictures' own tensors, one after the other, are those of the whole."""
    for name in alone[0]:
        parts = [one[name] for one in alone]
        whole = inputs[name]
        if len({part.shape[1:] for part in parts} | {whole.shape[1:]}) != 1:
            return False
        if sum(part.shape[0] for part in parts) != whole.shape[0]:
            return False
    return True


def _opened(png: bytes) -> Any:
    from PIL import Image as Picture

    with Picture.open(io.BytesIO(png)) as image:
        return image.convert("RGB")
