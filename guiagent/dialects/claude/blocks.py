"""The blocks that a request to Claude is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guiagent.messages import GONE, base64_of, sendable

Block = dict[str, Any]
Message = dict[str, Any]

NOT_EXECUTED = "Not executed: an earlier computer action in this turn failed."
"""What is answered to a call that was not begun, in the API's own words."""
THINKING = ("thinking", "redacted_thinking")
_CACHED = {"type": "ephemeral"}


def text(words: str) -> Block:
    """Text that can be sent: half a surrogate pair, as a command line may hold, becomes a question mark."""
    return {"type": "text", "text": sendable(words)}


def lines(words: Iterable[str]) -> list[Block]:
    """The lines as one block of text; no block where there are none, since the API takes no empty ones."""
    joined = "\n".join(words)
    return [text(joined)] if joined.strip() else []


def picture(png: bytes | None) -> Block:
    """An image, or words in the place of one that is no longer shown."""
    if png is None:
        return text(GONE.text)
    return {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": base64_of(png)}}


def result(use: Mapping[str, Any], content: list[Block] | str, failed: bool = False) -> Block:
    """What came of a call. The API wants a member's toolset named again, and text alone where it failed."""
    block: Block = {"type": "tool_result", "tool_use_id": use["id"]}
    if use.get("toolset_name") is not None:
        block["toolset_name"] = use["toolset_name"]
    return {**block, "content": content, **({"is_error": True} if failed else {})}


def marked(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a cache breakpoint after the last. It is no content: moving it on changes nothing before it."""
    return [*blocks[:-1], {**blocks[-1], "cache_control": _CACHED}]


def without_pictures(message: Message) -> Message:
    """A message with words in the place of its images; calls and results stay as they are."""
    return {**message, "content": [_faded(block) for block in message["content"]]}


def without_thinking(content: Sequence[Block]) -> list[Block]:
    """The blocks of a message without what it thought before it spoke."""
    return [block for block in content if block["type"] not in THINKING]


def has_picture(message: Message) -> bool:
    """Whether a message shows an image, of its own or in a result."""
    return any(block["type"] == "image" for block in _flat(message["content"]))


def _faded(block: Block) -> Block:
    if block["type"] == "image":
        kept = {"cache_control": block["cache_control"]} if "cache_control" in block else {}
        return picture(None) | kept
    if block["type"] == "tool_result" and isinstance(block["content"], list):
        return {**block, "content": [_faded(each) for each in block["content"]]}
    return block


def _flat(blocks: Sequence[Block]) -> Iterable[Block]:
    for block in blocks:
        yield block
        if block["type"] == "tool_result" and isinstance(block["content"], list):
            yield from block["content"]
