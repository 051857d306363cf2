"""What Gemini is sent and what is made of its replies, in the JSON of its own API."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from guiagent.actions import Click, Finish, GiveUp, Point, Press
from guiagent.catalogue import resolve
from guiagent.dialects.gemini import GeminiDialect
from guiagent.dialects.images import Fit
from guiagent.dialects.screens import Screens
from guiagent.errors import UnreadableReply
from guiagent.messages import GONE, Reply
from guiagent.records import Blocked, Decision, Done, Failed, Observation, Outcome, Reflection, Step
from tests.fakes import does, seen
from tests.servers.gemini_rules import broken_rule
from tests.servers.gemini_server import Acts, call, thinks

DIALECT = GeminiDialect("3.5", Fit(), Screens())
RISKY = {"decision": "require_confirmation", "explanation": "This buys something."}


def read(*parts: dict[str, Any], stop: str = "stop", text: str = "", dialect: GeminiDialect = DIALECT) -> Decision:
    return dialect.read(Reply(text=text, stop=stop, raw=Acts(*parts).message if parts else None), seen(), ())


def step(index: int, *parts: dict[str, Any], outcomes: Sequence[Outcome] = (), **fields: Any) -> Step:
    """A step on a screen of its own, all of whose actions were done unless it is said otherwise."""
    decision = read(*parts)
    return Step(
        index=index,
        before=seen(f"screen {index}"),
        decision=decision,
        outcomes=tuple(outcomes) or tuple(Done() for _ in decision.actions),
        after=seen(f"screen {index + 1}"),
        **fields,
    )


def asked(history: Sequence[Step], dialect: GeminiDialect = DIALECT, now: Observation | None = None) -> dict[str, Any]:
    """The body, which the server would take."""
    body = dict(dialect.ask("Buy tea", now or seen(f"screen {len(history)}"), history))
    assert taken(body) is None
    return body


def taken(body: Mapping[str, Any], model: str = "gemini-3.8-flash") -> str | None:
    """The first of Google's rules that a body breaks."""
    return broken_rule(model, body)


def responses(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [part["functionResponse"] for part in content["parts"]]


def pictures(contents: Sequence[Mapping[str, Any]]) -> list[bool]:
    """For each of the user's contents, whether it shows a screen."""
    return ["inlineData" in json.dumps(content) for content in contents if content["role"] == "user"]


def test_the_first_request_has_rules_tools_task_and_screen() -> None:
    body = asked(())
    (content,) = body["contents"]
    assert [set(part) for part in content["parts"]] == [{"text"}, {"inlineData"}]
    assert content["parts"][0]["text"] == "Buy tea\nAddress: http://shop.test/"
    computer, ours = body["tools"]
    assert computer["computerUse"]["environment"] == "ENVIRONMENT_BROWSER"
    assert [each["name"] for each in ours["functionDeclarations"]] == ["select_tab", "give_up"]
    assert "navigate, go_back, select_tab" in body["systemInstruction"]["parts"][0]["text"]
    assert body["generationConfig"] == {"thinkingConfig": {"includeThoughts": True}}


@pytest.mark.parametrize("model", ["gemini-3.8-flash", "gemini-4-argon", "gemini-3-flash-preview"])
def test_a_computer_that_does_little_is_offered_little(model: str) -> None:
    body = dict(resolve(model).speaker(frozenset({"click", "type"})).ask("Buy tea", seen(), ()))
    assert taken(body, model) is None
    without = body["tools"][0]["computerUse"]["excludedPredefinedFunctions"]
    assert {"navigate", "go_back", "drag_and_drop"} <= set(without)
    assert not {"click", "click_at"} & set(without)
    assert [each["name"] for each in body["tools"][1]["functionDeclarations"]] == ["give_up"]


def test_several_calls_are_one_decision_and_its_thought_is_what_was_said() -> None:
    decision = read(
        thinks("**Planning**"),
        {"text": "I open the menu."},
        call("click", id="a", x=500, y=500, intent="open the menu"),
        call("press_key", id="b", signature="", key="Enter"),
    )
    assert decision.actions == (Click(point=Point(160, 100)), Press(keys=("Enter",)))
    assert decision.thought == "I open the menu."
    assert decision.concerns == ()


def test_a_call_without_words_is_told_by_its_intent_or_by_what_was_thought() -> None:
    assert read(thinks("hm"), call("click", x=1, y=1, intent="open the menu")).thought == "open the menu"
    assert read(thinks("hm"), call("click", x=1, y=1)).thought == "hm"
    assert read({"text": "First."}, call("click", x=1, y=1), {"text": "Then."}).thought == "First. Then."


def test_words_without_a_call_are_the_answer_and_thoughts_are_no_part_of_it() -> None:
    decision = read(thinks("It is done."), {"text": "green "}, {"text": "tea"}, text="green tea")
    assert decision.actions == (Finish(answer="green tea"),)
    assert decision.thought == "It is done."


def test_a_safety_decision_is_a_concern_and_an_allowed_one_is_none() -> None:
    decision = read(call("click", id="a", x=1, y=1, safety_decision=RISKY))
    (concern,) = decision.concerns
    assert (concern.id, concern.code, concern.message) == ("a", "require_confirmation", "This buys something.")
    assert read(call("click", x=1, y=1, safety_decision={"decision": "regular"})).concerns == ()
    assert read(call("click", x=1, y=1, safety_decision={"decision": "of_tomorrow"})).concerns


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(text="", stop="malformed_function_call"), "malformed function call: call one"),
        (Reply(text="I am not sure.", stop="other", raw=Acts({"text": "I am not sure."}).message), "ends with other"),
        (Reply(text="Malformed function call: click(x=", stop="malformed_function_call"), r"click\(x="),
        (Reply(text="I think that", stop="length", raw=Acts({"text": "I think that"}).message), "cut off"),
        (Reply(text="", stop="stop"), "it is empty"),
        (Reply(text="", stop="stop", raw=Acts(call("fly")).message), "no function 'fly'"),
        (
            Reply(text="", stop="stop", raw=Acts(call("give_up", reason="no"), call("click", x=1, y=1)).message),
            "may only stand last",
        ),
    ],
)
def test_a_reply_that_cannot_be_read_is_told_and_goes_back_in_the_protocol(reply: Reply, why: str) -> None:
    with pytest.raises(UnreadableReply, match=why) as raised:
        DIALECT.read(reply, seen(), ())
    body = asked([step(0, call("click", id="a", x=1, y=1))])
    again = DIALECT.again(body, reply, str(raised.value))
    assert taken(again) is None
    assert again["contents"][:-2] == body["contents"]
    assert "cannot be read" in json.dumps(again["contents"][-1])
    twice = DIALECT.again(again, reply, "again")
    assert taken(twice) is None


def test_the_first_reply_that_cannot_be_read_is_answered_with_the_address_too() -> None:
    again = DIALECT.again(asked(()), Reply(text="", raw=Acts(call("fly")).message), "no")
    assert responses(again["contents"][-1])[0]["response"]["url"] == "http://shop.test/"


def test_calls_that_came_of_nothing_are_answered_each() -> None:
    parts = (
        call("click", id="a", x=1, y=1),
        call("type", id="b", signature="", text="tea", press_enter=True),
        call("click", id="c", signature="", x=2, y=2),
    )
    outcomes = (Done(), Done(), Failed(reason="the keyboard is gone"))
    note = Reflection(progress=False, note="Nothing moved.")
    content = asked([step(0, *parts, outcomes=outcomes, reflection=note)])["contents"][2]
    first, second, third = (each["response"] for each in responses(content))
    assert first == {"url": "http://shop.test/", "output": "done"}
    assert second == {"url": "http://shop.test/", "error": "failed: the keyboard is gone"}
    assert third["error"].splitlines()[0].startswith("not done: an earlier call")
    assert "Nothing moved." in third["error"]
    assert [bool(each.get("parts")) for each in responses(content)] == [False, False, True]


def test_what_was_noticed_is_told_with_the_screen() -> None:
    now = seen("screen 1", notices=("a dialog opened: Really?",))
    content = asked([step(0, call("click", x=1, y=1))], now=now)["contents"][2]
    assert "Notice: a dialog opened: Really?" in responses(content)[0]["response"]["output"]


def test_a_person_s_yes_is_acknowledged_and_a_guard_s_no_is_not() -> None:
    risky = call("click", x=1, y=1, safety_decision=RISKY)
    (said,) = responses(asked([step(0, risky)])["contents"][2])
    assert said["response"]["safety_acknowledgement"] == "true"
    (said,) = responses(asked([step(0, risky, outcomes=[Blocked(reason="the guard failed")])])["contents"][2])
    assert "safety_acknowledgement" not in said["response"]


def test_the_model_s_content_goes_back_byte_for_byte_from_disk() -> None:
    parts = (thinks("hm"), {"text": "é"}, call("click", id="a", x=1.5, y=2, nested={"b": [1, 2.0], "a": None}))
    recorded = Step.model_validate_json(step(0, *parts).model_dump_json())
    kept = recorded.model_copy(update={"before": seen("screen 0"), "after": seen("screen 1")})
    assert json.dumps(asked([kept])["contents"][1]) == json.dumps(Acts(*parts).message)


def test_a_request_begins_as_the_one_before_it_but_where_screens_are_dropped() -> None:
    dialect = GeminiDialect("3.5", Fit(), Screens(keep=2, block=3))
    history: list[Step] = []
    kept, before = 0, asked((), dialect)["contents"]
    for index in range(12):
        history.append(step(index, call("click", id=f"c{index}", x=index, y=1)))
        contents = asked(history, dialect)["contents"]
        shown = sum(pictures(contents))
        assert 2 <= shown <= 4
        assert pictures(contents) == sorted(pictures(contents)), "the oldest go first"
        kept += json.dumps(contents[: len(before)]) == json.dumps(before)
        before = contents
    assert kept == 9


def test_a_dropped_screen_leaves_words_and_its_pair_whole() -> None:
    dialect = GeminiDialect("3.5", Fit(), Screens(keep=1, block=1))
    contents = asked([step(index, call("click", id="a", x=1, y=1)) for index in range(2)], dialect)["contents"]
    assert pictures(contents) == [False, False, True]
    assert contents[0]["parts"][1] == {"text": GONE.text}
    assert responses(contents[2])[0]["response"]["output"].endswith(GONE.text)


def test_a_lighter_request_is_what_dropping_all_but_the_last_screen_gives() -> None:
    history = [step(index, call("click", id="a", x=1, y=1)) for index in range(3)]
    lighter = DIALECT.lighter(asked(history))
    assert taken(lighter) is None
    assert lighter == asked(history, GeminiDialect("3.5", Fit(), Screens(keep=1, block=1)))
    assert DIALECT.lighter(lighter) == lighter


def test_steps_of_another_model_s_are_told_in_words() -> None:
    foreign = Step(
        index=0,
        before=seen("screen 0"),
        decision=does(Click(point=Point(1, 2)), thought="as asked").model_copy(update={"reply": "{}"}),
        outcomes=(Done(),),
        after=seen("screen 1"),
    )
    body = DIALECT.ask("Buy tea", seen("screen 1"), [foreign])
    _, said, came = body["contents"]
    assert said["parts"][0]["text"].startswith("as asked\n")
    assert "- click: done" in came["parts"][0]["text"]


def test_giving_up_is_a_function_of_ours() -> None:
    assert read(call("give_up", reason="sold out")).actions == (GiveUp(reason="sold out"),)
