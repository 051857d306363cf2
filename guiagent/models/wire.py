"""A talk as it goes out to a server of chat completions."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from typing import Any

from guiagent.messages import Image, Message, Talk, Text


def turns_of(talk: Talk) -> list[dict[str, Any]]:
    """The `messages` of a request, the same bytes for the same talk."""
    return [_turn(message) for message in talk]


def pictures_in(talk: Talk) -> int:
    """How many images a talk shows."""
    return sum(isinstance(part, Image) for message in talk for part in message.parts)


def _turn(message: Message) -> dict[str, Any]:
    """Plain text where there is no image, for servers whose assistants speak only that."""
    texts = [_utf8(part.text) for part in message.parts if isinstance(part, Text)]
    if len(texts) == len(message.parts):
        return {"role": message.role, "content": "\n".join(texts)}
    return {"role": message.role, "content": [_part(part) for part in message.parts]}


def _part(part: Text | Image) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "text", "text": _utf8(part.text)}
    # No `detail`: SGLang refuses "original", Azure mishandles it, and images are sent at a size that nobody scales.
    return {"type": "image_url", "image_url": {"url": _data_uri(part.png)}}


def _utf8(text: str) -> str:
    """Text that can be sent: half a surrogate pair, as a command line may hold, becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


@lru_cache(maxsize=32)
def _data_uri(png: bytes) -> str:
    """Kept for the screenshots that stay in a conversation, since each request repeats them."""
    return f"data:image/png;base64,{b64encode(png).decode()}"
