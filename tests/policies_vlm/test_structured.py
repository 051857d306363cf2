"""A form of answer is asked for, and never trusted: what comes is read as any other reply."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import pytest

from guiagent.actions import Back
from guiagent.catalogue import resolve
from guiagent.cli.served import formed
from guiagent.dialects.json_plain import JsonDialect
from guiagent.models.endpoint import Endpoint
from guiagent.models.openai_compatible import OpenAICompatible
from guiagent.policies.vlm import VlmPolicy
from guiagent.records import Decision, Done, Step
from tests.fakes import EVERYTHING, does, seen
from tests.servers.loopback import Said
from tests.servers.manners import MANNERS, OLLAMA, CompatibleServer, Manner
from tests.servers.openai_server import OpenAIServer, Refuses, Request, Says

STRICT = {
    "thought": "t",
    "actions": [{"kind": "click", "target": "Go", "point": [500, 500], "button": "left", "count": 1, "held": []}],
    "expect": "e",
}
CHATTY = 'Sure! ```json\n{"actions": [{"kind": "left_click", "coordinate": "500, 500"}]}\n```'
each_server = pytest.mark.parametrize("manner", MANNERS, ids=str)


def honest(request: Request) -> Says:
    """A server that holds its model to a form where it is asked to, and lets it chat where it is not."""
    return Says(json.dumps(STRICT) if "response_format" in request.json else CHATTY)


async def decided(server: OpenAIServer, name: str = "my-own", steps: int = 1, **options: Any) -> list[Decision]:
    """The decisions of a run's steps, each on one screenshot more, as the command line wires it."""
    profile = resolve(name, "json:1000" if name == "my-own" else None, "openai-compatible")
    dialect = profile.speaker(EVERYTHING)
    decisions: list[Decision] = []
    async with aclosing(OpenAICompatible(Endpoint(name, server.base_url, **options))) as model:
        policy = VlmPolicy(formed(profile, model, dialect), dialect)
        for count in range(steps):
            decisions.append(await policy.decide("Buy tea", seen(f"screen {count}"), history(count)))
    return decisions


def history(count: int) -> list[Step]:
    return [
        Step(
            index=at,
            before=seen(f"screen {at}"),
            decision=does(Back()),
            outcomes=(Done(),),
            after=seen(f"screen {at + 1}"),
        )
        for at in range(count)
    ]


def clicked(decision: Decision) -> tuple[str, tuple[int, int]]:
    (action,) = decision.actions
    assert action.kind == "click"
    return action.kind, tuple(action.point)


@each_server
@pytest.mark.parametrize("answer", [honest, lambda request: Says(CHATTY)], ids=["honoured", "ignored"])
async def test_the_decision_is_the_same_whether_a_server_honours_refuses_or_ignores_the_form(
    manner: Manner, answer: Callable[[Request], Said]
) -> None:
    with CompatibleServer(manner, answer) as server:
        decisions = await decided(server, steps=2)
    assert [clicked(decision) for decision in decisions] == [("click", (160, 100))] * 2
    assert not any(decision.rejected for decision in decisions)


@pytest.mark.parametrize(
    "refusal",
    [
        Refuses(400, "Failed to initialize samplers: failed to parse grammar"),
        Refuses(400, "Failed to generate JSON. Please adjust your prompt.", "json_validate_failed"),
        Refuses(
            400, "Invalid schema for response_format 'answer': 'minItems' is not permitted.", None, "response_format"
        ),
        Refuses(501, "json_schema is not implemented"),
    ],
)
async def test_a_server_that_fails_at_the_form_is_asked_without(refusal: Refuses) -> None:
    def answer(request: Request) -> Said:
        return refusal if "response_format" in request.json else Says(CHATTY)

    with OpenAIServer(answer) as server:
        await decided(server, steps=2, retries=0)
    assert ["response_format" in request.json for request in server.requests] == [True, False, False]


@pytest.mark.parametrize(
    "silence", [Says(""), Says('{"thought": "\n\n\n\n', stop="length")], ids=["empty", "without end"]
)
async def test_a_form_that_a_model_cannot_get_out_of_is_not_asked_for_again(silence: Says) -> None:
    def answer(request: Request) -> Said:
        return silence if "response_format" in request.json else Says(CHATTY)

    with OpenAIServer(answer) as server:
        (decision,) = await decided(server)
    assert clicked(decision) == ("click", (160, 100))
    assert len(decision.rejected) == 1


async def test_what_breaks_the_form_goes_back_to_the_model_as_ever() -> None:
    with OpenAIServer(Says('{"thought": "t", "actions": [], "expect": ""}'), Says(json.dumps(STRICT))) as server:
        (decision,) = await decided(server)
    assert '"actions" is empty' in decision.rejected[0].why
    assert all("response_format" in request.json for request in server.requests)


async def test_a_family_that_gets_worse_by_a_form_is_asked_for_none() -> None:
    with OpenAIServer(Says(CHATTY)) as server:
        await decided(server, "qwen3.6-27b")
    assert "response_format" not in server.requests[0].json


async def test_plain_gpt_models_are_asked_for_the_form_with_the_kinds_of_this_computer() -> None:
    finish = {"thought": "t", "actions": [{"kind": "finish", "answer": "tea"}], "expect": ""}
    with OpenAIServer(Says(json.dumps(finish))) as server:
        profile = resolve("gpt-4.1-mini")
        dialect = profile.speaker(frozenset({"click", "type"}))
        assert isinstance(dialect, JsonDialect)
        async with aclosing(OpenAICompatible(Endpoint("gpt-4.1-mini", server.base_url))) as model:
            await VlmPolicy(formed(profile, model, dialect), dialect).decide("t", seen(), ())
    schema = server.requests[0].json["response_format"]["json_schema"]["schema"]
    kinds = [form["properties"]["kind"]["enum"][0] for form in schema["properties"]["actions"]["items"]["anyOf"]]
    assert kinds == ["click", "type", "finish", "give_up"]


async def test_a_context_that_overflowed_once_costs_no_refused_request_on_the_steps_that_follow() -> None:
    with CompatibleServer(OLLAMA, Says(CHATTY), room=2) as server:
        decisions = await decided(server, steps=5)
    assert [len(request.images) for request in server.requests] == [1, 2, 3, 1, 1, 1]
    assert [decision.usage.requests for decision in decisions] == [1] * 5
