"""Claude does tasks in a real browser: a server that knows the solution answers in each version's own protocol."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from guiagent.actions import Action, Click, Finish, GiveUp, Navigate, Point, Press, Type
from guiagent.catalogue import resolve
from guiagent.cli.served import endpoint_of, native
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.dialects.claude.turns import frame_of
from guiagent.dialects.coordinates import Frame
from guiagent.errors import ModelError
from guiagent.guards import AllOf
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.policies.scripted import Move
from guiagent.policies.vlm import VlmPolicy
from guiagent.records import Ending, Trajectory, Verdict
from guiagent.reflection import ScreenChanged
from guiagent.sandboxes.shop import Shop, ShopSession
from guiagent.tasks.shop import TASKS
from tests.cli.conftest import Shell
from tests.servers import loopback
from tests.servers.anthropic_server import AnthropicServer, Block, Message, Request, Silent, old, says, too_long, uses
from tests.servers.loopback import LoopbackServer, Sends

SEED = 7
KEY = "sk-ant-test-0123456789"
MODELS = {
    "20241022": "claude-3-5-sonnet-20241022",
    "20250124": "claude-haiku-4-5",
    "20251124": "claude-opus-4-6",
    "20260801": "claude-sonnet-5-5",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shop() -> AsyncIterator[ShopSession]:
    async with Shop().open(SEED) as session:
        yield session


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(shop: ShopSession) -> AsyncIterator[Browser]:
    async with Browser(BrowserOptions(url=shop.url, viewport=(1440, 900))) as browser:
        yield browser


@dataclass
class Solver:
    """Answers as Claude would who knows the solution: it finds each element under the pixels, and acts in batches."""

    moves: Sequence[Move]
    browser: Browser
    frame: Frame
    version: str
    loop: asyncio.AbstractEventLoop
    at: int = field(default=0, init=False)

    def __call__(self, request: Request) -> Message:
        """The next move; a scroll where its target is not on the screen, the answer where it is the last."""
        assert request.turns <= 60
        move = self.moves[self.at]
        blocks = [] if not move.role else self._aimed(move)
        if blocks is None:
            return says(*self._scrolled(self._found(move)), thinks="Further on.")
        self.at += 1
        match move.then[-1:]:
            case (Finish(answer=answer),):
                return says(answer or "done", thinks="That is it.")
            case (GiveUp(reason=reason),):
                return says({"type": "tool_use", "name": "give_up", "input": {"reason": reason}})
            case _:
                return says(f"I {move}.", *blocks, *map(self._typed, move.then), thinks="")

    def _found(self, move: Move) -> Point:
        finding = self.browser.find(move.role, move.name, move.nth)
        return asyncio.run_coroutine_threadsafe(finding, self.loop).result(20)

    def _aimed(self, move: Move) -> list[Block] | None:
        point, (_, height) = self._found(move), self.frame.screen
        if not 0 <= point.y < height:
            return None
        return [self._call("left_click", coordinate=self.frame.pair(point))]

    def _scrolled(self, point: Point) -> list[Block]:
        width, height = self.frame.screen
        down, far = point.y > 0, abs(point.y - height // 2)
        if self.version == "20241022":
            return [self._call("key", text="Page_Down" if down else "Page_Up")]
        middle = self.frame.pair(Point(width // 2, height // 2))
        clicks, way = ceil(far * 8 / height), "down" if down else "up"
        return [self._call("scroll", coordinate=middle, scroll_direction=way, scroll_amount=clicks)]

    def _typed(self, action: Action) -> Block:
        match action:
            case Press(keys=keys):
                return self._call("key", text="+".join(keys).replace("Control", "ctrl"))
            case Type(text=text):
                return self._call("type", text=text)
        raise AssertionError(action)

    def _call(self, name: str, **given: Any) -> Block:
        return uses(name, **given) if self.version == "20260801" else old(name, **given)


def policy(server: AnthropicServer, version: str, browser: Browser, dialect: str) -> VlmPolicy[Any]:
    """As the command line wires it."""
    profile = resolve(MODELS[version], dialect or f"claude:{version}")
    endpoint = endpoint_of(MODELS[version], profile, server.base_url, {"ANTHROPIC_API_KEY": KEY})
    return VlmPolicy(native(profile, endpoint), profile.speaker(browser.kinds))


async def run(server: AnthropicServer, version: str, browser: Browser, task: str, dialect: str = "") -> Trajectory:
    deciding = policy(server, version, browser, dialect)
    agent = Agent(deciding, browser, AllOf(()), ScreenChanged(), Limits(steps=60))
    try:
        return await agent.run(task)
    finally:
        await deciding.model.aclose()  # type: ignore[attr-defined]


def plain(request: Request) -> list[str]:
    """The messages of a request without their cache breakpoints, which are no content."""
    body = request.json
    for message in body["messages"]:
        for block in message["content"]:
            block.pop("cache_control", None)
    return [json.dumps(message) for message in body["messages"]]


async def frame(browser: Browser, version: str) -> Frame:
    return frame_of((await browser.observe()).screen, resolve(MODELS[version]).image)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("version", "task"),
    [("20241022", "cancel-order"), ("20250124", "fix-cart"), ("20251124", "cancel-order"), ("20260801", "order-cart")],
)
async def test_a_task_is_done_in_every_version_of_the_tool(
    version: str, task: str, browser: Browser, shop: ShopSession
) -> None:
    await shop.reset()
    await browser.perform(Navigate(url=shop.url))
    chosen = TASKS[task]
    moves = chosen.solution(SEED)
    solver = Solver(moves, browser, await frame(browser, version), version, asyncio.get_running_loop())
    with AnthropicServer(solver, key=KEY) as server:
        trajectory = await run(server, version, browser, chosen.instruction(SEED))
    assert trajectory.ending is not None
    assert chosen.check(SEED, await shop.inspect(), trajectory.ending) == Verdict(success=True)
    assert all(server.hits[1:]), "each request is given back by the cache what the one before it wrote"
    for before, now in pairwise(server.requests):
        assert plain(now)[: len(plain(before))] == plain(before)


FORM = """<!doctype html><meta charset="utf-8"><title>Lamps</title><style>*{font:20px sans-serif;margin:0}
button{position:absolute;top:40px;width:160px;height:60px}</style>
<button style="left:40px" onclick="this.textContent='lit'">one</button>
<button style="left:240px" onclick="this.textContent='lit'">two</button>"""


class Lamps(LoopbackServer):
    """A page with two buttons."""

    def got(self, request: loopback.Request) -> Sends:
        return Sends(FORM.encode(), "text/html; charset=utf-8")


@pytest.fixture
def lamps() -> Iterator[str]:
    with Lamps(()) as site:
        yield f"{site.origin}/"


@pytest.mark.asyncio(loop_scope="module")
async def test_a_batch_whose_second_action_fails_is_told_so_and_a_zoom_shows_its_part(
    browser: Browser, lamps: str
) -> None:
    await browser.perform(Navigate(url=lamps))
    failing = (uses("left_click", coordinate=[120, 70]), uses("key", text="Nope"), uses("type", text="never"))
    with AnthropicServer(says(*failing), says(uses("zoom", region=[0, 380, 360, 460])), says("lit")) as server:
        trajectory = await run(server, "20260801", browser, "Light the lamp")
    assert trajectory.ending == Ending(reason="finished", answer="lit")
    assert [outcome.kind for outcome in trajectory.steps[0].outcomes] == ["done", "failed"]
    clicked, failed, halted = server.requests[1].results
    assert clicked["content"][0]["text"] == "OK"
    assert failed["is_error"]
    assert "there is no key 'Nope'" in failed["content"][0]["text"]
    assert halted["content"] == "Not executed: an earlier computer action in this turn failed."
    assert len(server.requests[1].images) == 2, "the screen follows the results"
    part = server.requests[2].images[-1]
    assert [int.from_bytes(part[at : at + 4], "big") for at in (16, 20)] == [1440, 320]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_request_that_overflows_goes_out_again_with_the_last_screen_alone(browser: Browser, lamps: str) -> None:
    await browser.perform(Navigate(url=lamps))
    thoughtful = says(uses("left_click", coordinate=[120, 70]), thinks="It is dark.")
    with AnthropicServer(thoughtful, too_long(), says("lit")) as server:
        trajectory = await run(server, "20260801", browser, "Light the lamp")
    assert trajectory.ending == Ending(reason="finished", answer="lit")
    assert [len(request.images) for request in server.requests] == [1, 2, 1]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_message_that_could_not_be_read_leaves_no_trace_in_later_requests(browser: Browser, lamps: str) -> None:
    await browser.perform(Navigate(url=lamps))
    wrong, right = uses("left_click", coordinate=[9000, 1]), uses("left_click", coordinate=[120, 70])
    with AnthropicServer(says(wrong, thinks="There."), says(right, thinks="Here."), says("lit")) as server:
        trajectory = await run(server, "20260801", browser, "Light the lamp")
    assert trajectory.ending == Ending(reason="finished", answer="lit")
    assert "x=9000 lies outside the screenshot" in server.requests[1].results[0]["content"]
    assert b"9000" not in server.requests[2].body
    assert not [request.betas for request in server.requests if request.betas], "what it thought is bound to both"


@pytest.mark.asyncio(loop_scope="module")
async def test_a_model_without_the_tool_is_asked_in_words_and_answers_in_json(browser: Browser, lamps: str) -> None:
    await browser.perform(Navigate(url=lamps))
    there = await frame(browser, "20250124")
    spot = there.pair(Point(120, 70))
    clicked, done = {"kind": "click", "point": spot}, {"kind": "finish", "answer": "lit"}
    answers = [says(json.dumps({"thought": "t", "actions": [each]})) for each in (clicked, done)]
    with AnthropicServer(*answers, key=KEY) as server:
        trajectory = await run(server, "20250124", browser, "Light the lamp", "json:pixels")
    assert trajectory.ending == Ending(reason="finished", answer="lit")
    assert trajectory.steps[0].decision.actions == (Click(point=there.point(spot)),)
    assert "tools" not in server.requests[1].json
    assert server.hits == [False, True]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_refusal_ends_the_run_with_what_to_do(browser: Browser, lamps: str) -> None:
    await browser.perform(Navigate(url=lamps))
    refused = AnthropicServer(says(stop="refusal", more={"stop_details": {"category": "cyber"}}))
    with refused as server, pytest.raises(ModelError, match="refused to answer: cyber; say the task in other words"):
        await run(server, "20260801", browser, "Light the lamp")


def test_a_run_that_was_killed_goes_on_with_the_very_same_bytes(tmp_path: Path, lamps: str) -> None:
    """What a new process reads from the disk is sent just as the old one sent it, thinking and signatures included."""
    shell = Shell(tmp_path)
    first = says(uses("left_click", coordinate=[120, 70]), thinks="")
    second = says("Now two.", uses("left_click", coordinate=[320, 70]), uses("screenshot"), thinks="next")
    reached = threading.Event()

    def stuck(_: Request) -> Silent:
        reached.set()
        return Silent()

    with AnthropicServer(first, second, stuck, says("both are lit"), key=KEY) as server:
        words = ("run", "Light both", "--url", lamps, "--model", MODELS["20260801"])
        with shell.start(*words, "--base-url", server.base_url, "--out", "run", ANTHROPIC_API_KEY=KEY) as process:
            assert reached.wait(60)
            process.kill()
        said = shell.run("resume", "run", ANTHROPIC_API_KEY=KEY)
    assert (said.code, said.out) == (0, "both are lit\n"), said.err
    _, before, cut, after = server.requests
    assert plain(after)[: len(plain(before))] == plain(before)
    assert plain(after)[: len(plain(cut)) - 1] == plain(cut)[:-1]
    assert (after.json["tools"], after.json["system"]) == (before.json["tools"], before.json["system"])
    assert KEY.encode() not in shell.everything()
    totals = json.loads((tmp_path / "run" / "ending.json").read_text())["totals"]
    assert totals["usage"]["input_tokens"] == 3000
