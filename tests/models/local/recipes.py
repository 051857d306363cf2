"""The families of the tiny checkpoints."""

from __future__ import annotations

from tests.models.local import (
    recipes_gemma,
    recipes_glm,
    recipes_kimi,
    recipes_llava,
    recipes_mistral,
    recipes_qwen,
)
from tests.models.local.checkpoints import Recipe

FAMILIES: dict[str, Recipe] = {
    **recipes_qwen.FAMILIES,
    **recipes_glm.FAMILIES,
    **recipes_llava.FAMILIES,
    **recipes_mistral.FAMILIES,
    **recipes_gemma.FAMILIES,
    **recipes_kimi.FAMILIES,
}
