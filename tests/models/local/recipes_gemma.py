"""Gemma 3 and 4 in small."""

from __future__ import annotations

from typing import Any

from transformers import Gemma3Config, Gemma4Config

from tests.models.local.checkpoints import Ids, Recipe, size

FOLDING = """{{- bos_token }}
{%- if messages[0].role == 'system' %}
{%- set rules = messages[0].content[0].text + '\\n\\n' %}{%- set turns = messages[1:] %}
{%- else %}{%- set rules = '' %}{%- set turns = messages %}{%- endif %}
{%- for message in turns %}
{%- if (message.role == 'user') != (loop.index0 % 2 == 0) %}
{{- raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{%- endif %}
{{- '<start_of_turn>' + ('model' if message.role == 'assistant' else message.role) + '\\n' }}
{{- rules if loop.first else '' }}
{%- for part in message.content %}
{%- if part.type == 'image' %}{{ '<start_of_image>' }}{%- else %}{{ part.text | trim }}{%- endif %}
{%- endfor %}{{ '<end_of_turn>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{%- endif %}"""
"""As Gemma 3's: what the system says opens the first turn, and turns must alternate."""
TURNS = """{{- bos_token }}
{%- for message in messages %}
{{- '<|turn>' + ('model' if message.role == 'assistant' else message.role) + '\\n' }}
{%- for part in message.content %}
{%- if part.type == 'image' %}{{ '<|image|>' }}{%- else %}{{ part.text }}{%- endif %}
{%- endfor %}{{ '<turn|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<|turn>model\\n' }}{%- endif %}"""


def _text(ids: Ids) -> dict[str, Any]:
    return {
        "vocab_size": size(ids),
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 8,
        "max_position_embeddings": 32768,
        "layer_types": ["sliding_attention", "full_attention"],
        "bos_token_id": ids["<bos>"],
        "eos_token_id": ids["<eos>"],
        "pad_token_id": ids["<pad>"],
    }


def gemma3(ids: Ids) -> Any:
    vision = {
        "model_type": "siglip_vision_model",
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "image_size": 56,
        "patch_size": 14,
        "vision_use_head": False,
    }
    return Gemma3Config(
        text_config={**_text(ids), "sliding_window": 64, "query_pre_attn_scalar": 8},
        vision_config=vision,
        mm_tokens_per_image=4,
        boi_token_index=ids["<start_of_image>"],
        eoi_token_index=ids["<end_of_image>"],
        image_token_index=ids["<image_soft_token>"],
    )


def gemma4(ids: Ids) -> Any:
    vision = {
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "head_dim": 16,
        "position_embedding_size": 128,
    }
    text = {
        "sliding_window": 64,
        "global_head_dim": 16,
        "hidden_size_per_layer_input": 8,
        "vocab_size_per_layer_input": size(ids),
        "use_bidirectional_attention": "vision",
    }
    return Gemma4Config(
        text_config={**_text(ids), **text},
        vision_config=vision,
        audio_config=None,
        boi_token_id=ids["<|image>"],
        eoi_token_id=ids["<image|>"],
        image_token_id=ids["<|image|>"],
        video_token_id=ids["<|video|>"],
        audio_token_id=ids["<|audio|>"],
        boa_token_id=None,
    )


FAMILIES = {
    "gemma3": Recipe(
        config=gemma3,
        tokens=("<eos>", "<start_of_turn>", "<start_of_image>", "<end_of_image>", "<image_soft_token>"),
        end="<end_of_turn>",
        begin="<bos>",
        template=FOLDING,
        processor="Gemma3Processor",
        settings={"image_seq_length": 4},
        image={"image_processor_type": "Gemma3ImageProcessor", "size": {"height": 56, "width": 56}},
        extra={
            "boi_token": "<start_of_image>",
            "eoi_token": "<end_of_image>",
            "image_token": "<image_soft_token>",
        },
    ),
    "gemma4": Recipe(
        config=gemma4,
        tokens=(
            "<eos>",
            "<|turn>",
            "<|image>",
            "<image|>",
            "<|image|>",
            "<|audio>",
            "<|audio|>",
            "<audio|>",
            "<|video|>",
        ),
        end="<turn|>",
        begin="<bos>",
        template=TURNS,
        processor="Gemma4Processor",
        settings={"image_seq_length": 70},
        image={"image_processor_type": "Gemma4ImageProcessor", "max_soft_tokens": 70},
        video={"video_processor_type": "Gemma4VideoProcessor"},
        extra={
            "boi_token": "<|image>",
            "eoi_token": "<image|>",
            "image_token": "<|image|>",
            "boa_token": "<|audio>",
            "audio_token": "<|audio|>",
            "eoa_token": "<audio|>",
        },
    ),
}
