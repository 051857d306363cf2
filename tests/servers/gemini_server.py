"""A server on loopback that speaks Gemini's `generateContent`: well, badly, slowly, or not at all.

    with GeminiServer(Acts(call("click", x=500, y=500)), Says("done"), key="AIza-test") as server:
        ...  # a client of server.origin, in this process or another
    assert server.requests[0].contents[0]["role"] == "user"

A request that breaks one of the rules in `gemini_rules.py` is answered with 400 and the rule.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.servers import loopback
from tests.servers.gemini_rules import SIGNATURE, blobs_in, broken_rule, parts_in
from tests.servers.loopback import Drops, LoopbackServer, Said, Sends, Silent

__all__ = ["Acts", "Drops", "GeminiServer", "Refuses", "Request", "Says", "Sends", "Silent", "call", "thinks"]

USAGE = {
    "promptTokenCount": 1500,
    "cachedContentTokenCount": 400,
    "candidatesTokenCount": 40,
    "thoughtsTokenCount": 60,
    "totalTokenCount": 1600,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 380}, {"modality": "IMAGE", "tokenCount": 1120}],
}
Part = dict[str, Any]


def call(name: str, /, *, id: str = "", signature: str = SIGNATURE, **args: Any) -> Part:
    """A function call with its thought signature (base64); without one where it is empty, as for a later call."""
    made = ({"id": id} if id else {}) | {"name": name, "args": args}
    return {"functionCall": made} | ({"thoughtSignature": signature} if signature else {})


def thinks(text: str) -> Part:
    return {"text": text, "thought": True}


class Request(loopback.Request):
    """A request for content."""

    @property
    def contents(self) -> list[dict[str, Any]]:
        return list(self.json["contents"])

    @property
    def images(self) -> list[bytes]:
        """The bytes of every image, in order."""
        return [base64.b64decode(blob["data"], validate=True) for blob in blobs_in(self.contents)]

    @property
    def responses(self) -> list[dict[str, Any]]:
        """Every function response, in order."""
        return [each["functionResponse"] for each in parts_in(self.contents) if "functionResponse" in each]

    @cached_property
    def model(self) -> str:
        return self.path.rpartition("/")[2].partition(":")[0]


@dataclass(frozen=True, init=False)
class Acts:
    """An answer whose content holds these parts."""

    parts: tuple[Part, ...]
    stop: str
    usage: Mapping[str, Any] | None
    more: Mapping[str, Any]
    after: float
    status: int = 200

    def __init__(
        self, *parts: Part, stop: str = "STOP", usage: Any = USAGE, after: float = 0.0, **candidate: Any
    ) -> None:
        for name, value in zip(
            ("parts", "stop", "usage", "after", "more"), (parts, stop, usage, after, candidate), strict=True
        ):
            object.__setattr__(self, name, value)

    @property
    def headers(self) -> dict[str, str]:
        return {}

    @property
    def message(self) -> dict[str, Any]:
        return {"role": "model", "parts": list(self.parts)}

    def content(self, request: loopback.Request) -> bytes:
        candidate = {"finishReason": self.stop, "index": 0, **self.more}
        if self.parts:
            candidate["content"] = self.message
        body: dict[str, Any] = {"candidates": [candidate], "modelVersion": "m", "responseId": "r"}
        if self.usage is not None:
            body["usageMetadata"] = self.usage
        return json.dumps(body).encode()


def Says(text: str, **more: Any) -> Acts:
    """An answer in words."""
    return Acts({"text": text}, **more)


@dataclass(frozen=True)
class Refuses:
    """An error in Google's form."""

    code: int
    message: str = "the server said no"
    reason: str = "INVALID_ARGUMENT"
    details: tuple[dict[str, Any], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0

    @property
    def status(self) -> int:
        return self.code

    def content(self, request: loopback.Request) -> bytes:
        error = {"code": self.code, "message": self.message, "status": self.reason, "details": list(self.details)}
        return json.dumps({"error": error}).encode()


def rate_limited(retry_after: str | None = None, delay: str | None = None) -> Refuses:
    """429 of a rate, with the time to wait as a header, as a `RetryInfo`, or without it."""
    info = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Refuses(429, "Resource exhausted", "RESOURCE_EXHAUSTED", (info,) if delay else (), headers)


def used_up() -> Refuses:
    """429 of a day's quota, in Google's words."""
    return _quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier", delay="2s")


def a_minute_s_limit() -> Refuses:
    """429 of what passes at once, in the very words of a day's quota."""
    return _quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", delay="0.01s")


def _quota(name: str, delay: str) -> Refuses:
    failure = {
        "@type": "type.googleapis.com/google.rpc.QuotaFailure",
        "violations": [{"quotaId": name, "quotaValue": "250"}],
    }
    info = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}
    words = "You exceeded your current quota, please check your plan and billing details."
    return Refuses(429, words, "RESOURCE_EXHAUSTED", (failure, info))


def context_overflow() -> Refuses:
    return Refuses(400, "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).")


@dataclass
class GeminiServer(LoopbackServer):
    """`models`: what it has (any, if empty)."""

    models: tuple[str, ...] = ()

    def __init__(self, *answers: Said | Callable[[Request], Said], key: str = "", models: tuple[str, ...] = ()) -> None:
        super().__init__(answers or (Says("done"),), key)
        self.models = models

    def heard(self, request: loopback.Request) -> Request:
        return Request(request.method, request.path, request.headers, request.body)

    def refusal(self, request: Request) -> Said | None:
        if not re.fullmatch(r"/v1beta/models/[\w.-]+:generateContent", request.path):
            return Refuses(404, f"no such method: {request.path}", "NOT_FOUND")
        if self.key and request.headers.get("x-goog-api-key") != self.key:
            said = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
            return Refuses(400, f"API key not valid: {request.headers.get('x-goog-api-key')}.", details=(said,))
        if self.models and request.model not in self.models:
            return Refuses(404, f"models/{request.model} is not found for API version v1beta.", "NOT_FOUND")
        broken = broken_rule(request.model, request.json)
        return Refuses(400, broken) if broken else None
