"""The body of a `generateContent` answer, read as the API really writes it, fields of tomorrow included."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from guiagent.messages import Reply
from guiagent.usage import Usage

Fields = Mapping[str, Any]
STOPS = {"MAX_TOKENS": "length"}
BLOCKING = frozenset(
    {"SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "MODEL_ARMOR"}
)
"""Reasons to stop that mean that the service will not let the model answer."""


class NotAnAnswer(ValueError):
    """The body is no answer, and what it is instead."""


class Blocked(ValueError):
    """The service stopped the request or the answer for its safety's sake, and why."""


def answer_in(text: str) -> Reply:
    """The reply in a body, its content as it came as `raw`; requests, seconds and USD are left to the caller.

    `text` are its words less its thoughts; where there is no content, what the service says about that.
    Raises NotAnAnswer or Blocked.
    """
    body = _json(text)
    candidates = body.get("candidates")
    if reason := _fields(body, "promptFeedback").get("blockReason"):
        raise Blocked(_because(f"the request was blocked ({reason})", _fields(body, "promptFeedback"), "blockReason"))
    if not candidates and "usageMetadata" in body:
        # Now and then the service answers with nothing at all, which it counts; asked again, it mostly says something.
        return Reply(text="", usage=_usage(_fields(body, "usageMetadata")))
    if not isinstance(candidates, Sequence) or not candidates or not isinstance(candidates[0], Mapping):
        raise NotAnAnswer(f"it has no candidates: {text.strip()}")
    candidate = candidates[0]
    stop, content = str(candidate.get("finishReason") or ""), candidate.get("content")
    if stop in BLOCKING:
        raise Blocked(_because(f"the answer was stopped ({stop})", candidate, "finish"))
    _forbidden(content)
    parts = _parts(content)
    words = "".join(str(part["text"]) for part in parts if "text" in part and not part.get("thought"))
    return Reply(
        text=words if parts else str(candidate.get("finishMessage") or ""),
        stop=STOPS.get(stop, stop.lower()),
        raw=content if parts else None,
        usage=_usage(_fields(body, "usageMetadata")),
    )


def _json(text: str) -> Fields:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise NotAnAnswer(f"it is not JSON: {text.strip() or '(nothing)'}") from error
    if not isinstance(body, Mapping):
        raise NotAnAnswer(f"it is no JSON object: {text.strip()}")
    return body


def _because(what: str, fields: Fields, name: str) -> str:
    said = fields.get(f"{name}Message")
    return f"{what}: {said}" if said else what


def _forbidden(content: Any) -> None:
    """Raises Blocked for a call that the service's own safety system does not allow, whoever says yes."""
    for part in _parts(content):
        call = part.get("functionCall")
        said = _fields(_fields(call, "args"), "safety_decision") if isinstance(call, Mapping) else {}
        if str(said.get("decision", "")).lower() in ("block", "blocked"):
            raise Blocked(f"its safety system does not allow the next action: {said.get('explanation') or 'no reason'}")


def _parts(content: Any) -> list[Fields]:
    parts = content.get("parts") if isinstance(content, Mapping) else None
    return [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []


def _usage(usage: Fields) -> Usage:
    """Token counts. Prompt tokens include the cached ones; thoughts and tool results are counted apart from the rest.

    `image_tokens` is None where the service does not tell kinds of tokens apart, never 0.
    """
    thoughts = _count(usage.get("thoughtsTokenCount"))
    return Usage(
        input_tokens=_count(usage.get("promptTokenCount")) + _count(usage.get("toolUsePromptTokenCount")),
        cached_tokens=_count(usage.get("cachedContentTokenCount")),
        output_tokens=_count(usage.get("candidatesTokenCount")) + thoughts,
        reasoning_tokens=thoughts,
        image_tokens=_images(usage.get("promptTokensDetails")),
        usd=None,
    )


def _images(details: Any) -> int | None:
    kinds = [each for each in details if isinstance(each, Mapping)] if isinstance(details, list) else []
    if not kinds:
        return None
    return sum(_count(each.get("tokenCount")) for each in kinds if each.get("modality") == "IMAGE")


def _fields(body: Fields, name: str) -> Fields:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def _count(value: Any) -> int:
    return int(value) if isinstance(value, int | float) and value > 0 else 0
