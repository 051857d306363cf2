"""Kimi K2.5 in small."""

from __future__ import annotations

from typing import Any

from transformers import Kimi_K25Config

from tests.models.local.checkpoints import Ids, Recipe, size

TEMPLATE = """{%- for message in messages %}
{{- '<|im_' + message.role + '|>' + message.role + '<|im_middle|>' }}
{%- for part in message.content %}
{%- if part.type == 'image' %}{{ '<|media_begin|>image<|media_content|><|media_pad|><|media_end|>' }}
{%- else %}{{ part.text }}{%- endif %}
{%- endfor %}{{ '<|im_end|>' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<|im_assistant|>assistant<|im_middle|>' }}{%- endif %}"""
TOKENS = (
    "<|im_system|>",
    "<|im_user|>",
    "<|im_assistant|>",
    "<|im_middle|>",
    "<|media_begin|>",
    "<|media_content|>",
    "<|media_pad|>",
    "<|media_end|>",
    "<|kimi_k25_video_placeholder|>",
)


def kimi_k25(ids: Ids) -> Any:
    """Experts in every second layer, and compressed keys and values."""
    text = {
        "model_type": "deepseek_v3",
        "vocab_size": size(ids),
        "hidden_size": 32,
        "intermediate_size": 64,
        "moe_intermediate_size": 16,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "n_routed_experts": 4,
        "n_group": 1,
        "topk_group": 1,
        "num_experts_per_tok": 2,
        "first_k_dense_replace": 1,
        "kv_lora_rank": 16,
        "q_lora_rank": 16,
        "qk_rope_head_dim": 8,
        "qk_nope_head_dim": 8,
        "v_head_dim": 8,
        "max_position_embeddings": 32768,
        "bos_token_id": ids["[BOS]"],
        "eos_token_id": ids["<|im_end|>"],
    }
    vision = {
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "pos_emb_height": 8,
        "pos_emb_width": 8,
    }
    return Kimi_K25Config(
        text_config=text,
        vision_config=vision,
        projection_hidden_size=32,
        image_token_id=ids["<|media_pad|>"],
        video_token_id=ids["<|kimi_k25_video_placeholder|>"],
        vision_start_token_id=ids["<|media_begin|>"],
        vision_end_token_id=ids["<|media_end|>"],
        tie_word_embeddings=False,
    )


FAMILIES = {
    "kimi_k25": Recipe(
        config=kimi_k25,
        tokens=TOKENS,
        end="<|im_end|>",
        begin="[BOS]",
        pad="[PAD]",
        template=TEMPLATE,
        processor="Kimi_K25Processor",
        image={"image_processor_type": "Kimi_K25ImageProcessor", "patch_size": 14, "merge_size": 2},
        video={"video_processor_type": "Kimi_K25VideoProcessor"},
    )
}
