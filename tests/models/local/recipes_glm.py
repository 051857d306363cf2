"""GLM-4.1V and GLM-4.6V in small."""

from __future__ import annotations

from typing import Any

from transformers import Glm4vConfig, Glm46VConfig

from tests.models.local.checkpoints import Ids, Recipe, size

TOKENS = (
    "[gMASK]",
    "<sop>",
    "<|system|>",
    "<|user|>",
    "<|assistant|>",
    "<|observation|>",
    "<|begin_of_image|>",
    "<|end_of_image|>",
    "<|begin_of_video|>",
    "<|end_of_video|>",
    "<|image|>",
    "<|video|>",
    "<think>",
    "</think>",
    "<answer>",
    "</answer>",
    "<|begin_of_box|>",
    "<|end_of_box|>",
)
TEMPLATE = """[gMASK]<sop>
{%- for message in messages %}{{ '<|' + message.role + '|>\\n' }}
{%- if message.content is string %}{{ message.content }}
{%- else %}{%- for part in message.content %}
{%- if part.type == 'image' %}{{ '<|begin_of_image|><|image|><|end_of_image|>' }}
{%- elif part.type == 'text' %}{{ part.text }}{%- endif %}
{%- endfor %}{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<|assistant|>\\n' }}{%- endif %}"""
IMAGE = {
    "image_processor_type": "Glm4vImageProcessor",
    "size": {"shortest_edge": 12544, "longest_edge": 9633792},
    "patch_size": 14,
    "temporal_patch_size": 2,
    "merge_size": 2,
}


def _parts(ids: Ids) -> dict[str, Any]:
    text = {
        "model_type": "glm4v_text",
        "vocab_size": size(ids),
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "max_position_embeddings": 32768,
        "pad_token_id": ids["<|endoftext|>"],
        "rope_parameters": {
            "rope_type": "default",
            "rope_theta": 1e4,
            "partial_rotary_factor": 0.5,
            "mrope_section": [2, 1, 1],
        },
    }
    vision = {
        "model_type": "glm4v_vision",
        "depth": 2,
        "hidden_size": 32,
        "num_heads": 2,
        "out_hidden_size": 32,
        "intermediate_size": 64,
        "image_size": 112,
    }
    named = {
        "image_token_id": ids["<|image|>"],
        "video_token_id": ids["<|video|>"],
        "image_start_token_id": ids["<|begin_of_image|>"],
        "image_end_token_id": ids["<|end_of_image|>"],
        "video_start_token_id": ids["<|begin_of_video|>"],
        "video_end_token_id": ids["<|end_of_video|>"],
    }
    return {"text_config": text, "vision_config": vision, **named}


def glm4v(ids: Ids) -> Any:
    return Glm4vConfig(**_parts(ids))


def glm46v(ids: Ids) -> Any:
    return Glm46VConfig(**_parts(ids))


def _recipe(config: Any, name: str) -> Recipe:
    return Recipe(
        config=config,
        tokens=TOKENS,
        end="<|user|>",
        pad="<|endoftext|>",
        template=TEMPLATE,
        processor=f"{name}Processor",
        image={**IMAGE, "image_processor_type": f"{name}ImageProcessor"},
        video={**IMAGE, "video_processor_type": f"{name}VideoProcessor"},
    )


FAMILIES = {"glm4v": _recipe(glm4v, "Glm4v"), "glm46v": _recipe(glm46v, "Glm46V")}
