"""Tool calls as the Qwen family really writes them: repaired to what they plainly mean, or refused; never guessed."""

from __future__ import annotations

import pytest

from guiagent.actions import (
    Action,
    Back,
    Click,
    Drag,
    Finish,
    GiveUp,
    KeyDown,
    KeyUp,
    MouseDown,
    MouseUp,
    Move,
    Navigate,
    Point,
    Press,
    Scroll,
    SelectTab,
    Type,
    Wait,
)
from guiagent.errors import UnreadableReply
from guiagent.messages import Reply
from tests.dialects.qwen_kin import dialect, now, read, step

A = Click(point=Point(640, 400))
"""What [500, 500] names on a screen of 1280x800, in thousandths."""
MIDDLE = Point(640, 400)


def call(arguments: str, name: str = "computer_use") -> str:
    return f'<tool_call>\n{{"name": "{name}", "arguments": {arguments}}}\n</tool_call>'


def xml(*parameters: tuple[str, str], function: str = "computer_use") -> str:
    inner = "".join(f"<parameter={name}>\n{value}\n</parameter>\n" for name, value in parameters)
    return f"<tool_call>\n<function={function}>\n{inner}</function>\n</tool_call>"


LEFT = '{"action": "left_click", "coordinate": [500, 500]}'
JSON: dict[str, tuple[str, tuple[Action, ...]]] = {
    "as asked": (f"Action: Click Go.\n{call(LEFT)}", (A,)),
    "no closing tag": (f"Action: Click Go.\n{call(LEFT)}".removesuffix("</tool_call>"), (A,)),
    "a bare line of JSON": (f'{{"name": "computer_use", "arguments": {LEFT}}}', (A,)),
    "a fence": (f'```json\n{{"name": "computer_use", "arguments": {LEFT}}}\n```', (A,)),
    "two bare lines": (
        '{"name": "back", "arguments": {}}\n{"name": "wait", "arguments": {"time": 2}}',
        (Back(), Wait(seconds=2)),
    ),
    "arguments as a string": (call('"{\\"action\\": \\"left_click\\", \\"coordinate\\": [500, 500]}"'), (A,)),
    "the action as the tool": (call('{"coordinate": [500, 500]}', "left_click"), (A,)),
    "another tool in the action": (
        call('{"action": "navigate", "url": "https://a.test/"}'),
        (Navigate(url="https://a.test/"),),
    ),
    "trailing commas": (call('{"action": "left_click", "coordinate": [500, 500,],}'), (A,)),
    "single quotes": (
        "<tool_call>{'name': 'computer_use', 'arguments': {'action': 'left_click', 'coordinate': [500, 500]}}",
        (A,),
    ),
    "keys with spaces": (call('{" action ": "left_click", " coordinate": [500, 500]}'), (A,)),
    "only </think>": (f"I see [1, 2]. <tool_call>no</think>\n{call(LEFT)}", (A,)),
    "</thinking>": (f"hm</thinking>{call(LEFT)}", (A,)),
    "prose after": (call(LEFT) + "\nI clicked [the button].", (A,)),
    "a place as text": (call('{"action": "left_click", "coordinate": "[500, 500]"}'), (A,)),
    "a place in brackets": (call('{"action": "left_click", "coordinate": "(500,500)"}'), (A,)),
    "a nested place": (call('{"action": "left_click", "coordinate": [[500, 500]]}'), (A,)),
    "floats": (call('{"action": "left_click", "coordinate": [500.0, 499.6]}'), (Click(point=Point(640, 399)),)),
    "a box": (call('{"action": "left_click", "coordinate": [400, 450, 600, 550]}'), (A,)),
    "a point's tags": (call('{"action": "left_click", "coordinate": "<point>500 500</point>"}'), (A,)),
    "box tokens": (call('{"action": "left_click", "coordinate": "<|box_start|>(500,500)<|box_end|>"}'), (A,)),
    "a list of pairs as text": (call('{"action": "left_click", "coordinate": "[(500,500)]"}'), (A,)),
    "a drag from where it moved to": (
        call('{"action": "mouse_move", "coordinate": [250, 250]}')
        + call('{"action": "left_click_drag", "coordinate": [500, 500]}'),
        (Drag(path=(Point(320, 200), MIDDLE)),),
    ),
    "a click where it moved to": (
        call('{"action": "mouse_move", "coordinate": [500, 500]}') + call('{"action": "right_click"}'),
        (Move(point=MIDDLE), Click(point=MIDDLE, button="right")),
    ),
    "a scroll without a place": (call('{"action": "scroll", "pixels": -500}'), (Scroll(point=MIDDLE, dy=400),)),
    "a scroll up": (call('{"action": "scroll", "pixels": 500}'), (Scroll(point=MIDDLE, dy=-400),)),
    "a scroll in notches": (call('{"action": "scroll", "pixels": -3}'), (Scroll(point=MIDDLE, dy=300),)),
    "a scroll to the right": (call('{"action": "hscroll", "pixels": 250}'), (Scroll(point=MIDDLE, dx=320),)),
    "a scroll at a place": (
        call('{"action": "scroll", "coordinate": [250, 250], "pixels": -500}'),
        (Scroll(point=Point(320, 200), dy=400),),
    ),
    "keys as text": (call('{"action": "key", "keys": "ctrl+c"}'), (Press(keys=("ctrl", "c")),)),
    "keys with a space": (call('{"action": "key", "keys": "ctrl c"}'), (Press(keys=("ctrl", "c")),)),
    "keys with a space in a list": (call('{"action": "key", "keys": ["ctrl c"]}'), (Press(keys=("ctrl", "c")),)),
    "a last bracket that is missing": (call(LEFT).replace("}}", "}"), (A,)),
    "a bracket too many": (call(LEFT).replace("}}", "}}}"), (A,)),
    "keys in text": (call('{"action": "key", "text": "Enter"}'), (Press(keys=("Enter",)),)),
    "a list within a list's text": (
        call('{"action": "key", "keys": ["[\'ctrl", "a\']"]}'),
        (Press(keys=("ctrl", "a")),),
    ),
    "a bracket is a key": (call('{"action": "key", "keys": ["ctrl", "["]}'), (Press(keys=("ctrl", "[")),)),
    "other names of keys": (call('{"action": "key", "keys": ["ArrowLeft"]}'), (Press(keys=("ArrowLeft",)),)),
    "a wait": (call('{"action": "wait", "time": 3}'), (Wait(seconds=3),)),
    "done": (call('{"action": "terminate", "status": "success"}'), (Finish(),)),
    "an answer": (call('{"action": "answer", "text": "42"}'), (Finish(answer="42"),)),
    "an answer and the end": (
        call('{"action": "answer", "text": "42"}') + call('{"action": "terminate", "status": "success"}'),
        (Finish(answer="42"),),
    ),
    "a failure": (call('{"action": "terminate", "status": "failure"}'), (GiveUp(reason="it said that it failed"),)),
    "a failure and why": (
        call('{"action": "terminate", "status": "failure", "text": "sold out"}'),
        (GiveUp(reason="sold out"),),
    ),
    "a tab": (call('{"index": 1}', "select_tab"), (SelectTab(index=1),)),
    "a typed tag": (
        call('{"action": "type", "text": "</tool_call>{\\"a\\": 1}"}'),
        (Type(text='</tool_call>{"a": 1}'),),
    ),
    "our plain JSON": ('{"thought": "t", "actions": [{"kind": "click", "point": [500, 500]}]}', (A,)),
    "a point_2d": ('```json\n[{"point_2d": [500, 500], "label": "Go"}]\n```', (A.model_copy(update={"target": "Go"}),)),
    "a bbox_2d": ('{"bbox_2d": [400, 450, 600, 550], "label": "Go"}', (A.model_copy(update={"target": "Go"}),)),
    "a bare pair": ("[(500,500)]", (A,)),
    "Qwen2-VL's box": (
        "<|object_ref_start|>Go<|object_ref_end|><|box_start|>(400,450),(600,550)<|box_end|>",
        (A.model_copy(update={"target": "Go"}),),
    ),
}
XML: dict[str, tuple[str, tuple[Action, ...]]] = {
    "as asked": ("Action: Click Go.\n" + xml(("action", "left_click"), ("coordinate", "[500, 500]")), (A,)),
    "a stray opening": (
        xml(("action", "scroll"), ("pixels", "-500")).replace(
            "<parameter=action>", "<parameter=computer_use>\n<parameter=action>"
        ),
        (Scroll(point=MIDDLE, dy=400),),
    ),
    "no closing tags": (
        "<tool_call>\n<function=computer_use>\n<parameter=action>\nwait\n</parameter>\n<parameter=time>\n2\n</parameter>",
        (Wait(seconds=2),),
    ),
    "no tool_call around": (xml(("action", "left_click"), ("coordinate", "(500,500)"))[12:-13], (A,)),
    "no function": (
        "<tool_call><parameter=action>left_click</parameter><parameter=coordinate>500, 500</parameter></tool_call>",
        (A,),
    ),
    "a parameter that is not closed": (
        "<function=computer_use>\n<parameter=action>\nleft_click\n<parameter=coordinate>\n[500, 500]\n</function>",
        (A,),
    ),
    "the action as the function": (xml(("coordinate", "[500, 500]"), function="left_click"), (A,)),
    "JSON after all": (call(LEFT), (A,)),
    "a function of ours": (xml(("url", '"https://a.test/"'), function="navigate"), (Navigate(url="https://a.test/"),)),
    "a function without parameters": (xml(function="back"), (Back(),)),
    "two calls": (
        xml(("action", "left_click"), ("coordinate", "[500, 500]")) + xml(("action", "wait"), ("time", "1")),
        (A, Wait()),
    ),
    "quotes around a value": (xml(("action", '"left_click"'), ("coordinate", '"[500, 500]"')), (A,)),
    "quotes that are typed": (xml(("action", "type"), ("text", '"tea"')), (Type(text='"tea"'),)),
    "spaces and lines that are typed": (xml(("action", "type"), ("text", "  a\n\nb \n")), (Type(text="  a\n\nb \n"),)),
    "a typed number": (xml(("action", "type"), ("text", "0042")), (Type(text="0042"),)),
    "a typed tag": (
        xml(("action", "type"), ("text", "<parameter=x>1</parameter> & <b>")),
        (Type(text="<parameter=x>1</parameter> & <b>"),),
    ),
    "the same opening twice": (
        xml(("action", "left_click"), ("coordinate", "<parameter=coordinate>\n[500, 500]")),
        (A,),
    ),
    "an empty parameter": (xml(("action", "left_click"), ("coordinate", "[500, 500]"), ("time", "")), (A,)),
    "half a list of keys": (xml(("action", "key"), ("keys", '["ctrl"')), (Press(keys=("ctrl",)),)),
    "a list of keys in quotes": (xml(("action", "key"), ("keys", "\"['ctrl', 'a']\"")), (Press(keys=("ctrl", "a")),)),
    "a list of keys": (
        xml(("action", "key"), ("keys", '["ctrl", "shift", "["]')),
        (Press(keys=("ctrl", "shift", "[")),),
    ),
    "keys held down": (
        xml(("action", "key_down"), ("keys", '["shift"]')) + xml(("action", "key_up"), ("keys", "shift")),
        (KeyDown(key="shift"), KeyUp(key="shift")),
    ),
    "a button held down": (
        xml(("action", "mouse_move"), ("coordinate", "[500, 500]"))
        + xml(("action", "left_mouse_down"))
        + xml(("action", "left_mouse_up"), ("coordinate", "[250, 250]")),
        (Move(point=MIDDLE), MouseDown(point=MIDDLE), MouseUp(point=Point(320, 200))),
    ),
    "a look": (xml(("action", "screenshot")), (Wait(seconds=0),)),
    "a call of the user": (xml(("action", "call_user"), ("text", "Which size?")), (GiveUp(reason="Which size?"),)),
    "only </think>": (
        "so <tool_call> it is</think>\n\n" + xml(("action", "left_click"), ("coordinate", "[500, 500]")),
        (A,),
    ),
}
REFUSED: dict[str, tuple[str, str]] = {
    "words alone": ("I would click the button.", "write <tool_call>"),
    "the word Action alone": ("Action: Click the button at the top.", "write <tool_call>"),
    "an empty call": ("<tool_call>\n</tool_call>", "holds no call"),
    "a call that is cut off": (
        '<tool_call>\n{"name": "computer_use", "arguments": {"action": "type", "text": "a',
        "not closed",
    ),
    "XML that is cut off": (
        "<tool_call>\n<function=computer_use>\n<parameter=action>\ntype\n</parameter>\n<parameter=text>\nhal",
        "cut off",
    ),
    "an unknown action": (call('{"action": "fly"}'), "there is no action 'fly'"),
    "no action": (call('{"coordinate": [1, 2]}'), 'names no "action"'),
    "a click nowhere": (call('{"action": "left_click"}'), 'needs a "coordinate"'),
    "a drag from nowhere": (call('{"action": "left_click_drag", "coordinate": [500, 500]}'), "move it first"),
    "half a place": (call('{"action": "left_click", "coordinate": [500]}'), "no place"),
    "a place off the screen": (call('{"action": "left_click", "coordinate": [1500, 500]}'), "outside"),
    "fractions": (call('{"action": "left_click", "coordinate": [0.5, 0.5]}'), "fractions"),
    "a scroll that says nothing": (call('{"action": "scroll"}'), "scroll needs"),
    "two places": ('[{"point_2d": [1, 2]}, {"point_2d": [300, 400]}]', "2 places"),
    "a box without numbers": ('["bbox_2d"]', "write <tool_call>"),
    "an end in the middle": (call('{"action": "answer", "text": "1"}') + call(LEFT), "only stand last"),
}


@pytest.mark.parametrize("name", JSON)
def test_a_json_call_is_read_as_what_it_plainly_means(name: str) -> None:
    text, actions = JSON[name]
    assert read("qwen3", text).actions == actions


@pytest.mark.parametrize("name", XML)
def test_an_xml_call_is_read_as_what_it_plainly_means(name: str) -> None:
    text, actions = XML[name]
    assert read("qwen3.8", text).actions == actions


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("speech", ["qwen3", "qwen3.5"])
def test_what_cannot_be_read_goes_back_with_what_was_wrong(name: str, speech: str) -> None:
    text, why = REFUSED[name]
    with pytest.raises(UnreadableReply) as refused:
        read(speech, text)
    assert why in str(refused.value)


def test_a_reply_without_a_call_is_told_the_form_of_its_own_family() -> None:
    for speech, form in (("qwen3", '{"name": "computer_use"'), ("qwen3.5", "<function=computer_use>")):
        with pytest.raises(UnreadableReply, match=form):
            read(speech, "I am done here.")


def test_a_call_cut_off_for_its_length_says_so() -> None:
    with pytest.raises(UnreadableReply, match="cut off for its length"):
        dialect("qwen3").read(Reply(text="I think and think", stop="length"), now(), ())


def test_a_click_without_a_place_is_where_the_mouse_was_left() -> None:
    history = (step(0, Move(point=Point(100, 50))), step(1, Type(text="x")))
    assert read("qwen3", call('{"action": "left_click"}'), history).actions == (Click(point=Point(100, 50)),)
    dragged = read("qwen3", call('{"action": "left_click_drag", "coordinate": [500, 500]}'), history).actions
    assert dragged == (Drag(path=(Point(100, 50), MIDDLE)),)
    assert read("qwen3", call('{"action": "scroll", "pixels": -500}'), history).actions == (
        Scroll(point=Point(100, 50), dy=400),
    )


def test_the_words_before_a_call_are_its_thought() -> None:
    said = read("qwen3", f"Thought: It is green.\nAction: Click Go.\n{call(LEFT)}")
    assert said.thought == "It is green.\nClick Go."


def test_pixels_are_those_of_the_resized_image() -> None:
    """1280x800 is sent as 1288x812, and shown so."""
    assert read("qwen2.5", call('{"action": "left_click", "coordinate": [1287, 811]}')).actions == (
        Click(point=Point(1279, 799)),
    )
    assert read("qwen2.5", call('{"action": "left_click", "coordinate": [644, 406]}')).actions == (A,)
