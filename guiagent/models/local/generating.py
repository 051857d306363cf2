"""An answer by transformers' own `generate`, from where the kept KV cache ends."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from zlib import crc32

import torch
from transformers import LogitsProcessorList, StoppingCriteriaList

from guiagent.models.local.continued import CONTINUED
from guiagent.models.local.loaded import Prompt
from guiagent.models.local.prefix import Prefix, cuttable
from guiagent.models.local.stopping import Brake, Numbers, Watch
from guiagent.models.local.vision import PIXELS, Vision

ALONG = ("input_ids", "attention_mask", "token_type_ids", "mm_token_type_ids")
"""Inputs with an entry for each token."""


@dataclass(frozen=True)
class Choosing:
    """How tokens are chosen: the likeliest at temperature 0, by the checkpoint's own configuration at None."""

    max_tokens: int
    temperature: float | None

    def options(self) -> dict[str, Any]:
        """What `generate` is told."""
        chosen: dict[str, Any] = {"max_new_tokens": self.max_tokens, **CACHED}
        if self.temperature == 0:
            return chosen | LIKELIEST
        return chosen | ({} if self.temperature is None else {"do_sample": True, "temperature": self.temperature})


@dataclass(frozen=True)
class Generated:
    """`tokens` with the end mark; `cached` tokens of the prompt were not read again; `first` is a `perf_counter`."""

    tokens: list[int]
    stop: Literal["stop", "length"]
    cached: int
    first: float


class Generator:
    """Answers one prompt after another with a model, and remembers what it has read. It belongs to one thread."""

    def __init__(self, model: Any, choosing: Choosing, cache_bytes: int) -> None:
        self._model, self._choosing, self._cache_bytes = model, choosing, cache_bytes
        self._prefix, self._vision = Prefix(model.config), Vision(model)
        self.continues = model.config.model_type in CONTINUED and self._vision.able
        if self.continues:
            model.generation_config.cache_implementation = None  # Gemma's own asks for one that `generate` would make

    @property
    def bytes(self) -> int:
        """Memory that is held between two answers."""
        return self._prefix.bytes + self._vision.bytes

    def drop(self) -> None:
        """Let go of all that memory."""
        self._prefix.drop()
        self._vision.trim(0)

    def answer(self, prompt: Prompt, brake: Brake) -> Generated:
        """Raises what `generate` raises, Stopped, TookTooLong and NotANumber; nothing half read is kept."""
        watch = Watch(brake)
        with torch.no_grad(), brake.on(self._model), _seeded(self._model.device, prompt):
            found, cached = (self._on if self._known(prompt) else self._cold)(prompt, watch)
        tokens = found[0].tolist()
        asked = prompt.tokens
        fresh = tokens[len(asked) :] if tokens[: len(asked)] == asked else tokens  # an encoder reads the prompt apart
        ended = bool(fresh) and fresh[-1] in _ends(self._model.generation_config.eos_token_id)
        return Generated(fresh, "stop" if ended else "length", cached, watch.first or time.perf_counter())

    def _known(self, prompt: Prompt) -> bool:
        """Whether each token of the prompt, pictures included, can be told from those of another prompt."""
        return self.continues and bool(prompt.pictures or not any(name in prompt.inputs for name in PIXELS))

    def _cold(self, prompt: Prompt, watch: Watch) -> tuple[torch.Tensor, int]:
        self._prefix.drop()
        return self._generate(dict(prompt.inputs), watch, **self._choosing.options()), 0

    def _on(self, prompt: Prompt, watch: Watch) -> tuple[torch.Tensor, int]:
        """Reads what the kept cache does not hold, and keeps what it has read."""
        cache, cached = self._prefix.take(prompt)
        read = cached
        last = max((picture.end for picture in prompt.pictures), default=0)
        if not cuttable(cache) and cached < last < len(prompt.tokens):
            # Such a cache can only go back to where it was kept: after the last picture, where the next step goes on.
            self._read(self._inputs(prompt, read, last), watch, cache)
            self._prefix.checkpoint(cache)
            read = last
        inputs = self._inputs(prompt, read, len(prompt.tokens))
        found = self._generate(inputs, watch, past_key_values=cache, **self._choosing.options())
        self._prefix.hold(cache, found[0].tolist(), prompt.pictures)
        self._trim()
        return found, cached

    def _inputs(self, prompt: Prompt, read: int, end: int) -> dict[str, Any]:
        """The prompt up to a token: all of its tokens, for their positions, and the pictures that are not yet read."""
        inputs = {name: prompt.inputs[name] for name in prompt.inputs if name not in PIXELS}
        inputs |= {name: inputs[name][:, :end] for name in ALONG if name in inputs}
        new = [picture for picture in prompt.pictures if picture.start >= read]
        return inputs | ({"mm_encoder_outputs": {"image": self._vision.features(new)}} if new else {})

    def _read(self, inputs: dict[str, Any], watch: Watch, cache: Any) -> None:
        """Have the cache hold these inputs: `generate` leaves the last token that it chooses unread."""
        self._forget_positions()
        with_one = {"max_new_tokens": 1, **CACHED, **LIKELIEST}
        # The class's own: whoever has put something around the instance's has to do with answers.
        stopping = StoppingCriteriaList([watch])
        type(self._model).generate(self._model, **inputs, **with_one, past_key_values=cache, stopping_criteria=stopping)
        watch.first = None

    def _generate(self, inputs: dict[str, Any], watch: Watch, **options: Any) -> torch.Tensor:
        self._forget_positions()
        found: torch.Tensor = self._model.generate(
            **inputs,
            **options,
            stopping_criteria=StoppingCriteriaList([watch]),
            logits_processor=LogitsProcessorList([Numbers()]),
        )
        return found

    def _forget_positions(self) -> None:
        """The last prompt's offset between tokens and positions would be taken for this one's."""
        if hasattr(self._model.base_model, "rope_deltas"):
            self._model.base_model.rope_deltas = None

    def _trim(self) -> None:
        self._prefix.trim(self._cache_bytes)
        self._vision.trim(self._cache_bytes - self._prefix.bytes)


CACHED = {"use_cache": True}
"""Checkpoints are saved with false where they were trained on, and would then read everything again for each token."""
LIKELIEST = {"do_sample": False, "temperature": None, "top_p": None, "top_k": None}


def _ends(ids: int | Sequence[int] | None) -> tuple[int, ...]:
    if ids is None:
        return ()
    return (ids,) if isinstance(ids, int) else tuple(ids)


@contextmanager
def _seeded(device: torch.device, prompt: Prompt) -> Iterator[None]:
    """Chance as the prompt decides it: the same request gets the same answer, and a different one another."""
    devices = [device] if device.type == "cuda" else []
    with torch.random.fork_rng(devices):
        torch.manual_seed(crc32(str(prompt.tokens).encode()))
        yield
