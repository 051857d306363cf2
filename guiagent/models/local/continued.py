"""The families whose KV cache is known to be continued to the same tokens as a prompt that is read from its start.

tests/models/local/test_prefix_families.py compares them, logits and all, and the list is what passes there. Any other
family reads each prompt from its start, which is always right.
"""

from __future__ import annotations

CONTINUED = frozenset(
    {
        "aria",
        "deepseek_vl",
        "gemma3",
        "glm46v",
        "glm4v",
        "internvl",
        "kimi_k25",
        "llava",
        "llava_next",
        "llava_onevision",
        "mistral3",
        "qwen2_5_vl",
        "qwen2_vl",
        "qwen3_5",
        "qwen3_vl",
        "qwen3_vl_moe",
    }
)
"""`model_type`s of `config.json`."""
