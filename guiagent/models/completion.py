"""The body of a chat completion, read as servers really write it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guiagent.messages import Reply
from guiagent.usage import Usage

Body = Mapping[str, Any]
SPOKEN = ("text", "output_text")
"""The types of parts that are meant to be heard; `thinking` and `reasoning` are not."""


class NotACompletion(ValueError):
    """The body is no chat completion, and what it is instead."""


class Declined(ValueError):
    """The model, or a filter behind it, would not answer, and what it says of that."""


def completion_in(text: str) -> Reply:
    """The reply in a body; its usage lacks requests and seconds, and USD where no cost is told.

    Raises NotACompletion, or Declined where nothing was said for safety's sake.
    """
    body = _json(text)
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        raise NotACompletion(_error(body) or f"it has no choices: {text.strip()}")
    choice = choices[0]
    if error := _error(choice):
        raise NotACompletion(error)
    stop = str(choice.get("finish_reason") or "")
    return Reply(text=_said(_fields(choice, "message"), stop), stop=stop, usage=_usage(_fields(body, "usage")))


def _json(text: str) -> Body:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise NotACompletion(f"it is not JSON: {text.strip()}") from error
    if not isinstance(body, Mapping):
        raise NotACompletion(f"it is no JSON object: {text.strip()}")
    return body


def _error(body: Body) -> str:
    """The error that some proxies send with status 200, in place of the answer or within it."""
    error = body.get("error")
    return str(error.get("message", error)) if isinstance(error, Mapping) else str(error or "")


def _said(message: Body, stop: str) -> str:
    """What a model answers, wherever its server puts it.

    A model that only reasoned is heard by its reasoning, since some servers put the whole answer there; but not where
    it was cut off, as an action in it may be a draft.
    """
    content, refusal = _content(message.get("content")), _content(message.get("refusal"))
    if stop == "content_filter" or (refusal.strip() and not content.strip()):
        raise Declined(refusal.strip() or "its answer was withheld by a content filter")
    said = [_called(message, content), content]
    if stop != "length":
        said += [_content(message.get(name)) for name in ("reasoning_content", "reasoning")]
    return next((words for words in said if words.strip()), "")


def _content(value: Any) -> str:
    """Text, or the text of the parts that some servers split it into, thinking left out."""
    if isinstance(value, list):
        parts = [part for part in value if isinstance(part, Mapping) and part.get("type", "text") in SPOKEN]
        return "".join(str(part.get("text") or "") for part in parts)
    return value if isinstance(value, str) else ""


def _called(message: Body, content: str) -> str:
    """Tool calls as JSON, where a server has cut them out of the text of a model that was given no tools."""
    calls = message.get("tool_calls")
    if not isinstance(calls, list) or not calls or "{" in content:
        return ""
    return json.dumps({"thought": content.strip(), "tool_calls": calls})


def _usage(usage: Body) -> Usage:
    """Token counts. `image_tokens` is None where the server does not tell it, never 0."""
    prompt, completion = _fields(usage, "prompt_tokens_details"), _fields(usage, "completion_tokens_details")
    images = prompt.get("image_tokens")
    return Usage(
        input_tokens=_count(usage.get("prompt_tokens")),
        # Moonshot and DeepSeek tell cached tokens beside the details, under names of their own.
        cached_tokens=_count(
            prompt.get("cached_tokens") or usage.get("cached_tokens") or usage.get("prompt_cache_hit_tokens")
        ),
        cache_write_tokens=_count(prompt.get("cache_write_tokens")),
        output_tokens=_count(usage.get("completion_tokens")),
        reasoning_tokens=_count(completion.get("reasoning_tokens")),
        image_tokens=images if isinstance(images, int) else None,
        usd=_cost(usage),
    )


def _cost(usage: Body) -> float | None:
    """What OpenRouter says it charges, unasked; with a key of one's own at its provider, what that one charges too."""
    cost, upstream = usage.get("cost"), _fields(usage, "cost_details").get("upstream_inference_cost")
    if not isinstance(cost, int | float):
        return None
    if usage.get("is_byok") is not True:
        return float(cost)
    return float(cost) + upstream if isinstance(upstream, int | float) else None


def _fields(body: Body, name: str) -> Body:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def _count(value: Any) -> int:
    return int(value) if isinstance(value, int | float) and value > 0 else 0
