"""A server on loopback that speaks Gemini's `generateContent`: well, badly, slowly, or not at all.

    with GeminiServer(Acts(call("click", x=500, y=500)), Says("done"), key="AIza-test") as server:
        ...  # a client of server.origin, in this process or another
    assert server.requests[0].contents[0]["role"] == "user"

Every request is held against the installed SDK's own types, which refuse fields that they do not know, and against the
rules that Google writes down; one that breaks a rule is answered with 400 and the rule.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from google.genai import types
from pydantic import ValidationError

from tests.servers import loopback
from tests.servers.loopback import Drops, LoopbackServer, Said, Sends, Silent

__all__ = ["Acts", "Drops", "GeminiServer", "Refuses", "Request", "Says", "Sends", "Silent", "call", "thinks"]

SIGNATURE = base64.b64encode(b"\xfb\xff\xfe, signed").decode()
"""With the letters in which the two base64 alphabets differ: one who decodes it and writes it anew is found out."""
USAGE = {
    "promptTokenCount": 1500,
    "cachedContentTokenCount": 400,
    "candidatesTokenCount": 40,
    "thoughtsTokenCount": 60,
    "totalTokenCount": 1600,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 380}, {"modality": "IMAGE", "tokenCount": 1120}],
}
EARLIER = re.compile(r"gemini-2\.5-computer-use|gemini-3-flash|gemini-3\.1-pro")
OFFERED = {
    True: "open_web_browser wait_5_seconds go_back go_forward search navigate click_at hover_at type_text_at "
    "key_combination scroll_document scroll_at drag_and_drop",
    False: "click double_click triple_click middle_click right_click mouse_down mouse_up move type drag_and_drop wait "
    "press_key key_down key_up hotkey take_screenshot scroll go_back navigate go_forward",
}
"""The functions of each generation, the earlier one first."""
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
        return [base64.b64decode(blob["data"], validate=True) for blob in _blobs(self.contents)]

    @property
    def responses(self) -> list[dict[str, Any]]:
        """Every function response, in order."""
        return [each["functionResponse"] for each in _parts(self.contents) if "functionResponse" in each]

    @cached_property
    def model(self) -> str:
        return self.path.rpartition("/")[2].partition(":")[0]


def _parts(contents: list[Any]) -> Iterator[Part]:
    return (part for content in contents for part in content["parts"])


def _blobs(contents: list[Any]) -> Iterator[dict[str, Any]]:
    for part in _parts(contents):
        for each in (part, *part.get("functionResponse", {}).get("parts", ())):
            if "inlineData" in each:
                yield each["inlineData"]


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
    failure = {
        "@type": "type.googleapis.com/google.rpc.QuotaFailure",
        "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier", "quotaValue": "250"}],
    }
    info = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "2s"}
    return Refuses(429, "You exceeded your current quota.", "RESOURCE_EXHAUSTED", (failure, info))


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
        broken = broken_rule(request)
        return Refuses(400, broken) if broken else None


def broken_rule(request: Request) -> str | None:
    """The first rule that a request breaks, in words; None where it keeps them all."""
    try:
        _typed(request.json)
        _ordered(request)
        _offered(request)
        _pictured(request)
    except (Broken, ValidationError) as error:
        return f"rule broken: {error}"
    return None


class Broken(Exception):
    """A rule that a request does not keep."""


def _hold(kept: object, rule: str) -> None:
    if not kept:
        raise Broken(rule)


def _typed(body: dict[str, Any]) -> None:
    """Every field is one that the SDK knows."""
    known = {"contents", "systemInstruction", "tools", "toolConfig", "generationConfig", "safetySettings"}
    _hold(not set(body) - known, f"unknown fields {set(body) - known}")
    for content in body["contents"]:
        types.Content.model_validate(content)
    for tool in body.get("tools", ()):
        types.Tool.model_validate(tool)
    types.Content.model_validate(body.get("systemInstruction", {}))
    types.GenerationConfig.model_validate(body.get("generationConfig", {}))


def _ordered(request: Request) -> None:
    """User and model by turns; all responses to a content's calls in the next content, in order, and nowhere else."""
    contents = request.contents
    _hold(contents and all(each["parts"] for each in contents), "a content has no parts")
    roles = [each["role"] for each in contents]
    _hold(roles == ["user", "model"] * (len(roles) // 2) + ["user"], f"roles {roles}")
    for before, after in zip([None, *contents], contents, strict=False):
        if after["role"] == "user":
            _answered(_calls(before), after)
        else:
            _signed(after)


def _calls(content: dict[str, Any] | None) -> list[dict[str, Any]]:
    return [part["functionCall"] for part in (content or {"parts": []})["parts"] if "functionCall" in part]


def _answered(calls: list[dict[str, Any]], content: dict[str, Any]) -> None:
    responses = [part["functionResponse"] for part in content["parts"] if "functionResponse" in part]
    named = [(each.get("id"), each["name"]) for each in calls]
    _hold([(each.get("id"), each["name"]) for each in responses] == named, f"the calls {named} are answered otherwise")
    _hold(not responses or len(responses) == len(content["parts"]), "responses stand among other parts")
    for made, response in zip(calls, responses, strict=True):
        _hold(isinstance(response["response"].get("url"), str), f"{made['name']} is answered without a url")
        asked = "safety_decision" in made["args"] and "error" not in response["response"]
        acknowledged = response["response"].get("safety_acknowledgement")
        _hold(not asked or acknowledged == "true", "a safety decision is not acknowledged")


def _signed(content: dict[str, Any]) -> None:
    """The first call of a content carries the signature that it came with."""
    first = next((part for part in content["parts"] if "functionCall" in part), None)
    _hold(first is None or first.get("thoughtSignature") == SIGNATURE, "a thought signature is missing or changed")


def _offered(request: Request) -> None:
    """What is excluded is offered, and what is declared has another name."""
    names = OFFERED[bool(EARLIER.match(request.model))].split()
    for tool in request.json.get("tools", ()):
        without = tool.get("computerUse", {}).get("excludedPredefinedFunctions", ())
        _hold(set(without) <= set(names), f"excluded functions that there are not: {set(without) - set(names)}")
        ours = {each["name"] for each in tool.get("functionDeclarations", ())}
        _hold(not ours & set(names), f"functions of the tool's own are declared: {ours & set(names)}")


def _pictured(request: Request) -> None:
    """Screenshots are PNGs, and after the first content they ride in a function's response."""
    for blob in _blobs(request.contents):
        _hold(blob["mimeType"] == "image/png", "an image is no PNG")
        _hold(base64.b64decode(blob["data"], validate=True)[:8] == b"\x89PNG\r\n\x1a\n", "an image is no PNG")
    if "tools" in request.json:
        later = [part for part in _parts(request.contents[1:]) if "inlineData" in part]
        _hold(not later, "a screenshot stands outside a function's response")
