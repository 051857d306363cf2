"""What the Messages API refuses, of requests that a computer tool goes with: by the SDK's types, and as documented."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

Json = Mapping[str, Any]

BETAS = {
    "computer_20241022": "computer-use-2024-10-22",
    "computer_20250124": "computer-use-2025-01-24",
    "computer_20251124": "computer-use-2025-11-24",
}
TOOLSET = "computer_toolset_20260801"
BINDING = "thinking-binding-controls-2026-08-01"
ONLY_TOOLSET = ("claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5", "claude-fable-5-2", "claude-mythos-5-2")
BINDING_MODELS = (*ONLY_TOOLSET, "claude-fable-5-1", "claude-mythos-5-1")
STANDARD = ("claude-3", "claude-opus-4-0", "claude-opus-4-1", "claude-opus-4-5", "claude-opus-4-6", "claude-sonnet-4")
BOUND = "bound:"


def complaint(body: Json, betas: tuple[str, ...]) -> str:
    """What the API would say against a request; empty where it takes it."""
    for rule in (_types, _tools, _turns, _blocks, _images, _caching, _generation, _thinking):
        if said := rule(body, betas):
            return said
    return ""


def blocks_in(body: Json) -> Iterator[Json]:
    """Every block of the messages, those within results too."""
    for message in body["messages"]:
        yield from _nested(message["content"])


def _nested(content: Any) -> Iterator[Json]:
    for block in content if isinstance(content, list) else []:
        yield block
        yield from _nested(block.get("content"))


def bound_to(body: Json, until: int) -> str:
    """What the thinking of the message at this place is bound to: all before it but thinking and cache markers."""
    before = {name: body.get(name) for name in ("system", "tools")} | {"messages": body["messages"][:until]}
    return BOUND + hashlib.sha256(json.dumps(_bare(before), sort_keys=True).encode()).hexdigest()[:16]


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(each) for each in value if not (isinstance(each, dict) and _thinks(each))]
    if isinstance(value, dict):
        return {name: _bare(each) for name, each in value.items() if name != "cache_control"}
    return value


def _thinks(block: Json) -> bool:
    return block.get("type") in ("thinking", "redacted_thinking")


def breakpoints(body: Json) -> list[str]:
    """A hash of what stands before each cache breakpoint, in the order in which the cache is looked up."""
    found, so_far = [], hashlib.sha256(json.dumps(_bare(body.get("tools", []))).encode())
    texts = body.get("system") or []
    parts = [*texts, *(block for message in body["messages"] for block in message["content"])]
    for block in parts:
        so_far.update(json.dumps(_clean(block)).encode())
        if "cache_control" in json.dumps(block):
            found.append(so_far.hexdigest())
    return found


def _clean(value: Any) -> Any:
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {name: _clean(each) for name, each in value.items() if name != "cache_control"}
    return value


@cache
def _adapter(beta: bool) -> TypeAdapter[Any]:
    if beta:
        from anthropic.types.beta.message_create_params import MessageCreateParamsNonStreaming as Beta

        return TypeAdapter(Beta)
    from anthropic.types.message_create_params import MessageCreateParamsNonStreaming

    return TypeAdapter(MessageCreateParamsNonStreaming)


def _types(body: Json, betas: tuple[str, ...]) -> str:
    try:
        _walk(_adapter(bool(betas)).validate_python(dict(body)))
    except ValidationError as error:
        return f"{error.errors()[0]['loc']}: {error.errors()[0]['msg']}"
    known = _fields(bool(betas))
    return next((f"{name}: Extra inputs are not permitted" for name in body if name not in known), "")


@cache
def _fields(beta: bool) -> frozenset[str]:
    from anthropic.types import message_create_params as plain
    from anthropic.types.beta import message_create_params as beta_params

    params = (beta_params if beta else plain).MessageCreateParamsBase
    return frozenset(params.__annotations__) - {"betas"}


def _walk(value: Any) -> None:
    """Look into everything: pydantic checks the items of an Iterable only when they are taken."""
    if isinstance(value, Mapping):
        for each in value.values():
            _walk(each)
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes):
        for each in value:
            _walk(each)


def _tools(body: Json, betas: tuple[str, ...]) -> str:
    computer = next((tool for tool in body.get("tools", []) if "computer" in str(tool.get("type"))), None)
    if computer is None:
        return ""
    kind = computer["type"]
    if kind == TOOLSET:
        extra = set(computer) - {"type", "configs", "cache_control", "allowed_callers"}
        return f"{kind}: {extra} are not permitted" if extra else ""
    if BETAS[kind] not in betas:
        return f"{kind} needs the header anthropic-beta: {BETAS[kind]}"
    if body["model"].startswith(ONLY_TOOLSET):
        return f"{body['model']} does not support {kind}"
    if "enable_zoom" in computer and kind != "computer_20251124":
        return "enable_zoom: Extra inputs are not permitted"
    return ""


def _turns(body: Json, *_: Any) -> str:
    messages = body["messages"]
    if messages[0]["role"] != "user" or messages[-1]["role"] != "user":
        return "the first and the last message must be the user's"
    for at, message in enumerate(messages):
        uses = [block for block in message["content"] if block["type"] == "tool_use"]
        after = messages[at + 1]["content"] if uses else []
        if said := _unpaired(uses, [block for block in after[: len(uses)] if block["type"] == "tool_result"]):
            return f"messages.{at}: {said}"
        results = [block for block in message["content"] if block["type"] == "tool_result"]
        before = messages[at - 1]["content"] if at else []
        if len(results) != sum(block["type"] == "tool_use" for block in before):
            return f"messages.{at}: unexpected tool_result"
    return ""


def _unpaired(uses: list[Json], results: list[Json]) -> str:
    if [use["id"] for use in uses] != [result["tool_use_id"] for result in results]:
        return "tool_use ids were found without tool_result blocks immediately after"
    if [use.get("toolset_name") for use in uses] != [result.get("toolset_name") for result in results]:
        return "a tool_result names another toolset than its tool_use"
    return ""


def _blocks(body: Json, *_: Any) -> str:
    for block in blocks_in(body):
        if block["type"] == "text" and not block["text"].strip():
            return "text content blocks must be non-empty"
        if block["type"] == "tool_result" and block.get("is_error"):
            content = block["content"]
            if not content:
                return "content cannot be empty if `is_error` is true"
            if isinstance(content, list) and any(each["type"] != "text" for each in content):
                return "all content must be type `text` if `is_error` is true"
    return ""


def _images(body: Json, *_: Any) -> str:
    sizes = [_size(block) for block in blocks_in(body) if block["type"] == "image"]
    if len(sizes) > 20 and any(max(size) > 2000 for size in sizes):
        return "with more than 20 images no side may be longer than 2000 pixels"
    if any(tool.get("type") == TOOLSET for tool in body.get("tools", [])):
        limit = (1568, 1568) if body["model"].startswith(STANDARD) else (2576, 4784)
        return next((f"the image of {size} is oversized" for size in sizes if not _fits(size, *limit)), "")
    return ""


def _size(block: Json) -> tuple[int, int]:
    png = base64.b64decode(block["source"]["data"], validate=True)
    assert (png[:4], block["source"]["media_type"]) == (b"\x89PNG", "image/png")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _fits(size: tuple[int, int], edge: int, tokens: int) -> bool:
    across, down = (math.ceil(side / 28) for side in size)
    return max(across, down) * 28 <= edge and across * down <= tokens


def _caching(body: Json, *_: Any) -> str:
    marks = json.dumps(body).count('"cache_control"')
    return f"A maximum of 4 blocks with cache_control may be provided. Found {marks}." if marks > 4 else ""


def _generation(body: Json, *_: Any) -> str:
    old = body["model"].startswith(STANDARD) or "haiku-4" in body["model"]
    thinking = body.get("thinking", {"type": "disabled"})
    if "temperature" in body and (not old or thinking["type"] != "disabled"):
        return "`temperature` is deprecated for this model."
    if "budget_tokens" in thinking and not old:
        return "budget_tokens: Extra inputs are not permitted"
    if body.get("tool_choice", {}).get("type", "auto") not in ("auto", "none"):
        return "tool_choice forces tool use"
    return ""


def _thinking(body: Json, betas: tuple[str, ...]) -> str:
    binding = body.get("thinking", {}).get("block_binding")
    if binding and BINDING not in betas:
        return "thinking.adaptive.block_binding: Extra inputs are not permitted"
    if not body["model"].startswith(BINDING_MODELS) or (binding or {}).get("prefix_mismatch_behavior") == "drop_block":
        return ""
    for at, message in enumerate(body["messages"]):
        for block in message["content"]:
            signature = str(block.get("signature", ""))
            if signature.startswith(BOUND) and signature != bound_to(body, at):
                return (
                    f"messages.{at}.content.0: Invalid `signature` in `thinking` block. The block is bound to a "
                    f"different conversation. Remove the block, or set "
                    f'`thinking.block_binding.prefix_mismatch_behavior` to "drop_block".'
                )
    return ""
