"""The real google-genai SDK against a real server on loopback: what goes over the wire, and what comes of a fault."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from guiagent.errors import ContextOverflow, ModelError
from guiagent.messages import Body, Image, Message, Reply, Text
from guiagent.models.endpoint import Endpoint
from guiagent.models.gemini import Gemini, GeminiTalk
from guiagent.models.price import Price
from tests.fakes import painted
from tests.servers.gemini_server import (
    USAGE,
    Acts,
    Drops,
    GeminiServer,
    Refuses,
    Says,
    Sends,
    Silent,
    a_minute_s_limit,
    call,
    context_overflow,
    rate_limited,
    thinks,
    used_up,
)
from tests.servers.loopback import Said

KEY = "AIzaTest0123456789"
MODEL = "gemini-3.8-flash"
PNG = painted("a screen").png
BODY: Body = {
    "systemInstruction": {"parts": [{"text": "rules"}]},
    "tools": [{"computerUse": {"environment": "ENVIRONMENT_BROWSER"}}],
    "contents": [{"role": "user", "parts": [{"text": "Grüße"}]}],
    "generationConfig": {"thinkingConfig": {"includeThoughts": True}},
}
TALK = (
    Message(role="system", parts=(Text(text="rules"),)),
    Message(role="user", parts=(Text(text="Grüße \ud83d"), Image(png=PNG))),
    Message(role="assistant", parts=(Text(text="{}"),)),
    Message(role="user", parts=(Text(text="again"),)),
)


def endpoint(server: GeminiServer, **options: Any) -> Endpoint:
    return replace(Endpoint(MODEL, server.origin, KEY, ("GEMINI_API_KEY",), max_tokens=500), **options)


async def asked(server: GeminiServer, body: Body = BODY, **options: Any) -> Reply:
    model = Gemini(endpoint(server, **options))
    try:
        return await model.reply(body)
    finally:
        await model.aclose()


async def refusal(server: GeminiServer, **options: Any) -> str:
    """The line in which a fault of this server is told."""
    with pytest.raises(ModelError) as raised:
        await asked(server, **options)
    line = str(raised.value)
    assert line.startswith(f"'{options.get('model', MODEL)}' at {options.get('base_url', server.origin).rstrip('/')} ")
    assert "\n" not in line
    assert KEY not in line
    return line


async def fault(answer: Said, **options: Any) -> str:
    """The line in which an answer is told that is not tried again."""
    with GeminiServer(answer) as server:
        return await refusal(server, **{"retries": 0, **options})


async def test_the_wire_carries_the_body_the_key_and_the_endpoint_s_bounds() -> None:
    with GeminiServer(Says("hello"), key=KEY) as server:
        reply = await asked(server, temperature=0.5)
    (request,) = server.requests
    assert request.path == f"/v1beta/models/{MODEL}:generateContent"
    bounds = {"maxOutputTokens": 500, "temperature": 0.5, "thinkingConfig": {"includeThoughts": True}}
    assert request.json == {**BODY, "generationConfig": bounds}
    assert [name for name, value in request.headers.items() if KEY in value] == ["x-goog-api-key"]
    assert KEY.encode() not in request.body
    assert (reply.text, reply.stop) == ("hello", "stop")


async def test_no_temperature_is_sent_where_none_is_wanted_and_a_base_url_may_have_a_path() -> None:
    with GeminiServer() as server:
        line = await refusal(server, base_url=f"{server.origin}/proxy/")
    assert f"GET {server.origin}/proxy/v1beta/models" in line
    (request,) = server.requests
    assert request.path == f"/proxy/v1beta/models/{MODEL}:generateContent"
    assert request.json["generationConfig"] == {"maxOutputTokens": 500, **dict(BODY["generationConfig"])}


async def test_nothing_of_the_environment_is_taken_or_spoken_of(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION"):
        monkeypatch.setenv(name, "from-the-environment")
    for name in ("GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_ENTERPRISE"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("GOOGLE_GENAI_API_VERSION", "v9")
    for name in ("GOOGLE_GEMINI_BASE_URL", "GOOGLE_VERTEX_BASE_URL", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with GeminiServer(Says("hello")) as server:
        await asked(server, key="")
    (request,) = server.requests
    assert "x-goog-api-key" not in request.headers
    assert "authorization" not in request.headers
    assert "from-the-environment" not in json.dumps(request.headers) + request.body.decode()
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


async def test_the_content_comes_and_goes_byte_for_byte() -> None:
    parts = (thinks("hm"), {"text": "é"}, call("click", id="a", x=1.5, nested={"b_c": [2.0, None]}))
    with GeminiServer(Acts(*parts), Says("done")) as server:
        reply = await asked(server)
        response = {"functionResponse": {"id": "a", "name": "click", "response": {"url": "", "output": "done"}}}
        back = {"role": "user", "parts": [response]}
        await asked(server, {**BODY, "contents": [*BODY["contents"], reply.raw, back]})
    assert json.dumps(reply.raw) == json.dumps(Acts(*parts).message)
    assert json.dumps(server.requests[1].contents[1]) == json.dumps(Acts(*parts).message)


async def test_words_are_told_without_thoughts_and_a_cut_off_reply_says_so() -> None:
    with GeminiServer(Acts(thinks("hm"), {"text": "a"}, {"text": "b"}, stop="MAX_TOKENS")) as server:
        reply = await asked(server)
    assert (reply.text, reply.stop) == ("ab", "length")


async def test_a_malformed_call_is_a_reply_that_the_model_can_mend() -> None:
    with GeminiServer(Acts(stop="MALFORMED_FUNCTION_CALL", finishMessage="Malformed function call: click(")) as server:
        reply = await asked(server)
    assert (reply.stop, reply.text, reply.raw) == ("malformed_function_call", "Malformed function call: click(", None)


async def test_an_answer_without_candidates_is_an_empty_reply_that_was_paid_for() -> None:
    with GeminiServer(Sends(b'{"usageMetadata": {"promptTokenCount": 7}, "modelVersion": "m"}')) as server:
        reply = await asked(server)
    assert (reply.text, reply.raw, reply.usage.input_tokens) == ("", None, 7)


async def test_what_it_cost_is_counted_in_tokens_seconds_and_dollars() -> None:
    price = Price(input=2, output=10, cached=0.5, source="a list", read=date(2026, 11, 20))
    usage = {**USAGE, "toolUsePromptTokenCount": 100}
    with GeminiServer(Says("hello", usage=usage)) as server:
        found = (await asked(server, price=price)).usage
    assert (found.requests, found.input_tokens, found.cached_tokens) == (1, 1600, 400)
    assert (found.output_tokens, found.reasoning_tokens, found.image_tokens) == (100, 60, 1120)
    assert found.usd == pytest.approx((1200 * 2 + 400 * 0.5 + 100 * 10) / 1e6)
    assert found.seconds > 0


async def test_what_nobody_tells_is_unknown_and_not_nothing() -> None:
    with GeminiServer(Says("a"), Says("b", usage=None)) as server:
        assert (await asked(server)).usage.usd is None
        price = Price(input=2, output=10, source="a list", read=date(2026, 11, 20))
        unknown = (await asked(server, price=price)).usage
    assert (unknown.usd, unknown.image_tokens) == (None, None)


@pytest.mark.parametrize(
    "first",
    [
        rate_limited(),
        a_minute_s_limit(),
        *(Refuses(code, headers={"Retry-After": "0"}) for code in (408, 409, 500, 502, 503, 504, 529)),
        Drops(),
        Drops(halfway=True),
        Sends(b'{"candidates": [{"cont'),
    ],
)
async def test_what_passes_is_tried_again(first: Said) -> None:
    with GeminiServer(first, Says("hello")) as server:
        reply = await asked(server)
    assert reply.text == "hello"
    assert reply.usage.requests == 2
    assert server.requests[0].body == server.requests[1].body


@pytest.mark.parametrize("said", ["60", "date", "60s"])
async def test_a_server_that_says_when_is_not_asked_before(said: str) -> None:
    """Its own back-off would have it asked again within a second."""
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    waits = rate_limited(delay=said) if said == "60s" else rate_limited(later if said == "date" else said)
    with GeminiServer(waits, Says("hello")) as server:
        assert "did not answer within 1.5 s" in await refusal(server, seconds=1.5)
        assert len(server.requests) == 1


async def test_a_server_that_says_at_once_is_asked_at_once() -> None:
    with GeminiServer(rate_limited("0"), Says("hello")) as server:
        assert (await asked(server)).usage.requests == 2


async def test_a_rate_limit_that_stays_is_told() -> None:
    assert "429 Too Many Requests: Resource exhausted; the server limits its rate" in await fault(rate_limited())


@pytest.mark.parametrize("answer", [used_up(), rate_limited(delay="86400s"), rate_limited("3600")])
async def test_a_quota_that_no_waiting_brings_back_is_not_waited_for(answer: Refuses) -> None:
    with GeminiServer(answer) as server:
        line = await refusal(server)
        assert len(server.requests) == 1
    assert "quota" in line


async def test_a_wrong_key_is_told_without_it() -> None:
    with GeminiServer(key="another") as server:
        line = await refusal(server)
    assert "API key not valid: ***" in line
    assert "give a valid key in GEMINI_API_KEY" in line


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Refuses(401, "no", "UNAUTHENTICATED"), "give a valid key in GEMINI_API_KEY"),
        (Refuses(403, "no", "PERMISSION_DENIED"), "this key may not use this model"),
        (
            Refuses(403, "Your API key was reported as leaked.", "PERMISSION_DENIED"),
            "give a valid key in GEMINI_API_KEY",
        ),
        (Refuses(404, "models/m is not found"), "check --model and --base-url; GET "),
        (Refuses(400, "User location is not supported.", "FAILED_PRECONDITION"), "billing, or another region"),
        (Refuses(400, "Unknown name"), "the server does not take this request"),
        (Refuses(503, "The model is overloaded."), "503 Service Unavailable: The model is overloaded; the server fail"),
        (Refuses(307, "moved", headers={"Location": "http://127.0.0.1:9/"}), "redirects to http://127.0.0.1:9/"),
        (Drops(), "cannot be reached"),
        (Drops(halfway=True), "cannot be reached"),
        (Silent(), "did not answer within 0.5 s"),
        (Sends(b""), "it is not JSON: (nothing)"),
        (Sends(b'{"candidates": [{"cont'), "it is not JSON"),
        (Sends(b"<html>", "text/html"), "it is not JSON: <html>"),
        (Sends(b"[1]"), "it is no JSON object"),
        (Sends(b"{}"), "it has no candidates"),
        (Sends(b'{"candidates": []}'), "it has no candidates"),
        (Sends(b'{"candidates": ["x"]}'), "it has no candidates"),
        (Sends(b"gone", "text/plain", status=502), "502 Bad Gateway: gone"),
        (Sends(b'{"error": "\xff"}', status=400), "no answer that can be read"),
        (Sends(b'["a", "b"]', status=400), "400 Bad Request"),
        (Acts(stop="SAFETY"), "refused to answer: the answer was stopped (SAFETY)"),
        (Acts(stop="PROHIBITED_CONTENT", finishMessage="Not this."), "(PROHIBITED_CONTENT): Not this"),
        (Sends(b'{"promptFeedback": {"blockReason": "OTHER"}}'), "the request was blocked (OTHER); say the task in"),
        (
            Acts(call("click", x=1, y=1, safety_decision={"decision": "block", "explanation": "No."})),
            "its safety system does not allow the next action: No",
        ),
    ],
)
async def test_a_fault_is_told_in_one_line_that_says_what_to_do(answer: Said, said: str) -> None:
    assert said in await fault(answer, read_seconds=0.5)


async def test_nothing_listens_there() -> None:
    with GeminiServer() as server:
        gone = server.origin
    model = Gemini(Endpoint(MODEL, gone, KEY, retries=0))
    with pytest.raises(ModelError, match="cannot be reached"):
        await model.reply(BODY)
    await model.aclose()


async def test_a_name_that_no_model_can_have_is_told() -> None:
    with GeminiServer() as server:
        assert "invalid model" in await refusal(server, model="../secrets")
        assert not server.requests


@pytest.mark.parametrize(
    "full", [context_overflow(), Refuses(400, "Request payload size exceeds the limit: 20971520 bytes.")]
)
async def test_a_context_that_overflows_is_told_apart(full: Refuses) -> None:
    with GeminiServer(full) as server, pytest.raises(ContextOverflow, match="longer than its context"):
        await asked(server)


async def test_who_stops_waiting_hangs_up() -> None:
    with GeminiServer(Silent()) as server:
        model = Gemini(endpoint(server))
        asking = asyncio.create_task(model.reply(BODY))
        await asyncio.to_thread(server.arrived.wait, 30)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert await asyncio.to_thread(server.hung_up.wait, 30)
        await model.aclose()


async def test_a_talk_is_words_and_pictures_with_the_system_apart() -> None:
    with GeminiServer(Acts(thinks("hm"), {"text": '{"kind": "wait"}'})) as server:
        model = GeminiTalk(endpoint(server))
        reply = await model.reply(TALK)
        await model.aclose()
    (request,) = server.requests
    assert request.json["systemInstruction"] == {"parts": [{"text": "rules"}]}
    assert [content["role"] for content in request.contents] == ["user", "model", "user"]
    assert request.contents[0]["parts"][0] == {"text": "Grüße ?"}
    assert request.images == [PNG]
    assert set(request.json) == {"systemInstruction", "contents", "generationConfig"}
    assert request.json["generationConfig"] == {"maxOutputTokens": 500}
    assert (reply.text, reply.raw) == ('{"kind": "wait"}', None)
