"""An HTTP server on loopback that answers as a test says: well, badly, slowly, or not at all.

One subclass a provider gives it that provider's wire format. Each request is answered with the next answer; the last
one answers all that follow. It runs in its own threads, for clients in this process or another, sync or async.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Protocol, Self


@dataclass(frozen=True)
class Request:
    """A request exactly as it came over the wire; header names in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Answer(Protocol):
    """An answer over HTTP: `after` so many seconds, with this status, these headers and this body."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> dict[str, str]: ...

    @property
    def after(self) -> float: ...

    def content(self, request: Request) -> bytes: ...


@dataclass(frozen=True)
class Sends:
    """Any bytes, with status 200."""

    body: bytes
    content_type: str = "application/json"
    status: int = 200
    after: float = 0.0

    @property
    def headers(self) -> dict[str, str]:
        return {"Content-Type": self.content_type}

    def content(self, request: Request) -> bytes:
        return self.body


@dataclass(frozen=True)
class Drops:
    """The connection is reset; `halfway`: after half of an answer."""

    halfway: bool = False


@dataclass(frozen=True)
class Silent:
    """Never answers."""


Said = Answer | Drops | Silent


@dataclass
class LoopbackServer:
    """`requests` holds what came; `arrived` is set with the first, `hung_up` when a client left without its answer.

    An answer may be a function of the request instead. `key` is what requests must carry, if it is not empty.
    """

    answers: tuple[Said | Callable[[Any], Said], ...]
    key: str = ""
    requests: list[Any] = field(default_factory=list, init=False)
    arrived: threading.Event = field(default_factory=threading.Event, init=False)
    hung_up: threading.Event = field(default_factory=threading.Event, init=False)
    closing: threading.Event = field(default_factory=threading.Event, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

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
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def answer(self, request: Request) -> Said:
        """What is answered to a POST, the refusals of the server's own rules first."""
        heard = self.heard(request)
        with self._lock:
            self.requests.append(heard)
            self.arrived.set()
            at = min(len(self.requests), len(self.answers)) - 1
        if (refusal := self.refusal(heard)) is not None:
            return refusal
        answer = self.answers[at]
        return answer(heard) if callable(answer) else answer

    def heard(self, request: Request) -> Request:
        """The request as tests look at it: a subclass may know more of its parts."""
        return request

    def refusal(self, request: Any) -> Said | None:
        """What the server itself refuses, as a wrong key or an unknown model."""
        return None

    def got(self, request: Request) -> Said:
        """What is answered to a GET."""
        return Sends(b"{}")


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, loopback: LoopbackServer) -> None:
        self.loopback = loopback
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that leave are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two packets: the second would wait 40 ms for an answer

    def do_GET(self) -> None:
        request = self._request(b"")
        self._give(self.server.loopback.got(request), request)

    def do_POST(self) -> None:
        request = self._request(self.rfile.read(int(self.headers["Content-Length"])))
        self._give(self.server.loopback.answer(request), request)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr."""

    def _request(self, body: bytes) -> Request:
        return Request(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)

    def _give(self, said: Said, request: Request) -> None:
        match said:
            case Drops(halfway):
                self._drop(halfway)
            case Silent():
                self._gone_within(3600)
            case answer:
                if not self._gone_within(answer.after):
                    self._send(answer, answer.content(request))

    def _send(self, answer: Answer, body: bytes) -> None:
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **answer.headers}
        for name, value in headers.items():
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
            if self.server.loopback.closing.is_set():
                self.close_connection = True
                return True
            try:
                if not self.connection.recv(1):
                    self.server.loopback.hung_up.set()
                    return True
            except TimeoutError:
                waited += 0.02
            except OSError:
                self.server.loopback.hung_up.set()
                return True
        self.connection.settimeout(None)
        return False
