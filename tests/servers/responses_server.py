"""A server on loopback that speaks OpenAI's Responses API: well, badly, slowly, or not at all.

    with ResponsesServer(Responds(computer(click(3, 4))), Responds(says("done"))) as server:
        ...  # a client of server.base_url
    assert not server.complaints

It refuses what the API refuses (`responses_rules`), and keeps what it refused in `complaints`. What it has once sent
as output must come back as it was.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.servers import loopback
from tests.servers.loopback import LoopbackServer, Said
from tests.servers.openai_server import Refuses
from tests.servers.responses_rules import CALLS, Item, broken

USAGE = {
    "input_tokens": 1000,
    "input_tokens_details": {"cached_tokens": 600, "cache_write_tokens": 300},
    "output_tokens": 50,
    "output_tokens_details": {"reasoning_tokens": 20},
    "total_tokens": 1050,
}


class Request(loopback.Request):
    """A request for a response."""

    @property
    def input(self) -> list[Item]:
        items: list[Item] = self.json["input"]
        return items

    @property
    def texts(self) -> list[str]:
        """Every text of ours in it, in order."""
        return [part["text"] for part in self._parts if part["type"] == "input_text"]

    @property
    def images(self) -> list[bytes]:
        """The bytes of every picture in it, in order, placeholders included."""
        urls = [part["image_url"] for part in self._parts if "image_url" in part]
        return [base64.b64decode(url.partition(",")[2], validate=True) for url in urls]

    @property
    def outputs(self) -> list[Item]:
        """What came of the calls."""
        return [item for item in self.input if item.get("type", "").endswith("_call_output")]

    @property
    def _parts(self) -> list[Item]:
        found: list[Item] = []
        for item in self.input:
            if item.get("type") == "computer_call_output":
                found.append(item["output"])
            elif item.get("role") == "user":
                found += item["content"]
        return found


def click(x: int, y: int, button: str = "left", **more: Any) -> Item:
    return {"type": "click", "x": x, "y": y, "button": button, **more}


def types(text: str) -> Item:
    return {"type": "type", "text": text}


def computer(*actions: Item, checks: tuple[Item, ...] = (), **more: Any) -> Item:
    return {"type": "computer_call", "actions": list(actions), "pending_safety_checks": list(checks), **more}


def function(name: str, **arguments: Any) -> Item:
    return {"type": "function_call", "name": name, "arguments": json.dumps(arguments)}


def reasoning(summary: str = "I look at the page.") -> Item:
    return {"type": "reasoning", "summary": [{"type": "summary_text", "text": summary}], "encrypted_content": "gAAA="}


def says(text: str, phase: str | None = None) -> Item:
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": None}
    return {"type": "message", "role": "assistant", "content": [part], "phase": phase}


def refuses(why: str) -> Item:
    return {"type": "message", "role": "assistant", "content": [{"type": "refusal", "refusal": why}]}


def warning(message: str = "Is this your bank?") -> Item:
    return {"id": "cu_sc_1", "code": "sensitive_domain", "message": message}


class Responds:
    """A response with these output items; ids and statuses are put in. `fields` replaces fields of its body."""

    status = 200

    def __init__(self, *items: Item, after: float = 0.0, **fields: Any) -> None:
        self.items, self.after, self.fields = items, after, fields
        self.headers: dict[str, str] = {}

    def content(self, request: loopback.Request) -> bytes:
        return json.dumps(self.body(request)).encode()

    def body(self, request: loopback.Request) -> Item:
        turn = len(request.json["input"])
        output = [self._numbered(item, f"{turn}_{place}") for place, item in enumerate(self.items)]
        made: Item = {"id": f"resp_{turn}", "object": "response", "created_at": 1, "status": "completed"}
        made |= {"error": None, "incomplete_details": None, "model": request.json["model"], "output": output}
        made |= {"parallel_tool_calls": False, "tool_choice": "auto", "tools": [], "usage": USAGE}
        return made | self.fields

    def _numbered(self, item: Item, number: str) -> Item:
        named = {"id": f"{item['type'][:2]}_{number}"}
        if item["type"] in CALLS:
            named["call_id"] = f"call_{number}"
        if item["type"] != "reasoning":
            named["status"] = str(self.fields.get("status", "completed"))
        return named | item


@dataclass
class ResponsesServer(LoopbackServer):
    """`unknown`: parameters it refuses, by the name that its error gives them."""

    unknown: tuple[str, ...] = ()
    complaints: list[str] = field(default_factory=list)
    _sent: dict[str, Item] = field(default_factory=dict)

    def __init__(
        self, *answers: Said | Callable[[Request], Said], key: str = "", unknown: tuple[str, ...] = ()
    ) -> None:
        super().__init__(answers, key)
        self.unknown, self.complaints, self._sent = unknown, [], {}

    @property
    def base_url(self) -> str:
        return f"{self.origin}/v1"

    def heard(self, request: loopback.Request) -> Request:
        return Request(request.method, request.path, request.headers, request.body)

    def refusal(self, request: Request) -> Said | None:
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            sent = request.headers.get("authorization", "").removeprefix("Bearer ")
            return Refuses(401, f"Incorrect API key provided: {sent}.", "invalid_api_key")
        if request.path != "/v1/responses":
            return Refuses(404, f"there is no {request.path}")
        for name in self.unknown:
            if name.partition(".")[0] in request.json:
                return Refuses(400, f"Your organization must be verified for {name}.", "unsupported_value", name)
        said = [*broken(request.json), *self._altered(request)]
        self.complaints += said
        return Refuses(400, "; ".join(said), "invalid_request_error") if said else None

    def answer(self, request: loopback.Request) -> Said:
        said = super().answer(request)
        if isinstance(said, Responds):
            self._sent |= {item["id"]: item for item in said.body(request)["output"]}
        return said

    def _altered(self, request: Request) -> list[str]:
        """What of its own output comes back otherwise than it was sent, fields without a value aside."""
        ours = [item for item in request.input if item.get("id") in self._sent]
        return [f"{item['id']} was altered" for item in ours if _full(item) != _full(self._sent[item["id"]])]


def _full(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _full(part) for name, part in value.items() if part is not None}
    return [_full(part) for part in value] if isinstance(value, list) else value
