"""Qwen-VL in small: Qwen2-VL, Qwen2.5-VL, Qwen3-VL and its mixture of experts, Qwen3.5."""

from __future__ import annotations

from typing import Any

from transformers import Qwen2_5_VLConfig, Qwen2VLConfig

from tests.models.local.checkpoints import Ids, Recipe, size

TOKENS = (
    "<|im_start|>",
    "<|object_ref_start|>",
    "<|object_ref_end|>",
    "<|box_start|>",
    "<|box_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|image_pad|>",
    "<|video_pad|>",
    "<tool_call>",
    "</tool_call>",
)
CHATML = """{%- for message in messages %}
{{- '<|im_start|>' + message.role + '\\n' }}
{%- if message.content is string %}{{- message.content }}
{%- else %}{%- for part in message.content %}
{%- if part.type == 'image' %}{{- '<|vision_start|><|image_pad|><|vision_end|>' }}
{%- elif part.type == 'text' %}{{- part.text }}{%- endif %}
{%- endfor %}{%- endif %}
{{- '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}"""
IMAGE = {
    "min_pixels": 3136,
    "max_pixels": 12845056,
    "patch_size": 14,
    "temporal_patch_size": 2,
    "merge_size": 2,
    "image_mean": [0.48145466, 0.4578275, 0.40821073],
    "image_std": [0.26862954, 0.26130258, 0.27577711],
}


def _text(ids: Ids) -> dict[str, Any]:
    return {
        "vocab_size": size(ids),
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 32768,
        "bos_token_id": ids["<|endoftext|>"],
        "eos_token_id": ids["<|im_end|>"],
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [1, 1, 2]},
    }


def _own(ids: Ids) -> dict[str, Any]:
    return {
        "image_token_id": ids["<|image_pad|>"],
        "video_token_id": ids["<|video_pad|>"],
        "vision_start_token_id": ids["<|vision_start|>"],
        "vision_end_token_id": ids["<|vision_end|>"],
    }


def qwen2_vl(ids: Ids) -> Any:
    vision = {"depth": 2, "embed_dim": 32, "hidden_size": 32, "num_heads": 2, "mlp_ratio": 2}
    return Qwen2VLConfig(text_config=_text(ids), vision_config=vision, **_own(ids))


def qwen2_5_vl(ids: Ids) -> Any:
    vision = {
        "depth": 2,
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_heads": 2,
        "out_hidden_size": 32,
        "fullatt_block_indexes": [1],
    }
    return Qwen2_5_VLConfig(text_config=_text(ids), vision_config=vision, **_own(ids))


def _recipe(config: Any, processor: str, image: str, **more: Any) -> Recipe:
    return Recipe(
        config=config,
        tokens=TOKENS,
        end="<|im_end|>",
        pad="<|endoftext|>",
        template=CHATML,
        processor=processor,
        image={"image_processor_type": image, **IMAGE, **more},
        video={"video_processor_type": image.replace("Image", "Video"), **IMAGE},
    )


FAMILIES = {
    "qwen2_vl": _recipe(qwen2_vl, "Qwen2VLProcessor", "Qwen2VLImageProcessor"),
    "qwen2_5_vl": _recipe(qwen2_5_vl, "Qwen2_5_VLProcessor", "Qwen2VLImageProcessor"),
}
