"""A server on loopback that speaks OpenAI's chat completions: well, badly, slowly, or not at all.

    with OpenAIServer(Says('{"kind": "finish"}'), key="sk-test") as server:
        ...  # a client of server.base_url, in this process or another, sync or async
    assert server.requests[0].json["model"] == "m"

Each request is answered with the next answer; the last one answers all that follow. It runs in its own threads.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.servers import loopback
from tests.servers.loopback import Drops, LoopbackServer, Said, Sends, Silent

__all__ = ["Drops", "OpenAIServer", "Refuses", "Request", "Says", "Sends", "Silent", "context_overflow", "rate_limited"]

USAGE = {"prompt_tokens": 1000, "completion_tokens": 50, "total_tokens": 1050}


class Request(loopback.Request):
    """A request for a chat completion."""

    @property
    def texts(self) -> list[str]:
        """Every text in its messages, in order."""
        return [part["text"] for part in self._parts if part["type"] == "text"]

    @property
    def images(self) -> list[bytes]:
        """The bytes of every image in its messages, in order."""
        uris = [part["image_url"]["url"] for part in self._parts if part["type"] == "image_url"]
        return [base64.b64decode(uri.removeprefix("data:image/png;base64,"), validate=True) for uri in uris]

    @property
    def _parts(self) -> list[dict[str, Any]]:
        contents = [message["content"] for message in self.json["messages"]]
        return [
            part
            for content in contents
            for part in ([{"type": "text", "text": content}] if isinstance(content, str) else content)
        ]


@dataclass(frozen=True)
class Says:
    """A chat completion; `message` replaces or adds fields of its message."""

    text: str | None
    stop: str = "stop"
    usage: dict[str, Any] | None = field(default_factory=lambda: dict(USAGE))
    message: dict[str, Any] = field(default_factory=dict)
    after: float = 0.0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def content(self, request: loopback.Request) -> bytes:
        said = {"role": "assistant", "content": self.text} | self.message
        completion: dict[str, Any] = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1}
        completion["model"] = request.json["model"]
        completion["choices"] = [{"index": 0, "message": said, "finish_reason": self.stop}]
        if self.usage is not None:
            completion["usage"] = self.usage
        return json.dumps(completion).encode()


@dataclass(frozen=True)
class Refuses:
    """An error in OpenAI's form."""

    status: int
    message: str = "the server said no"
    code: str | None = None
    param: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0

    def content(self, request: loopback.Request) -> bytes:
        error = {"message": self.message, "type": "error", "code": self.code, "param": self.param}
        return json.dumps({"error": error}).encode()


def rate_limited(retry_after: str | None = None) -> Refuses:
    """429, with `Retry-After` in seconds, as a date, or without it."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Refuses(429, "Rate limit reached", "rate_limit_exceeded", headers=headers)


def context_overflow() -> Refuses:
    """400 in vLLM's words."""
    said = "This model's maximum context length is 8192 tokens. However, your request has 9000 input tokens."
    return Refuses(400, said, "context_length_exceeded")


@dataclass
class OpenAIServer(LoopbackServer):
    """`models`: what it has (any, if empty). `unknown`: parameters it refuses."""

    models: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def __init__(
        self,
        *answers: Said | Callable[[Request], Said],
        key: str = "",
        models: tuple[str, ...] = (),
        unknown: tuple[str, ...] = (),
    ) -> None:
        super().__init__(answers or (Says("{}"),), key)
        self.models, self.unknown = models, unknown

    @property
    def base_url(self) -> str:
        return f"{self.origin}/v1"

    def heard(self, request: loopback.Request) -> Request:
        return Request(request.method, request.path, request.headers, request.body)

    def refusal(self, request: Request) -> Said | None:
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            sent = request.headers.get("authorization", "").removeprefix("Bearer ")
            return Refuses(401, f"Incorrect API key provided: {sent}.", "invalid_api_key")
        if self.models and request.json["model"] not in self.models:
            return Refuses(404, f"The model `{request.json['model']}` does not exist.", "model_not_found")
        for name in self.unknown:
            if name in request.json:
                return Refuses(400, f"Unsupported parameter: '{name}'.", "unsupported_parameter", name)
        return None

    def got(self, request: loopback.Request) -> Said:
        listed = [{"id": name, "object": "model"} for name in self.models]
        return Sends(json.dumps({"object": "list", "data": listed}).encode())
