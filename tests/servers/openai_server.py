"""A server on loopback that speaks OpenAI's chat completions: well, badly, slowly, or not at all.

    with OpenAIServer(Says('{"kind": "finish"}'), key="sk-test") as server:
        ...  # a client of server.base_url, in this process or another, sync or async
    assert server.requests[0].json["model"] == "m"

Each request is answered with the next answer; the last one answers all that follow. It runs in its own threads.
"""

from __future__ import annotations

import base64
import json
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

USAGE = {"prompt_tokens": 1000, "completion_tokens": 50, "total_tokens": 1050}


@dataclass(frozen=True)
class Request:
    """A request exactly as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

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

    def body(self, model: str) -> bytes:
        said = {"role": "assistant", "content": self.text} | self.message
        completion: dict[str, Any] = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": model}
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

    def body(self) -> bytes:
        error = {"message": self.message, "type": "error", "code": self.code, "param": self.param}
        return json.dumps({"error": error}).encode()


@dataclass(frozen=True)
class Sends:
    """Any bytes with status 200."""

    body: bytes
    content_type: str = "application/json"


@dataclass(frozen=True)
class Drops:
    """The connection is reset; `halfway`: after half of an answer."""

    halfway: bool = False


@dataclass(frozen=True)
class Silent:
    """Never answers."""


def rate_limited(retry_after: str | None = None) -> Refuses:
    """429, with `Retry-After` in seconds, as a date, or without it."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Refuses(429, "Rate limit reached", "rate_limit_exceeded", headers=headers)


def context_overflow() -> Refuses:
    """400 in vLLM's words."""
    said = "This model's maximum context length is 8192 tokens. However, your request has 9000 input tokens."
    return Refuses(400, said, "context_length_exceeded")


Answer = Says | Refuses | Sends | Drops | Silent


class OpenAIServer:
    """`key`: what requests must carry. `models`: what it has (any, if empty). `unknown`: parameters it refuses.

    `answers` may be one function of the request instead. `requests` holds what came, `arrived` is set with the
    first; `hung_up` is set when a client left before it was answered.
    """

    def __init__(
        self,
        *answers: Answer | Callable[[Request], Answer],
        key: str = "",
        models: tuple[str, ...] = (),
        unknown: tuple[str, ...] = (),
    ) -> None:
        self.answers, self.key, self.models, self.unknown = answers or (Says("{}"),), key, models, unknown
        self.requests: list[Request] = []
        self.arrived = threading.Event()
        self.hung_up = threading.Event()
        self.closing = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._http = _Http(self)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def answer(self, request: Request) -> Answer:
        """What is answered to a completion, the refusals of the server's own rules first."""
        with self._lock:
            self.requests.append(request)
            self.arrived.set()
            at = min(len(self.requests), len(self.answers)) - 1
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            sent = request.headers.get("authorization", "").removeprefix("Bearer ")
            return Refuses(401, f"Incorrect API key provided: {sent}.", "invalid_api_key")
        if self.models and request.json["model"] not in self.models:
            return Refuses(404, f"The model `{request.json['model']}` does not exist.", "model_not_found")
        for name in self.unknown:
            if name in request.json:
                return Refuses(400, f"Unsupported parameter: '{name}'.", "unsupported_parameter", name)
        answer = self.answers[at]
        return answer(request) if callable(answer) else answer


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, server: OpenAIServer) -> None:
        self.openai = server
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that leave are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        listed = [{"id": name, "object": "model"} for name in self.server.openai.models]
        self._send(200, json.dumps({"object": "list", "data": listed}).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body)
        match self.server.openai.answer(request):
            case Says() as says:
                if not self._gone_within(says.after):
                    self._send(200, says.body(request.json["model"]))
            case Refuses() as refuses:
                self._send(refuses.status, refuses.body(), **refuses.headers)
            case Sends(body, content_type):
                self._send(200, body, content_type)
            case Drops(halfway):
                self._drop(halfway)
            case Silent():
                self._gone_within(3600)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr."""

    def _send(self, status: int, body: bytes, content_type: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drop(self, halfway: bool) -> None:
        if halfway:
            self.wfile.write(
                b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"id": "ch'
            )
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _gone_within(self, seconds: float) -> bool:
        """Wait; True as soon as the client hangs up or the server closes."""
        self.connection.settimeout(0.02)
        waited = 0.0
        while waited < seconds:
            if self.server.openai.closing.is_set():
                self.close_connection = True
                return True
            try:
                if not self.connection.recv(1):
                    self.server.openai.hung_up.set()
                    return True
            except TimeoutError:
                waited += 0.02
            except OSError:
                self.server.openai.hung_up.set()
                return True
        self.connection.settimeout(None)
        return False
