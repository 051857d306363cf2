"""The body of a response of OpenAI's Responses API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guiagent.actions import Value
from guiagent.messages import Reply
from guiagent.usage import Usage

Fields = Mapping[str, Any]
CUT_OFF = {"max_output_tokens": "length"}


FAILED = {"server_error": 500, "rate_limit_exceeded": 429}
"""Statuses for errors that come with 200, in a response that says of itself that it failed; for all others, 400."""


class Failure(Value):
    """Why there is no answer: an HTTP status, the API's code and words, and where a redirect points."""

    status: int
    code: str
    said: str
    location: str = ""

    @property
    def passes(self) -> bool:
        return self.code in FAILED


class NotAResponse(ValueError):
    """The body is no response, and what it is instead."""


def failure_in(text: str) -> Failure | None:
    """What a response says of its own failure; None where it is an answer, or no response at all."""
    try:
        body = _json(text)
    except NotAResponse:
        return None
    if body.get("status") != "failed":
        return None
    code = str(_fields(body, "error").get("code") or "")
    return Failure(status=FAILED.get(code, 400), code=code, said=_error(body) or "the response failed")


def reply_in(text: str) -> Reply:
    """The reply in a body; its usage lacks requests, seconds and USD. Raises NotAResponse.

    `raw` is what a later request needs: the output items as they came, beside the response's id and status.
    """
    body = _json(text)
    output = body.get("output")
    if not isinstance(output, list) or not all(isinstance(item, Mapping) for item in output):
        raise NotAResponse(_error(body) or f"it has no output: {text.strip()}")
    status = str(body.get("status") or "completed")
    if status not in ("completed", "incomplete"):
        raise NotAResponse(f"it is {status}: {_error(body) or 'no reason given'}")
    return Reply(
        text=_words(output),
        stop=_stop(body, status),
        raw={"id": body.get("id"), "status": status, "output": output},
        usage=_usage(_fields(body, "usage")),
    )


def _stop(body: Fields, status: str) -> str:
    """`completed`, or why it is not: `length`, `content_filter` …"""
    reason = str(_fields(body, "incomplete_details").get("reason") or status)
    return CUT_OFF.get(reason, reason) if status == "incomplete" else status


def _words(output: list[Fields]) -> str:
    messages = (item for item in output if item.get("type") == "message")
    parts = (part for item in messages for part in item.get("content") or () if isinstance(part, Mapping))
    return "\n".join(str(part.get("text") or part.get("refusal") or "") for part in parts)


def _json(text: str) -> Fields:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise NotAResponse(f"it is not JSON: {text.strip()}") from error
    if not isinstance(body, Mapping):
        raise NotAResponse(f"it is no JSON object: {text.strip()}")
    return body


def _error(body: Fields) -> str:
    error = body.get("error")
    return str(error.get("message") or error) if isinstance(error, Mapping) else str(error or "")


def _usage(usage: Fields) -> Usage:
    """Token counts. The API does not tell how many of them are of images."""
    heard, said = _fields(usage, "input_tokens_details"), _fields(usage, "output_tokens_details")
    return Usage(
        input_tokens=_count(usage.get("input_tokens")),
        cached_tokens=_count(heard.get("cached_tokens")),
        cache_write_tokens=_count(heard.get("cache_write_tokens")),
        output_tokens=_count(usage.get("output_tokens")),
        reasoning_tokens=_count(said.get("reasoning_tokens")),
        image_tokens=None,
        usd=None,
    )


def _fields(body: Fields, name: str) -> Fields:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def _count(value: Any) -> int:
    return int(value) if isinstance(value, int | float) and value > 0 else 0
