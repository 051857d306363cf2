"""Qwen-VL in small: Qwen2-VL, Qwen2.5-VL, Qwen3-VL and its mixture of experts, Qwen3.5."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from transformers import Qwen2_5_VLConfig, Qwen2VLConfig, Qwen3_5Config, Qwen3VLConfig, Qwen3VLMoeConfig

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
THINKING = CHATML.replace(
    "{{- '<|im_start|>assistant\\n' }}",
    "{{- '<|im_start|>assistant\\n<think>\\n' }}"
    "{%- if enable_thinking is defined and enable_thinking is false %}{{- '\\n</think>\\n\\n' }}{%- endif %}",
)
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


def _text3(ids: Ids) -> dict[str, Any]:
    rope = {"rope_type": "default", "rope_theta": 5e6, "mrope_section": [2, 1, 1], "mrope_interleaved": True}
    return {**_text(ids), "head_dim": 8, "rope_parameters": rope}


VISION3 = {
    "depth": 2,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_heads": 2,
    "out_hidden_size": 32,
    "num_position_embeddings": 64,
}


def qwen3_vl(ids: Ids) -> Any:
    vision = {**VISION3, "deepstack_visual_indexes": [0]}
    return Qwen3VLConfig(text_config=_text3(ids), vision_config=vision, **_own(ids))


def qwen3_vl_moe(ids: Ids) -> Any:
    experts = {"num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 32}
    vision = {**VISION3, "deepstack_visual_indexes": [0]}
    return Qwen3VLMoeConfig(text_config={**_text3(ids), **experts}, vision_config=vision, **_own(ids))


def qwen3_5(ids: Ids) -> Any:
    """Every second layer keeps a state instead of keys and values."""
    linear = {
        "linear_key_head_dim": 8,
        "linear_value_head_dim": 8,
        "linear_num_key_heads": 2,
        "linear_num_value_heads": 4,
        "layer_types": ["linear_attention", "full_attention"],
        "head_dim": 32,
    }
    text = {**_text3(ids), **linear}
    text["rope_parameters"] = {**text["rope_parameters"], "partial_rotary_factor": 0.25}
    return Qwen3_5Config(text_config=text, vision_config=VISION3, **_own(ids))


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


HALF = {"image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5], "patch_size": 16}
SIZE3 = {"size": {"shortest_edge": 65536, "longest_edge": 16777216}, "min_pixels": None, "max_pixels": None, **HALF}


def _third(config: Any, **more: Any) -> Recipe:
    return _recipe(config, "Qwen3VLProcessor", "Qwen2VLImageProcessorFast", **SIZE3, **more)


FAMILIES = {
    "qwen2_vl": _recipe(qwen2_vl, "Qwen2VLProcessor", "Qwen2VLImageProcessor"),
    "qwen2_5_vl": _recipe(qwen2_5_vl, "Qwen2_5_VLProcessor", "Qwen2VLImageProcessor"),
    "qwen3_vl": _third(qwen3_vl),
    "qwen3_vl_moe": _third(qwen3_vl_moe),
    "qwen3_5": replace(_third(qwen3_5), template=THINKING, tokens=(*TOKENS, "<think>", "</think>")),
}
