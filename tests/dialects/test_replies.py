"""Replies as models really write them: repaired to what they plainly mean, or refused; never another action."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guiagent.actions import (
    Action,
    Back,
    Click,
    Drag,
    Finish,
    GiveUp,
    Hold,
    Move,
    Navigate,
    Point,
    Press,
    Scroll,
    SelectTab,
    Type,
    Wait,
)
from guiagent.dialects.coordinates import SPACES
from guiagent.dialects.json_plain import JsonDialect
from guiagent.dialects.spellings import KINDS
from guiagent.errors import UnreadableReply
from guiagent.messages import Reply
from guiagent.records import Decision
from tests.fakes import painted, seen

NOW = seen().model_copy(update={"screen": painted("now", (1000, 500))})
DIALECT = JsonDialect(SPACES["1000"])
A = Click(point=Point(400, 100))
"""What [400, 200] names on a screen of 1000x500."""

REPAIRED: dict[str, tuple[str, tuple[Action, ...]]] = {
    "as asked": ('{"thought": "t", "actions": [{"kind": "click", "point": [400, 200]}], "expect": "e"}', (A,)),
    "a fence": ('```json\n{"actions": [{"kind": "click", "point": [400, 200]}]}\n```', (A,)),
    "prose around": ('I click [the button].\n{"actions": [{"kind": "click", "point": [400, 200]}]}\nDone!', (A,)),
    "braces in prose": ('{hm} {"actions": [{"kind": "click", "point": [400, 200]}]}', (A,)),
    "trailing commas": ('{"actions": [{"kind": "click", "point": [400, 200,],},],}', (A,)),
    "single quotes": ("{'actions': [{'kind': 'click', 'point': [400, 200]}], 'done': False}", (A,)),
    "bare keys": ("{actions: [{kind: 'click', point: [400, 200]}]}", (A,)),
    "smart quotes": ("{“actions”: [{“kind”: “click”, “point”: [400, 200]}]}", (A,)),
    "comments": ('{"actions": [ // now\n {"kind": "click", "point": [400, 200]} /* there */ ]}', (A,)),
    "raw newline in a string": ('{"thought": "one\ntwo", "actions": [{"kind": "click", "point": [400, 200]}]}', (A,)),
    "only </think>": ('[1, 2] {"kind": "finish"} no.</think>{"kind": "click", "point": [400, 200]}', (A,)),
    "a draft in <think>": ('<think>{"kind": "back"}</think>\n{"kind": "click", "point": [400, 200]}', (A,)),
    "one action, no list": ('{"kind": "click", "point": [400, 200]}', (A,)),
    "actions is one object": ('{"actions": {"kind": "click", "point": [400, 200]}}', (A,)),
    "actions is a string": ('{"actions": "[{\\"kind\\": \\"click\\", \\"point\\": [400, 200]}]"}', (A,)),
    "action holds it": ('{"thought": "t", "action": {"kind": "click", "point": [400, 200]}}', (A,)),
    "a list of actions": ('[{"kind": "click", "point": [400, 200]}, {"kind": "back"}]', (A, Back())),
    "a list of one decision": ('[{"thought": "t", "actions": [{"kind": "click", "point": [400, 200]}]}]', (A,)),
    "said twice alike": ('{"kind": "click", "point": [400, 200]} {"kind": "click", "point": [400, 200]}', (A,)),
    "a tool call": (
        '<tool_call>\n{"name": "computer_use", "arguments": {"action": "left_click", "coordinate": [400, 200]}}',
        (A,),
    ),
    "arguments as a string": (
        '{"name": "computer_use", "arguments": "{\\"action\\": \\"left_click\\", \\"coordinate\\": [400, 200]}"}',
        (A,),
    ),
    "the action as tool": ('{"name": "left_click", "arguments": {"coordinate": [400, 200]}}', (A,)),
    "OpenAI's tool call": (
        '{"tool_calls": [{"id": "1", "type": "function", "function": {"name": "click", "arguments": "{\\"x\\": 400, \\"y\\": 200}"}}]}',  # noqa: E501
        (A,),
    ),
    "the action as key": ('{"click": {"point": [400, 200]}}', (A,)),
    "keys spelled otherwise": ('{"Action Type": "LeftClick", "Coordinate": [400, 200]}', (A,)),
    "x and y": ('{"kind": "click", "x": 400, "y": 200}', (A,)),
    "a point as an object": ('{"kind": "tap", "point": {"x": 400, "y": 200}}', (A,)),
    "numbers as text": ('{"kind": "click", "point": ["400", "200"]}', (A,)),
    "a point as text": ('{"kind": "click", "point": "(400, 200)"}', (A,)),
    "a point in marks": ('{"kind": "click", "point": "<point>400 200</point>"}', (A,)),
    "a box in marks": ('{"kind": "click", "start_box": "<|box_start|>(400,200)<|box_end|>"}', (A,)),
    "nested": ('{"kind": "click", "point": [[400, 200]]}', (A,)),
    "a box": ('{"kind": "click", "bbox": [300, 100, 500, 300]}', (A,)),
    "a box of corners": ('{"kind": "click", "point": [[300, 100], [500, 300]]}', (A,)),
    "floats": ('{"kind": "click", "point": [400.4, 200.2]}', (A,)),
    "leading zeros": ('{"kind": "click", "point": [0400, 0200]}', (A,)),
    "nulls beside": ('{"kind": "click", "point": [400, 200], "button": null, "text": null}', (A,)),
    "a little outside": ('{"kind": "click", "point": [1005, 200]}', (Click(point=Point(999, 100)),)),
    "double click": ('{"action": "double_click", "coordinate": [400, 200]}', (A.model_copy(update={"count": 2}),)),
    "right click": ('{"action": "rightClick", "point": [400, 200]}', (A.model_copy(update={"button": "right"}),)),
    "hover": ('{"kind": "hover", "point": [400, 200]}', (Move(point=Point(400, 100)),)),
    "input_text": ('{"kind": "input_text", "text": "5 < 6 {\\"a\\": 1}"}', (Type(text='5 < 6 {"a": 1}'),)),
    "type into a place": (
        '{"kind": "type", "point": [400, 200], "text": "tea", "press_enter": true}',
        (A, Type(text="tea"), Press(keys=("Enter",))),
    ),
    "emoji as a surrogate pair": ('{"kind": "type", "text": "\\ud83d\\ude00"}', (Type(text="😀"),)),
    "a chord as text": ('{"kind": "hotkey", "keys": "ctrl+a"}', (Press(keys=("ctrl", "a")),)),
    "a chord with a space": ('{"action": "key", "text": "ctrl c"}', (Press(keys=("ctrl", "c")),)),
    "the plus key": ('{"kind": "press", "key": "ctrl++"}', (Press(keys=("ctrl", "+")),)),
    "a bracket key": ('{"kind": "press", "keys": ["["]}', (Press(keys=("[",)),)),
    "a key of two words": ('{"kind": "press", "key": "Page Down"}', (Press(keys=("Page Down",)),)),
    "hold": ('{"kind": "hold_key", "text": "shift", "duration": 2}', (Hold(keys=("shift",), seconds=2),)),
    "scroll down": (
        '{"kind": "scroll", "point": [400, 200], "direction": "down", "amount": 0.5}',
        (Scroll(point=Point(400, 100), dy=250),),
    ),
    "scroll_up": ('{"action": "scroll_up", "point": [400, 200]}', (Scroll(point=Point(400, 100), dy=-250),)),
    "scroll in notches": (
        '{"action": "scroll", "coordinate": [400, 200], "scroll_direction": "left", "scroll_amount": 3}',
        (Scroll(point=Point(400, 100), dx=-300),),
    ),
    "drag from and to": (
        '{"kind": "left_click_drag", "start_coordinate": [400, 200], "coordinate": [500, 200]}',
        (Drag(path=(Point(400, 100), Point(500, 100))),),
    ),
    "drag by corners": (
        '{"kind": "drag", "x1": 400, "y1": 200, "x2": 500, "y2": 200}',
        (Drag(path=(Point(400, 100), Point(500, 100))),),
    ),
    "sleep in milliseconds": ('{"kind": "sleep", "ms": 1500}', (Wait(seconds=1.5),)),
    "screenshot": ('{"action": "screenshot"}', (Wait(seconds=0),)),
    "goto": ('{"kind": "goto", "url": "https://a.test/?q=1"}', (Navigate(url="https://a.test/?q=1"),)),
    "switch_tab": ('{"kind": "switch_tab", "tab": "1"}', (SelectTab(index=1),)),
    "terminate": ('{"action": "terminate", "status": "success"}', (Finish(),)),
    "terminate in failure": ('{"action": "terminate", "status": "failure", "text": "no"}', (GiveUp(reason="no"),)),
    "done without success": ('{"done": {"text": "no such page", "success": false}}', (GiveUp(reason="no such page"),)),
    "an answer in a form": ('{"kind": "finish", "answer": {"price": 5}}', (Finish(answer='{"price": 5}'),)),
    "a secret": ('{"kind": "type", "text": "<secret:card>"}', (Type(text="<secret:card>"),)),
}

REFUSED: dict[str, tuple[str, str]] = {
    "nothing": ("", "empty"),
    "blank": (" \n", "empty"),
    "prose": ("I would click at (400, 200).", "no action"),
    "numbers": ("[400, 200]", "no action"),
    "a call as text": ('{"action": "click(400, 200)"}', "there is no action"),
    "an unknown action": ('{"kind": "zoom", "point": [400, 200]}', "there is no action 'zoom'"),
    "an unknown one in a list": ('{"actions": [{"kind": "zoom", "point": [1, 2]}]}', "there is no action 'zoom'"),
    "no kind": ('{"actions": [{"point": [400, 200]}]}', "names no action"),
    "no actions": ('{"thought": "t", "actions": []}', "empty"),
    "not closed": ('{"actions": [{"kind": "click", "point": [400, 200]}', "not closed"),
    "cut in a number": ('{"kind": "click", "point": [40', "not closed"),
    "cut in a list": ('[{"kind": "click", "point": [400, 200]}, {"kind": "ty', "not closed"),
    "a whole one, then a cut one": ('{"kind": "back"} {"kind": "click", "poi', "not closed"),
    "a broken one with a whole one inside": ('{"actions": [{"kind" "click"}, {"kind": "finish"}]}', "expected ':'"),
    "a missing comma": ('{"actions": [{"kind": "click", "point": [4 2]}, {"kind": "finish"}]}', "expected ','"),
    "unescaped quotes": ('{"kind": "type", "text": "say "hi""}', "expected ','"),
    "two that differ": ('{"kind": "back"} {"kind": "finish"}', "2 JSON objects"),
    "a key twice": ('{"kind": "click", "point": [1, 2], "point": [3, 4]}', "twice"),
    "a key twice, spelled otherwise": ('{"kind": "click", "point": [1, 2], "Point": [3, 4]}', "twice"),
    "two actions in one call": ('{"name": "click", "arguments": {"action": "type", "text": "x"}}', "two actions"),
    "kind and action differ": ('{"kind": "click", "action": "type", "point": [1, 2]}', "'action'"),
    "reasoning not closed": ('<think>{"kind": "finish"}', "reasoning"),
    "NaN": ('{"kind": "click", "point": [NaN, 200]}', "expected a value"),
    "Infinity": ('{"kind": "click", "point": [1e999, 200]}', "no place"),
    "a sum": ('{"kind": "click", "point": [200+200, 200]}', "expected ','"),
    "a unit": ('{"kind": "click", "point": [400px, 200]}', "expected a value"),
    "off the screen": ('{"kind": "click", "point": [1200, 200]}', "outside"),
    "below the screen": ('{"kind": "click", "point": [400, -50]}', "outside"),
    "fractions": ('{"kind": "click", "point": [0.4, 0.2]}', "fractions"),
    "no point": ('{"kind": "click"}', 'needs a "point"'),
    "an element's number": ('{"kind": "click", "index": 7}', 'needs a "point"'),
    "half a point": ('{"kind": "click", "x": 400}', "no place"),
    "three numbers": ('{"kind": "click", "point": [1, 2, 3]}', "no place"),
    "a box inside out": ('{"kind": "click", "bbox": [500, 300, 300, 100]}', "no place"),
    "truth for a number": ('{"kind": "click", "point": [true, 200]}', "no place"),
    "words for a point": ('{"kind": "click", "point": "the button"}', "no place"),
    "two places": ('{"kind": "click", "point": [1, 2], "x": 300, "y": 400}', "two different places"),
    "two names, two places": ('{"kind": "click", "point": [1, 2], "coordinate": [3, 4]}', "differ"),
    "an argument of unknown meaning": ('{"kind": "type", "text": "x", "clear": true}', "has no 'clear'"),
    "a modifier where none is known": ('{"kind": "click", "point": [1, 2], "text": "ctrl"}', "has no 'text'"),
    "a button that there is not": ('{"kind": "click", "point": [1, 2], "button": "side"}', "button"),
    "ten clicks": ('{"kind": "click", "point": [1, 2], "count": 10}', "count"),
    "no clicks": ('{"kind": "click", "point": [1, 2], "count": 0}', "count"),
    "a contradiction": ('{"kind": "double_click", "point": [1, 2], "count": 3}', "contradicts"),
    "no text": ('{"kind": "type"}', 'needs a "text"'),
    "no keys": ('{"kind": "press"}', "keys"),
    "scroll nowhere": ('{"kind": "scroll", "point": [1, 2]}', "direction"),
    "scroll by pixels up or down": ('{"action": "scroll", "coordinate": [1, 2], "pixels": -300}', "direction"),
    "scroll by a hundred screens": (
        '{"action": "scroll", "point": [1, 2], "direction": "up", "amount": 300}',
        "screens",
    ),
    "scroll without a place": ('{"action": "scroll", "direction": "up"}', 'needs a "point"'),
    "drag from nowhere": ('{"kind": "left_click_drag", "coordinate": [1, 2]}', "path"),
    "drag along one point": ('{"kind": "drag", "path": [[1, 2]]}', "two or more"),
    "scroll for ever": ('{"kind": "scroll", "point": [1, 2], "dy": 1e30}', "out of range"),
    "scroll beyond": ('{"kind": "scroll", "point": [1, 2], "dy": 1e999}', "number"),
    "wait an hour": ('{"kind": "wait", "seconds": 3600}', "60"),
    "navigate nowhere": ('{"kind": "navigate"}', "url"),
    "finish, and then more": ('{"actions": [{"kind": "finish"}, {"kind": "back"}]}', "last"),
    "terminate without a status": ('{"action": "terminate"}', "status"),
    "a status that says nothing": ('{"kind": "finish", "status": "maybe"}', "status"),
    "a runaway": (json.dumps({"actions": [{"kind": "back"}] * 9}), "at most 8"),
    "half a surrogate pair": ('{"kind": "type", "text": "\\ud83d"}', "surrogate"),
    "too deep": ('{"a": ' * 40 + "1" + "}" * 40, "deeply"),
}


@pytest.mark.parametrize("name", REPAIRED)
def test_a_reply_with_one_meaning_is_read_as_that(name: str) -> None:
    text, actions = REPAIRED[name]
    assert DIALECT.read(Reply(text=text), NOW, ()).actions == actions


@pytest.mark.parametrize("name", REFUSED)
def test_a_reply_without_a_plain_meaning_is_refused_with_what_was_wrong(name: str) -> None:
    text, why = REFUSED[name]
    with pytest.raises(UnreadableReply) as refusal:
        DIALECT.read(Reply(text=text), NOW, ())
    assert why in str(refusal.value)
    assert len(str(refusal.value)) < 300


def test_thought_expectation_and_the_raw_reply_are_kept() -> None:
    text = '{"Reasoning": "why", "expected": "a list", "actions": [{"kind": "back"}]}'
    decision = DIALECT.read(Reply(text=text), NOW, ())
    assert (decision.thought, decision.expected, decision.reply) == ("why", "a list", text)


def test_a_reply_that_was_cut_off_is_refused_as_that_unless_it_is_whole() -> None:
    with pytest.raises(UnreadableReply, match="cut off for its length"):
        DIALECT.read(Reply(text='{"thought": "and then, and then', stop="length"), NOW, ())
    assert DIALECT.read(Reply(text='{"kind": "back"}', stop="length"), NOW, ()).actions == (Back(),)


@settings(deadline=None)
@given(st.integers(1, 90))
def test_a_reply_cut_anywhere_is_never_taken_for_another_action(cut: int) -> None:
    whole = '{"thought": "t", "actions": [{"kind": "click", "point": [400, 200]}, {"kind": "type", "text": "tea"}]}'
    with pytest.raises(UnreadableReply):
        DIALECT.read(Reply(text=whole[:-cut]), NOW, ())


@settings(deadline=None)
@given(st.text(alphabet="{}[]\"':,.-0123456789 kindclpotxye\\\n", max_size=60))
def test_noise_is_a_decision_or_a_refusal_and_nothing_else(noise: str) -> None:
    with suppress(UnreadableReply):
        DIALECT.read(Reply(text=noise), NOW, ())


KEYS = [
    *("kind", "action", "name", "arguments", "point", "x", "y", "bbox", "path", "from", "text", "keys"),
    *("direction", "amount", "dy", "scroll_amount", "count", "status"),
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(sorted(KINDS)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6), st.sampled_from(sorted(KINDS)))
def test_whatever_stands_in_an_action_it_is_one_that_can_be_recorded_or_a_refusal(
    fields: dict[str, object], kind: str
) -> None:
    with suppress(UnreadableReply):
        decision = DIALECT.read(Reply(text=json.dumps(fields | {"kind": kind})), NOW, ())
        assert Decision.model_validate_json(decision.model_dump_json()) == decision


def test_a_model_that_says_y_first_is_read_and_told_so() -> None:
    dialect = JsonDialect(SPACES["1000"].ordered("yx"))
    read = dialect.read(Reply(text='{"kind": "click", "point": [200, 400]}'), NOW, ())
    named = dialect.read(Reply(text='{"kind": "click", "x": 400, "y": 200}'), NOW, ())
    assert read.actions == named.actions == (A,)
    assert '"point": [y, x]' in dialect.ask("task", NOW, ())[0].parts[0].text  # type: ignore[union-attr]
