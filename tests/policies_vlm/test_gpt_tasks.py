"""GPT's computer tool does tasks in a real browser: a server on loopback plays the model, the rest is as it is."""

from __future__ import annotations

import signal
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio

from guiagent.actions import Action, Click, Finish, GiveUp, Press, Scroll, Type
from guiagent.catalogue import resolve
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.dialects.gpt.input import CARD
from guiagent.guards import AllOf
from guiagent.guards.confirm import ConfirmGuard, Question, Warned
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.models.endpoint import Endpoint
from guiagent.models.responses import OpenAIResponses
from guiagent.policies.scripted import ScriptedPolicy
from guiagent.policies.vlm import VlmPolicy
from guiagent.records import Trajectory
from guiagent.reflection import ScreenChanged
from guiagent.sandboxes.shop import Shop
from guiagent.tasks.shop import TASKS
from tests.cli.conftest import Shell
from tests.fakes import Pictures, seen
from tests.servers.loopback import Silent
from tests.servers.openai_server import Refuses
from tests.servers.responses_rules import Item
from tests.servers.responses_server import (
    Request,
    Responds,
    ResponsesServer,
    click,
    computer,
    function,
    reasoning,
    refuses,
    says,
    types,
    warning,
)

SEED = 3
MODEL = ("--model", "gpt-6-sol")
KEY = "sk-test-6f1d0c2b9a"
PAGE = """<!doctype html><meta charset="utf-8"><title>Form</title><style>*{font:16px sans-serif;margin:0}
input{position:absolute;left:100px;top:100px;width:200px;height:40px}
button{position:absolute;left:100px;top:200px;width:200px;height:40px}</style>
<input aria-label="User"><button onclick="document.title = 'sent'">Send</button>"""
SEND = click(200, 220)
TYPE = (click(200, 120), types("ada"))


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "form.html").write_text(PAGE, encoding="utf-8")
    return Shell(tmp_path)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def solution() -> AsyncIterator[list[tuple[Action, ...]]]:
    """What a scripted solution does in the shop, step by step, with the places that its buttons have."""
    task = TASKS["order-cart"]
    async with Shop().open(SEED) as shop, Browser(BrowserOptions(url=shop.url)) as browser:
        policy = ScriptedPolicy(task.solution(SEED), browser)
        trajectory = await Agent(policy, browser, AllOf(()), ScreenChanged(), Limits(steps=60)).run("as scripted")
    yield [step.decision.actions for step in trajectory.steps]


def written(action: Action) -> Item:
    """An action as the model would write it."""
    match action:
        case Click(point=(x, y)):
            return click(x, y)
        case Press(keys=keys):
            return {"type": "keypress", "keys": [key.upper() for key in keys]}
        case Type(text=text):
            return types(text)
        case Scroll(point=(x, y), dx=dx, dy=dy):
            return {"type": "scroll", "x": x, "y": y, "scroll_x": dx, "scroll_y": dy}
        case other:
            raise AssertionError(f"no way to write {other}")


def player(steps: Sequence[tuple[Action, ...]]) -> Callable[[Request], Responds]:
    """A model that does these steps, whichever it was asked last: it sees in the request how far it has come."""

    def play(request: Request) -> Responds:
        match steps[len(request.outputs)]:
            case (Finish(answer=answer),):
                return Responds(reasoning("It is done."), says(answer or "done", "final_answer"))
            case (GiveUp(reason=reason),):
                return Responds(reasoning(), function("give_up", reason=reason))
            case actions:
                return Responds(reasoning(), computer(*map(written, actions)))

    return play


@pytest.mark.asyncio(loop_scope="module")
async def test_a_task_of_the_sandbox_is_done_over_the_responses_api(
    shell: Shell, solution: list[tuple[Action, ...]]
) -> None:
    with ResponsesServer(player(solution), key=KEY) as server:
        said = shell.run(
            "run", "--task", "shop/order-cart", "--seed", str(SEED), *MODEL, "--base-url", server.base_url,
            "--json", "--out", "run", OPENAI_API_KEY=KEY,
        )  # fmt: skip
    assert said.code == 0, said.err
    assert said.json["verdict"]["success"] is True
    assert not server.complaints
    assert len(server.requests) == len(solution)
    assert {request.headers["host"] for request in server.requests} == {server.origin.removeprefix("http://")}
    for before, after in pairwise(server.requests):
        assert after.body.startswith(before.body.removesuffix(b"]}")), "a request begins with the one before it"
    assert KEY.encode() not in shell.everything()


def test_an_action_that_fails_ends_its_list_and_is_told_in_words(shell: Shell) -> None:
    listed = computer(*TYPE, {"type": "keypress", "keys": ["NOSUCHKEY"]}, SEND)
    with ResponsesServer(Responds(reasoning(), listed), Responds(reasoning(), says("done"))) as server:
        said = shell.run("run", "Send ada", "--url", "form.html", *MODEL, "--base-url", server.base_url)
    assert (said.code, said.out) == (0, "done\n"), said.err
    assert not server.complaints
    words = server.requests[1].texts[-1]
    assert "- press: failed: there is no key 'NOSUCHKEY'" in words
    assert "- 1 more not begun" in words
    assert len(server.requests[1].images) == 2
    assert server.requests[1].images[0] != server.requests[1].images[1]


def test_a_safety_check_with_nobody_there_ends_the_run_before_anything_is_done(shell: Shell) -> None:
    with ResponsesServer(Responds(reasoning(), computer(*TYPE, checks=(warning("Is this your bank?"),)))) as server:
        said = shell.run(
            "run", "Send ada", "--url", "form.html", *MODEL, "--base-url", server.base_url, "--json", "--out", "run"
        )
    assert (said.code, said.json["ending"]) == (4, "denied"), said.err
    assert "Is this your bank?" in said.err
    assert len(server.requests) == 1
    assert len(list((shell.folder / "run" / "screens").iterdir())) == 1


async def agreed(server: ResponsesServer, yes: bool, asked: list[Question | Warned]) -> tuple[Trajectory, Pictures]:
    """A run with a person there, who answers what the provider wants to know."""

    async def ask(question: Question | Warned) -> bool:
        asked.append(question)
        return yes

    computer = Pictures([seen("start"), seen("clicked"), seen("typed")])
    model = OpenAIResponses(Endpoint("gpt-6-sol", server.base_url))
    policy = VlmPolicy(model, resolve("gpt-6-sol").speaker(computer.kinds))
    guard = ConfirmGuard("never", ask, None)
    run = await Agent(policy, computer, guard, ScreenChanged(), Limits(steps=5)).run("Send ada")
    await model.aclose()
    return run, computer


async def test_what_a_person_agreed_to_is_acknowledged_with_exactly_that() -> None:
    checked = Responds(reasoning(), computer(click(3, 4), checks=(warning("Is this your bank?"),)))
    asked: list[Question | Warned] = []
    with ResponsesServer(checked, Responds(says("done"))) as server:
        run, page = await agreed(server, True, asked)
    assert run.ending is not None
    assert (run.ending.reason, run.ending.answer) == ("finished", "done")
    assert len(page.done) == len(asked) == 1
    assert not server.complaints
    assert server.requests[1].outputs[0]["acknowledged_safety_checks"] == [warning("Is this your bank?")]


async def test_what_a_person_refused_is_not_done() -> None:
    asked: list[Question | Warned] = []
    with ResponsesServer(Responds(reasoning(), computer(click(3, 4), checks=(warning(),)))) as server:
        run, page = await agreed(server, False, asked)
    assert run.ending is not None
    assert (run.ending.reason, page.done, len(server.requests)) == ("denied", [], 1)


def before_now(request: Request) -> list[Item]:
    """The input up to the screen now, which may be followed by words on it."""
    last = max(at for at, item in enumerate(request.input) if item.get("type") == "computer_call_output")
    return request.input[:last]


def test_a_run_that_was_killed_is_asked_for_on_from_disk(shell: Shell) -> None:
    answers = (Responds(reasoning(), computer(*TYPE)), Responds(reasoning(), computer({"type": "screenshot"})))
    reached = threading.Event()

    def hangs(request: Request) -> Silent:
        reached.set()
        return Silent()

    with ResponsesServer(*answers, hangs) as server:
        words = ("run", "Send ada", "--url", "form.html", *MODEL, "--base-url", server.base_url, "--out", "run")
        with shell.start(*words) as process:
            assert reached.wait(60)
            process.send_signal(signal.SIGKILL)
            process.wait(20)
        killed = server.requests[-1]
        server.answers = (Responds(reasoning(), says("sent", "final_answer")),)
        again = shell.run("resume", "run")
    assert (again.code, again.out) == (0, "sent\n"), again.err
    assert not server.complaints
    before, after = before_now(killed), before_now(server.requests[-1])
    assert after == before, "all but the screen now, of a new browser"
    earlier = server.requests[1].body.removesuffix(b"]}")
    assert killed.body.startswith(earlier)
    assert server.requests[-1].body.startswith(earlier)


async def test_an_unreadable_reply_is_mended_in_the_same_step() -> None:
    astray = Responds(reasoning(), computer(click(3, 4000)), function("nothing"))
    with ResponsesServer(astray, Responds(reasoning(), computer(click(3, 4))), Responds(says("done"))) as server:
        run, page = await agreed(server, True, [])
    assert not server.complaints
    assert [action.kind for action in page.done] == ["click"]
    assert [len(request.outputs) for request in server.requests] == [0, 2, 1]
    assert "=4000 lies outside the screenshot" in server.requests[1].texts[-1]
    assert run.steps[0].decision.usage.requests == 2


async def test_a_context_that_overflows_is_tried_with_the_last_screen_alone() -> None:
    def cramped(request: Request) -> Responds | Refuses:
        if sum(len(image) > len(CARD.read_bytes()) for image in request.images) > 1:
            return Refuses(400, "Your input exceeds the context window of this model.", "context_length_exceeded")
        return Responds(says("done")) if request.outputs else Responds(reasoning(), computer(click(3, 4)))

    with ResponsesServer(cramped) as server:
        run, _ = await agreed(server, True, [])
    assert run.ending is not None
    assert run.ending.reason == "finished"
    assert not server.complaints
    assert [len(request.images) for request in server.requests] == [1, 2, 1]


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        (
            Responds(reasoning(), refuses("I cannot help with this.")),
            1,
            "refused: I cannot help with this.; say the task in other words",
        ),
        (Responds(status="incomplete", incomplete_details={"reason": "content_filter"}), 5, "in other words"),
    ],
)
def test_what_the_model_will_not_do_ends_the_run_with_why(shell: Shell, answer: Responds, code: int, told: str) -> None:
    with ResponsesServer(answer) as server:
        said = shell.run("run", "Send ada", "--url", "form.html", *MODEL, "--base-url", server.base_url)
    assert (said.code, told in said.err) == (code, True), said.err
    assert not server.complaints


def test_a_wrong_key_is_told_without_the_key(shell: Shell) -> None:
    with ResponsesServer(Responds(says("done")), key="another") as server:
        said = shell.run(
            "run", "x", "--url", "form.html", *MODEL, "--base-url", server.base_url, "--out", "run", OPENAI_API_KEY=KEY
        )
    assert (said.code, len(server.requests)) == (5, 1)
    assert "OPENAI_API_KEY" in said.err
    assert KEY not in said.err + said.out
    assert KEY.encode() not in shell.everything()
