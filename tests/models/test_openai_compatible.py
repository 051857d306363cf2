"""The real openai SDK against a real server on loopback: what goes over the wire, and what comes of each fault."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from time import monotonic
from typing import Any

import pytest

from guiagent.errors import ModelError
from guiagent.messages import Image, Message, Reply, Talk, Text
from guiagent.models.endpoint import Endpoint
from guiagent.models.openai_compatible import OpenAICompatible
from guiagent.models.price import Price
from tests.fakes import painted
from tests.servers.loopback import Said
from tests.servers.openai_server import (
    USAGE,
    Drops,
    OpenAIServer,
    Refuses,
    Says,
    Sends,
    Silent,
    context_overflow,
    rate_limited,
)

KEY = "sk-test-0123456789"
PNG = painted("a screen").png
MESSAGES = (
    Message(role="system", parts=(Text(text="rules"),)),
    Message(role="user", parts=(Text(text="Grüße"), Image(png=PNG))),
)


KEYS = ("OPENAI_API_KEY", "GUIAGENT_API_KEY")


def opened(base_url: str, **options: Any) -> aclosing[OpenAICompatible]:
    return aclosing(OpenAICompatible(Endpoint("m", base_url, **{"keys": KEYS, "temperature": 0.0, **options})))


async def asked(server: OpenAIServer, messages: Talk = MESSAGES, **options: Any) -> Reply:
    async with opened(server.base_url, **options) as model:
        return await model.reply(messages)


async def refusal(server: OpenAIServer, **options: Any) -> str:
    """The line in which a fault of this server is told."""
    with pytest.raises(ModelError) as raised:
        await asked(server, key=KEY, **options)
    line = str(raised.value)
    assert line.startswith(f"'m' at {server.base_url} ")
    assert "\n" not in line
    assert KEY not in line
    return line


async def fault(answer: Said, **options: Any) -> str:
    """The line in which an answer is told that is not tried again."""
    with OpenAIServer(answer) as server:
        return await refusal(server, **{"retries": 0, **options})


async def test_the_wire_carries_the_plain_protocol_the_key_and_the_image_s_own_bytes() -> None:
    with OpenAIServer(Says("hello"), key=KEY) as server:
        reply = await asked(server, key=KEY)
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert set(request.json) == {"model", "messages", "temperature", "max_tokens"}
    assert (request.json["model"], request.json["temperature"]) == ("m", 0.0)
    assert request.json["messages"][0] == {"role": "system", "content": "rules"}
    assert request.texts == ["rules", "Grüße"]
    assert request.images == [PNG]
    assert KEY.encode() not in request.body
    assert (reply.text, reply.stop) == ("hello", "stop")


async def test_nothing_of_the_environment_goes_to_a_server_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID"):
        monkeypatch.setenv(f"OPENAI_{name}", "from-the-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with OpenAIServer(Says("hello")) as server:
        await asked(server)
    (request,) = server.requests
    assert "authorization" not in request.headers
    assert not [value for value in request.headers.values() if "from-the-environment" in value]


async def test_what_it_cost_is_counted_in_tokens_seconds_and_dollars() -> None:
    details = {
        "prompt_tokens_details": {"cached_tokens": 600},
        "completion_tokens_details": {"reasoning_tokens": 20},
    }
    price = Price(input=2, output=10, cached=0.5, source="a list", read=date(2026, 11, 20))
    with OpenAIServer(Says("hello", usage=USAGE | details)) as server:
        usage = (await asked(server, price=price)).usage
    assert (usage.requests, usage.input_tokens, usage.cached_tokens) == (1, 1000, 600)
    assert (usage.output_tokens, usage.reasoning_tokens, usage.image_tokens) == (50, 20, None)
    assert usage.usd == pytest.approx((400 * 2 + 600 * 0.5 + 50 * 10) / 1e6)
    assert 0 < usage.seconds < 30


async def test_a_cost_that_nobody_tells_is_unknown_and_not_nothing() -> None:
    price = Price(input=2, output=10, source="a list", read=date(2026, 11, 20))
    with OpenAIServer(Says("a"), Says("b", usage=None), Says("c", usage=USAGE | {"cost": 0.25})) as server:
        async with opened(server.base_url) as unpriced:
            assert (await unpriced.reply(MESSAGES)).usage.usd is None
        async with opened(server.base_url, price=price) as priced:
            assert (await priced.reply(MESSAGES)).usage.usd is None
            assert (await priced.reply(MESSAGES)).usage.usd == 0.25


@pytest.mark.parametrize(
    "message",
    [
        {"content": None, "reasoning_content": "thought"},
        {"content": "", "reasoning": "thought"},
        {"content": [{"type": "text", "text": "thou"}, {"type": "text", "text": "ght"}]},
    ],
)
async def test_a_model_is_heard_wherever_the_server_puts_its_words(message: dict[str, object]) -> None:
    with OpenAIServer(Says(None, message=message)) as server:
        assert (await asked(server)).text == "thought"


async def test_a_cut_off_reply_says_so() -> None:
    with OpenAIServer(Says("half", stop="length")) as server:
        assert (await asked(server)).stop == "length"


@pytest.mark.parametrize(
    "first", [rate_limited(), Refuses(500), Refuses(503), Refuses(529), Drops(), Drops(halfway=True)]
)
async def test_what_passes_is_tried_again(first: Said) -> None:
    with OpenAIServer(first, Says("hello")) as server:
        reply = await asked(server)
    assert reply.text == "hello"
    assert reply.usage.requests == 2
    assert server.requests[0].body == server.requests[1].body


async def test_a_server_that_says_when_is_asked_again_then() -> None:
    for seconds in (0.0, 2.5):
        date_of = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
        retry_after = date_of if seconds else "1.2"
        with OpenAIServer(rate_limited(retry_after), Says("hello")) as server:
            began = monotonic()
            await asked(server)
        assert monotonic() - began > 1.1


async def test_trying_again_has_an_end() -> None:
    with OpenAIServer(Refuses(500, "out of memory")) as server:
        line = await refusal(server, retries=2)
    assert "answered 500 Internal Server Error: out of memory" in line
    assert len(server.requests) == 3


async def test_a_wait_of_an_hour_is_told_and_not_kept() -> None:
    assert "429 Too Many Requests" in await fault(rate_limited("3600"), retries=4)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Refuses(401, f"Incorrect API key provided: {KEY}."), "OPENAI_API_KEY or GUIAGENT_API_KEY"),
        (Refuses(403, "no access"), "may not use this model"),
        (Refuses(404, "The model `m` does not exist."), "/models lists what it has"),
        (Refuses(400, "image is broken"), "image is broken"),
        (context_overflow(), "longer than its context"),
        (Refuses(307, headers={"Location": "http://127.0.0.1:9/v1"}), "redirects to http://127.0.0.1:9/v1"),
    ],
)
async def test_what_does_not_pass_is_told_at_once_with_what_to_do(answer: Refuses, said: str) -> None:
    with OpenAIServer(answer) as server:
        assert said in await refusal(server)
    assert len(server.requests) == 1


async def test_a_key_shows_in_no_fault_even_where_the_server_repeats_it_across_a_cut() -> None:
    for padding in (180, 200, 215):
        line = await fault(Refuses(400, "x" * padding + KEY + "y" * 300))
        assert KEY[:8] not in line


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"choices": [{"message"', "not JSON"),
        (b"<html>Welcome to nginx!</html>", "Welcome to nginx"),
        (b"[]", "no JSON object"),
        (b'{"object": "list"}', "no choices"),
        (b'{"choices": []}', "no choices"),
        (b'{"error": {"message": "Provider returned error", "code": 502}}', "Provider returned error"),
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
    ],
)
async def test_a_body_that_is_no_completion_is_told_as_that(body: bytes, said: str) -> None:
    line = await fault(Sends(body))
    assert "sent no answer that can be read" in line
    assert said in line


async def test_a_server_that_never_answers_is_given_up_within_its_time() -> None:
    began = monotonic()
    assert "did not answer within 0.3 s" in await fault(Silent(), read_seconds=0.3)
    assert "did not answer within 0.5 s" in await fault(Silent(), read_seconds=0.2, seconds=0.5, retries=50)
    assert monotonic() - began < 20


async def test_a_server_that_is_not_there_is_told_with_its_address() -> None:
    with OpenAIServer() as server:
        gone = server.base_url
    async with opened(gone, retries=0) as model:
        with pytest.raises(ModelError, match=f"'m' at {gone} cannot be reached: .*is it running"):
            await model.reply(MESSAGES)


async def test_a_password_in_the_address_is_not_told() -> None:
    with OpenAIServer(Refuses(400)) as server:
        secret = server.base_url.replace("http://", "http://user:hunter2@")
        async with opened(secret) as model:
            with pytest.raises(ModelError) as raised:
                await model.reply(MESSAGES)
    assert "hunter2" not in str(raised.value)


async def test_a_call_that_is_cancelled_hangs_up() -> None:
    with OpenAIServer(Silent()) as server:
        async with opened(server.base_url) as model:
            call = asyncio.create_task(model.reply(MESSAGES))
            assert await asyncio.to_thread(server.arrived.wait, 5)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert await asyncio.to_thread(server.hung_up.wait, 5)


async def test_a_parameter_that_a_server_does_not_know_is_left_out_from_then_on() -> None:
    with OpenAIServer(Says("hello"), unknown=("max_tokens", "temperature")) as server:
        async with opened(server.base_url, max_tokens=99) as model:
            assert (await model.reply(MESSAGES)).usage.requests == 3
            assert (await model.reply(MESSAGES)).usage.requests == 1
    last = server.requests[-1].json
    assert set(last) == {"model", "messages", "max_completion_tokens"}
    assert last["max_completion_tokens"] == 99


@pytest.mark.parametrize(
    "said",
    [
        "Unsupported value: 'temperature' does not support 0.0 with this model. Only the default (1) is supported.",
        "`temperature` is deprecated for this model.",
        json.dumps([{"type": "extra_forbidden", "loc": ["temperature"], "msg": "Extra inputs are not permitted"}]),
    ],
)
async def test_servers_have_many_words_for_a_parameter_they_do_not_know(said: str) -> None:
    with OpenAIServer(Refuses(400, said), Says("hello")) as server:
        await asked(server)
    assert "temperature" not in server.requests[-1].json


@pytest.mark.parametrize(
    "said",
    [
        "'max_tokens' or 'max_completion_tokens' is too large: 8192. The model's maximum context length is 8192.",
        "This model's maximum context length is 8192 tokens. However, you requested 9292 tokens (1100 in the messages, "
        "8192 in the completion).",
    ],
)
async def test_where_a_long_reply_does_not_fit_a_shorter_one_is_asked_for(said: str) -> None:
    with OpenAIServer(Refuses(400, said), Says("hello")) as server:
        assert (await asked(server, max_tokens=8192)).usage.requests == 2
    assert [request.json["max_tokens"] for request in server.requests] == [8192, 1024]


async def test_text_that_is_no_unicode_is_sent_all_the_same() -> None:
    with OpenAIServer(Says("hello")) as server:
        await asked(server, (Message(role="user", parts=(Text(text="a\udcffb"),)),))
    assert server.requests[0].texts == ["a?b"]


async def test_a_refusal_of_the_request_itself_is_not_taken_for_one_of_a_parameter() -> None:
    line = await fault(Refuses(400, "This model does not support image input."))
    assert "does not support image input" in line


async def test_a_reply_costs_little_time_of_its_own() -> None:
    with OpenAIServer(Says("hello")) as server:
        async with opened(server.base_url) as model:
            await model.reply(MESSAGES)
            began = monotonic()
            for _ in range(10):
                await model.reply(MESSAGES)
    assert (monotonic() - began) / 10 < 0.5
