"""The body of an answer of the Messages API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guiagent.messages import Reply
from guiagent.models.faults import words_in
from guiagent.usage import Usage

_STOPS = {"max_tokens": "length"}


class NotAMessage(ValueError):
    """The body is no message, and what it is instead."""


def message_in(text: str) -> Reply:
    """The reply in a body: its words without the thinking, itself as `raw`. Raises NotAMessage.

    Its usage lacks requests and seconds. Thinking never counts as words.
    """
    body = _json(text)
    content = body.get("content")
    if body.get("type") != "message" or not isinstance(content, list):
        raise NotAMessage(words_in(body, "it is no message") if body.get("type") == "error" else "it is no message")
    if wrong := next((block for block in content if not _is_block(block)), None):
        raise NotAMessage(f"it holds what is no block: {json.dumps(wrong)}")
    words = "\n".join(block["text"] for block in content if block["type"] == "text")
    stop = str(body.get("stop_reason") or "")
    return Reply(text=words, stop=_STOPS.get(stop, stop), raw=body, usage=_usage(body.get("usage")))


def refusal_in(reply: Reply) -> str:
    """Why a model would not answer, in its provider's words; empty where it did answer."""
    if reply.stop != "refusal":
        return ""
    details = reply.raw.get("stop_details")
    told = details if isinstance(details, Mapping) else {}
    return str(told.get("explanation") or told.get("category") or reply.text or "no reason given")


def _json(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise NotAMessage(f"it is not JSON: {text.strip()}") from error
    if not isinstance(body, dict):
        raise NotAMessage(f"it is no JSON object: {text.strip()}")
    return body


def _is_block(block: Any) -> bool:
    """Whether a block has what is read of it."""
    if not isinstance(block, Mapping):
        return False
    match block.get("type"):
        case "text":
            return isinstance(block.get("text"), str)
        case "tool_use":
            named = isinstance(block.get("id"), str) and isinstance(block.get("name"), str)
            return named and isinstance(block.get("input"), Mapping)
        case kind:
            return isinstance(kind, str)


def _usage(told: Any) -> Usage:
    """Token counts; `input_tokens` of the API leaves out what was read from the cache or written to it."""
    usage = told if isinstance(told, Mapping) else {}
    cached, written = _count(usage, "cache_read_input_tokens"), _count(usage, "cache_creation_input_tokens")
    details = usage.get("output_tokens_details")
    return Usage(
        input_tokens=_count(usage, "input_tokens") + cached + written,
        cached_tokens=cached,
        cache_write_tokens=written,
        output_tokens=_count(usage, "output_tokens"),
        reasoning_tokens=_count(details if isinstance(details, Mapping) else {}, "thinking_tokens"),
        image_tokens=None,
        usd=None,
    )


def _count(usage: Mapping[str, Any], name: str) -> int:
    value = usage.get(name)
    return value if isinstance(value, int) and value > 0 else 0
