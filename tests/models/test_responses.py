"""The real openai SDK against a Responses API on loopback: what goes over the wire, and what comes of each fault."""

from __future__ import annotations

import json
from contextlib import aclosing
from dataclasses import replace
from datetime import date

import pytest

from guiagent.actions import Look
from guiagent.dialects.gpt import GptDialect
from guiagent.dialects.images import Patches
from guiagent.dialects.screens import Screens
from guiagent.errors import ContextOverflow, ModelError
from guiagent.messages import Reply
from guiagent.models.endpoint import Endpoint
from guiagent.models.price import Price
from guiagent.models.responses import OpenAIResponses
from guiagent.records import Decision, Done, Step
from tests.fakes import seen
from tests.servers.loopback import Drops, Said, Sends, Silent
from tests.servers.openai_server import Refuses, rate_limited
from tests.servers.responses_server import USAGE, Responds, ResponsesServer, computer, reasoning, says, types

KEY = "sk-test-0123456789"
BODY = GptDialect(Patches(patch=32, side=2048, most=2500), Screens()).ask("Buy tea", seen(), ())
LOOKS = computer({"type": "screenshot"}, id="cu_1", call_id="call_1", status="completed")
HELLO = Responds(reasoning(), says("hello"))


async def asked(server: ResponsesServer, times: int = 1, **options: object) -> Reply:
    """The last of so many replies of one model."""
    model = OpenAIResponses(replace(Endpoint("gpt-6-sol", server.base_url, key=KEY), **options))  # type: ignore[arg-type]
    try:
        for _ in range(times):
            reply = await model.reply(BODY)
        return reply
    finally:
        await model.aclose()


async def refusal(server: ResponsesServer, **options: object) -> str:
    """The line in which a fault of this server is told."""
    with pytest.raises(ModelError) as raised:
        await asked(server, **{"keys": ("OPENAI_API_KEY",), **options})
    line = str(raised.value)
    assert line.startswith(f"'gpt-6-sol' at {server.base_url} ")
    assert "\n" not in line
    assert KEY not in line
    return line


async def fault(answer: Said, **options: object) -> str:
    """The line in which an answer is told that is not tried again."""
    with ResponsesServer(answer) as server:
        line = await refusal(server, **{"retries": 0, **options})
        assert len(server.requests) == 1
    return line


async def test_the_wire_carries_the_request_as_it_is_with_our_bounds() -> None:
    with ResponsesServer(HELLO, key=KEY) as server:
        reply = await asked(server, max_tokens=99)
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/responses")
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.json == {"model": "gpt-6-sol", "max_output_tokens": 99, **BODY}
    assert list(request.json)[-1] == "input", "what grows stands last"
    assert KEY.encode() not in request.body
    assert not server.complaints
    assert (reply.text, reply.stop) == ("hello", "completed")
    assert [item["type"] for item in reply.raw["output"]] == ["reasoning", "message"]


async def test_nothing_of_the_environment_goes_to_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "WEBHOOK_SECRET"):
        monkeypatch.setenv(f"OPENAI_{name}", "from-the-environment")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Mine: from-the-environment\nAuthorization: from-the-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with ResponsesServer(HELLO) as server:
        await asked(server, key="")
    (request,) = server.requests
    assert "authorization" not in request.headers
    assert not [value for value in request.headers.values() if "from-the-environment" in value]


async def test_what_it_cost_is_counted_in_tokens_seconds_and_dollars() -> None:
    price = Price(input=2, output=10, cached=0.2, cache_write=2.5, source="a list", read=date(2026, 11, 20))
    with ResponsesServer(HELLO) as server:
        usage = (await asked(server, price=price)).usage
    assert (usage.requests, usage.input_tokens, usage.cached_tokens, usage.cache_write_tokens) == (1, 1000, 600, 300)
    assert (usage.output_tokens, usage.reasoning_tokens, usage.image_tokens) == (50, 20, None)
    assert usage.usd == pytest.approx((100 * 2 + 600 * 0.2 + 300 * 2.5 + 50 * 10) / 1e6)
    assert 0 < usage.seconds < 30


async def test_a_cost_that_nobody_tells_is_unknown_and_not_nothing() -> None:
    price = Price(input=2, output=10, source="a list", read=date(2026, 11, 20))
    with ResponsesServer(HELLO, Responds(says("b"), usage=None)) as server:
        assert (await asked(server)).usage.usd is None
        assert (await asked(server, price=price)).usage.usd is None


@pytest.mark.parametrize(
    "first",
    [
        rate_limited("0"),
        Refuses(500),
        Refuses(503),
        Drops(),
        Drops(halfway=True),
        Responds(status="failed", error={"code": "server_error", "message": "oops"}),
    ],
)
async def test_what_passes_is_tried_again(first: Said) -> None:
    with ResponsesServer(first, HELLO) as server:
        reply = await asked(server)
    assert reply.text == "hello"
    assert reply.usage.requests == 2
    assert server.requests[0].body == server.requests[1].body


async def test_trying_again_has_an_end() -> None:
    failed = Responds(status="failed", error={"code": "server_error", "message": "out of memory"})
    for answer in (Refuses(500, "out of memory"), failed):
        with ResponsesServer(answer) as server:
            line = await refusal(server, retries=1)
        assert "answered 500 Internal Server Error: out of memory" in line
        assert len(server.requests) == 2


@pytest.mark.parametrize("code", ["insufficient_quota", "billing_hard_limit_reached"])
async def test_a_quota_that_is_used_up_is_told_at_once(code: str) -> None:
    with ResponsesServer(Refuses(429, "You exceeded your current quota", code)) as server:
        line = await refusal(server, retries=4)
    assert "has no quota left: You exceeded your current quota; top up the account" in line
    assert len(server.requests) == 1


async def test_a_quota_is_known_by_the_error_s_type_too() -> None:
    error = {"error": {"message": "Quota exceeded", "type": "insufficient_quota", "code": None, "param": None}}
    with ResponsesServer(Sends(json.dumps(error).encode(), status=429)) as server:
        assert "has no quota left: Quota exceeded" in await refusal(server, retries=4)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Refuses(401, f"Incorrect API key provided: {KEY}."), "give a valid key in OPENAI_API_KEY"),
        (Refuses(403, "no access"), "may not use this model"),
        (Refuses(404, "The model `gpt-6-sol` does not exist.", "model_not_found"), "/models lists what it has"),
        (Refuses(400, "Computer tool is not supported with this model."), "Computer tool is not supported"),
        (Refuses(400, "Your prompt was flagged.", "invalid_prompt"), "refused to answer: Your prompt was flagged"),
        (Refuses(307, headers={"Location": "http://127.0.0.1:9/v1"}), "redirects to http://127.0.0.1:9/v1"),
        (rate_limited("3600"), "answered 429 Too Many Requests: Rate limit reached"),
        (Responds(status="failed", error={"code": "invalid_image", "message": "bad PNG"}), "answered 400 Bad Request"),
        (
            Responds(status="failed", error={"code": "invalid_prompt", "message": "flagged"}),
            "refused to answer: flagged; say the task in other words",
        ),
        (
            Responds(reasoning(), status="incomplete", incomplete_details={"reason": "content_filter"}),
            "refused to answer: a content filter",
        ),
    ],
)
async def test_what_does_not_pass_is_told_at_once_with_what_to_do(answer: Said, said: str) -> None:
    assert said in await fault(answer)


@pytest.mark.parametrize(
    "answer",
    [
        Refuses(400, "Your input exceeds the context window of this model.", "context_length_exceeded"),
        Refuses(400, "Too long.", "context_length_exceeded"),
        Responds(status="failed", error={"code": "context_length_exceeded", "message": "Too long."}),
    ],
)
async def test_a_context_that_overflows_is_told_as_that(answer: Said) -> None:
    with ResponsesServer(answer) as server, pytest.raises(ContextOverflow, match="longer than its context"):
        await asked(server)


async def test_what_overflowed_is_not_sent_again_and_less_is() -> None:
    looked = Decision(actions=(Look(),), reply={"output": [LOOKS]})
    step = Step(index=0, before=seen("before"), decision=looked, outcomes=(Done(),), after=seen("after"))
    dialect = GptDialect(Patches(patch=32, side=2048, most=2500), Screens())
    full = dialect.ask("Buy tea", step.after, [step])
    overflow = Refuses(400, "Your input exceeds the context window.", "context_length_exceeded")
    with ResponsesServer(overflow, HELLO) as server:
        async with aclosing(OpenAIResponses(Endpoint("gpt-6-sol", server.base_url, key=KEY))) as model:
            for _ in range(2):
                with pytest.raises(ContextOverflow, match="longer than its context"):
                    await model.reply(full)
            assert (await model.reply(dialect.lighter(full))).text == "hello"
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"output": [{"type"', "not JSON"),
        (b"<html>Welcome to nginx!</html>", "Welcome to nginx"),
        (b"[]", "no JSON object"),
        (b'{"choices": []}', "no output"),
        (b'{"output": "hello"}', "no output"),
        (b'{"output": ["hello"]}', "no output"),
        (b'{"error": {"message": "Provider returned error", "code": 502}}', "Provider returned error"),
        (json.dumps({"status": "cancelled", "output": []}).encode(), "it is cancelled: no reason given"),
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
    ],
)
async def test_a_body_that_is_no_response_is_told_as_that(body: bytes, said: str) -> None:
    line = await fault(Sends(body))
    assert "sent no answer that can be read" in line
    assert said in line


async def test_a_reply_that_was_cut_off_says_so() -> None:
    cut = Responds(computer(types("a")), status="incomplete", incomplete_details={"reason": "max_output_tokens"})
    with ResponsesServer(cut) as server:
        assert (await asked(server)).stop == "length"


async def test_odd_counts_of_tokens_are_no_counts() -> None:
    odd = USAGE | {"input_tokens": None, "input_tokens_details": None, "output_tokens": "many"}
    with ResponsesServer(Responds(says("hello"), usage=odd)) as server:
        assert (await asked(server)).usage.tokens == 0


async def test_a_server_that_never_answers_is_given_up_within_its_time() -> None:
    assert "did not answer within 0.3 s" in await fault(Silent(), read_seconds=0.3)
    with ResponsesServer(Silent()) as server:
        assert "did not answer within 0.5 s" in await refusal(server, read_seconds=0.2, seconds=0.5, retries=50)


async def test_a_server_that_is_not_there_is_told_with_its_address() -> None:
    with ResponsesServer() as server:
        gone = server.base_url
    model = OpenAIResponses(Endpoint("gpt-6-sol", gone, retries=0))
    with pytest.raises(ModelError, match=f"'gpt-6-sol' at {gone} cannot be reached: .*is it running"):
        await model.reply(BODY)
    await model.aclose()


async def test_what_an_account_may_not_have_is_left_out_from_then_on() -> None:
    unknown = ("reasoning.summary", "prompt_cache_key", "parallel_tool_calls")
    with ResponsesServer(HELLO, unknown=unknown) as server:
        reply = await asked(server, times=2)
    assert reply.usage.requests == 1
    assert len(server.requests) == 5
    left = set(BODY) - {"reasoning", "prompt_cache_key", "parallel_tool_calls"}
    assert set(server.requests[-1].json) == left | {"model", "max_output_tokens"}


async def test_what_makes_a_run_resumable_is_never_left_out() -> None:
    with ResponsesServer(HELLO, unknown=("store",)) as server:
        line = await refusal(server)
    assert "must be verified for store" in line
    assert len(server.requests) == 1
