"""Gemini does a real task in a real browser, through the command line: a server on loopback knows the right calls."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from guiagent.actions import Action, Click, Finish, Point, Press, Scroll, Type, Wait
from guiagent.catalogue import resolve
from guiagent.dialects.coordinates import SPACES, Frame
from guiagent.guards.confirm import ConfirmGuard
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.models.endpoint import Endpoint
from guiagent.models.gemini import Gemini, GeminiTalk
from guiagent.policies.vlm import VlmPolicy
from guiagent.records import Ending, Step
from guiagent.reflection import ScreenChanged
from guiagent.runs import load
from tests.cli.conftest import Shell
from tests.fakes import Allows, Pictures, seen
from tests.servers.gemini_server import (
    Acts,
    GeminiServer,
    Part,
    Refuses,
    Request,
    Says,
    Silent,
    call,
    context_overflow,
)

KEY = "AIzaTest0123456789"
TASK = ("--task", "shop/fix-cart", "--seed", "3")
CURRENT, EARLIER = "gemini-3.8-flash", "gemini-3-flash-preview"
RISKY = {"decision": "require_confirmation", "explanation": "This buys something."}
Translated = Callable[[Action, Frame], list[Part]]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture(scope="module")
def solution(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Step]:
    """What the task's own solution does, step by step, with its places on the screens that it was done on."""
    shell = Shell(tmp_path_factory.mktemp("solution"))
    said = shell.run("run", *TASK, "--model", "scripted", "--out", "run")
    assert said.code == 0, said.err
    return load(shell.folder / "run")[1].steps


def current(action: Action, frame: Frame) -> list[Part]:
    match action:
        case Click(point=point):
            return [call("click", **at(point, frame))]
        case Press(keys=keys):
            return [call("hotkey", keys=list(keys))]
        case Type(text=text):
            return [call("type", text=text)]
        case Scroll(point=point, dy=dy):
            far = {"direction": "down" if dy > 0 else "up", "magnitude_in_pixels": abs(dy)}
            return [call("scroll", **at(point, frame), **far)]
        case Wait(seconds=seconds):
            return [call("wait", seconds=seconds)]
    raise AssertionError(action)


def earlier(action: Action, frame: Frame) -> list[Part]:
    match action:
        case Click(point=point):
            return [call("click_at", **at(point, frame))]
        case Press(keys=keys):
            return [call("key_combination", keys="+".join(keys))]
        case Scroll(point=point, dy=dy):
            share = round(abs(dy) / frame.screen[1] * 1000)
            return [call("scroll_at", **at(point, frame), direction="down" if dy > 0 else "up", magnitude=share)]
        case Wait():
            return [call("open_web_browser")]
    raise AssertionError(action)


def at(point: Point, frame: Frame) -> dict[str, Any]:
    return dict(zip("xy", frame.pair(point), strict=True))


def parts_of(step: Step, translated: Translated) -> list[Part]:
    """The calls for a step; the earlier functions have no call for typing but the one that clicks and clears too."""
    size = (step.before.width, step.before.height)
    frame = Frame(SPACES["999"], size, size)
    match step.decision.actions:
        case (Click(point=point), Press(), Type(text=text)) if translated is earlier:
            return [call("type_text_at", **at(point, frame), text=text, press_enter=False)]
        case actions:
            return [part for action in actions for part in translated(action, frame)]


def answers(steps: Sequence[Step], translated: Translated) -> list[Acts]:
    found: list[Acts] = []
    for step in steps:
        match step.decision.actions:
            case (Finish(answer=answer),):
                found.append(Says(answer or "done"))
            case _:
                found.append(Acts({"text": "As asked."}, *numbered(parts_of(step, translated), len(found))))
    return found


def numbered(parts: Sequence[Part], turn: int) -> list[Part]:
    """Calls with ids, of which the first alone is signed, as of a content that holds several."""
    return [
        {"functionCall": {"id": f"{turn}-{place}", **part["functionCall"]}}
        | ({} if place else {"thoughtSignature": part["thoughtSignature"]})
        for place, part in enumerate(parts)
    ]


def next_of(script: Sequence[Acts], request: Request) -> Acts:
    """The answer that follows the turns that the request tells of."""
    return script[sum(content["role"] == "model" for content in request.contents)]


def run(shell: Shell, server: GeminiServer, model: str) -> tuple[str, ...]:
    return ("run", *TASK, "--model", model, "--base-url", server.origin, "--out", "run", "--json")


def grows(requests: Sequence[Request]) -> bool:
    """Whether each request begins as the one before it, but for the screen that one ended with."""
    wires = [[json.dumps(content) for content in request.contents] for request in requests]
    return all(after[: len(before) - 1] == before[:-1] for before, after in pairwise(wires))


def test_the_earlier_functions_do_the_task(shell: Shell, solution: Sequence[Step]) -> None:
    first = numbered(
        [call("key_combination", keys="Escape"), call("key_combination", keys="NoSuchKey"), call("click_at", x=1, y=1)],
        99,
    )
    script = [Acts(*first), *answers(solution, earlier)]
    with GeminiServer(partial(next_of, script), key=KEY) as server:
        said = shell.run(*run(shell, server, EARLIER), GEMINI_API_KEY=KEY)
    assert said.code == 0, said.err
    assert said.json["verdict"]["success"]
    assert len(server.requests) == len(script)
    done, failed, not_begun = (each["response"] for each in server.requests[1].responses)
    assert done["output"] == "done"
    assert "NoSuchKey" in failed["error"]
    assert "not done" in not_begun["error"]
    assert grows(server.requests)
    assert KEY.encode() not in shell.everything()


def test_a_safety_decision_with_nobody_there_ends_the_run_before_anything_is_done(shell: Shell) -> None:
    with GeminiServer(Acts(call("navigate", url="about:blank", safety_decision=RISKY))) as server:
        said = shell.run(*run(shell, server, CURRENT), GEMINI_API_KEY=KEY)
    assert (said.code, said.json["ending"]) == (4, "denied"), said.err
    assert "This buys something." in said.json["detail"]
    assert len(server.requests) == 1


def test_the_current_functions_do_the_task_also_where_the_run_is_killed_and_goes_on_from_what_is_on_disk(
    shell: Shell, solution: Sequence[Step]
) -> None:
    script = answers(solution, current)
    first = [*script[:5], Silent()]
    with GeminiServer(*first, partial(next_of, script), key=KEY) as server:
        with shell.start(*run(shell, server, CURRENT), GEMINI_API_KEY=KEY) as process:
            until(lambda: len(server.requests) == len(first))
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=30)
        said = shell.run("resume", "run", "--json", GEMINI_API_KEY=KEY)
    assert said.code == 0, said.err
    assert said.json["verdict"]["success"]
    assert [len(request.contents) for request in server.requests[4:7]] == [9, 11, 11]
    assert grows(server.requests)


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


async def test_a_person_s_yes_is_told_to_the_safety_system() -> None:
    asked: list[str] = []

    async def yes(question: object) -> bool:
        asked.append(str(question))
        return True

    computer = Pictures([seen("cart"), seen("bought")])
    with GeminiServer(Acts(call("click", x=500, y=500, safety_decision=RISKY)), Says("bought")) as server:
        model = Gemini(Endpoint(CURRENT, server.origin, KEY))
        policy = VlmPolicy(model, resolve(CURRENT).speaker(computer.kinds))
        trajectory = await Agent(
            policy, computer, ConfirmGuard("never", yes, None), ScreenChanged(), Limits(steps=3)
        ).run("Buy tea")
        await model.aclose()
    assert trajectory.ending is not None
    assert (trajectory.ending.reason, trajectory.ending.answer) == ("finished", "bought")
    assert "This buys something." in asked[0]
    assert server.requests[1].responses[0]["response"]["safety_acknowledgement"] == "true"


def cramped(request: Request) -> Acts | Refuses:
    """A server whose context holds one screenshot."""
    return context_overflow() if len(request.images) > 1 else Says("done")


async def test_a_context_that_overflows_is_tried_with_the_last_screenshot_alone() -> None:
    computer = Pictures([seen("cart"), seen("bought")])
    with GeminiServer(Acts(call("click", x=500, y=500)), cramped) as server:
        ending = await worked(server, CURRENT, computer)
    assert ending.reason == "finished"
    assert [len(request.images) for request in server.requests] == [1, 2, 1]
    assert server.requests[2].images == [seen("bought").screen.png]


async def test_a_model_without_the_tool_is_asked_in_json() -> None:
    computer = Pictures([seen("cart"), seen("bought")])
    click, finish = '{"kind": "click", "point": [250, 750]}', '{"kind": "finish", "answer": "bought"}'
    with GeminiServer(Says(click), Says(finish)) as server:
        ending = await worked(server, "gemini-2.5-pro", computer)
    assert (ending.reason, ending.answer) == ("finished", "bought")
    assert computer.done == [Click(point=Point(240, 50))]
    assert "tools" not in server.requests[0].json


async def worked(server: GeminiServer, name: str, computer: Pictures) -> Ending:
    """How a run on pictures ends."""
    profile = resolve(name)
    endpoint = Endpoint(name, server.origin, KEY)
    model = Gemini(endpoint) if profile.tool else GeminiTalk(endpoint)
    policy = VlmPolicy[Any](model, profile.speaker(computer.kinds))
    trajectory = await Agent(policy, computer, Allows(), ScreenChanged(), Limits(steps=3)).run("Buy tea")
    await model.aclose()
    assert trajectory.ending is not None
    return trajectory.ending
