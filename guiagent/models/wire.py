"""A talk as it goes out to a server of chat completions."""

from __future__ import annotations

from typing import Any

from guiagent.messages import Image, Message, Talk, Text, data_uri, sendable


def turns_of(talk: Talk) -> list[dict[str, Any]]:
    """The `messages` of a request, the same bytes for the same talk."""
    return [_turn(message) for message in talk]


def pictures_in(talk: Talk) -> int:
    """How many images a talk shows."""
    return sum(isinstance(part, Image) for message in talk for part in message.parts)


def _turn(message: Message) -> dict[str, Any]:
    """Plain text where there is no image, for servers whose assistants speak only that."""
    texts = [sendable(part.text) for part in message.parts if isinstance(part, Text)]
    if len(texts) == len(message.parts):
        return {"role": message.role, "content": "\n".join(texts)}
    return {"role": message.role, "content": [_part(part) for part in message.parts]}


def _part(part: Text | Image) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "text", "text": sendable(part.text)}
    # No `detail`: SGLang refuses "original", Azure mishandles it, and images are sent at a size that nobody scales.
    return {"type": "image_url", "image_url": {"url": data_uri(part.png)}}
