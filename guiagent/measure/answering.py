"""A loopback server that answers each provider's requests at once, with a click, and keeps them: for measuring them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from guiagent.sandboxes._server import serving

Json = dict[str, Any]
THOUGHT = "The counter shows the last click. I press the next button in the row."


Aim = Callable[[Json, int], tuple[int, int]]
"""Where the click of a turn goes, in the model's own numbers; it is shown the request."""


def row(request: Json, turn: int) -> tuple[int, int]:
    """The next button in a row of a page of 332x214, in pixels."""
    return 40 + 150 * (turn % 2), 60 + 26 * (turn % 3)


def chat(request: Json, turn: int, x: int, y: int) -> Json:
    """A chat completion, the decision in JSON."""
    action = {"kind": "click", "target": f"button {turn}", "point": [x, y]}
    said = json.dumps({"thought": THOUGHT, "actions": [action], "expect": "the counter is one higher"})
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": said}}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}


def claude(request: Json, turn: int, x: int, y: int) -> Json:
    """A message of Anthropic's, with a call of the computer toolset, or of the single tool that came before it."""
    call: Json = {"type": "tool_use", "id": f"toolu_{turn:04}"}
    if any(tool.get("type", "").startswith("computer_toolset") for tool in request["tools"]):
        call |= {"name": "left_click", "toolset_name": "computer", "input": {"coordinate": [x, y]}}
    else:
        call |= {"name": "computer", "input": {"action": "left_click", "coordinate": [x, y]}}
    content = [{"type": "text", "text": THOUGHT}, call]
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "msg", "type": "message", "role": "assistant", "model": "m", "content": content, "usage": usage}
    return message | {"stop_reason": "tool_use", "stop_sequence": None}


def responses(request: Json, turn: int, x: int, y: int) -> Json:
    """A response of OpenAI's, with a call of the computer tool behind some encrypted reasoning."""
    thought = {"type": "reasoning", "id": f"rs_{turn}", "summary": [{"type": "summary_text", "text": THOUGHT}]}
    click = {"type": "click", "button": "left", "x": x, "y": y}
    call = {"type": "computer_call", "id": f"cu_{turn}", "call_id": f"call_{turn}", "status": "completed"}
    output = [thought | {"encrypted_content": "x" * 300}, call | {"actions": [click], "pending_safety_checks": []}]
    head = {"id": "r", "object": "response", "created_at": 1, "status": "completed", "model": "m", "output": output}
    return head | {"parallel_tool_calls": False, "tool_choice": "auto", "tools": []}


def gemini(request: Json, turn: int, x: int, y: int) -> Json:
    """Generated content of Google's, with a call of the computer-use tool and a thought's signature."""
    call = {"name": "click", "id": f"call_{turn}", "args": {"x": x, "y": y, "intent": THOUGHT}}
    part = {"functionCall": call, "thoughtSignature": "eHh4" * 75}
    return {"candidates": [{"index": 0, "finishReason": "STOP", "content": {"role": "model", "parts": [part]}}]}


SHAPES: dict[str, Callable[[Json, int, int, int], Json]] = {
    "/v1/chat/completions": chat,
    "/v1/messages": claude,
    "/v1/responses": responses,
    "/v1beta/models/{model}": gemini,
}


@asynccontextmanager
async def answering(aim: Aim = row) -> AsyncIterator[tuple[str, list[Json]]]:
    """The server's origin, and the list to which the body of each request is added as it comes."""
    bodies: list[Json] = []

    def route(path: str, shape: Callable[[Json, int, int, int], Json]) -> Route:
        async def answer(request: Request) -> JSONResponse:
            bodies.append(await request.json())
            turn = len(bodies)
            return JSONResponse(shape(bodies[-1], turn, *aim(bodies[-1], turn)))

        return Route(path, answer, methods=["POST"])

    app = Starlette(routes=[route(path, shape) for path, shape in SHAPES.items()])
    async with serving(app) as origin:
        yield origin, bodies
