"""The families of the tiny checkpoints."""

from __future__ import annotations

from tests.models.local import recipes_qwen
from tests.models.local.checkpoints import Recipe

FAMILIES: dict[str, Recipe] = {**recipes_qwen.FAMILIES}
