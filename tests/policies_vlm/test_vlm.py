"""From screen to decision through dialect, SDK and server: what a model is told, and what is made of its replies."""

from __future__ import annotations

import json
from contextlib import aclosing

import pytest

from guiagent.actions import Click, Finish, Point, Press, Type
from guiagent.catalogue import resolve
from guiagent.errors import ContextOverflow, ModelError, UnreadableReply
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.models.endpoint import Endpoint
from guiagent.models.openai_compatible import OpenAICompatible
from guiagent.policies.vlm import VlmPolicy
from guiagent.records import Decision, Done, Observation, Step
from guiagent.reflection import ScreenChanged
from tests.fakes import Allows, Pictures, does, painted, seen
from tests.servers.openai_server import Drops, OpenAIServer, Refuses, Request, Says, context_overflow

GOOD = '{"thought": "t", "actions": [{"kind": "click", "point": [500, 500]}], "expect": "e"}'


async def decided(server: OpenAIServer, now: Observation | None = None, name: str = "qwen3-vl-8b") -> Decision:
    async with aclosing(OpenAICompatible(Endpoint(name, server.base_url, retries=1))) as model:
        return await VlmPolicy(model, resolve(name, provider="openai-compatible").speaker()).decide(
            "Buy tea", now or seen(), ()
        )


async def test_a_screen_goes_out_as_its_own_bytes_and_a_decision_comes_back() -> None:
    now = seen().model_copy(update={"screen": painted("now", (1024, 768))})
    with OpenAIServer(Says(GOOD)) as server:
        decision = await decided(server, now, "internvl3-8b")
    assert decision.actions == (Click(point=Point(512, 384)),)
    assert (decision.thought, decision.expected, decision.reply) == ("t", "e", GOOD)
    assert server.requests[0].images == [now.screen.png]
    assert "Task: Buy tea" in server.requests[0].texts[1]


async def test_a_family_in_pixels_gets_its_own_size_and_its_numbers_are_mapped_back() -> None:
    now = seen().model_copy(update={"screen": painted("now", (1920, 1080))})
    with OpenAIServer(Says('{"kind": "click", "point": [1456, 410]}')) as server:
        decision = await decided(server, now, "claude-sonnet-4-5")
    assert decision.actions == (Click(point=Point(1919, 541)),)
    assert [image[16:24] for image in server.requests[0].images] == [
        (1456).to_bytes(4, "big") + (819).to_bytes(4, "big")
    ]


async def test_an_unreadable_reply_goes_back_with_what_was_wrong() -> None:
    with OpenAIServer(Says("I click."), Says('{"kind": "zoom"}'), Says(GOOD)) as server:
        decision = await decided(server)
    assert decision.actions[0].kind == "click"
    assert [(refused.reply, refused.why[:20]) for refused in decision.rejected] == [
        ("I click.", "there is no action i"),
        ('{"kind": "zoom"}', "there is no action '"),
    ]
    assert (decision.usage.requests, decision.usage.input_tokens) == (3, 3000)
    roles = [message["role"] for message in server.requests[2].json["messages"]]
    assert roles == ["system", "user", "assistant", "user", "assistant", "user"]
    assert server.requests[2].texts[-4] == "I click."
    assert "there is no action 'zoom'" in server.requests[2].texts[-1]
    assert server.requests[2].json["messages"][:4] == server.requests[1].json["messages"]


async def test_three_unreadable_replies_end_the_decision_with_all_of_them_and_their_cost() -> None:
    with OpenAIServer(Says("no"), Says(""), Says("x" * 9000)) as server:
        with pytest.raises(UnreadableReply) as raised:
            await decided(server)
        assert len(server.requests) == 3
        assert "" not in server.requests[2].texts
    assert [refused.reply for refused in raised.value.rejected] == ["no", "", "x" * 9000]
    assert raised.value.usage is not None
    assert raised.value.usage.requests == 3


async def test_a_tool_call_that_the_server_took_out_of_the_text_is_read() -> None:
    call = {"id": "1", "type": "function", "function": {"name": "click", "arguments": '{"x": 500, "y": 500}'}}
    with OpenAIServer(Says(None, message={"tool_calls": [call]})) as server:
        assert (await decided(server)).actions[0].kind == "click"


async def test_a_reply_cut_off_for_its_length_is_asked_for_again() -> None:
    with OpenAIServer(Says(GOOD[:40], stop="length"), Says(GOOD)) as server:
        decision = await decided(server)
    assert "cut off for its length" in decision.rejected[0].why


async def test_a_server_s_fault_is_no_fault_of_the_model() -> None:
    with OpenAIServer(Drops()) as server, pytest.raises(ModelError, match="cannot be reached"):
        await decided(server)


def cramped(request: Request) -> Says | Refuses:
    """A server whose context holds one screenshot."""
    return context_overflow() if len(request.images) > 1 else Says(GOOD)


async def test_a_context_that_overflows_is_tried_with_the_last_screenshot_alone() -> None:
    past = Step(
        index=0, before=seen("before"), decision=does(Press(keys=("a",))), outcomes=(Done(),), after=seen("now")
    )
    with OpenAIServer(cramped) as server:
        async with aclosing(OpenAICompatible(Endpoint("m", server.base_url))) as model:
            policy = VlmPolicy(model, resolve("m", "json:1000").speaker())
            await policy.decide("Buy tea", seen("now"), (past,))
            assert [len(request.images) for request in server.requests] == [2, 1]
            assert server.requests[1].images == [seen("now").screen.png]
            assert "Task: Buy tea" in server.requests[1].texts[1]


async def test_a_context_too_small_for_one_screenshot_is_told_once() -> None:
    with OpenAIServer(context_overflow()) as server:
        with pytest.raises(ContextOverflow, match="longer than its context"):
            await decided(server)
        assert len(server.requests) == 1


def shop(request: Request) -> Says:
    """Types and confirms on the first screen, finishes on the second."""
    if len(request.images) == 1:
        return Says('{"actions": [{"kind": "type", "text": "tea"}, {"kind": "press", "keys": "Enter"}]}')
    return Says('{"actions": [{"kind": "finish", "answer": "found"}]}')


async def test_the_whole_loop_runs_on_a_model_behind_a_server() -> None:
    computer = Pictures([seen("start"), seen("tea"), seen("results")])
    with OpenAIServer(shop) as server:
        async with aclosing(OpenAICompatible(Endpoint("m", server.base_url))) as model:
            policy = VlmPolicy(model, resolve("m", "json:1000").speaker(computer.kinds))
            agent = Agent(policy, computer, Allows(), ScreenChanged(), Limits(steps=5))
            trajectory = await agent.run("Find tea")
    assert trajectory.ending is not None
    assert (trajectory.ending.reason, trajectory.ending.answer) == ("finished", "found")
    assert trajectory.steps[0].decision.actions == (Type(text="tea"), Press(keys=("Enter",)))
    assert trajectory.steps[1].decision.actions == (Finish(answer="found"),)
    assert json.loads(server.requests[1].json["messages"][2]["content"])["actions"][0] == {
        "kind": "type",
        "text": "tea",
    }
    assert server.requests[1].images[0] == server.requests[0].images[0]
