"""Claude's own tools: what a request holds, how calls are read, and that a run grows at its end alone."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image as Picture

from guiagent.actions import (
    Action,
    Box,
    Click,
    Drag,
    Finish,
    GiveUp,
    Hold,
    Look,
    MouseDown,
    MouseUp,
    Move,
    Navigate,
    Point,
    Press,
    Scroll,
    Type,
    Wait,
)
from guiagent.dialects.claude import ClaudeDialect
from guiagent.dialects.claude.versions import version
from guiagent.dialects.images import Patches
from guiagent.dialects.screens import Screens
from guiagent.errors import UnreadableReply
from guiagent.messages import Body, Reply
from guiagent.records import Decision, Done, Failed, Observation, Outcome, Reflection, Step, Tab
from tests.fakes import painted, seen
from tests.servers.anthropic_rules import BETAS, BOUND, bound_to, breakpoints, complaint
from tests.servers.anthropic_server import USAGE, old, uses

HIGH = Patches(patch=28, side=2000, most=4784)
STANDARD = Patches(patch=28, side=1568, most=1568)
VERSIONS = ("20241022", "20250124", "20251124", "20260801")
MODELS = dict(
    zip(VERSIONS, ("claude-3-5-sonnet", "claude-haiku-4-5", "claude-opus-4-6", "claude-opus-5-5"), strict=True)
)
HALTED = "Not executed: an earlier computer action in this turn failed."
TOOLSET = ClaudeDialect("20260801", HIGH, Screens(keep=3, block=8))


def message(*content: Any, stop: str = "", number: int = 0) -> Reply:
    """A message of Claude's; calls get an id each."""
    blocks = [{"type": "text", "text": each} if isinstance(each, str) else dict(each) for each in content]
    for place, block in enumerate(blocks):
        if block["type"] == "tool_use":
            block.setdefault("id", f"toolu_{number}_{place}")
    raw = {"type": "message", "role": "assistant", "content": blocks, "stop_reason": stop, "usage": USAGE}
    return Reply(text="", stop=stop, raw=raw)


def read(*content: Any, dialect: ClaudeDialect = TOOLSET, now: Observation | None = None) -> tuple[Action, ...]:
    return dialect.read(message(*content), now or wide(), ()).actions


@cache
def wide(text: str = "now", size: tuple[int, int] = (1280, 800)) -> Observation:
    return seen(text).model_copy(update={"screen": painted(text, size)})


def step(index: int, *content: Any, outcomes: Sequence[Outcome] | None = None, dialect: ClaudeDialect = TOOLSET,
         **more: Any) -> Step:  # fmt: skip
    """A step that a message of Claude's decided, with every action done where nothing else is said."""
    before = more.pop("before", wide(f"screen {index}"))
    decision = dialect.read(message(*content, number=index), before, more.pop("earlier", ()))
    came = tuple(outcomes) if outcomes is not None else (Done(),) * len(decision.actions)
    after = more.pop("after", wide(f"screen {index + 1}"))
    return Step(index=index, before=before, decision=decision, outcomes=came, after=after, **more)


def results(body: Body) -> list[dict[str, Any]]:
    return [block for block in body["messages"][-1]["content"] if block["type"] == "tool_result"]


def images(content: Any) -> list[bytes]:
    return [base64.b64decode(block["source"]["data"]) for block in content if block["type"] == "image"]


def accepted(body: Body, name: str = "20260801") -> None:
    """The API would take it."""
    whole = {"model": MODELS[name], "max_tokens": 100, **{key: body[key] for key in body if key != "betas"}}
    assert complaint(whole, tuple(body.get("betas", ()))) == ""


def size(png: bytes) -> tuple[int, int]:
    return Picture.open(io.BytesIO(png)).size


@pytest.mark.parametrize(
    ("screen", "standard", "high"),
    [
        ((1920, 1080), (1456, 819), (1920, 1080)),
        ((2000, 1500), (1270, 952), (2000, 1500)),
        ((1440, 900), (1389, 868), (1440, 900)),
        ((2560, 1440), (1456, 819), (2560, 1440)),
        ((3840, 2160), (1456, 819), (2576, 1449)),
        ((1075, 1520), (924, 1307), (1075, 1520)),
        ((1000, 1000), (1000, 1000), (1000, 1000)),
        ((1280, 720), (1280, 720), (1280, 720)),
    ],
)
def test_images_are_sized_as_anthropic_publishes_it(
    screen: tuple[int, int], standard: tuple[int, int], high: tuple[int, int]
) -> None:
    assert STANDARD.size(*screen) == standard
    assert Patches(patch=28, side=2576, most=4784).size(*screen) == high
    assert max(HIGH.size(*screen)) <= 2000


@pytest.mark.parametrize("name", VERSIONS)
def test_each_version_is_asked_for_by_its_own_entry_and_header(name: str) -> None:
    now = wide(size=(1920, 1080))
    body = ClaudeDialect(name, STANDARD, Screens()).ask("Buy tea", now, ())
    accepted(body, name)
    tool, *custom = body["tools"]
    assert [each["name"] for each in custom] == ["navigate", "back", "select_tab", "give_up"]
    if name == "20260801":
        assert tool == {"type": "computer_toolset_20260801"}
        assert "betas" not in body
    else:
        assert (tool["display_width_px"], tool["display_height_px"]) == (1456, 819)
        assert body["betas"] == [BETAS[f"computer_{name}"]]
        assert tool.get("enable_zoom", False) == (name == "20251124")


def test_the_first_request_holds_the_rules_the_task_and_then_the_screen() -> None:
    now = wide().model_copy(update={"tabs": (Tab(title="Shop"), Tab(url="http://b.test/")), "notices": ("alert: Hi",)})
    body = TOOLSET.ask("Buy two bags of tea", now, ())
    rules, (words, picture) = body["system"][0]["text"], body["messages"][0]["content"]
    assert "Where the task cannot be done" in rules
    for said in ("Task: Buy two bags of tea", "http://shop.test/", "alert: Hi", '0 "Shop", 1 "http://b.test/"'):
        assert said in words["text"]
    assert images([picture]) == [now.screen.png]


def test_only_what_the_computer_cannot_do_is_switched_off() -> None:
    every = {"click", "move", "drag", "scroll", "type", "press", "wait", "navigate"}
    body = ClaudeDialect("20260801", HIGH, Screens(), frozenset(every)).ask("x", wide(), ())
    off = {"enabled": False}
    assert body["tools"][0]["configs"] == {"hold_key": off, "left_mouse_down": off, "left_mouse_up": off}
    assert [tool["name"] for tool in body["tools"][1:]] == ["navigate", "give_up"]
    accepted(body)


AT = Point(412, 96)
CALLS: list[tuple[str, dict[str, Any], tuple[Action, ...]]] = [
    ("key", {"text": "ctrl+s"}, (Press(keys=("ctrl", "s")),)),
    ("key", {"text": "Tab", "repeat": 3}, (Press(keys=("Tab",)),) * 3),
    ("key", {"text": "Down Down"}, (Press(keys=("Down",)),) * 2),
    ("hold_key", {"text": "shift", "duration": 2}, (Hold(keys=("shift",), seconds=2),)),
    ("type", {"text": "green tea\n"}, (Type(text="green tea\n"),)),
    ("mouse_move", {"coordinate": [412, 96]}, (Move(point=AT),)),
    ("left_mouse_down", {"coordinate": [412, 96]}, (MouseDown(point=AT),)),
    ("left_mouse_up", {"coordinate": [412, 96]}, (MouseUp(point=AT),)),
    ("left_click", {"coordinate": [412, 96]}, (Click(point=AT),)),
    ("left_click", {"coordinate": [412, 96], "text": "ctrl+shift"}, (Click(point=AT, held=("ctrl", "shift")),)),
    ("right_click", {"coordinate": [412, 96]}, (Click(point=AT, button="right"),)),
    ("middle_click", {"coordinate": [412, 96]}, (Click(point=AT, button="middle"),)),
    ("double_click", {"coordinate": [412, 96]}, (Click(point=AT, count=2),)),
    ("triple_click", {"coordinate": [412, 96]}, (Click(point=AT, count=3),)),
    ("left_click_drag", {"start_coordinate": [1, 2], "coordinate": [412, 96]}, (Drag(path=(Point(1, 2), AT)),)),
    ("scroll", {"coordinate": [412, 96], "scroll_direction": "down", "scroll_amount": 3}, (Scroll(point=AT, dy=300),)),
    ("scroll", {"coordinate": [412, 96], "scroll_direction": "left", "scroll_amount": 1}, (Scroll(point=AT, dx=-100),)),
    ("scroll", {"scroll_direction": "up", "scroll_amount": 2}, (Scroll(point=Point(640, 400), dy=-200),)),
    ("wait", {"duration": 2}, (Wait(seconds=2),)),
    ("wait", {"duration": 130}, (Wait(seconds=60), Wait(seconds=60), Wait(seconds=10))),
    ("screenshot", {}, (Look(),)),
    ("cursor_position", {}, (Look(),)),
    ("zoom", {"region": [100, 200, 400, 350]}, (Look(box=Box(100, 200, 400, 350)),)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "actions"), CALLS)
def test_every_call_is_read_in_every_version_that_has_it(
    name: str, given: dict[str, Any], actions: tuple[Action, ...]
) -> None:
    assert read(uses(name, **given)) == actions
    for earlier in VERSIONS[:3]:
        dialect = ClaudeDialect(earlier, HIGH, Screens())
        if name in version(earlier).actions:
            assert read(old(name, **given), dialect=dialect) == actions
        else:
            with pytest.raises(UnreadableReply, match=f"there is no tool or action '{name}'"):
                read(old(name, **given), dialect=dialect)


def test_where_no_place_is_said_the_mouse_is_where_it_was_left() -> None:
    batch = read(
        uses("mouse_move", coordinate=[5, 6]),
        uses("left_mouse_down"),
        uses("mouse_move", coordinate=[7, 8]),
        uses("left_mouse_up"),
        uses("left_click"),
        uses("left_click_drag", coordinate=[9, 9]),
    )
    there, then = Point(5, 6), Point(7, 8)
    drag = Drag(path=(then, Point(9, 9)))
    assert batch == (Move(point=there), MouseDown(point=there), Move(point=then), MouseUp(point=then),
                     Click(point=then), drag)  # fmt: skip
    history = (step(0, uses("left_click", coordinate=[3, 4])),)
    assert TOOLSET.read(message(uses("right_click")), wide(), history).actions == (
        Click(point=Point(3, 4), button="right"),
    )


def test_places_are_pixels_of_the_image_as_it_was_sent() -> None:
    now = wide(size=(1920, 1080))
    dialect = ClaudeDialect("20251124", STANDARD, Screens())
    assert read(old("left_click", coordinate=[1455, 818]), dialect=dialect, now=now) == (
        Click(point=Point(1919, 1079)),
    )
    assert read(old("zoom", region=[0, 0, 1456, 819]), dialect=dialect, now=now) == (Look(box=Box(0, 0, 1920, 1080)),)


def test_our_own_tools_go_beside_it() -> None:
    assert read(
        uses("left_click", coordinate=[1, 1]), {"type": "tool_use", "name": "navigate", "input": {"url": "http://a/"}}
    )[1] == Navigate(url="http://a/")
    given = {"type": "tool_use", "name": "give_up", "input": {"reason": "no such tea"}}
    assert read("I looked everywhere.", given) == (GiveUp(reason="no such tea"),)


def test_words_without_a_tool_are_the_answer_and_thinking_is_not() -> None:
    thinking = {"type": "thinking", "thinking": "The total is shown.", "signature": "s"}
    decision = TOOLSET.read(message(thinking, "42.10", stop="end_turn"), wide(), ())
    assert decision.actions == (Finish(answer="42.10"),)
    assert decision.thought == "The total is shown."
    assert TOOLSET.read(message(thinking, "I click.", uses("left_click", coordinate=[1, 1])), wide(), ()).thought == (
        "I click."
    )


@pytest.mark.parametrize(
    ("content", "stop", "why"),
    [
        ((), "end_turn", "it is empty: use a tool"),
        (({"type": "thinking", "thinking": "hm", "signature": "s"},), "end_turn", "it is empty"),
        (("half",), "length", "cut off for its length"),
        (("and then",), "pause_turn", "go on"),
        ((uses("left_click", coordinate=[5000, 1]),), "", "x=5000 lies outside the screenshot"),
        ((uses("left_click"),), "", "left_click: it needs a coordinate: the mouse has not been moved yet"),
        ((uses("mouse_move"),), "", r"mouse_move: it needs a coordinate: \[x, y\]"),
        ((uses("left_click", coordinate="there"),), "", "there"),
        ((uses("dance"),), "", "there is no tool or action 'dance'"),
        ((old("left_click", coordinate=[1, 1]),), "", "there is no tool or action 'computer'"),
        ((uses("scroll", scroll_direction="in", scroll_amount=1),), "", "scroll_direction must be up, down"),
        ((uses("wait", duration=900),), "", "wait: duration must be a number from 0 to 300, not 900"),
        ((uses("hold_key", text="a", duration=90),), "", "hold_key: duration must be a number from 0 to 60"),
        ((uses("key"),), "", "key: it needs a text"),
        ((uses("key", text="a+b+c+d+e+f+g"),), "", "key: "),
        ((uses("zoom", region=[5, 5, 5, 9]),), "", "x0 < x1"),
        (
            ({"type": "tool_use", "name": "select_tab", "input": {"index": "x"}},),
            "",
            "select_tab was called with wrong",
        ),
        (({"type": "tool_use", "name": "give_up", "input": {}}, uses("wait", duration=1)), "", "nothing may follow"),
    ],
)
def test_what_cannot_be_read_is_said(content: tuple[Any, ...], stop: str, why: str) -> None:
    with pytest.raises(UnreadableReply, match=why):
        TOOLSET.read(message(*content, stop=stop), wide(), ())


def test_a_batch_is_answered_call_by_call_with_the_screen_in_the_last() -> None:
    first = step(
        0, uses("left_click", coordinate=[5, 6]), uses("type", text="tea"), uses("cursor_position"),
        reflection=Reflection(note="The list is shorter.", progress=True),
    )  # fmt: skip
    body = TOOLSET.ask("x", first.after, (first,))
    click, typed, pointed = results(body)
    assert [each["tool_use_id"] for each in (click, typed, pointed)] == ["toolu_0_0", "toolu_0_1", "toolu_0_2"]
    assert {each["toolset_name"] for each in (click, typed, pointed)} == {"computer"}
    assert click["content"] == typed["content"] == [{"type": "text", "text": "OK"}]
    where, told, screen = pointed["content"]
    assert where["text"] == "X=5, Y=6"
    assert "The list is shorter." in told["text"]
    assert images([screen]) == [first.after.screen.png]
    accepted(body)


def test_a_batch_stops_at_the_first_failure_in_the_api_s_own_words() -> None:
    first = step(
        0, uses("left_click", coordinate=[5, 6]), uses("key", text="Nope"), uses("type", text="t"), uses("screenshot"),
        outcomes=(Done(), Failed(reason="there is no key 'Nope'")),
    )  # fmt: skip
    body = TOOLSET.ask("x", first.after, (first,))
    click, key, typed, looked = results(body)
    assert "is_error" not in click
    assert (key["is_error"], key["content"]) == (True, [{"type": "text", "text": "failed: there is no key 'Nope'"}])
    assert [(each["is_error"], each["content"]) for each in (typed, looked)] == [(True, HALTED)] * 2
    assert images(body["messages"][-1]["content"]) == [first.after.screen.png], "an error holds text alone"
    accepted(body)


def test_a_look_is_answered_with_the_screen_and_a_closer_one_with_its_part_in_full_resolution() -> None:
    dialect = ClaudeDialect("20251124", STANDARD, Screens())
    now = wide(size=(1920, 1080))
    looked = step(
        0, old("screenshot"), old("zoom", region=[100, 100, 464, 200]), before=now, after=now, dialect=dialect
    )
    body = dialect.ask("x", now, (looked,))
    whole, part = ([*images(each["content"])] for each in results(body))
    assert [size(png) for png in whole] == [(1456, 819)]
    assert [size(png) for png in part] == [(1456, 400)], "in its own shape, within the size of a screenshot"
    assert results(dialect.ask("x", now, (looked,))) == results(body)
    accepted(body, "20251124")


def test_a_look_before_a_click_shows_what_was_there_before_it() -> None:
    first = step(0, uses("screenshot"), uses("left_click", coordinate=[1, 1]))
    looked, clicked = results(TOOLSET.ask("x", first.after, (first,)))
    assert images(looked["content"]) == [first.before.screen.png]
    assert images(clicked["content"]) == [first.after.screen.png]


def test_claude_s_own_blocks_go_back_as_they_came() -> None:
    blocks = [
        {"type": "thinking", "thinking": "", "signature": "c2ln"},
        {"type": "redacted_thinking", "data": "b3BhcXVl"},
        {"type": "text", "text": "I click.", "citations": None},
        {**uses("left_click", coordinate=[5, 6]), "id": "toolu_x", "caller": {"type": "direct"}},
    ]
    first = step(0, *blocks)
    body = TOOLSET.ask("x", first.after, (first,))
    assert body["messages"][1] == {"role": "assistant", "content": blocks}
    accepted(body)
    blank = step(0, {"type": "text", "text": ""}, *blocks)
    assert TOOLSET.ask("x", blank.after, (blank,))["messages"][1]["content"] == blocks, (
        "the API takes no blank text back"
    )


@cache
def run_of(length: int, dialect: ClaudeDialect) -> list[Body]:
    """The requests of a run of clicks, each with thinking that is bound to its request; nobody changes them."""
    history: tuple[Step, ...] = ()
    bodies = []
    call = uses if dialect.version == "20260801" else old
    for index in range(length):
        body = dialect.ask("Buy tea", wide(f"screen {index}"), history)
        bodies.append(body)
        thinking = {"type": "thinking", "thinking": "hm", "signature": bound_to(body, len(body["messages"]))}
        spots = [call("left_click", coordinate=[index + 1, each]) for each in (1, 2)]
        history += (step(index, thinking, *spots, earlier=history, dialect=dialect),)
    return bodies


@pytest.mark.parametrize("name", VERSIONS)
def test_a_run_grows_at_its_end_alone_and_keeps_its_size_by_blocks(name: str) -> None:
    dialect = ClaudeDialect(name, HIGH, Screens(keep=3, block=8))
    bodies = run_of(20, dialect)
    changed = 0
    for before, now in pairwise(bodies):
        plain = [json.loads(json.dumps(each)) for each in (before, now)]
        for each in plain:
            for turn in each["messages"]:
                for block in turn["content"]:
                    block.pop("cache_control", None)
        assert plain[0]["tools"] == plain[1]["tools"]
        assert plain[0]["system"] == plain[1]["system"]
        changed += plain[1]["messages"][: len(plain[0]["messages"])] != plain[0]["messages"]
    assert changed == 2, "at 11 and at 19 screenshots"
    shown = [json.dumps(body).count('"image/png"') for body in bodies]
    assert max(shown) == 10
    assert shown[10] == 3
    for body in bodies:
        accepted(body, name)


def test_thinking_leaves_with_the_screenshots_that_it_is_bound_to_and_only_then() -> None:
    bodies = run_of(20, TOOLSET)
    signed = [json.dumps(body).count(BOUND) for body in bodies]
    assert signed[:10] == list(range(10))
    assert signed[10:18] == [0, *range(1, 8)]
    assert signed[18:] == [0, 1]


def test_a_growing_run_hits_the_cache() -> None:
    bodies = run_of(10, TOOLSET)
    for before, now in pairwise(bodies):
        assert breakpoints(before)[-1] in breakpoints(now)
    assert [len(breakpoints(body)) for body in bodies[:3]] == [2, 3, 3]


def test_an_unreadable_message_goes_back_with_a_complaint_as_its_result() -> None:
    reply = message("I dance.", uses("dance"), uses("left_click", coordinate=[1, 1]))
    request = TOOLSET.ask("x", wide(), ())
    body = TOOLSET.again(request, reply, "there is no action 'dance'")
    assert body["messages"][:1] == request["messages"]
    assert body["messages"][1]["content"] == reply.raw["content"]
    dance, click = results(body)
    assert (dance["is_error"], click["content"]) == (True, HALTED)
    assert "there is no action 'dance'" in dance["content"]
    accepted(body)


@pytest.mark.parametrize("reply", [message(), message("half a", uses("key"), stop="length"), message("")])
def test_a_message_that_cannot_be_sent_back_is_complained_of_in_words(reply: Reply) -> None:
    request = TOOLSET.ask("x", wide(), ())
    body = TOOLSET.again(request, reply, "it is empty")
    (ours,) = body["messages"]
    assert ours["content"][:-1] == request["messages"][-1]["content"], "the turns of a conversation alternate"
    assert "it is empty" in ours["content"][-1]["text"]
    accepted(body)


def test_a_lighter_request_shows_the_last_screen_alone() -> None:
    heavy = run_of(6, TOOLSET)[-1]
    light = TOOLSET.lighter(heavy)
    assert (json.dumps(heavy).count('"image/png"'), json.dumps(light).count('"image/png"')) == (6, 1)
    assert images(results(light)[-1]["content"]) == images(results(heavy)[-1]["content"])
    assert TOOLSET.lighter(light) == light
    assert json.dumps(light).count("cache_control") == json.dumps(heavy).count("cache_control")


def test_a_step_that_another_model_decided_is_told_in_words() -> None:
    decision = Decision(thought="I click.", actions=(Click(point=Point(1, 2)),), reply='{"actions": []}')
    other = Step(index=0, before=wide(), decision=decision, outcomes=(Failed(reason="no"),), after=wide("then"))
    body = TOOLSET.ask("x", other.after, (other,))
    assert body["messages"][1]["content"] == [{"type": "text", "text": "I click.\n- click (1,2)"}]
    assert "- click: failed: no" in body["messages"][2]["content"][0]["text"]
    accepted(body)


def test_a_step_of_another_version_is_told_in_words_too() -> None:
    earlier = step(0, old("left_click", coordinate=[1, 2]), dialect=ClaudeDialect("20251124", HIGH, Screens()))
    body = TOOLSET.ask("x", earlier.after, (earlier,))
    assert body["messages"][1]["content"] == [{"type": "text", "text": "- click (1,2)"}]
    accepted(body)
