"""The body of a chat completion, read as servers really write it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guiagent.protocols import Reply
from guiagent.records import Usage

Body = Mapping[str, Any]


class NotACompletion(ValueError):
    """The body is no chat completion, and what it is instead."""


def completion_in(text: str) -> Reply:
    """The reply in a body; its usage lacks requests and seconds, and USD where no cost is told. Raises NotACompletion.

    A model that only reasoned is heard by its reasoning: some servers put the whole answer there.
    """
    body = _json(text)
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        raise NotACompletion(_error(body) or f"it has no choices: {text.strip()}")
    choice = choices[0]
    message = _fields(choice, "message")
    said = [_content(message.get(name)) for name in ("content", "refusal", "reasoning_content", "reasoning")]
    found = next((words for words in (said[0], _called(message), *said[1:]) if words.strip()), "")
    return Reply(text=found, stop=str(choice.get("finish_reason") or ""), usage=_usage(_fields(body, "usage")))


def _json(text: str) -> Body:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise NotACompletion(f"it is not JSON: {text.strip()}") from error
    if not isinstance(body, Mapping):
        raise NotACompletion(f"it is no JSON object: {text.strip()}")
    return body


def _error(body: Body) -> str:
    """The error that some proxies send with status 200."""
    error = body.get("error")
    return str(error.get("message", error)) if isinstance(error, Mapping) else str(error or "")


def _content(value: Any) -> str:
    """Text, or the text of the parts that some servers split it into."""
    if isinstance(value, list):
        return "".join(str(part.get("text") or "") for part in value if isinstance(part, Mapping))
    return value if isinstance(value, str) else ""


def _called(message: Body) -> str:
    """Tool calls as JSON, where a server has cut them out of the text of a model that was given no tools."""
    calls = message.get("tool_calls")
    return json.dumps({"tool_calls": calls}) if isinstance(calls, list) and calls else ""


def _usage(usage: Body) -> Usage:
    """Token counts. `image_tokens` is None where the server does not tell it, never 0."""
    prompt, completion = _fields(usage, "prompt_tokens_details"), _fields(usage, "completion_tokens_details")
    images, cost = prompt.get("image_tokens"), usage.get("cost")
    return Usage(
        input_tokens=_count(usage.get("prompt_tokens")),
        cached_tokens=_count(prompt.get("cached_tokens")),
        cache_write_tokens=_count(prompt.get("cache_write_tokens")),
        output_tokens=_count(usage.get("completion_tokens")),
        reasoning_tokens=_count(completion.get("reasoning_tokens")),
        image_tokens=images if isinstance(images, int) else None,
        usd=float(cost) if isinstance(cost, int | float) else None,  # OpenRouter tells what it charges
    )


def _fields(body: Body, name: str) -> Body:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def _count(value: Any) -> int:
    return int(value) if isinstance(value, int | float) and value > 0 else 0
