"""Torch in torchvision's place, for what transformers writes for torchvision alone: some families' image processors.

They call a handful of torchvision's functions on tensors. torchvision itself cannot be had for every build of torch,
and one that does not match crashes at import; these few are one line of torch each, and give what torchvision's give.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import torch
import transformers.image_processing_backends as backends
from PIL.Image import Resampling
from torch import Tensor
from torch.nn.functional import interpolate
from torch.nn.functional import pad as padded
from transformers.models.auto import image_processing_auto

CLASSES: dict[str, dict[str, str]] = vars(image_processing_auto)["IMAGE_PROCESSOR_MAPPING_NAMES"]
"""By `model_type`: the names of a family's image processors, `pil` and `torchvision`."""
NAMES = ("torchvision", "torchvision.transforms", "torchvision.transforms.v2", "torchvision.transforms.v2.functional")


class InterpolationMode(Enum):
    """torchvision's names of the ways to resize."""

    NEAREST = "nearest"
    NEAREST_EXACT = "nearest-exact"
    BILINEAR = "bilinear"
    BICUBIC = "bicubic"
    BOX = "box"
    HAMMING = "hamming"
    LANCZOS = "lanczos"


BY_PIL = {
    Resampling.NEAREST: InterpolationMode.NEAREST_EXACT,
    Resampling.BOX: InterpolationMode.BOX,
    Resampling.BILINEAR: InterpolationMode.BILINEAR,
    Resampling.HAMMING: InterpolationMode.HAMMING,
    Resampling.BICUBIC: InterpolationMode.BICUBIC,
    Resampling.LANCZOS: InterpolationMode.LANCZOS,
}


def resize(image: Tensor, size: Sequence[int], interpolation: Any = None, antialias: bool = True, **_: Any) -> Tensor:
    """`image` (…, channels, height, width) at `size` (height, width); bytes stay bytes, as with torchvision."""
    mode = (interpolation or InterpolationMode.BILINEAR).value
    smooth = mode in {"bilinear", "bicubic"}
    options: dict[str, Any] = {"antialias": antialias, "align_corners": False} if smooth else {}
    batch = image.reshape(-1, *image.shape[-3:])
    scaled = interpolate(batch, tuple(size), mode=mode if smooth else "nearest-exact", **options)
    return scaled.reshape(*image.shape[:-2], *size)


def pad(image: Tensor, padding: Sequence[int], fill: Any = 0, padding_mode: str = "constant", **_: Any) -> Tensor:
    """`padding` is left, top, right, bottom; `fill` is a number, or one a channel."""
    left, top, right, bottom = padding
    if padding_mode != "constant":
        return padded(image, (left, right, top, bottom), mode=padding_mode)
    height, width = image.shape[-2:]
    filling = torch.as_tensor(fill or 0, dtype=image.dtype, device=image.device).view(-1, 1, 1)
    whole = filling.expand(*image.shape[:-2], top + height + bottom, left + width + right).clone()
    whole[..., top : top + height, left : left + width] = image
    return whole


def crop(image: Tensor, top: int, left: int, height: int, width: int) -> Tensor:
    return image[..., top : top + height, left : left + width]


def normalize(image: Tensor, mean: Any, std: Any, inplace: bool = False) -> Tensor:
    """Less the mean, over the deviation, a channel each."""
    image = image if image.is_floating_point() else image.float()
    sides = [torch.as_tensor(side, dtype=image.dtype, device=image.device).view(-1, 1, 1) for side in (mean, std)]
    return (image - sides[0]) / sides[1]


def grayscale_to_rgb(image: Tensor) -> Tensor:
    return image.expand(*image.shape[:-3], 3, *image.shape[-2:]) if image.shape[-3] == 1 else image


def image_class(name: str) -> Any:
    """The class of an image processor by the name that a checkpoint gives it. Raises ImportError where there is none.

    Where torchvision is missing, transformers has no such class; its source is imported with this module as the
    torchvision that it calls.
    """
    for family, classes in CLASSES.items():
        if name in classes.values():
            package = family.replace("-", "_")
            try:
                module = imported(f"transformers.models.{package}.image_processing_{package}")
            except ModuleNotFoundError:
                continue  # a family that borrows another's has no module of its own
            if hasattr(module, name):
                return getattr(module, name)
    raise ImportError(f"transformers has no image processor {name!r}")


def imported(module: str) -> ModuleType:
    """A module of transformers that asks for torchvision, with or without it."""
    if find_spec("torchvision") is not None:
        return importlib.import_module(module)
    with _standing_in():
        return importlib.import_module(module)


@contextmanager
def _standing_in() -> Iterator[None]:
    """For as long as an import takes, so that nobody else finds a torchvision that is none."""
    here = sys.modules[__name__]
    vars(backends).update(tvF=here, pil_torch_interpolation_mapping=BY_PIL)
    made = {name: ModuleType(name) for name in NAMES[:-1]}
    made[NAMES[2]].__dict__["functional"] = here
    sys.modules.update({**made, NAMES[-1]: here})
    try:
        yield
    finally:
        for name in NAMES:
            del sys.modules[name]
