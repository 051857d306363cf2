"""A server on loopback that speaks the Messages API: well, badly, slowly, or not at all.

    with AnthropicServer(says(uses("left_click", coordinate=[10, 20])), says("done"), key="sk-ant-test") as server:
        ...  # a client of server.base_url
    assert server.requests[0].json["model"] == "claude-sonnet-5-5"

Every request is checked against the SDK's own types and the documented rules; one that breaks them is answered 400.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.servers import loopback
from tests.servers.anthropic_rules import blocks_in, bound_to, breakpoints, complaint
from tests.servers.loopback import Drops, LoopbackServer, Said, Sends, Silent

__all__ = [
    "AnthropicServer",
    "Drops",
    "Message",
    "Refuses",
    "Request",
    "Sends",
    "Silent",
    "old",
    "overloaded",
    "rate_limited",
    "says",
    "too_long",
    "uses",
]

USAGE = {"input_tokens": 1000, "output_tokens": 50, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}
Block = dict[str, Any]


class Request(loopback.Request):
    """A request for a message."""

    @property
    def betas(self) -> tuple[str, ...]:
        return tuple(filter(None, self.headers.get("anthropic-beta", "").split(",")))

    @property
    def texts(self) -> list[str]:
        """Every text in its messages, in order."""
        return [block["text"] for block in blocks_in(self.json) if block["type"] == "text"]

    @property
    def images(self) -> list[bytes]:
        """The bytes of every image in its messages, in order."""
        return [base64.b64decode(each["source"]["data"]) for each in blocks_in(self.json) if each["type"] == "image"]

    @property
    def results(self) -> list[Block]:
        """The results in its last message."""
        return [dict(block) for block in self.json["messages"][-1]["content"] if block["type"] == "tool_result"]

    @property
    def turns(self) -> int:
        """How often it was answered before."""
        return sum(message["role"] == "assistant" for message in self.json["messages"])


def uses(name: str, **given: Any) -> Block:
    """A call of a member of the toolset."""
    return {"type": "tool_use", "name": name, "toolset_name": "computer", "input": given}


def old(action: str, **given: Any) -> Block:
    """A call of the one tool that the earlier versions have."""
    return {"type": "tool_use", "name": "computer", "input": {"action": action, **given}}


@dataclass(frozen=True)
class Message:
    """A message of blocks and words; with `thinks` it begins with thinking that is bound to the request."""

    said: tuple[Block | str, ...]
    stop: str = ""
    usage: dict[str, Any] = field(default_factory=lambda: dict(USAGE))
    thinks: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    after: float = 0.0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def content(self, request: loopback.Request) -> bytes:
        body = request.json
        number = len(body["messages"])
        content = [{"type": "text", "text": each} if isinstance(each, str) else dict(each) for each in self.said]
        for place, block in enumerate(content):
            if block["type"] == "tool_use":
                block.setdefault("id", f"toolu_{number}_{place}")
        if self.thinks is not None:
            signature = bound_to(body, number)
            content.insert(0, {"type": "thinking", "thinking": self.thinks, "signature": signature})
        called = any(block["type"] == "tool_use" for block in content)
        message = {"id": f"msg_{number}", "type": "message", "role": "assistant", "model": body["model"]}
        message |= {"content": content, "stop_reason": self.stop or ("tool_use" if called else "end_turn")}
        return json.dumps({**message, "stop_sequence": None, "usage": self.usage, **self.more}).encode()


def says(*said: Block | str, **rest: Any) -> Message:
    return Message(said, **rest)


@dataclass(frozen=True)
class Refuses:
    """An error in Anthropic's form."""

    status: int
    message: str = "the server said no"
    kind: str = "api_error"
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0

    def content(self, request: loopback.Request) -> bytes:
        return json.dumps({"type": "error", "error": {"type": self.kind, "message": self.message}}).encode()


def rate_limited(retry_after: str | None = None) -> Refuses:
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Refuses(429, "This request would exceed your rate limit", "rate_limit_error", headers)


def overloaded() -> Refuses:
    return Refuses(529, "Overloaded", "overloaded_error")


def too_long() -> Refuses:
    return Refuses(400, "prompt is too long: 210000 tokens > 200000 maximum", "invalid_request_error")


@dataclass
class AnthropicServer(LoopbackServer):
    """`hits` says of each request how much of the one before it, by its breakpoints, the cache gave back."""

    models: tuple[str, ...] = ()
    hits: list[bool] = field(default_factory=list, init=False)
    _kept: set[str] = field(default_factory=set, init=False)

    def __init__(self, *answers: Said | Callable[[Request], Said], key: str = "", models: tuple[str, ...] = ()) -> None:
        super().__init__(answers or (says("done"),), key)
        self.models, self.hits, self._kept = models, [], set()

    @property
    def base_url(self) -> str:
        return self.origin

    def heard(self, request: loopback.Request) -> Request:
        return Request(request.method, request.path, request.headers, request.body)

    def refusal(self, request: Request) -> Said | None:
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            sent = request.headers.get("authorization", "").removeprefix("Bearer ")
            return Refuses(401, f"invalid x-api-key {sent}", "authentication_error")
        if self.models and request.json["model"] not in self.models:
            return Refuses(404, f"model: {request.json['model']}", "not_found_error")
        if request.path.partition("?")[0] != "/v1/messages":
            return Refuses(404, "Not found", "not_found_error")
        if said := complaint(request.json, request.betas):
            return Refuses(400, said, "invalid_request_error")
        marks = breakpoints(request.json)
        self.hits.append(len(marks) > 1 and any(mark in self._kept for mark in marks[1:]))
        self._kept.update(marks)
        return None
