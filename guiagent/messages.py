"""What is said to a model and what comes back: words and pictures, or a provider's own JSON."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from guiagent.actions import Value
from guiagent.usage import Usage


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


def sendable(text: str) -> str:
    """Text that can be sent: half a surrogate pair, as a command line may hold, becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


@lru_cache(maxsize=96)
def base64_of(png: bytes) -> str:
    """Kept for the screenshots that stay in a conversation, since each request repeats them."""
    return b64encode(png).decode()


def data_uri(png: bytes) -> str:
    """A PNG as the address that stands for it."""
    return f"data:image/png;base64,{base64_of(png)}"
