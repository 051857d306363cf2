"""An encoder in memory: pictures and texts as vectors, or how well both match."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

import torch
from PIL import Image

from guiagent.errors import ModelError, UsageError
from guiagent.models.encoders.families import Family

Vectors = list[list[float]]


@dataclass(frozen=True)
class Weights:
    """A model in evaluation mode on its device, and what makes its tensors. Everything here blocks."""

    family: Family
    model: Any
    processor: Any
    tokenizer: Any
    remarks: tuple[str, ...]

    @torch.inference_mode()
    def picture_vectors(self, pngs: Sequence[bytes]) -> Vectors:
        """A vector of length 1 a picture. Raises UsageError where the family has none."""
        self._with_vectors()
        return _unit(self.model.get_image_features(**self._pictures(pngs)))

    @torch.inference_mode()
    def text_vectors(self, texts: Sequence[str]) -> Vectors:
        """A vector of length 1 a text. Raises UsageError where the family has none."""
        self._with_vectors()
        return _unit(self.model.get_text_features(**self._texts(texts)))

    @torch.inference_mode()
    def matches(self, pngs: Sequence[bytes], text: str) -> list[float]:
        """How likely each picture and the text belong together: the second of the matching head's two classes."""
        tensors = self._pictures(pngs) | self._texts([text] * len(pngs))
        scores = self.model(**tensors, use_itm_head=True).itm_score
        return _listed(scores.float().softmax(dim=-1)[:, 1])

    @cached_property
    def digest(self) -> str:
        """16 hex digits of the beginning of every tensor: the same weights have it wherever they lie."""
        digest = hashlib.sha256()
        for name, tensor in self.model.named_parameters():
            digest.update(f"{name}{tuple(tensor.shape)}".encode())
            digest.update(tensor.detach().flatten()[:16].float().cpu().numpy().tobytes())
        return digest.hexdigest()[:16]

    def _with_vectors(self) -> None:
        if self.family.matches:
            raise UsageError(
                f"{self.family.model} has no vectors to tell what is similar by: name CLIP or SigLIP weights"
            )

    def _pictures(self, pngs: Sequence[bytes]) -> dict[str, Any]:
        """Pictures as the vision tower takes them, none of them cut or squeezed."""
        images = [Image.open(BytesIO(png)).convert("RGB") for png in pngs]
        if not self.family.whole:
            images = [self._square(image) for image in images]
        return self._placed(self.processor(images=images, return_tensors="pt"))

    def _texts(self, texts: Sequence[str]) -> dict[str, Any]:
        """Texts as the text tower takes them, cut to what it was trained with."""
        family = self.family
        tensors = self.tokenizer(
            [text.lower() for text in texts] if family.lower else list(texts),
            padding="max_length" if family.filled else True,
            padding_side="right",
            truncation=True,
            max_length=min(family.words, self.model.config.text_config.max_position_embeddings),
            return_attention_mask=not family.filled,
            return_token_type_ids=False,
            return_tensors="pt",
        )
        return self._placed(tensors)

    def _square(self, image: Image.Image) -> Image.Image:
        """On a square of the processor's mean colour, which is nothing to the model."""
        side = max(image.size)
        mean = tuple(round(255 * share) for share in self.processor.image_mean or (0.5, 0.5, 0.5))
        square = Image.new("RGB", (side, side), mean)
        square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
        return square

    def _placed(self, tensors: Any) -> dict[str, Any]:
        device, dtype = self.model.device, self.model.dtype
        return {
            name: tensor.to(device, dtype) if tensor.is_floating_point() else tensor.to(device)
            for name, tensor in tensors.items()
        }


def _unit(features: Any) -> Vectors:
    vectors = features if isinstance(features, torch.Tensor) else features.pooler_output
    return _listed(torch.nn.functional.normalize(vectors.float(), dim=-1))


def _listed(found: torch.Tensor) -> list[Any]:
    """A tensor's numbers. Raises ModelError where there are none: what is too large for fp16 ends so."""
    if not torch.isfinite(found).all():
        raise ModelError("the encoder computes no finite numbers: --dtype fp32, or other weights")
    numbers: list[Any] = found.tolist()
    return numbers
