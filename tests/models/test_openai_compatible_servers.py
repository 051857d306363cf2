"""Servers as they are: each refuses, ignores and renames other things, and the answer is found all the same."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any

import pytest
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from pydantic import TypeAdapter

from guiagent.catalogue import resolve
from guiagent.errors import ContextOverflow, ModelError
from guiagent.messages import Image, Message, Reply, Text
from guiagent.models.endpoint import Endpoint
from guiagent.models.openai_compatible import OpenAICompatible
from tests.fakes import painted, seen
from tests.servers.loopback import Said
from tests.servers.manners import MANNERS, OLLAMA, OPENROUTER, CompatibleServer, Manner, Plain
from tests.servers.openai_server import USAGE, OpenAIServer, Refuses, Says, Sends

KEY = "sk-test-0123456789"
SCHEMA = resolve("my-own", "json:1000").speaker().schema
each_server = pytest.mark.parametrize("manner", MANNERS, ids=str)


def shown(images: int = 1) -> tuple[Message, ...]:
    pictures = tuple(Image(png=painted(f"screen {index}").png) for index in range(images))
    return (Message(role="user", parts=(Text(text="What now?"), *pictures)),)


def opened(server: OpenAIServer, **options: Any) -> aclosing[OpenAICompatible]:
    return aclosing(OpenAICompatible(Endpoint("m", server.base_url, **options)))


async def heard(answer: Said, **options: Any) -> Reply:
    with OpenAIServer(answer) as server:
        async with opened(server, retries=0, **options) as model:
            return await model.reply(shown())


async def told(answer: Said, **options: Any) -> str:
    with pytest.raises(ModelError) as raised:
        await heard(answer, **options)
    return str(raised.value)


@each_server
async def test_a_form_of_answer_is_asked_for_once_where_it_is_refused_and_always_where_it_is_taken(
    manner: Manner,
) -> None:
    with CompatibleServer(manner, Says("hello")) as server:
        async with opened(server) as model:
            replies = [await model.answering(SCHEMA).reply(shown()) for _ in range(3)]
    assert [reply.text for reply in replies] == ["hello"] * 3
    refused = manner.form is not None
    assert [reply.usage.requests for reply in replies] == [1 + refused, 1, 1]
    asked = ["response_format" in request.json for request in server.requests]
    assert asked == ([True, False, False, False] if refused else [True] * 3)
    form = server.requests[0].json["response_format"]
    assert (form["type"], form["json_schema"]["strict"]) == ("json_schema", True)
    assert form["json_schema"]["schema"] == SCHEMA


@each_server
async def test_what_overflowed_is_not_sent_again_and_less_is(manner: Manner) -> None:
    with CompatibleServer(manner, Says("hello"), room=2) as server:
        async with opened(server) as model:
            with pytest.raises(ContextOverflow, match="longer than its context"):
                await model.reply(shown(3))
            with pytest.raises(ContextOverflow, match="longer than its context"):
                await model.reply(shown(4))
            assert (await model.reply(shown(2))).text == "hello"
    assert [len(request.images) for request in server.requests] == [3, 2]


@each_server
async def test_thinking_is_no_answer_wherever_the_server_puts_it(manner: Manner) -> None:
    with CompatibleServer(manner, lambda request: server.says("hello", "I could click {draft}")) as server:
        async with opened(server) as model:
            reply = await model.reply(shown())
    assert reply.text == "hello"
    assert reply.usage.input_tokens == 1000
    assert reply.usage.image_tokens is None
    assert reply.usage.usd == (0.0123 if manner is OPENROUTER else None)


@pytest.mark.parametrize("manner", [manner for manner in MANNERS if manner.unknown], ids=str)
async def test_a_model_that_is_not_there_is_told_with_how_to_find_those_that_are(manner: Manner) -> None:
    with CompatibleServer(manner, models=("other",)) as server:
        async with opened(server) as model:
            with pytest.raises(ModelError, match=r"check --model and --base-url .*/v1/models lists what it has"):
                await model.reply(shown())
    assert len(server.requests) == 1


@each_server
async def test_nothing_but_the_base_url_is_ever_asked(manner: Manner) -> None:
    with CompatibleServer(manner, Says("hello")) as server:
        async with opened(server) as model:
            await model.answering(SCHEMA).reply(shown())
    assert set(server.paths) == {"POST /v1/chat/completions"}


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (500, "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj"),
        (400, "At most 0 image(s) may be provided in one prompt."),
        (404, "No endpoints found that support image input"),
        (400, "This model does not support images"),
    ],
)
async def test_a_model_that_sees_nothing_is_told_as_one(status: int, said: str) -> None:
    assert "sees no images: name one that does with --model" in await told(Refuses(status, said))


@pytest.mark.parametrize(
    "said", ["image input is not supported - hint: you may need to provide the mmproj", "exceeds the context length"]
)
async def test_a_request_that_will_never_do_is_not_sent_again_whatever_the_status(said: str) -> None:
    with CompatibleServer(OLLAMA, Refuses(500, said)) as server:
        async with opened(server, retries=4) as model:
            with pytest.raises(ModelError):
                await model.reply(shown())
    assert len(server.requests) == 1


async def test_half_an_answer_is_asked_for_again() -> None:
    half = Sends(b'{"choices": [{"message": {"content": "hel')
    with CompatibleServer(OLLAMA, half, Says("hello")) as server:
        async with opened(server, retries=1) as model:
            reply = await model.reply(shown())
    assert (reply.text, reply.usage.requests) == ("hello", 2)


async def test_an_address_without_its_path_is_told_with_what_is_missing() -> None:
    with CompatibleServer(OLLAMA) as server:
        async with aclosing(OpenAICompatible(Endpoint("m", server.origin))) as model:
            with pytest.raises(ModelError, match=r"404 Not Found: 404 page not found; .* mostly ends in /v1"):
                await model.reply(shown())


async def test_a_model_that_is_still_loading_is_waited_for_and_then_told() -> None:
    loading = Refuses(503, "Loading model", "unavailable_error")
    with OpenAIServer(loading, Says("hello")) as server:
        async with opened(server) as model:
            assert (await model.reply(shown())).usage.requests == 2
    assert "still being loaded: try again once it is" in await told(loading)


@pytest.mark.parametrize(
    "refusal",
    [
        Refuses(
            429, "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota"
        ),
        Plain(429, {"error": {"message": "no balance", "type": "exceeded_current_quota_error"}}),
    ],
)
async def test_a_quota_that_is_used_up_is_not_tried_again(refusal: Said) -> None:
    with OpenAIServer(refusal) as server:
        async with opened(server, retries=4) as model:
            with pytest.raises(ModelError, match="has no quota left"):
                await model.reply(shown())
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["Retry-After", "Retry-After-Ms"])
async def test_a_server_says_in_seconds_or_less_when_to_ask_again(name: str) -> None:
    busy = Refuses(529, "Overloaded", headers={name: "1" if name == "Retry-After" else "50"})
    with OpenAIServer(busy, Says("hello")) as server:
        async with opened(server) as model:
            assert (await model.reply(shown())).usage.requests == 2


@pytest.mark.parametrize(
    "answer",
    [
        Says(None, message={"refusal": "I cannot help with that."}),
        Says("half of", stop="content_filter"),
        Says(None, stop="content_filter"),
        Refuses(400, "The response was filtered due to Azure OpenAI's content management policy", "content_filter"),
    ],
)
async def test_a_refusal_for_safety_s_sake_is_told_as_one(answer: Said) -> None:
    assert "refused to answer: " in await told(answer)


async def test_an_error_within_an_answer_is_told_and_no_part_of_it_taken() -> None:
    choice = (
        b'{"choices": [{"finish_reason": "error", "error": {"message": "Upstream died"}, "message": {"content": "{"}}]}'
    )
    assert "Upstream died" in await told(Sends(choice))


@pytest.mark.parametrize(
    ("message", "stop", "text"),
    [
        ({"content": "", "reasoning_content": '{"kind": "back"}'}, "stop", '{"kind": "back"}'),
        ({"content": "", "reasoning": '{"kind": "back"}'}, "length", ""),
        ({"content": "answer", "reasoning": "draft"}, "stop", "answer"),
        ({"content": [{"type": "thinking", "text": "draft"}, {"type": "text", "text": "answer"}]}, "stop", "answer"),
    ],
    ids=["all of it in the reasoning", "cut off while it reasoned", "both", "thinking among the parts"],
)
async def test_reasoning_is_heard_only_where_there_is_nothing_else_and_it_came_to_its_end(
    message: dict[str, Any], stop: str, text: str
) -> None:
    assert (await heard(Says(None, stop=stop, message=message))).text == text


async def test_a_tool_call_is_the_answer_and_the_words_beside_it_the_thought() -> None:
    call = {"id": "1", "type": "function", "function": {"name": "back", "arguments": "{}"}}
    reply = await heard(Says("I go back.", message={"tool_calls": [call]}))
    decision = resolve("my-own", "json:1000").speaker().read(reply, seen(), ())
    assert (decision.thought, decision.actions[0].kind) == ("I go back.", "back")


@pytest.mark.parametrize(
    ("more", "usd"),
    [
        ({"cost": 0.5}, 0.5),
        ({"cost": 0.01, "is_byok": True, "cost_details": {"upstream_inference_cost": 0.5}}, 0.51),
        ({"cost": 0.01, "is_byok": True}, None),
        ({}, None),
    ],
)
async def test_what_a_router_charges_is_told_by_it_or_unknown(more: dict[str, Any], usd: float | None) -> None:
    assert (await heard(Says("hello", usage=USAGE | more))).usage.usd == usd


@pytest.mark.parametrize("more", [{"cached_tokens": 600}, {"prompt_cache_hit_tokens": 600}])
async def test_cached_tokens_are_found_under_their_other_names(more: dict[str, Any]) -> None:
    assert (await heard(Says("hello", usage=USAGE | more))).usage.cached_tokens == 600


async def test_azure_s_dated_address_keeps_its_query_and_takes_the_key_its_own_way() -> None:
    with OpenAIServer(Says("hello")) as server:
        dated = f"{server.origin}/openai/deployments/d?api-version=2024-10-21"
        async with aclosing(OpenAICompatible(Endpoint("d", dated, KEY))) as model:
            await model.reply(shown())
    (request,) = server.requests
    assert request.path == "/openai/deployments/d/chat/completions?api-version=2024-10-21"
    assert request.headers["api-key"] == KEY
    assert "authorization" not in request.headers


async def test_a_password_in_the_address_is_sent_as_one() -> None:
    with OpenAIServer(Says("hello")) as server:
        secret = server.base_url.replace("http://", "http://user:hunter2@")
        async with aclosing(OpenAICompatible(Endpoint("m", secret))) as model:
            await model.reply(shown())
    assert server.requests[0].headers["authorization"] == "Basic dXNlcjpodW50ZXIy"


async def test_no_header_tells_of_the_environment_or_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: from-the-environment\nAuthorization: Bearer other")
    for name in ("ORG_ID", "PROJECT_ID", "API_KEY", "ADMIN_KEY"):
        monkeypatch.setenv(f"OPENAI_{name}", "from-the-environment")
    with OpenAIServer(Says("hello")) as server:
        async with opened(server, key=KEY) as model:
            await model.reply(shown())
    headers = server.requests[0].headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert not {
        name for name in headers if name.startswith(("openai-", "x-secret", "x-stainless-os", "x-stainless-arch"))
    }
    assert "from-the-environment" not in str(headers)


async def test_what_is_not_found_at_an_address_without_its_path_is_told_where_the_status_says_that_all_is_well() -> (
    None
):
    line = await told(Sends(b'{"error": "Unexpected endpoint or method. (POST /chat/completions)"}'))
    assert "Unexpected endpoint or method" in line
    assert "check --base-url" in line


async def test_a_request_is_one_by_the_sdk_s_own_types_and_has_no_field_beside_them() -> None:
    with OpenAIServer(Says("hello")) as server:
        async with opened(server, temperature=0.0) as model:
            await model.answering(SCHEMA).reply(shown(2))
    body = server.requests[0].json
    assert set(body) <= set(CompletionCreateParamsNonStreaming.__annotations__) | {"messages", "model"}
    TypeAdapter(CompletionCreateParamsNonStreaming).validate_python(body)
