"""What is said to a model and what comes back: words and pictures, or a provider's own JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from guiagent.actions import Value
from guiagent.records import Usage


class Text(Value):
    """A part of a message: words."""

    text: str


class Image(Value):
    """A part of a message: PNG bytes, exactly as they are to be sent."""

    png: bytes


GONE = Text(text="[this screenshot is no longer shown]")
"""What stands where a screenshot was left out of a request."""


class Message(Value):
    """One turn of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    parts: tuple[Text | Image, ...]


Talk = tuple[Message, ...]
"""A request in words and pictures, which every model that sees can be asked."""
Body = Mapping[str, Any]
"""A request as the JSON of a provider's own API, less the model's name: what only that provider can be asked."""


class Reply(Value):
    """What a model answered: the text, why it stopped (`length`: it was cut off) and what it cost.

    `raw` is the provider's message as it came, JSON; None where there is nothing to it but the text.
    """

    text: str
    stop: str = ""
    raw: Any = None
    usage: Usage = Usage()
