"""The KV cache of the last prompt, kept so that the next one need only be read from where it differs."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from transformers.cache_utils import Cache, DummyLayer, DynamicCache, DynamicLayer

from guiagent.models.local.loaded import Picture, Prompt

CUT_ANYWHERE = (DynamicLayer, DummyLayer)
"""Layers of a cache that hold each token for itself. Of a sliding window or a recurrent state, the past is gone."""
CHECKPOINTS = 2
"""How many earlier states are kept of the layers that cannot go back."""


@dataclass(frozen=True)
class Shown:
    """A picture of the kept prompt: its SHA-256 and the tokens that stand for it."""

    sha: str
    start: int
    end: int

    @classmethod
    def of(cls, picture: Picture) -> Shown:
        return cls(picture.sha, picture.start, picture.end)


@dataclass(frozen=True)
class Checkpoint:
    """The layers that cannot be cut, by their place, as they were after `length` tokens."""

    length: int
    layers: dict[int, Any]


class Prefix:
    """What a model has read, and the state that reading it left behind."""

    def __init__(self, config: Any) -> None:
        """`config` is the model's own, a `PreTrainedConfig`."""
        self._config = config.get_text_config(decoder=True)
        self.drop()

    def drop(self) -> None:
        """Forget everything."""
        self._cache: Any = None
        self._tokens: list[int] = []
        self._shown: tuple[Shown, ...] = ()
        self._checkpoints: list[Checkpoint] = []

    @property
    def tokens(self) -> int:
        """How many tokens are held."""
        return len(self._tokens)

    @property
    def bytes(self) -> int:
        """Memory that is held, checkpoints included."""
        layers = list(self._cache.layers) if self._cache is not None else []
        layers += [layer for checkpoint in self._checkpoints for layer in checkpoint.layers.values()]
        storages = {tensor.untyped_storage().data_ptr(): tensor for tensor in _tensors(layers)}
        return sum(tensor.untyped_storage().nbytes() for tensor in storages.values())

    def take(self, prompt: Prompt) -> tuple[Cache, int]:
        """A cache that holds the prompt's first tokens, and how many: none where nothing fits, never all of them.

        It is the caller's now: nothing is held until `hold`, since a reading that is broken off leaves it unusable.
        """
        cache, length, tokens = self._cache, self._back_to(self._shared(prompt)), self.tokens
        checkpoints = [checkpoint for checkpoint in self._checkpoints if checkpoint.length <= length]
        self.drop()
        if not length:
            return DynamicCache(config=self._config), 0
        _rewind(cache, tokens - length, checkpoints[-1].layers if checkpoints else {})
        self._checkpoints = checkpoints
        return cache, length

    def checkpoint(self, cache: Any) -> None:
        """Remember the layers that cannot be cut, as they are now."""
        layers = {place: _copy(layer) for place, layer in enumerate(cache.layers) if not _cut_anywhere(layer)}
        self._checkpoints = [*self._checkpoints, Checkpoint(cache.get_seq_length(), layers)][-CHECKPOINTS:]

    def hold(self, cache: Any, tokens: list[int], pictures: Iterable[Picture]) -> None:
        """Keep a cache that has read these tokens; the last of them, chosen and never read, are none of it."""
        self._cache, self._tokens = cache, tokens[: cache.get_seq_length()]
        self._shown = tuple(map(Shown.of, pictures))

    def trim(self, bytes_: int) -> None:
        """Keep only so much of the beginning as takes at most so many bytes."""
        held = self.bytes
        if held <= bytes_:
            return
        room = self._whole(self.tokens * bytes_ // held) if cuttable(self._cache) else 0
        if not room:
            self.drop()
            return
        self._cache.crop(room - self.tokens)
        self._tokens = self._tokens[:room]
        for layer in self._cache.layers:
            _compact(layer)

    def _shared(self, prompt: Prompt) -> int:
        """How many tokens the prompt begins with that are held, pictures compared by what they show."""
        theirs = prompt.tokens
        length = _common(self._tokens, theirs[:-1])  # `generate` wants one token at least to go on from
        mine, new = set(self._shown), {Shown.of(picture) for picture in prompt.pictures}
        return min([length, *(each.start for each in mine ^ new if each.start < length), *_within(mine, length)])

    def _whole(self, length: int) -> int:
        return min([length, *_within(self._shown, length)])

    def _back_to(self, length: int) -> int:
        """The longest beginning, up to `length`, to which every layer can go back."""
        if self._cache is None or length == self.tokens or cuttable(self._cache):
            return length
        return max([each.length for each in self._checkpoints if each.length <= length], default=0)


def cuttable(cache: Any) -> bool:
    """Whether every layer can be cut after any token."""
    return all(map(_cut_anywhere, cache.layers))


def _cut_anywhere(layer: Any) -> bool:
    return type(layer) in CUT_ANYWHERE


def _within(shown: Iterable[Shown], length: int) -> Iterator[int]:
    """Where the pictures begin that so many tokens would cut in two."""
    return (each.start for each in shown if each.start < length < each.end)


def _common(a: list[int], b: list[int]) -> int:
    return next((at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))


def _rewind(cache: Any, tokens: int, earlier: dict[int, Any]) -> None:
    """Take back so many tokens. Where there are any, `earlier` has each layer that cannot be cut."""
    if not tokens:
        return
    for place, layer in enumerate(cache.layers):
        if _cut_anywhere(layer):
            layer.crop(-tokens)
        else:
            cache.layers[place] = _copy(earlier[place])


def _copy(layer: Any) -> Any:
    """A cache's layer with tensors of its own: a recurrent state is written in place."""
    other = copy.copy(layer)
    for name, value in vars(layer).items():
        if isinstance(value, torch.Tensor):
            setattr(other, name, value.clone())
        elif isinstance(value, dict):
            setattr(other, name, {k: v.clone() if isinstance(v, torch.Tensor) else v for k, v in value.items()})
    return other


def _compact(layer: Any) -> None:
    """Let go of the memory that a cut left behind the tensors."""
    for name, value in vars(layer).items():
        if isinstance(value, torch.Tensor):
            setattr(layer, name, value.clone())


def _tensors(layers: Iterable[Any]) -> Iterator[torch.Tensor]:
    for layer in layers:
        for value in vars(layer).values():
            for each in value.values() if isinstance(value, dict) else (value,):
                if isinstance(each, torch.Tensor):
                    yield each
