"""The real anthropic SDK against a real server on loopback: what goes over the wire, and what comes of each fault."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from guiagent.errors import ContextOverflow, ModelError
from guiagent.messages import Image, Message, Reply, Text
from guiagent.models.claude import Claude, ClaudeTalk
from guiagent.models.endpoint import Endpoint
from guiagent.models.price import Price
from tests.fakes import painted
from tests.servers.anthropic_server import (
    USAGE,
    AnthropicServer,
    Drops,
    Refuses,
    Sends,
    Silent,
    overloaded,
    rate_limited,
    says,
    too_long,
    uses,
)
from tests.servers.loopback import Said

KEY = "sk-ant-test-0123456789"
MODEL = "claude-sonnet-5-5"
PNG = painted("a screen").png
TALK = (
    Message(role="system", parts=(Text(text="rules"),)),
    Message(role="user", parts=(Text(text="Grüße"), Image(png=PNG))),
)
BODY = {"messages": [{"role": "user", "content": [{"type": "text", "text": "hello"}]}]}


def endpoint(server: AnthropicServer, **options: Any) -> Endpoint:
    return replace(Endpoint(MODEL, server.base_url, KEY, ("ANTHROPIC_API_KEY",)), **options)


async def asked(server: AnthropicServer, body: dict[str, Any] = BODY, **options: Any) -> Reply:
    model = Claude(endpoint(server, **options))
    try:
        return await model.reply(body)
    finally:
        await model.aclose()


async def refusal(server: AnthropicServer, **options: Any) -> str:
    """The line in which a fault of this server is told."""
    with pytest.raises(ModelError) as raised:
        await asked(server, **options)
    line = str(raised.value)
    assert line.startswith(f"'{options.get('model', MODEL)}' at {server.base_url} ")
    assert "\n" not in line
    assert KEY not in line
    return line


async def fault(answer: Said, **options: Any) -> str:
    """The line in which an answer is told that is not tried again."""
    with AnthropicServer(answer) as server:
        return await refusal(server, **{"retries": 0, **options})


async def test_words_and_pictures_go_out_with_the_system_apart_and_the_words_come_back() -> None:
    with AnthropicServer(says("hel", "lo", thinks="hm"), key=KEY) as server:
        model = ClaudeTalk(endpoint(server))
        reply = await model.reply(TALK)
        await model.aclose()
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/messages")
    assert request.headers["anthropic-version"]
    assert request.json["system"] == [{"type": "text", "text": "rules", "cache_control": {"type": "ephemeral"}}]
    assert [message["role"] for message in request.json["messages"]] == ["user"]
    assert (request.texts, request.images) == (["Grüße"], [PNG])
    assert KEY.encode() not in request.body
    assert (reply.text, reply.stop, reply.raw) == ("hel\nlo", "end_turn", None)


async def test_a_body_goes_out_as_it_is_with_its_betas_as_a_header() -> None:
    tool = {"type": "computer_20250124", "name": "computer", "display_width_px": 1280, "display_height_px": 800}
    body = {**BODY, "tools": [tool], "betas": ["computer-use-2025-01-24"]}
    with AnthropicServer(says("hi")) as server:
        await asked(server, body, model="claude-haiku-4-5", temperature=0.0, max_tokens=99)
    (request,) = server.requests
    assert (request.path, request.betas) == ("/v1/messages", ("computer-use-2025-01-24",))
    assert request.json == {
        "model": "claude-haiku-4-5",
        "max_tokens": 99,
        "tools": [tool],
        "messages": BODY["messages"],
    }


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        ("claude-sonnet-5-5", {"thinking": {"type": "adaptive", "display": "summarized"}}),
        ("claude-opus-4-7", {"thinking": {"type": "adaptive", "display": "summarized"}}),
        ("claude-opus-4-6", {"thinking": {"type": "adaptive"}, "output_config": {"effort": "medium"}}),
        ("claude-sonnet-4-5", {}),
        ("claude-3-5-sonnet-20241022", {}),
    ],
)
async def test_each_generation_is_sent_what_it_takes(model: str, sent: dict[str, Any]) -> None:
    with AnthropicServer(says("hi")) as server:
        await asked(server, model=model, temperature=0.5)
    assert {name: server.requests[0].json[name] for name in sent} == sent
    assert set(server.requests[0].json) == {"model", "max_tokens", "messages", *sent}


async def test_nothing_of_the_environment_is_sent_along(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    profile = tmp_path / "configs" / "default.json"
    profile.parent.mkdir()
    profile.write_text(json.dumps({"base_url": "http://127.0.0.1:9", "workspace_id": "wrkspc_leaked"}))
    for name, value in {
        "ANTHROPIC_API_KEY": "sk-ant-leaked",
        "ANTHROPIC_AUTH_TOKEN": "leaked",
        "ANTHROPIC_CUSTOM_HEADERS": "X-Secret: leaked\nAuthorization: Bearer leaked",
        "ANTHROPIC_BASE_URL": "http://127.0.0.1:9",
        "ANTHROPIC_CONFIG_DIR": str(tmp_path),
        "ANTHROPIC_PROFILE": "default",
        "HTTP_PROXY": "http://127.0.0.1:9",
        "ALL_PROXY": "http://127.0.0.1:9",
    }.items():
        monkeypatch.setenv(name, value)
    with AnthropicServer(says("hello")) as server:
        await asked(server)
        await asked(server, key="")
    first, second = server.requests
    assert first.headers["authorization"] == f"Bearer {KEY}"
    assert not {"authorization", "x-api-key"} & set(second.headers)
    assert not [value for request in server.requests for value in request.headers.values() if "leaked" in value]


async def test_what_it_cost_counts_the_tokens_that_the_cache_gave_and_took() -> None:
    usage = USAGE | {
        "cache_read_input_tokens": 600,
        "cache_creation_input_tokens": 300,
        "cache_creation": {"ephemeral_5m_input_tokens": 300, "ephemeral_1h_input_tokens": 0},
        "output_tokens_details": {"thinking_tokens": 20},
    }
    price = Price(input=2, output=10, cached=0.1, cache_write=2.5, source="a list", read=date(2026, 11, 20))
    with AnthropicServer(says("hello", usage=usage)) as server:
        priced = (await asked(server, price=price)).usage
        unknown = (await asked(server)).usage
    assert (priced.input_tokens, priced.cached_tokens, priced.cache_write_tokens) == (1900, 600, 300)
    assert (priced.output_tokens, priced.reasoning_tokens, priced.image_tokens, priced.requests) == (50, 20, None, 1)
    assert priced.usd == pytest.approx((1000 * 2 + 600 * 0.1 + 300 * 2.5 + 50 * 10) / 1e6)
    assert unknown.usd is None


async def test_a_cut_off_reply_says_so_and_thinking_is_no_word_of_it() -> None:
    with AnthropicServer(says("half", thinks="private", stop="max_tokens")) as server:
        reply = await asked(server)
    assert (reply.text, reply.stop) == ("half", "length")
    assert reply.raw["content"][0]["thinking"] == "private"


@pytest.mark.parametrize(
    "first", [rate_limited(), overloaded(), Refuses(500), Refuses(503), Drops(), Drops(halfway=True)]
)
async def test_what_passes_is_tried_again(first: Said) -> None:
    with AnthropicServer(first, says("hello")) as server:
        reply = await asked(server)
    assert (reply.text, reply.usage.requests) == ("hello", 2)
    assert server.requests[0].body == server.requests[1].body


async def test_a_server_that_says_when_is_asked_again_then() -> None:
    with AnthropicServer(rate_limited("1.2"), says("hello")) as server:
        began = monotonic()
        await asked(server)
        assert monotonic() - began > 1.1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Refuses(401, "invalid x-api-key"), "answered 401 Unauthorized: invalid x-api-key; give a valid key in"),
        (Refuses(403, "no access"), "answered 403 Forbidden: no access; this key may not use this model"),
        (Refuses(404, "model: claude-sonnet-5-5"), "/v1/models lists what it has"),
        (Refuses(400, "Your credit balance is too low"), "has no quota left: Your credit balance is too low; top up"),
        (Refuses(400, "You have reached your specified API usage limits"), "has no quota left: You have reached"),
        (rate_limited(), "answered 429 Too Many Requests: This request would exceed your rate limit; "),
        (overloaded(), "answered 529 Overloaded: Overloaded; "),
        (Refuses(500, "oops"), "answered 500 Internal Server Error: oops; the server failed"),
        (Drops(), "cannot be reached"),
        (Drops(halfway=True), "cannot be reached"),
        (Sends(b"<html>"), "sent no answer that can be read: it is not JSON: <html>"),
        (Sends(b"[1]"), "sent no answer that can be read: it is no JSON object"),
        (Sends(b'{"ok": true}'), "sent no answer that can be read: it is no message"),
        (Sends(b'{"type": "error", "error": {"message": "broken"}}'), "can be read: broken"),
        (Sends(b'{"type": "message", "content": [{"type": "tool_use", "id": 1}]}'), "it holds what is no block"),
        (Sends(b"{}", status=302), "redirects to"),
        (says(stop="refusal", more={"stop_details": {"type": "refusal", "explanation": "too risky"}}), "too risky"),
        (says("I can't.", stop="refusal"), "refused to answer: I can't; say the task in other words"),
    ],
)
async def test_a_fault_is_one_line_that_says_what_to_do(answer: Said, told: str) -> None:
    assert told in await fault(answer)


async def test_a_wrong_key_is_told_without_the_key() -> None:
    with AnthropicServer(key="another") as server:
        assert "give a valid key in ANTHROPIC_API_KEY" in await refusal(server)


async def test_a_server_that_is_silent_is_given_up() -> None:
    assert "did not answer within 0.2 s" in await fault(Silent(), read_seconds=0.2)
    assert "did not answer within 0.3 s" in await fault(Silent(), seconds=0.3)


@pytest.mark.parametrize(
    "answer",
    [too_long(), Refuses(413, "Request exceeds the maximum size"), says("ha", stop="model_context_window_exceeded")],
)
async def test_a_request_that_is_too_long_may_pass_when_it_is_shorter(answer: Said) -> None:
    with AnthropicServer(answer) as server:
        with pytest.raises(ContextOverflow):
            await asked(server)
        assert len(server.requests) == 1


async def test_what_a_server_does_not_take_is_left_out_from_then_on() -> None:
    with AnthropicServer(Refuses(400, "thinking: Extra inputs are not permitted"), says("hello")) as server:
        model = Claude(endpoint(server))
        reply = await model.reply(BODY)
        await model.reply(BODY)
        await model.aclose()
    assert reply.usage.requests == 2
    assert ["thinking" in request.json for request in server.requests] == [True, False, False]


async def test_thinking_that_is_bound_to_another_request_is_let_go() -> None:
    with AnthropicServer(says(uses("screenshot"), thinks="hm"), says("done")) as server:
        model = Claude(endpoint(server))
        said = await model.reply(BODY)
        result = {"type": "tool_result", "tool_use_id": "toolu_1_0", "toolset_name": "computer", "content": "OK"}
        changed = {"role": "user", "content": [{"type": "text", "text": "hello, and hurry"}]}
        turns = [changed, {"role": "assistant", "content": said.raw["content"]}, {"role": "user", "content": [result]}]
        assert (await model.reply({"messages": turns})).text == "done"
        await model.reply({"messages": turns})
        await model.aclose()
    bindings = [request.json["thinking"].get("block_binding") for request in server.requests]
    assert bindings == [
        None,
        None,
        {"prefix_mismatch_behavior": "drop_block"},
        {"prefix_mismatch_behavior": "drop_block"},
    ]
    assert server.requests[2].betas == ("thinking-binding-controls-2026-08-01",)
    assert server.requests[2].json["thinking"]["display"] == "summarized"


async def test_a_server_that_takes_neither_is_asked_three_times_at_most() -> None:
    bound = Refuses(400, "The block is bound to a different conversation.")
    beta = Refuses(400, "thinking.adaptive.block_binding: Extra inputs are not permitted")
    with AnthropicServer(bound, beta, bound) as server:
        assert "bound to a different conversation" in await refusal(server)
        assert len(server.requests) == 3
