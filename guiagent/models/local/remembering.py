"""An image processor that keeps what it made of each picture: most of a conversation's were in the request before."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from transformers.feature_extraction_utils import BatchFeature

KEY = "sha256"
"""Under which an opened picture's `info` says which one it is."""
BARE = ""
MOST = 1 << 30
Made = Mapping[str, Any]


class Remembering:
    """Put around a family's image processor; at most `most` bytes are kept, those of the pictures shown last.

    It does so only where what is made of pictures one by one is what is made of them together. That is tried with the
    first few that come together: some families pad them to a common size, or put them into one batch, and Idefics'
    gives a tensor without a name.
    """

    def __init__(self, own: Any, most: int = MOST) -> None:
        self._own, self._most = own, most
        self._kept: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self._separable: bool | None = None
        self._promising = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def __call__(self, images: Any, **options: Any) -> Any:
        flat, nested = _flat(images)
        if self._separable is False or not all(KEY in getattr(image, "info", {}) for image in flat):
            return self._own(images, **options)
        alone = [self._one(image, nested, options) for image in flat]
        if not all(isinstance(made, Mapping) for made in alone):
            self._separable = False
            return self._own(images, **options)
        joined = _joined([_shapes(made) for made in alone] if self._promising and self._separable else alone)
        self._trim()
        if self._separable is None and len(flat) > 1:
            together = self._own(images, **options)
            self._separable = joined is not None and _same(joined, _named(together))
            return together
        return self._own(images, **options) if joined is None else joined.get(BARE, BatchFeature(joined))

    @contextmanager
    def promising(self) -> Iterator[None]:
        """Meanwhile, of pictures known to be separable only the shape of their numbers is given (`is_meta`).

        A conversation's pictures are gigabytes, and joining them takes longer than reading the new one: who has each
        picture's own needs no more than that, to know how many tokens they become.
        """
        self._promising = True
        try:
            yield
        finally:
            self._promising = False

    @property
    def bytes(self) -> int:
        """Memory that is held."""
        return sum(_size(made) for made in self._kept.values())

    def _one(self, image: Any, nested: bool, options: Mapping[str, Any]) -> Any:
        key = (image.info[KEY], repr(sorted(options.items())))
        if key not in self._kept:
            self._kept[key] = self._own([[image]] if nested else [image], **options)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _trim(self) -> None:
        held = self.bytes
        while held > self._most:
            held -= _size(self._kept.popitem(last=False)[1])


def _named(made: Any) -> Made:
    """What was made, by name: that of Idefics 1 is a bare tensor."""
    return dict(made) if isinstance(made, Mapping) else {BARE: made}


def _flat(images: Any) -> tuple[list[Any], bool]:
    """The pictures in their order, and whether they came as rows of them."""
    rows = images if isinstance(images, list | tuple) else [images]
    if rows and all(isinstance(row, list | tuple) for row in rows):
        return [image for row in rows for image in row], True
    return list(rows), False


def _shapes(made: Made) -> Made:
    return {name: value.to("meta") if _numbers(value) else value for name, value in made.items()}


def _numbers(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.is_floating_point()


def _joined(alone: Sequence[Made]) -> dict[str, Any] | None:
    """All of them as one batch; None where they have no common shape."""
    try:
        return {name: _together([made[name] for made in alone]) for name in alone[0]}
    except (RuntimeError, ValueError, KeyError):  # of torch, of numpy, of a name that only some have
        return None


def _together(parts: list[Any]) -> Any:
    if len(parts) == 1:
        return parts[0]
    if isinstance(parts[0], torch.Tensor):
        return torch.cat(parts)
    if isinstance(parts[0], np.ndarray):
        return np.concatenate(parts)
    return [entry for part in parts for entry in part]


def _same(one: Made, other: Made) -> bool:
    return one.keys() == other.keys() and all(_equal(one[name], other[name]) for name in one)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_equal(*pair) for pair in zip(one, other, strict=True))
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        return torch.equal(one, other)
    return bool(np.array_equal(np.asarray(one), np.asarray(other)))


def _size(made: Any) -> int:
    return sum(getattr(value, "nbytes", 0) for value in made.values()) if isinstance(made, Mapping) else 0
