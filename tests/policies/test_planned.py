"""One says what, another where: a planner behind a server, what is written on a real page, and the shop's check."""

from __future__ import annotations

import json
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import pytest

from guiagent.actions import Box, Click, Drag, Finish, Point, Press, Type
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.dialects.coordinates import SPACES
from guiagent.dialects.described import WordsDialect
from guiagent.errors import UnreadableReply
from guiagent.grounders.ocr import OcrGrounder
from guiagent.guards import AllOf
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.models.endpoint import Endpoint
from guiagent.models.openai_compatible import OpenAICompatible
from guiagent.policies.planned import PlannedPolicy, Reaimed
from guiagent.policies.scripted import Move
from guiagent.records import Decision, Located, Mark, Observation, Verdict
from guiagent.reflection import ScreenChanged
from guiagent.sandboxes.shop import Shop
from guiagent.screen import Screen
from guiagent.tasks.shop import TASKS
from guiagent.usage import Usage
from tests.fakes import EVERYTHING, does, seen
from tests.fakes import Says as Decides
from tests.servers.openai_server import OpenAIServer, Says

SEED = 7
ROLES = {"link": "link", "button": "button", "textbox": "field", "searchbox": "field"}


def planned(*actions: dict[str, Any]) -> Says:
    return Says(json.dumps({"thought": "t", "actions": actions, "expect": "e"}))


def in_words(move: Move) -> Says:
    """A move of a task's solution as a planner says it, which sees the page and does not point."""
    target = {"target": f'the "{move.name}" {ROLES[move.role]}'} if move.role else {}
    actions: list[dict[str, Any]] = [{"kind": "click", **target}] if move.role else []
    for action in move.then:
        fields = action.model_dump(exclude_defaults=True)
        actions.append({"kind": action.kind, **fields})
    return planned(*actions)


def as_seen(move: Move) -> Says:
    """A move as a planner says it; what the page calls a link for screen readers alone is told by its row."""
    called, of, row = move.name.partition(" of ")
    if move.role == "link" and of:
        return planned({"kind": "click", "target": f'the "{called}" link in the row of "{row}"'})
    return in_words(move)


async def test_a_planner_and_what_is_written_on_the_page_do_a_task_of_the_shop() -> None:
    task = TASKS["order-total"]
    async with Shop().open(SEED) as session:
        options = BrowserOptions(url=session.url, viewport=(1024, 720))
        with OpenAIServer(*map(as_seen, task.solution(SEED))) as server:
            async with Browser(options) as browser, aclosing(OpenAICompatible(Endpoint("m", server.base_url))) as model:
                policy = PlannedPolicy(model, WordsDialect(SPACES["1000"], kinds=browser.kinds), OcrGrounder())
                agent = Agent(policy, browser, AllOf(()), ScreenChanged(), Limits(steps=12))
                trajectory = await agent.run(task.instruction(SEED))
        assert trajectory.ending is not None
        verdict = task.check(SEED, await session.inspect(), trajectory.ending)
    assert verdict == Verdict(success=True)
    assert [step.decision.rejected for step in trajectory.steps] == [()] * len(task.solution(SEED))


ASKED = Usage(requests=1, input_tokens=7)


@dataclass
class Knows:
    """A grounder that knows where a few things are, and keeps what it was asked for."""

    places: dict[str, Point]
    asked: list[str] = field(default_factory=list)
    garbled: bool = False

    async def locate(self, screen: Screen, description: str) -> Located:
        self.asked.append(description)
        if self.garbled:
            raise UnreadableReply("gibberish", (), ASKED)
        point = self.places.get(description)
        return Located(point=point, said="" if point else "it is on no shelf", usage=ASKED)


async def decided(server: OpenAIServer, grounder: Knows, now: Observation | None = None) -> Decision:
    async with aclosing(OpenAICompatible(Endpoint("m", server.base_url))) as model:
        policy = PlannedPolicy(model, WordsDialect(SPACES["1000"], kinds=EVERYTHING), grounder)
        return await policy.decide("Buy tea", now or seen(), ())


async def test_each_place_is_looked_for_once_and_put_where_it_was_found() -> None:
    grounder = Knows({"the tea": Point(30, 40), "the basket": Point(200, 150)})
    drag = {"kind": "drag", "from": "the tea", "to": "the basket"}
    with OpenAIServer(planned({"kind": "click", "target": "the tea"}, drag)) as server:
        decision = await decided(server, grounder)
    click, dragged = decision.actions
    assert isinstance(dragged, Drag)
    assert click == Click(point=Point(30, 40), target="the tea")
    assert dragged.path == (Point(30, 40), Point(200, 150))
    assert grounder.asked == ["the tea", "the basket"]
    assert (decision.usage.requests, decision.usage.input_tokens) == (3, 1014)


async def test_a_place_found_now_wins_over_a_mark_of_the_same_label() -> None:
    now = seen(marks=(Mark(box=Box(0, 0, 10, 10), label="the tea"),))
    with OpenAIServer(planned({"kind": "click", "target": "the tea"})) as server:
        decision = await decided(server, Knows({"the tea": Point(30, 40)}), now)
    assert decision.actions == (Click(point=Point(30, 40), target="the tea"),)


async def test_a_place_that_is_not_found_is_told_to_the_planner_with_the_grounder_s_own_words() -> None:
    first, second = (planned({"kind": "click", "target": words}) for words in ("the coffee", "the tea"))
    with OpenAIServer(first, second) as server:
        decision = await decided(server, Knows({"the tea": Point(30, 40)}))
        told = server.requests[1].texts[-1]
    assert decision.actions == (Click(point=Point(30, 40), target="the tea"),)
    assert 'nothing on the screen was found for "the coffee" (it is on no shelf)' in told
    assert [refused.reply for refused in decision.rejected] == [first.text]
    assert (decision.usage.requests, decision.usage.input_tokens) == (4, 2014)


@pytest.mark.parametrize("garbled", [False, True])
async def test_after_three_tries_the_planner_is_given_up_with_all_that_it_cost(garbled: bool) -> None:
    with OpenAIServer(planned({"kind": "click", "target": "the coffee"})) as server:
        with pytest.raises(UnreadableReply, match="3 replies could not be read") as raised:
            await decided(server, Knows({}, garbled=garbled))
        assert len(server.requests) == 3
    assert ("gibberish" if garbled else "it is on no shelf") in str(raised.value)
    assert len(raised.value.rejected) == 3
    assert raised.value.usage is not None
    assert raised.value.usage.requests == 6


async def test_a_reply_that_names_no_place_costs_the_grounder_nothing() -> None:
    grounder = Knows({})
    with OpenAIServer(Says("I think."), planned({"kind": "finish", "answer": "done"})) as server:
        decision = await decided(server, grounder)
    assert decision.actions == (Finish(answer="done"),)
    assert (len(decision.rejected), grounder.asked) == (1, [])


async def test_a_policy_s_clicks_go_where_the_grounder_sees_their_targets() -> None:
    aimless = Click(point=Point(1, 1))
    own = does(Click(point=Point(5, 5), target="the tea", count=2), aimless, Type(text="x"), tokens=3, thought="Now.")
    policy = Reaimed(Decides([own]), Knows({"the tea": Point(30, 40)}))
    decision = await policy.decide("Buy tea", seen(), ())
    assert decision.actions == (Click(point=Point(30, 40), target="the tea", count=2), aimless, Type(text="x"))
    assert (decision.thought, decision.usage.requests, decision.usage.input_tokens) == ("Now.", 2, 10)


@pytest.mark.parametrize("garbled", [False, True])
async def test_where_the_grounder_sees_nothing_the_policy_s_own_point_stands_and_that_is_said(garbled: bool) -> None:
    own = does(Click(point=Point(5, 5), target="the coffee"), Press(keys=("Enter",)), thought="Now.")
    decision = await Reaimed(Decides([own]), Knows({}, garbled=garbled)).decide("Buy tea", seen(), ())
    assert decision.actions == own.actions
    assert decision.thought.startswith('Now. (nothing on the screen was found for "the coffee" (')
    assert decision.thought.endswith("; the point stays as it was.)")
    assert decision.usage.requests == 2
