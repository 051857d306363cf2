"""How weights are to be loaded, as a person said it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

from guiagent.actions import Value


def installed() -> bool:
    """Whether torch and transformers are there; neither is imported, which would take seconds."""
    return all(find_spec(name) for name in ("torch", "transformers"))


class Loading(Value):
    """`auto` takes the best that this machine has, and what was taken is said.

    `bits`: 4 or 8 load the weights quantised, by bitsandbytes. `remote_code` lets a checkpoint's own Python run: it can
    do anything on this machine. `thinking`: whether a model whose chat template knows the choice is to reason before it
    answers; None leaves it to the template.
    """

    device: str = "auto"
    dtype: Literal["auto", "bf16", "fp16", "fp32"] = "auto"
    bits: Literal[4, 8] | None = None
    attention: str = "auto"
    remote_code: bool = False
    thinking: bool | None = None
