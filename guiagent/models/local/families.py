"""Where families depart from the general way of loading and speaking, by `model_type`: a table, and nothing else.

The general way: the class that transformers maps the config to, the family's own processor less video, and the chat
template that comes with the checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from guiagent.models.local.chat import Writing
from guiagent.models.local.checkpoint import Checkpoint


@dataclass(frozen=True)
class Family:
    """What is special about a family; each default is the general way.

    processor  makes its processor, where its own class cannot be had
    writing    makes of the processor what writes a conversation, where there is no chat template to do it
    pictures   how many pictures a conversation may hold; the newest stay
    read       makes its reply of (processor, tokens), where decoding alone would lose something
    """

    processor: Callable[[Checkpoint], Any] | None = None
    writing: Callable[[Any], Writing] | None = None
    pictures: int | None = None
    read: Callable[[Any, list[int]], str] | None = None


GENERAL = Family()
ODD: dict[str, str] = {}
"""`model_type` → `module:NAME` of its Family, in this package; a module is imported when its family is loaded."""


def family_of(kind: str) -> Family:
    """How weights of this `model_type` are loaded and spoken to."""
    if kind not in ODD:
        return GENERAL
    module, _, name = ODD[kind].partition(":")
    family: Family = getattr(import_module(f"guiagent.models.local.{module}"), name)
    return family
