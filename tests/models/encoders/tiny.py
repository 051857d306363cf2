"""Checkpoints of every family of encoders, by its real classes, small and with random weights."""

from __future__ import annotations

import io
import string
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from tokenizers import processors as processing
from transformers import (
    AlignConfig,
    AlignModel,
    BlipConfig,
    BlipForImageTextRetrieval,
    CLIPConfig,
    CLIPModel,
    PreTrainedTokenizerFast,
    Siglip2Config,
    Siglip2Model,
    Siglip2Tokenizer,
    SiglipConfig,
    SiglipModel,
)
from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.efficientnet.image_processing_pil_efficientnet import EfficientNetImageProcessorPil
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil
from transformers.models.siglip2.image_processing_pil_siglip2 import Siglip2ImageProcessorPil

FAMILIES = ("clip", "align", "siglip", "siglip2", "blip")
WORDS = ["a", "the", "red", "green", "blue", "yellow", "square", "button", "open", "cart", "search", "add", "to"]
SIDE = 32
_TEXT = {
    "vocab_size": 64,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "max_position_embeddings": 32,
    "pad_token_id": 0,
    "bos_token_id": 1,
    "eos_token_id": 2,
}
_SEEING = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "image_size": SIDE,
    "patch_size": 8,
}


def checkpoint(family: str, folder: Path, seed: int = 0) -> Path:
    """A checkpoint of this family in `folder`, as `save_pretrained` writes it."""
    torch.set_num_threads(1)  # at this size several only wait for one another
    torch.manual_seed(seed)
    model, images = _MADE[family]()
    for weights in model.parameters():
        if weights.dim() > 1:  # the usual small ones would hardly tell pictures apart
            torch.nn.init.normal_(weights, std=0.2)
    model.eval().save_pretrained(folder)
    images.save_pretrained(folder)
    tokenizer(family).save_pretrained(folder)
    return folder


def tokenizer(family: str) -> Any:
    """SigLIP 2's own class, of single letters; for the others words in any case, between <bos> and <eos>."""
    if family == "siglip2":
        letters = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "\u2581", *string.ascii_letters]
        return Siglip2Tokenizer({letter: index for index, letter in enumerate(letters)}, [], padding_side="right")
    vocabulary = {word: index for index, word in enumerate(["<pad>", "<bos>", "<eos>", "<unk>", *WORDS])}
    inner = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    inner.normalizer = normalizers.Lowercase()
    inner.pre_tokenizer = pre_tokenizers.Whitespace()
    inner.post_processor = processing.TemplateProcessing(
        single="<bos> $A <eos>", special_tokens=[("<bos>", 1), ("<eos>", 2)]
    )
    special = {f"{name}_token": f"<{name}>" for name in ("pad", "bos", "eos", "unk")}
    return PreTrainedTokenizerFast(tokenizer_object=inner, **special)


def picture(colour: str, size: tuple[int, int] = (40, 40)) -> bytes:
    """A PNG of one colour."""
    png = io.BytesIO()
    Image.new("RGB", size, colour).save(png, "PNG")
    return png.getvalue()


def _clip() -> tuple[Any, Any]:
    images = CLIPImageProcessorPil(size={"shortest_edge": SIDE}, crop_size={"height": SIDE, "width": SIDE})
    return CLIPModel(CLIPConfig(text_config=_TEXT, vision_config=_SEEING, projection_dim=16)), images


def _align() -> tuple[Any, Any]:
    seeing = {
        "image_size": SIDE,
        "hidden_dim": 16,
        "width_coefficient": 1.0,
        "depth_coefficient": 1.0,
        "depth_divisor": 8,
        "kernel_sizes": [3],
        "in_channels": [32],
        "out_channels": [16],
        "depthwise_padding": [],
        "strides": [1],
        "num_block_repeats": [1],
        "expand_ratios": [1],
    }
    images = EfficientNetImageProcessorPil(
        size={"height": SIDE, "width": SIDE}, do_center_crop=False, rescale_offset=False, include_top=False
    )
    return AlignModel(AlignConfig(text_config=_TEXT, vision_config=seeing, projection_dim=16)), images


def _siglip() -> tuple[Any, Any]:
    images = SiglipImageProcessorPil(size={"height": SIDE, "width": SIDE})
    return SiglipModel(SiglipConfig(text_config=_TEXT, vision_config=_SEEING)), images


def _siglip2() -> tuple[Any, Any]:
    seeing = {name: value for name, value in _SEEING.items() if name != "image_size"} | {"num_patches": 16}
    images = Siglip2ImageProcessorPil(patch_size=8, max_num_patches=16)
    return Siglip2Model(Siglip2Config(text_config=_TEXT, vision_config=seeing)), images


def _blip() -> tuple[Any, Any]:
    config = BlipConfig(
        text_config={**_TEXT, "encoder_hidden_size": 32, "sep_token_id": 2}, vision_config=_SEEING, projection_dim=16
    )
    return BlipForImageTextRetrieval(config), BlipImageProcessorPil(size={"height": SIDE, "width": SIDE})


_MADE = {"clip": _clip, "align": _align, "siglip": _siglip, "siglip2": _siglip2, "blip": _blip}
