"""A checkpoint that has been loaded: conversations in, tensors out; tokens in, words out."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

from guiagent.errors import ContextOverflow, ModelError
from guiagent.messages import Image, Message, Talk
from guiagent.models.local.chat import Writing, Written
from guiagent.models.local.checkpoint import first_line
from guiagent.models.local.inputs import Joined, Moved, adds_up, promised
from guiagent.models.local.loaded import Picture, Prompt
from guiagent.models.local.plain import shortened
from guiagent.models.local.remembering import KEY, Remembering
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
        made = self._promised(written)
        self._bounded(made["input_ids"].shape[-1])
        places = spans(self.processor, made["input_ids"][0].tolist(), len(written.pngs))
        alone = self._alone_of(made, written.pngs)
        if (later := promised(made)) and not alone:
            made, later = self._made(written), frozenset()
        own = [Moved(tensors, self.model) for tensors in alone]
        shas = [self._open(png).info[KEY] for png in written.pngs]
        pictures = [Picture(sha, *place, tensors) for sha, place, tensors in zip(shas, places, own, strict=False)]
        return Prompt(Joined(Moved(made, self.model), own, later), tuple(pictures))

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

    def _promised(self, written: Written) -> dict[str, Any]:
        """As `_made`, but of pictures that were made before only the shapes of their numbers, where that will do."""
        images = getattr(self.processor, "image_processor", None)
        if not isinstance(images, Remembering):
            return self._made(written)
        try:
            with images.promising():
                return self._made(written)
        except (ModelError, RuntimeError):  # the family's processor looks into the numbers, and there are none
            return self._made(written)

    def _made(self, written: Written) -> dict[str, Any]:
        """What the processor makes, on the CPU."""
        bos = self.processor.tokenizer.bos_token
        options: dict[str, Any] = {"add_special_tokens": False} if bos and written.text.startswith(bos) else {}
        options |= self.writing.arguments(written, [self._open(png) for png in written.pngs])
        try:
            made = self.processor(**{"return_tensors": "pt", **options})
        except (ValueError, TypeError, IndexError, KeyError) as error:
            raise ModelError(f"the model's processor refused the conversation: {first_line(error)}") from error
        made.pop("labels", None)  # PaliGemma's processor makes them for training
        return dict(shortened(made.convert_to_tensors("pt"), self.model.config))

    def _open(self, png: bytes) -> Any:
        """The picture as PIL has it, with its SHA-256 for whoever wants to know it again."""
        return _latest(self._opened, png, lambda: _opened(png))

    def _bounded(self, tokens: int) -> None:
        most = getattr(self.model.config.get_text_config(), "max_position_embeddings", None)
        if most and tokens >= most:
            raise ContextOverflow(f"the conversation has {tokens} tokens and the model's context {most}")

    def _alone_of(self, made: Mapping[str, Any], pngs: tuple[bytes, ...]) -> list[Mapping[str, Any]]:
        """Each picture's own tensors; none where they are not what makes up the whole's."""
        alone = [_latest(self._alone, png, partial(self._one, png)) for png in pngs]
        return alone if alone and adds_up(alone, made) else []

    def _one(self, png: bytes) -> Mapping[str, Any]:
        made = self._made(self.writing((Message(role="user", parts=(Image(png=png),)),)))
        tokens = tuple(made["input_ids"].shape)
        # What has an entry a token is of the words around it.
        return {name: value for name, value in made.items() if tuple(getattr(value, "shape", ())[:2]) != tokens}


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
