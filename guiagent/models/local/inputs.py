"""Tensors that are moved to the model's device, and joined, when they are asked for: a later step needs few of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch

Tensors = Mapping[str, Any]


class Moved(Mapping[str, Any]):
    """Tensors on a model's device, its numbers in the model's type."""

    def __init__(self, here: Tensors, model: Any) -> None:
        self._here, self._device, self._dtype = here, model.device, model.dtype

    def __getitem__(self, name: str) -> Any:
        value = self._here[name]
        if not isinstance(value, torch.Tensor):
            return value
        return value.to(self._device, self._dtype if value.is_floating_point() else value.dtype)

    def __iter__(self) -> Iterator[str]:
        return iter(self._here)

    def __len__(self) -> int:
        return len(self._here)


class Joined(Mapping[str, Any]):
    """`whole`, and under the names of `later` the tensors of its pictures, one after the other."""

    def __init__(self, whole: Tensors, pictures: Sequence[Tensors], later: frozenset[str]) -> None:
        self._whole, self._pictures, self._later = whole, pictures, later

    def __getitem__(self, name: str) -> Any:
        return torch.cat([one[name] for one in self._pictures]) if name in self._later else self._whole[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


def promised(tensors: Tensors) -> frozenset[str]:
    """The names under which there is a shape only."""
    return frozenset(name for name, value in tensors.items() if isinstance(value, torch.Tensor) and value.is_meta)


def adds_up(alone: Sequence[Tensors], whole: Tensors) -> bool:
    """Whether the pictures' own tensors, one after the other, have the shapes of the whole's."""
    return all(name in whole and _adds_up([one[name] for one in alone], whole[name]) for name in alone[0])


def _adds_up(parts: Sequence[Any], whole: Any) -> bool:
    widths = {tuple(part.shape[1:]) for part in (*parts, whole)}
    return len(widths) == 1 and sum(part.shape[0] for part in parts) == whole.shape[0]
