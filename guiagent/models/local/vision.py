"""What the vision tower makes of pictures, kept by picture, so that one is looked at once however often it is shown."""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch

from guiagent.models.local.loaded import Picture

PIXELS = ("pixel_values", "pixel_values_images", "image_patches")
"""Under which of these names transformers' families take an image's pixels."""
PARTS = ("pooler_output", "deepstack_features")
"""What a language model reads of a vision tower's output."""


class Vision:
    """The features of recent pictures, by the SHA-256 of their PNG, the least recently shown first."""

    def __init__(self, model: Any) -> None:
        self._encode = getattr(model.base_model, "get_image_features", None)
        self._kept: OrderedDict[str, Any] = OrderedDict()

    @property
    def able(self) -> bool:
        """Whether this family's pictures can be looked at one by one, and by another call than `generate`."""
        return self._encode is not None

    @property
    def bytes(self) -> int:
        """Memory that the features take."""
        return sum(tensor.nbytes for output in self._kept.values() for tensor in _tensors(_parts(output)))

    def features(self, pictures: Sequence[Picture]) -> Any:
        """The tower's output for the pictures together, in their order; what is kept is not looked at again."""
        return _joined([self._of(picture) for picture in pictures])

    def _of(self, picture: Picture) -> Any:
        if picture.sha not in self._kept:
            known = inspect.signature(self._encode).parameters if self._encode else {}
            inputs = {name: value for name, value in picture.inputs.items() if name in known}
            with torch.no_grad():
                output = self._encode(**inputs, return_dict=True)  # type: ignore[misc]  # `able` was asked before
            self._kept[picture.sha] = type(output)(**_parts(output))  # the rest is not read, and as large
        self._kept.move_to_end(picture.sha)
        return self._kept[picture.sha]

    def trim(self, bytes_: int) -> None:
        """Forget the least recently shown until the rest takes at most so much."""
        while self._kept and self.bytes > bytes_:
            self._kept.popitem(last=False)


def _parts(output: Any) -> dict[str, Any]:
    return {name: value for name in PARTS if (value := getattr(output, name, None)) is not None}


def _joined(outputs: list[Any]) -> Any:
    """Outputs for a picture each as the one for all: what is a row, or a list, for each picture goes on."""
    parts = {"pooler_output": _together([output.pooler_output for output in outputs])}
    if layers := [each for output in outputs if (each := getattr(output, "deepstack_features", None)) is not None]:
        parts["deepstack_features"] = [_together(list(layer)) for layer in zip(*layers, strict=True)]
    return type(outputs[0])(**parts)


def _together(values: list[Any]) -> Any:
    if isinstance(values[0], torch.Tensor):
        return torch.cat(values, dim=0)
    return [each for value in values for each in value]


def _tensors(value: Any) -> Iterator[torch.Tensor]:
    match value:
        case torch.Tensor():
            yield value
        case Mapping():
            for each in value.values():
                yield from _tensors(each)
        case list() | tuple():
            for each in value:
                yield from _tensors(each)
