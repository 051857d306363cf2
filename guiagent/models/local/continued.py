"""The families whose KV cache is known to be continued to the same tokens as a prompt that is read from its start.

tests/models/local/test_prefix_families.py compares them, logits and all, and the list is what passes there. Any other
family reads each prompt from its start, which is always right.
"""

from __future__ import annotations

CONTINUED = frozenset({"qwen2_5_vl"})
"""`model_type`s of `config.json`."""
