"""What OpenAI's Responses API demands of a request with the `computer` tool, whoever sends it.

The shapes are the installed SDK's own types; the rest is what the API's documentation and its errors say.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming
from pydantic import TypeAdapter, ValidationError

Item = dict[str, Any]
CALLS = ("computer_call", "function_call")
OF_THE_MODEL = (*CALLS, "reasoning")


def broken(body: Item) -> Iterator[str]:
    """Every rule that a request breaks, in the API's manner of speaking."""
    yield from _shape(body)
    if body.get("store") is not False or "reasoning.encrypted_content" not in (body.get("include") or ()):
        yield "without store: false and encrypted reasoning, the conversation is kept on the server"
    if unwanted := {"previous_response_id", "conversation", "background", "stream"} & set(body):
        yield f"{sorted(unwanted)}: the whole input is to be resent"
    if body.get("truncation") == "auto":
        yield "truncation: auto drops items without a word"
    if {"type": "computer"} not in body.get("tools", ()):
        yield "there is no computer tool"
    items = body["input"]
    yield from _pairs(items)
    yield from _reasoning(items)
    for url, detail in _pictures(items):
        yield from _picture(url, detail)


@cache
def _type() -> TypeAdapter[Any]:
    return TypeAdapter(ResponseCreateParamsNonStreaming)


def _shape(body: Item) -> Iterator[str]:
    try:
        _exhaust(_type().validate_python(body))
    except ValidationError as error:
        yield f"not of the SDK's type: {error.errors()[0]}"
    if unknown := set(body) - set(ResponseCreateParamsNonStreaming.__annotations__) - _inherited():
        yield f"Unknown parameter: {sorted(unknown)[0]!r}"


def _inherited() -> set[str]:
    return set(ResponseCreateParamsNonStreaming.__required_keys__ | ResponseCreateParamsNonStreaming.__optional_keys__)


def _exhaust(value: Any) -> None:
    """Walk it all: pydantic checks what is typed as Iterable only once somebody iterates."""
    if isinstance(value, Mapping):
        for part in value.values():
            _exhaust(part)
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes):
        for part in value:
            _exhaust(part)


def _pairs(items: list[Item]) -> Iterator[str]:
    """Each call is answered once, by an output of its kind that follows, before the model speaks again."""
    waiting: dict[str, Item] = {}
    for item in items:
        kind = item.get("type", "message")
        if kind in CALLS:
            waiting[item["call_id"]] = item
        elif kind.endswith("_call_output"):
            call = waiting.pop(item["call_id"], None)
            if call is None or f"{call['type']}_output" != kind:
                yield f"No tool call found for {kind} with call_id {item['call_id']}."
            elif (item.get("acknowledged_safety_checks") or []) != (call.get("pending_safety_checks") or []):
                yield f"The following safety checks have not been acknowledged: {call['pending_safety_checks']}"
        elif waiting:
            yield f"No tool output found for call {next(iter(waiting))} before {kind}."
            waiting.clear()
    if waiting:
        yield f"No tool output found for call {next(iter(waiting))}."


def _reasoning(items: list[Item]) -> Iterator[str]:
    for item, following in zip(items, [*items[1:], {}], strict=True):
        if item.get("type") != "reasoning":
            continue
        if following.get("type") not in OF_THE_MODEL and following.get("role") != "assistant":
            yield f"Item {item['id']!r} of type 'reasoning' was provided without its required following item."
        if not item.get("encrypted_content"):
            yield f"Item with id {item['id']!r} not found. Items are not persisted when `store` is set to false."
        if "status" in item and item["status"] is None:
            yield "Unknown parameter: 'input[].status'"


def _pictures(items: list[Item]) -> Iterator[tuple[str, str]]:
    for item in items:
        if item.get("type") == "computer_call_output":
            yield item["output"].get("image_url", ""), item["output"].get("detail", "original")
        for part in item.get("content", ()) if item.get("role") == "user" else ():
            if part["type"] == "input_image":
                yield part["image_url"], part["detail"]


def _picture(url: str, detail: str) -> Iterator[str]:
    if detail != "original":
        yield f"a picture of detail {detail!r} is scaled, and with it every click"
    head, _, code = url.partition(",")
    try:
        png = base64.b64decode(code, validate=True)
    except binascii.Error:
        png = b""
    if head != "data:image/png;base64" or not png.startswith(b"\x89PNG\r\n\x1a\n"):
        yield f"Invalid 'image_url': {url[:60]!r}"
