"""A conversation with OpenAI's computer tool is rebuilt from steps, as the API takes it, and grows at its end alone."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest

from guiagent.actions import Back, Click, Finish, GiveUp, Look, Navigate, Point, Press, Type
from guiagent.catalogue import resolve
from guiagent.dialects.gpt import GptDialect
from guiagent.dialects.gpt.input import card
from guiagent.dialects.images import Patches
from guiagent.dialects.screens import Screens
from guiagent.errors import UnreadableReply
from guiagent.memory import closed
from guiagent.messages import Body, Reply
from guiagent.models.responses_body import reply_in
from guiagent.records import (
    Blocked,
    Concern,
    Decision,
    Done,
    Failed,
    Observation,
    Outcome,
    Pending,
    Reflection,
    Step,
)
from tests.fakes import painted, seen
from tests.servers import responses_server as wire
from tests.servers.responses_rules import Item, broken
from tests.servers.responses_server import Responds, click, computer, function, reasoning, says, types, warning

GPT = GptDialect(Patches(patch=32, side=2048, most=2500), Screens(keep=2, block=3))
LOOK = computer({"type": "screenshot"})


def said(*items: Item, turn: int = 0, **fields: Any) -> Reply:
    """A reply of the API with these output items, the `turn`th of a conversation."""
    request = wire.Request("POST", "/v1/responses", {}, json.dumps({"model": "m", "input": [0] * turn}).encode())
    return reply_in(json.dumps(Responds(*items, **fields).body(request)))


def read(*items: Item, **fields: Any) -> Decision:
    return GPT.read(said(*items, **fields), seen(), ())


def step(index: int, *items: Item, outcomes: Sequence[Outcome] | None = None, **more: Any) -> Step:
    """A step that a reply with these items led to; every action done unless said otherwise."""
    before = more.pop("before", seen(f"screen {index}"))
    decision = GPT.read(said(reasoning(), *items, turn=index), before, ())
    came = tuple(outcomes) if outcomes is not None else (Done(),) * len(decision.actions)
    after = seen(f"screen {index + 1}")
    return Step.model_validate(
        {"index": index, "before": before, "decision": decision, "outcomes": came, "after": after, **more}
    )


def rebuilt(*items: Item) -> Step:
    """A step whose reply has these items alone."""
    plain = step(0, *items[1:])
    return plain.model_copy(update={"decision": GPT.read(said(*items), plain.before, ())})


def asked(*steps: Step, now: Observation | None = None, dialect: GptDialect = GPT) -> Body:
    """The request after these steps, which breaks no rule of the API."""
    body = dialect.ask("Buy tea", now or seen(f"screen {len(steps)}"), steps)
    assert not list(broken({**body, "model": "gpt-6-sol"}))
    return body


def texts(body: Body) -> list[str]:
    parts = [part for item in body["input"] if item.get("role") == "user" for part in item["content"]]
    return [part["text"] for part in parts if part["type"] == "input_text"]


def kinds(body: Body) -> list[str]:
    return [item["type"] for item in body["input"]]


def shown(body: Body) -> list[bytes]:
    """The pictures of a request, in order, without placeholders."""
    items = body["input"]
    urls = [item["output"]["image_url"] for item in items if item["type"] == "computer_call_output"]
    parts = [part for item in items if item.get("role") == "user" for part in item["content"]]
    urls = [part["image_url"] for part in parts if part["type"] == "input_image"] + urls
    return [base64.b64decode(url.partition(",")[2]) for url in urls if url != card()]


def test_the_first_request_holds_the_tools_the_rules_the_task_and_the_screen() -> None:
    now = seen("now", notices=("alert said: Hi",))
    body = asked(now=now)
    assert [tool.get("name", tool["type"]) for tool in body["tools"]] == [
        "computer",
        "navigate",
        "back",
        "select_tab",
        "give_up",
    ]
    assert "«" not in body["instructions"]
    assert texts(body) == ["Task: Buy tea\nAddress: http://shop.test/\nNotice: alert said: Hi"]
    assert shown(body) == [now.screen.png]
    assert (body["store"], body["include"]) == (False, ["reasoning.encrypted_content"])
    assert not {"previous_response_id", "truncation"} & set(body)


def test_a_computer_that_knows_no_addresses_is_offered_none() -> None:
    desktop = GptDialect(GPT.image, GPT.screens, frozenset({"click", "type"}), ("pin",))
    body = asked(dialect=desktop)
    assert [tool.get("name") for tool in body["tools"]] == [None, "give_up"]
    assert "<secret:pin>" in body["instructions"]


def test_the_cache_key_is_the_task_s_and_says_nothing_of_it() -> None:
    keys = {GPT.ask(task, seen(), ())["prompt_cache_key"] for task in ("my pin is 1234", "my pin is 1234", "other")}
    assert len(keys) == 2
    assert not any("1234" in key for key in keys)


def test_a_screen_over_the_limit_is_sent_smaller_and_its_numbers_are_mapped_back() -> None:
    now = seen().model_copy(update={"screen": painted("4k", (3840, 2160))})
    (png,) = shown(asked(now=now))
    assert png[16:24] == (2048).to_bytes(4, "big") + (1152).to_bytes(4, "big")
    decision = GPT.read(said(computer(click(1024, 576))), now, ())
    assert decision.actions == (Click(point=Point(1920, 1080)),)


def test_calls_are_read_in_order_with_what_was_said_beside_them() -> None:
    decision = read(reasoning("so"), says("I open it.", "commentary"), computer(click(3, 4), types("tea")))
    assert decision.actions == (Click(point=Point(3, 4)), Type(text="tea"))
    assert decision.thought == "I open it."
    assert read(reasoning("so"), LOOK).thought == "so"
    both = read(computer(types("a")), function("back"), function("navigate", url="http://b.test/"), computer())
    assert both.actions == (Type(text="a"), Back(), Navigate(url="http://b.test/"), Look())
    single = {"type": "computer_call", "action": types("b"), "pending_safety_checks": []}
    assert read(single).actions == (Type(text="b"),)


def test_words_without_a_call_are_the_answer() -> None:
    assert read(reasoning(), says(" 42 ")).actions == (Finish(answer="42"),)
    answered = read(reasoning("It says 42."), says("Now I see.", "commentary"), says("42", "final_answer"))
    assert (answered.thought, answered.actions) == ("It says 42.", (Finish(answer="42"),))


def test_a_refusal_gives_up_whatever_stands_beside_it() -> None:
    refused = read(computer(click(3, 4), checks=(warning(),)), wire.refuses("I cannot help with this."))
    assert isinstance(refused.actions[0], GiveUp)
    assert refused.actions[0].reason.startswith("the model refused: I cannot help with this.; say the task in other")
    assert not refused.concerns


def test_giving_up_ends_the_work() -> None:
    assert read(function("give_up", reason="sold out")).actions == (GiveUp(reason="sold out"),)
    with pytest.raises(UnreadableReply, match="only stand last"):
        read(function("give_up", reason="sold out"), LOOK)


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ((), "the reply is empty"),
        ((reasoning(),), "the reply is empty"),
        ((says("First I look.", "commentary"),), "only a comment"),
        ((function("run_shell", command="ls"),), "there is no tool 'run_shell'"),
        ((function("select_tab", index=-1),), "select_tab was called with wrong arguments"),
        (({"type": "function_call", "name": "back", "arguments": "{"},), "are no JSON"),
        (({"type": "function_call", "name": "back", "arguments": "[]"},), "are no JSON object"),
        ((computer({"type": "zoom"}),), "no action of the computer tool"),
        (({"type": "computer_call", "actions": "click", "pending_safety_checks": []},), '"actions" is a list'),
    ],
)
def test_what_cannot_be_read_is_told(items: tuple[Item, ...], told: str) -> None:
    with pytest.raises(UnreadableReply, match=told):
        read(*items)


def test_a_reply_that_was_cut_off_is_not_acted_on() -> None:
    with pytest.raises(UnreadableReply, match=r"cut off \(length\)"):
        read(computer(click(3, 4)), status="incomplete", incomplete_details={"reason": "max_output_tokens"})


def test_the_model_s_own_items_come_back_as_they_came_with_the_screen_as_output() -> None:
    past = step(0, says("I type.", None), computer(click(3, 4), types("tea")))
    body = asked(past)
    assert kinds(body) == ["message", "reasoning", "message", "computer_call", "computer_call_output"]
    assert body["input"][1] == past.decision.reply["output"][0]
    assert body["input"][3] == past.decision.reply["output"][2]
    assert "phase" not in body["input"][2], "it was null, which input refuses"
    output = body["input"][4]
    assert output["call_id"] == body["input"][3]["call_id"]
    assert output["output"]["detail"] == "original"
    assert "acknowledged_safety_checks" not in output
    assert shown(body) == [past.before.screen.png, seen("screen 1").screen.png]
    assert texts(body)[1:] == [], "what was told already is not told again"


def test_reasoning_that_only_the_server_could_have_kept_is_not_sent_back() -> None:
    kept = {**reasoning(), "encrypted_content": None}
    written = {**kept, "content": [{"type": "reasoning_text", "text": "The tea is on the left."}]}
    assert kinds(asked(rebuilt(kept, LOOK))) == ["message", "computer_call", "computer_call_output"]
    assert kinds(GPT.ask("Buy tea", seen(), (rebuilt(written, LOOK),)))[1] == "reasoning"


def test_what_failed_stands_in_words_behind_the_screen() -> None:
    past = step(
        0,
        computer(click(3, 4), types("tea"), {"type": "keypress", "keys": ["ENTER"]}),
        outcomes=(Done(), Failed(reason="nothing has the focus")),
        reflection=Reflection(progress=False, note="The screen did not change."),
    )
    words = texts(asked(past))[-1]
    assert words.splitlines()[:5] == [
        "- click: done",
        "- type: failed: nothing has the focus",
        "- 1 more not begun",
        "The screen did not change.",
        "This step brought no progress.",
    ]


def test_a_function_is_answered_in_words_and_the_screen_follows() -> None:
    done, failed = step(0, function("back")), step(1, function("select_tab", index=3), outcomes=(Failed(reason="no"),))
    body = asked(done, failed)
    assert [item["output"] for item in body["input"] if item["type"] == "function_call_output"] == [
        "done",
        "failed: no",
    ]
    assert len(shown(body)) == 3


def test_each_of_several_calls_is_answered() -> None:
    past = step(0, computer(types("a")), function("back"), computer(types("b")), outcomes=(Failed(reason="no"),))
    outputs = [item for item in asked(past)["input"] if item["type"].endswith("_output")]
    assert [item["type"] for item in outputs] == [
        "computer_call_output",
        "function_call_output",
        "computer_call_output",
    ]
    assert outputs[1]["output"] == "not begun"


def test_what_the_provider_wants_confirmed_goes_to_a_person() -> None:
    past = step(0, computer(click(3, 4), checks=(warning("Is this your bank?"),)))
    assert past.decision.concerns == (Concern(id="cu_sc_1", code="sensitive_domain", message="Is this your bank?"),)
    output = next(item for item in asked(past)["input"] if item["type"] == "computer_call_output")
    assert output["acknowledged_safety_checks"] == [warning("Is this your bank?")]


def test_a_check_that_nobody_agreed_to_is_never_acknowledged() -> None:
    call = computer(click(3, 4), checks=(warning(),))
    denied = step(0, call, outcomes=(Blocked(reason="nobody to ask", final=True),))
    asking = Pending(index=0, before=seen("screen 0"), decision=denied.decision)
    for past in (denied, closed(asking, seen("screen 1"))):
        body = asked(past)
        assert kinds(body) == ["message", "message"]
        assert "- click: " in texts(body)[1]
        assert len(shown(body)) == 2


def test_a_step_of_another_model_is_told_in_words() -> None:
    other = Decision(actions=(Press(keys=("a",)),), reply='{"kind": "press"}')
    past = step(0, LOOK).model_copy(update={"decision": other})
    assert texts(asked(past))[1].startswith("Step 1:\n- press: done")


def test_a_step_that_no_longer_reads_as_it_did_is_told_in_words() -> None:
    past = step(0, computer(click(300, 4)))
    smaller = GptDialect(Patches(patch=32, side=64, most=4), GPT.screens)
    assert texts(asked(past, dialect=smaller))[1].startswith("Step 1:\n- click: done")


@pytest.mark.parametrize(
    ("name", "speech"),
    [
        ("gpt-5.4-2026-03-05", "gpt"),
        ("gpt-5.5", "gpt"),
        ("gpt-6.1-terra", "gpt"),
        ("gpt-5.4-mini", "json:pixels"),
        ("gpt-5.4-nano", "json:pixels"),
        ("gpt-5.5-instant", "json:pixels"),
        ("gpt-4.1", "marks"),
        ("openai/gpt-6-sol", "json:pixels"),
    ],
)
def test_the_tool_is_for_the_models_that_have_it(name: str, speech: str) -> None:
    assert resolve(name).speech == speech


def test_a_conversation_changes_at_its_end_alone_but_where_screens_are_dropped() -> None:
    steps = [step(n, LOOK if n % 3 else function("back")) for n in range(12)]
    bodies = [asked(*steps[:count]) for count in range(13)]
    changed = [
        count
        for count, (before, after) in enumerate(pairwise(bodies), 1)
        if after["input"][: len(before["input"])] != before["input"]
    ]
    assert changed == [4, 7, 10]
    assert [len(shown(body)) for body in bodies] == [1, 2, 3, 4, 2, 3, 4, 2, 3, 4, 2, 3, 4]
    for before, after in pairwise(bodies):
        assert {**before, "input": 0} == {**after, "input": 0}


def test_a_dropped_screen_leaves_a_picture_that_says_so() -> None:
    steps = [step(n, LOOK) for n in range(4)]
    outputs = [item for item in asked(*steps)["input"] if item["type"] == "computer_call_output"]
    assert [item["output"]["image_url"] == card() for item in outputs] == [True, True, False, False]


def test_an_unreadable_reply_goes_back_with_each_call_answered() -> None:
    first = asked(step(0, LOOK))
    again = GPT.again(
        first, said(reasoning(), computer(click(9999, 0)), function("nothing"), turn=9), "it lies outside"
    )
    assert not list(broken({**again, "model": "gpt-6-sol"}))
    assert again["input"][: len(first["input"])] == first["input"]
    assert kinds(again)[-6:-1] == [
        "reasoning",
        "computer_call",
        "function_call",
        "computer_call_output",
        "function_call_output",
    ]
    assert shown(again)[-1] == seen("screen 1").screen.png
    assert "it lies outside" in texts(again)[-1]


def test_a_reply_that_cannot_stand_in_a_request_is_only_told_of() -> None:
    cut = said(
        reasoning(), computer(click(3, 4)), status="incomplete", incomplete_details={"reason": "max_output_tokens"}
    )
    checked = said(reasoning(), computer(click(9999, 0), checks=(warning(),)))
    shapeless = [
        said(reasoning(), computer(action)) for action in ({"type": "zoom"}, {"type": "click", "x": 3}, "click")
    ]
    first = asked()
    for reply in (cut, checked, *shapeless, said(reasoning()), said(), Reply(text="hm")):
        again = GPT.again(first, reply, "it was cut off")
        assert kinds(again) == ["message", "message"]
        assert not list(broken({**again, "model": "gpt-6-sol"}))


def test_a_comment_goes_back_with_the_reasoning_before_it() -> None:
    again = GPT.again(asked(), said(reasoning(), says("First I look.", "commentary")), "it is only a comment")
    assert kinds(again) == ["message", "reasoning", "message", "message"]
    assert again["input"][2]["phase"] == "commentary"
    assert not list(broken({**again, "model": "gpt-6-sol"}))


def test_a_lighter_request_keeps_the_last_screen_alone_and_every_pair() -> None:
    body = asked(step(0, LOOK), step(1, function("back")), step(2, LOOK))
    lighter = GPT.lighter(body)
    assert shown(lighter) == [seen("screen 3").screen.png]
    assert kinds(lighter) == kinds(body)
    assert not list(broken({**lighter, "model": "gpt-6-sol"}))
    assert GPT.lighter(lighter) == lighter
    assert GPT.lighter(asked()) == asked()
