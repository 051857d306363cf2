"""Pixtral and Mistral Small 3.1 in small."""

from __future__ import annotations

from typing import Any

from transformers import LlavaConfig, Mistral3Config

from tests.models.local.checkpoints import Ids, Recipe
from tests.models.local.recipes_llava import llama

TOKENS = ("[INST]", "[/INST]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[IMG]", "[IMG_BREAK]", "[IMG_END]")
ALTERNATING = """{{- bos_token }}
{%- for message in messages %}
{%- if message.role == 'system' %}
{%- if not loop.first %}{{ raise_exception('the system speaks first') }}{%- endif %}
{{- '[SYSTEM_PROMPT]' }}{% for part in message.content %}{{ part.text }}{% endfor %}{{ '[/SYSTEM_PROMPT]' }}
{%- elif message.role == 'user' %}
{%- if not loop.first and loop.previtem.role == 'user' %}
{{- raise_exception('After the optional system message, conversation roles must alternate') }}{%- endif %}
{{- '[INST]' }}
{%- for part in message.content %}
{%- if part.type == 'image' %}{{ '[IMG]' }}{%- else %}{{ part.text }}{%- endif %}
{%- endfor %}{{ '[/INST]' }}
{%- else %}{% for part in message.content %}{{ part.text }}{% endfor %}{{ eos_token }}{%- endif %}
{%- endfor %}"""
"""As those of Mistral: turns must alternate."""
VISION = {
    "model_type": "pixtral",
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "image_size": 112,
    "patch_size": 14,
}


def mistral3(ids: Ids) -> Any:
    return Mistral3Config(
        text_config=llama(ids, "mistral"), vision_config=VISION, image_token_id=ids["[IMG]"], spatial_merge_size=2
    )


def pixtral(ids: Ids) -> Any:
    return LlavaConfig(
        text_config=llama(ids, "mistral"),
        vision_config=VISION,
        image_token_id=ids["[IMG]"],
        image_seq_length=1,
        vision_feature_layer=-1,
        vision_feature_select_strategy="full",
    )


def _recipe(config: Any, **settings: Any) -> Recipe:
    return Recipe(
        config=config,
        tokens=TOKENS,
        end="</s>",
        begin="<s>",
        template=ALTERNATING,
        processor="PixtralProcessor",
        settings={"image_token": "[IMG]", "patch_size": 14, **settings},
        image={
            "image_processor_type": "PixtralImageProcessor",
            "size": {"longest_edge": 112},
            "patch_size": {"height": 14, "width": 14},
        },
    )


FAMILIES = {"pixtral": _recipe(pixtral), "mistral3": _recipe(mistral3, spatial_merge_size=2)}
