"""LLaVA-1.5, LLaVA-NeXT, LLaVA-OneVision and InternVL in small."""

from __future__ import annotations

from typing import Any

from transformers import InternVLConfig, LlavaConfig, LlavaNextConfig, LlavaOnevisionConfig

from tests.models.local.checkpoints import Ids, Recipe, size
from tests.models.local.recipes_qwen import CHATML

VICUNA = """{%- for message in messages %}
{%- if message.role != 'system' %}{{ message.role.upper() + ': ' }}{%- endif %}
{%- for part in message.content | selectattr('type', 'equalto', 'image') %}{{ '<image>\\n' }}{%- endfor %}
{%- for part in message.content | selectattr('type', 'equalto', 'text') %}{{ part.text + ' ' }}{%- endfor %}
{%- if message.role == 'assistant' %}{{ '</s>' }}{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{ 'ASSISTANT:' }}{%- endif %}"""
"""Images first in each turn, as the template of llava-1.5-7b-hf has them."""
CLIP = {
    "model_type": "clip_vision_model",
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 3,
    "num_attention_heads": 2,
    "image_size": 56,
    "patch_size": 14,
}
PINPOINTS = [[56, 112], [112, 56], [112, 112]]
STILL = {"do_resize": True, "do_normalize": True, "do_convert_rgb": True}


def llama(ids: Ids, kind: str = "llama", end: str = "</s>") -> dict[str, Any]:
    """A small language model of this kind."""
    return {
        "model_type": kind,
        "vocab_size": size(ids),
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 8,
        "max_position_embeddings": 32768,
        "eos_token_id": ids[end],
    }


def llava(ids: Ids) -> Any:
    return LlavaConfig(text_config=llama(ids), vision_config=CLIP, image_token_id=ids["<image>"], image_seq_length=16)


def llava_next(ids: Ids) -> Any:
    return LlavaNextConfig(
        text_config=llama(ids), vision_config=CLIP, image_token_id=ids["<image>"], image_grid_pinpoints=PINPOINTS
    )


def llava_onevision(ids: Ids) -> Any:
    siglip = {**CLIP, "model_type": "siglip_vision_model", "vision_use_head": False}
    return LlavaOnevisionConfig(
        text_config=llama(ids, "qwen2", "<|im_end|>"),
        vision_config=siglip,
        image_token_id=ids["<image>"],
        video_token_id=ids["<video>"],
        image_grid_pinpoints=PINPOINTS,
    )


def internvl(ids: Ids) -> Any:
    vision = {**CLIP, "model_type": "internvl_vision"}
    return InternVLConfig(
        text_config=llama(ids, "qwen2", "<|im_end|>"),
        vision_config=vision,
        image_token_id=ids["<IMG_CONTEXT>"],
        image_seq_length=4,
    )


FAMILIES = {
    "llava": Recipe(
        config=llava,
        tokens=("<image>",),
        end="</s>",
        begin="<s>",
        template=VICUNA,
        processor="LlavaProcessor",
        settings={"patch_size": 14, "vision_feature_select_strategy": "default", "num_additional_image_tokens": 1},
        image={
            "image_processor_type": "CLIPImageProcessor",
            "crop_size": {"height": 56, "width": 56},
            "size": {"shortest_edge": 56},
            **STILL,
        },
    ),
    "llava_next": Recipe(
        config=llava_next,
        tokens=("<image>",),
        end="</s>",
        begin="<s>",
        template=VICUNA,
        processor="LlavaNextProcessor",
        settings={"patch_size": 14, "vision_feature_select_strategy": "default", "num_additional_image_tokens": 1},
        image={
            "image_processor_type": "LlavaNextImageProcessor",
            "crop_size": {"height": 56, "width": 56},
            "size": {"shortest_edge": 56},
            "image_grid_pinpoints": PINPOINTS,
            **STILL,
        },
    ),
    "llava_onevision": Recipe(
        config=llava_onevision,
        tokens=("<image>", "<video>", "<|im_start|>"),
        end="<|im_end|>",
        pad="<|endoftext|>",
        template=CHATML.replace("<|vision_start|><|image_pad|><|vision_end|>", "<image>\\n"),
        processor="LlavaOnevisionProcessor",
        settings={"num_image_tokens": 16, "vision_feature_select_strategy": "full"},
        image={
            "image_processor_type": "LlavaOnevisionImageProcessor",
            "size": {"height": 56, "width": 56},
            "image_grid_pinpoints": PINPOINTS,
            **STILL,
        },
        video={"video_processor_type": "LlavaOnevisionVideoProcessor", "size": {"height": 56, "width": 56}},
    ),
    "internvl": Recipe(
        config=internvl,
        tokens=("<img>", "</img>", "<IMG_CONTEXT>", "<video>", "<ref>", "</ref>", "<box>", "</box>", "<|im_start|>"),
        end="<|im_end|>",
        pad="<|endoftext|>",
        template=CHATML.replace("<|vision_start|><|image_pad|><|vision_end|>", "<IMG_CONTEXT>\\n"),
        processor="InternVLProcessor",
        settings={"image_seq_length": 4},
        image={
            "image_processor_type": "GotOcr2ImageProcessorFast",
            "size": {"height": 56, "width": 56},
            "crop_to_patches": True,
            "min_patches": 1,
            "max_patches": 4,
            **STILL,
        },
        video={"video_processor_type": "InternVLVideoProcessor", "size": {"height": 56, "width": 56}},
        extra={
            "start_image_token": "<img>",
            "end_image_token": "</img>",
            "context_image_token": "<IMG_CONTEXT>",
            "video_token": "<video>",
        },
    ),
}
