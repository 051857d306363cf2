"""Replies as these families really write them, well and badly: a plain meaning is read, the rest refused."""

from __future__ import annotations

import pytest

from guiagent.actions import (
    Action,
    Back,
    Click,
    Drag,
    Finish,
    GiveUp,
    Hold,
    KeyDown,
    KeyUp,
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
from guiagent.errors import UnreadableReply
from tests.dialects.agent_kin import NAMES, read, step

HERE, THERE = Point(500, 400), Point(250, 200)
"""(500, 500) and (250, 250) of a thousand on a screen of 1000x800."""
BOX = "<|box_start|>(500,500)<|box_end|>"
CLICK = (Click(point=HERE),)
NEVER = "_never_used_51bce0c785ca2f68081bfa7d91973934"


def seeded(name: str, **values: str) -> str:
    parts = "".join(f"<parameter{NEVER}={key}>{value}</parameter{NEVER}>" for key, value in values.items())
    return f"<function{NEVER}={name}>{parts}</function{NEVER}>"


def coded(code: str) -> str:
    return f"## Thought:\nt\n\n## Action:\nDo it.\n\n## Code:\n```python\n{code}\n```"


READ: dict[str, tuple[str, str, tuple[Action, ...]]] = {
    "a box": ("ui-tars", f"Thought: I see it.\nAction: click(start_box='{BOX}')", CLICK),
    "a pair in round brackets": ("ui-tars", "Thought: t\nAction: click(start_box='(500,500)')", CLICK),
    "a pair in square brackets": ("ui-tars", "Action: click(start_box='[500,500]')", CLICK),
    "a bbox": ("ui-tars", "Action: click(start_box='<bbox>400 400 600 600</bbox>')", CLICK),
    "four numbers": ("ui-tars", "Action: click(start_box='(400,400,600,600)')", CLICK),
    "a point in box's place": ("ui-tars", "Action: click(point='<point>500 500</point>')", CLICK),
    "a full-width colon": ("ui-tars", "Thought\uff1a看见了\nAction\uff1aclick(start_box='(500,500)')", CLICK),
    "no space after the colon": ("ui-tars", "Thought: t\nAction:click(start_box='(500,500)')", CLICK),
    "no Action": ("ui-tars", "Thought: t\nclick(start_box='(500,500)')", CLICK),
    "on one line": ("ui-tars", "Reflection: r Action_Summary: s Action: click(start_box='(500,500)')", CLICK),
    "an EOS": ("ui-tars", "Action: click(start_box='(500,500)')[EOS]", CLICK),
    "an end of turn": ("ui-tars", "Action: click(start_box='(500,500)')<|im_end|>", CLICK),
    "fences": ("ui-tars", "```\nThought: t\nAction: click(start_box='(500,500)')\n```", CLICK),
    "its own Action twice": (
        "ui-tars",
        "Action: click(start_box='(500,500)')\nAction: click(start_box='(500,500)')",
        CLICK,
    ),
    "a missing bracket": ("ui-tars", "Action: click(start_box='(500,500)'", CLICK),
    "words after it": ("ui-tars", "Action: click(start_box='(500,500)')\nI have clicked (as told).", CLICK),
    "after thinking": (
        "ui-tars",
        "maybe click(start_box='(1,1)')</think>\nAction: click(start_box='(500,500)')",
        CLICK,
    ),
    "after other thinking": ("ui-tars", "<thinking>x</thinking>Action: click(start_box='(500,500)')", CLICK),
    "a draft in the thought": (
        "ui-tars",
        "Thought: The next Action: is to click.\nAction: click(start_box='(500,500)')",
        CLICK,
    ),
    "pixels of the image that was sent": (
        "ui-tars-1.5",
        "Action: click(start_box='(560,448)')",
        (Click(point=Point(556, 441)),),
    ),
    "several between blank lines": (
        "ui-tars",
        "Thought: t\nAction: click(start_box='(500,500)')\n\ntype(content='tea\\n')\n\nwait()",
        (*CLICK, Type(text="tea\n"), Wait(seconds=5)),
    ),
    "quotes that are not escaped": (
        "ui-tars",
        "Action: type(content='it's \"Bob's\" (x) tea')",
        (Type(text="it's \"Bob's\" (x) tea"),),
    ),
    "quotes, and something after them": (
        "ui-tars",
        "Action: type(content='don't) go')\n\nhotkey(key='ctrl a')",
        (Type(text="don't) go"), Press(keys=("ctrl", "a"))),
    ),
    "a line break within": ("ui-tars", "Action: type(content='a\nb')", (Type(text="a\nb"),)),
    "a stray backslash": ("ui-tars", r"Action: type(content='C:\Users\x')", (Type(text=r"C:\Users\x"),)),
    "a text by place": ("ui-tars", 'Action: type("tea")', (Type(text="tea"),)),
    "a call in the text": (
        "ui-tars",
        "Action: type(content='a\\nclick(start_box=1)')",
        (Type(text="a\nclick(start_box=1)"),),
    ),
    "a scroll without a box": (
        "ui-tars",
        "Action: scroll(start_box='', direction='down')",
        (Scroll(point=HERE, dy=400),),
    ),
    "a scroll": ("ui-tars", "Action: scroll(start_box='(250,250)', direction='up')", (Scroll(point=THERE, dy=-400),)),
    "a drag": (
        "ui-tars",
        "Action: drag(start_box='(500,500)', end_box='(250,250)')",
        (Drag(path=(HERE, THERE)),),
    ),
    "a double click": ("ui-tars", "Action: left_double(start_box='(500,500)')", (Click(point=HERE, count=2),)),
    "an end": ("ui-tars", "Action: finished(content='12 \\'bags\\'')", (Finish(answer="12 'bags'"),)),
    "an end without words": ("ui-tars", "Action: finished()", (Finish(),)),
    "a call for the user": ("ui-tars", "Action: call_user()", (GiveUp(reason="no reason given"),)),
    "going back": ("ui-tars", "Action: press_back()", (Back(),)),
    "a long press": (
        "ui-tars",
        "Action: long_press(start_box='(500,500)')",
        (MouseDown(point=HERE), Wait(), MouseUp(point=HERE)),
    ),
    "plain JSON": ("ui-tars", '{"thought": "t", "actions": [{"kind": "click", "point": [500, 500]}]}', CLICK),
    "a point": ("doubao", "Thought: t\nAction: click(point='<point>500 500</point>')", CLICK),
    "a drag of points": (
        "doubao",
        "Action: drag(start_point='<point>500 500</point>', end_point='<point>250 250</point>')",
        (Drag(path=(HERE, THERE)),),
    ),
    "functions": (
        "seed",
        f"<think{NEVER}>hm</think{NEVER}>\n<seed:tool_call{NEVER}>{seeded('click', point='<point>500 500</point>')}"
        f"{seeded('type', content=' a b ')}{seeded('press', key='shift')}{seeded('release', key='shift')}"
        f"{seeded('wait', time='3')}</seed:tool_call{NEVER}>",
        (*CLICK, Type(text=" a b "), KeyDown(key="shift"), KeyUp(key="shift"), Wait(seconds=3)),
    ),
    "the weights' functions": (
        "seed",
        "<gui_think>t</gui_think><seed:tool_call><function=click><parameter=point><point>500 500</point></parameter>"
        "</function></seed:tool_call>",
        CLICK,
    ),
    "functions with attributes": (
        "seed",
        '<seed:tool_call><function name="click"><parameter name="point" string="true"><point>500 500</point>'
        "</parameter></function></seed:tool_call>",
        CLICK,
    ),
    "functions that are not closed": (
        "seed",
        "<seed:tool_call><function=click><parameter=point><point>500 500</point></parameter>",
        CLICK,
    ),
    "Seed as Doubao": ("seed", "Thought: t\nAction: press(key='enter')", (Press(keys=("enter",)),)),
    "infeasible": ("seed", f"<seed:tool_call{NEVER}>{seeded('infeasible', content='no')}</x>", (GiveUp(reason="no"),)),
    "a GLM box": (
        "glm",
        "It is there.\n<|begin_of_box|>left_click(start_box='[500,500]', element_info='Bob's shop')<|end_of_box|>\n"
        'Memory:\n[{"a": 1}]',
        (Click(point=HERE, target=""),),
    ),
    "within words": ("glm", "I click it: left_click(start_box='[500,500]')\nMemory:\n[]", CLICK),
    "an answer tag": ("glm", "<think>x</think><answer>left_click(start_box='[500,500]')\nMemory:\n[]</answer>", CLICK),
    "notches": (
        "glm",
        "scroll(start_box='[500,500]', direction='down', step=3, element_info='')",
        (Scroll(point=HERE, dy=300),),
    ),
    "no notches": ("glm", "scroll(start_box='[500,500]', direction='up')", (Scroll(point=HERE, dy=-500),)),
    "a GLM key": ("glm", "<|begin_of_box|>key(keys='ctrl+c')<|end_of_box|>", (Press(keys=("ctrl", "c")),)),
    "DONE": ("glm", "All is done.\n<|begin_of_box|>DONE()<|end_of_box|>\nMemory:\n[]", (Finish(),)),
    "DONE without brackets": ("glm", "<|begin_of_box|>DONE<|end_of_box|>", (Finish(),)),
    "FAIL": ("glm", "FAIL()", (GiveUp(reason="no reason given"),)),
    "a GLM phone": (
        "glm",
        'Memory:\nReason: r\nAction: <|begin_of_box|>{"action_type": "click", "box_2d": [[400, 400, 600, 600]]}'
        "<|end_of_box|>",
        CLICK,
    ),
    "a GLM phone's field": (
        "glm",
        '{"action_type": "input_text", "text": "tea", "box_2d": [[400, 400, 600, 600]], "override": true}',
        (*CLICK, Press(keys=("Control", "a")), Type(text="tea")),
    ),
    "a GLM phone's end": ("glm", '{"action_type": "status", "goal_status": "complete"}', (Finish(),)),
    "code": ("kimi", coded("pyautogui.click(x=0.5, y=0.5)"), CLICK),
    "code in pixels": ("kimi", coded("pyautogui.click(x=500, y=400)"), CLICK),
    "code by place": (
        "kimi",
        coded("import pyautogui\nimport time\npyautogui.click(0.5, 0.5, 2)"),
        (Click(point=HERE, count=2),),
    ),
    "thinking in Kimi's signs": (
        "kimi",
        "◁think▷pyautogui.click(1, 1)◁/think▷## Action:\nClick.\n## Code:\n"
        "```python\npyautogui.click(x=0.5, y=0.5)\n```",
        CLICK,
    ),
    "the last block": (
        "kimi",
        "```python\npyautogui.click(x=0.1, y=0.1)\n```\nNo:\n```python\npyautogui.click(x=0.5, y=0.5)\n```",
        CLICK,
    ),
    "no block": ("kimi", "## Action:\nClick it.\n## Code:\npyautogui.click(x=0.5, y=0.5)", CLICK),
    "code alone": ("opencua", "pyautogui.click(x=500, y=400)", (Click(point=Point(496, 394)),)),
    "several statements": (
        "kimi",
        coded("pyautogui.click(x=0.5, y=0.5)\ntime.sleep(0.5)\npyautogui.write('tea')\npyautogui.press('enter')"),
        (*CLICK, Wait(seconds=0.5), Type(text="tea"), Press(keys=("enter",))),
    ),
    "a drag of code": (
        "kimi",
        coded("pyautogui.moveTo(0.5, 0.5)\npyautogui.dragTo(0.25, 0.25, duration=1, button='left')"),
        (Drag(path=(HERE, THERE)),),
    ),
    "a drag by hand": (
        "kimi",
        coded("pyautogui.moveTo(0.5, 0.5)\npyautogui.mouseDown()\npyautogui.moveTo(0.25, 0.25)\npyautogui.mouseUp()"),
        (Drag(path=(HERE, THERE)),),
    ),
    "keys held around a click": (
        "kimi",
        coded("pyautogui.keyDown('ctrl')\npyautogui.click(0.5, 0.5)\npyautogui.keyUp('ctrl')"),
        (Click(point=HERE, held=("ctrl",)),),
    ),
    "a chord held": (
        "kimi",
        coded("pyautogui.keyDown('a')\ntime.sleep(2)\npyautogui.keyUp('a')"),
        (Hold(keys=("a",), seconds=2),),
    ),
    "the wheel": ("kimi", coded("pyautogui.scroll(-5, x=0.5, y=0.5)"), (Scroll(point=HERE, dy=500),)),
    "the wheel across": ("kimi", coded("pyautogui.hscroll(2)"), (Scroll(point=HERE, dx=200),)),
    "a key three times": ("kimi", coded("pyautogui.press('tab', presses=3)"), (Press(keys=("tab",)),) * 3),
    "a hot key": ("kimi", coded("pyautogui.hotkey(['ctrl', 'c'])"), (Press(keys=("ctrl", "c")),)),
    "three clicks": ("opencua", coded("computer.triple_click(x=500, y=400)"), (Click(point=Point(496, 394), count=3),)),
    "waiting": ("kimi", "## Code:\n```code\ncomputer.wait()\n```", (Wait(seconds=5),)),
    "success": ("kimi", "```code\ncomputer.terminate(status='success', answer='12')\n```", (Finish(answer="12"),)),
    "failure": (
        "opencua",
        "```code\ncomputer.terminate(status='failure')\n```",
        (GiveUp(reason="it said that it failed"),),
    ),
    "recipients": (
        "aguvis",
        "all\nThought: t\nAction: Click.\n<|recipient|>os\npyautogui.click(x=0.5, y=0.5)\n<|diff_marker|>",
        CLICK,
    ),
    "the hands alone": ("aguvis", "<|recipient|>os\npyautogui.click(x=0.5, y=0.5)", CLICK),
    "a phone's swipe": (
        "aguvis",
        "os\nmobile.swipe(from_coord=[0.5, 0.5], to_coord=[0.5, 0.25])",
        (Scroll(point=HERE, dy=200),),
    ),
    "an operation": (
        "cogagent",
        "Action: Click it.\nGrounded Operation: CLICK(box=[[400,400,600,600]], element_type='x', element_info='y')",
        CLICK,
    ),
    "filled up with zeros": (
        "cogagent",
        "Grounded Operation: HOVER(box=[[000,086,999,914]])",
        (Move(point=Point(499, 400)),),
    ),
    "typing into a box": (
        "cogagent",
        "Grounded Operation: TYPE(box=[[400,400,600,600]], text='doors', element_info='Search')",
        (*CLICK, Type(text="doors")),
    ),
    "an operation's scroll": (
        "cogagent",
        "Grounded Operation: SCROLL_DOWN(box=[[000,000,1000,1000]], step_count=2, element_info='[None]')",
        (Scroll(point=HERE, dy=200),),
    ),
    "a gesture": (
        "cogagent",
        "Grounded Operation: GESTURE(actions=[KEY_DOWN(key='Lcontrol'), KEY_PRESS(key='A'), KEY_UP(key='Lcontrol')])",
        (Press(keys=("Control", "A")),),
    ),
    "a launch": ("cogagent", "Grounded Operation: LAUNCH(app='None', url='a.test')", (Navigate(url="a.test"),)),
    "END": ("cogagent", "Grounded Operation: END()", (Finish(),)),
    "a dictionary": ("showui", "{'action': 'CLICK', 'value': None, 'position': [0.5, 0.5]}", CLICK),
    "an input": (
        "showui",
        "{'action': 'INPUT', 'value': 'tea', 'position': [0.5,0.5]}",
        (*CLICK, Type(text="tea")),
    ),
    "two dictionaries": (
        "showui",
        "{'action': 'CLICK', 'value': None, 'position': [0.5, 0.5]}, "
        "{'action': 'ENTER', 'value': None, 'position': None}",
        (*CLICK, Press(keys=("Enter",))),
    ),
    "a selection": (
        "showui",
        "{'action': 'SELECT_TEXT', 'value': None, 'position': [[0.5,0.5], [0.25,0.25]]}",
        (Drag(path=(HERE, THERE)),),
    ),
    "a side": ("showui", "{'action': 'SCROLL', 'value': 'DOWN', 'position': None}", (Scroll(point=HERE, dy=400),)),
    "a tap": ("autoglm", '<think>t</think>\n<answer>\ndo(action="Tap", element=[500,500])\n</answer>', CLICK),
    "a delicate tap": ("autoglm", '<answer>do(action="Tap", element=[500,500], message="pay")</answer>', CLICK),
    "a tap alone": ("autoglm", 'It is there. do(action="Tap", element=[500,500])', CLICK),
    "quotes within": ("autoglm", 'do(action="Type", text="say "hi"")', (Type(text='say "hi"'),)),
    "a pause": ("autoglm", '<answer>do(action="Wait", duration="2 seconds")</answer>', (Wait(seconds=2),)),
    "a swipe": (
        "autoglm",
        'do(action="Swipe", start=[500,500], end=[500,250])',
        (Scroll(point=HERE, dy=200),),
    ),
    "a message": ("autoglm", 'finish(message="12 bags")', (Finish(answer="12 bags"),)),
    "a hand-over": ("autoglm", 'do(action="Take_over", message="log in")', (GiveUp(reason="log in"),)),
    "tabs": ("step-gui", "<THINK> t </THINK>\nexplain:x\taction:CLICK\tpoint:500,500\tsummary:y", CLICK),
    "a misspelt tag": ("step-gui", "<TINK> t </THINK>\nexplain:x\taction:CLICK\tpoint:500 500\tsummary:y", CLICK),
    "another misspelt tag": ("step-gui", "<THINK> t </TINK>\nexplain:x\taction:CLICK\tpoint:500,500", CLICK),
    "spaces for tabs": ("step-gui", "explain:x action:CLICK point:500,500 summary:y", CLICK),
    "into a field": (
        "step-gui",
        "explain:x\taction:TYPE\tvalue:a: b\tpoint:500,500\tsummary:y",
        (*CLICK, Type(text="a: b")),
    ),
    "a slide": ("step-gui", "action:SLIDE\tpoint1:500,500\tpoint2:500,250", (Scroll(point=HERE, dy=200),)),
    "complete": ("step-gui", "explain:x\taction:COMPLETE\treturn:12\tsummary:y", (Finish(answer="12"),)),
    "a question": ("step-gui", "explain:x\taction:INFO\tvalue:which?", (GiveUp(reason="which?"),)),
    "two sections": ("os-atlas", "Thoughts:\nt\nActions:\nCLICK <point>[[500, 500]]</point>", CLICK),
    "actions on one line": ("os-atlas", "thought: t\nactions: CLICK <point>[[500,500]]</point>", CLICK),
    "text in brackets": ("os-atlas", "Actions:\nTYPE [a [b] c]", (Type(text="a [b] c"),)),
    "a direction": ("os-atlas", "Actions:\nSCROLL [DOWN]", (Scroll(point=HERE, dy=400),)),
    "COMPLETE": ("os-atlas", "Actions:\nCOMPLETE", (Finish(),)),
}


@pytest.mark.parametrize("form", READ)
def test_a_reply_with_a_plain_meaning_is_read(form: str) -> None:
    name, text, actions = READ[form]
    found = tuple(
        each.model_copy(update={"target": ""}) if isinstance(each, Click | Move | Drag) else each
        for each in read(name, text).actions
    )
    assert len(found) == len(actions)
    for one, other in zip(found, actions, strict=True):
        assert one == other


REFUSED: dict[str, tuple[str, str, str]] = {
    "nothing after Action": ("ui-tars", "Thought: t\nAction:", "Action: click("),
    "words after Action": ("ui-tars", "Thought: t\nAction: I click the button.", "Action: click("),
    "words alone": ("ui-tars", "The task is done.", "Action: click("),
    "two different actions": (
        "ui-tars",
        "Action: click(start_box='(1,1)')\nThought: t\nAction: click(start_box='(2,2)')",
        "2 different",
    ),
    "no place": ("ui-tars", "Action: click()", 'needs a "point"'),
    "three numbers": ("ui-tars", "Action: click(start_box='(1,2,3)')", "no place"),
    "outside": ("ui-tars", "Action: click(start_box='(1500,500)')", "outside"),
    "fractions": ("ui-tars", "Action: click(start_box='(0.5,0.5)')", "fractions"),
    "a sum": ("ui-tars", "Action: click(start_box=(1+2, 3))", "no plain value"),
    "cut off": ("ui-tars", "Action: type(content='abc", "cannot be read"),
    "a phone's home": ("ui-tars", "Action: press_home()", "no home screen"),
    "an app": ("doubao", "Action: open_app(app_name='Shop')", "no apps"),
    "an unknown verb": ("ui-tars", "Action: zoom(start_box='(1,2)')", "no action 'zoom'"),
    "an end in the middle": ("ui-tars", "Action: finished()\n\nwait()", "only stand last"),
    "a tool call of nothing": ("seed", f"<seed:tool_call{NEVER}></seed:tool_call{NEVER}>", "no function"),
    "a parameter cut off": ("seed", "<seed:tool_call><function=type><parameter=content>ab", "not closed"),
    "an empty box": ("glm", "I look.\n<|begin_of_box|>the button<|end_of_box|>\nMemory:\n[]", "no action"),
    "a memory alone": ("glm", "I think.\nMemory:\n[]", "left_click("),
    "no Python": ("kimi", coded("pyautogui.click(x=0.5, y=0.5"), "cannot be read as Python"),
    "a program": ("kimi", coded("for i in range(3):\n    pyautogui.click(0.5, 0.5)"), "no call of an action"),
    "an assignment": ("kimi", coded("x = 3"), "no call of an action"),
    "another module": ("kimi", coded("os.system('ls')"), "unknown"),
    "computed arguments": ("kimi", coded("pyautogui.click(*pyautogui.locateOnScreen('a.png'))"), "no plain value"),
    "a relative move": ("kimi", coded("pyautogui.moveRel(10, 10)"), "no action"),
    "one share and one pixel": ("kimi", coded("pyautogui.click(x=0.5, y=400)"), "outside"),
    "shares where pixels are": ("opencua", coded("pyautogui.click(x=0.5, y=0.5)"), "fractions"),
    "a click before the mouse was anywhere": ("kimi", coded("pyautogui.click()"), "needs a"),
    "code that does nothing": ("kimi", coded("import pyautogui"), "does nothing"),
    "Windows' wheel": ("kimi", coded("pyautogui.scroll(-5000)"), "notches"),
    "no code": ("kimi", "## Action:\nI click the button.", "PyAutoGUI"),
    "a phone's home in code": ("aguvis", "os\nmobile.home()", "no home screen"),
    "an operation of nothing": ("cogagent", "Action: Click.\nGrounded Operation: none", "no operation"),
    "a variable": ("cogagent", "Grounded Operation: TYPE(box=[[1,1,2,2]], text='__CogName_x__')", "stored"),
    "a quotation": ("cogagent", "Grounded Operation: QUOTE_TEXT(box=[[1,1,2,2]], output='__CogName_x__')", "stored"),
    "a dictionary without a place": ("showui", "{'action': 'CLICK', 'value': None, 'position': None}", "point"),
    "a dictionary of nothing": ("showui", "{'action': 'JUMP', 'value': None, 'position': None}", "no action"),
    "no JSON": ("showui", "{'action': 'CLICK', 'position': [0.5", "cannot be read"),
    "an empty answer": ("autoglm", "<think>t</think><answer></answer>", "no action"),
    "a launch of an app": ("autoglm", 'do(action="Launch", app="Shop")', "no apps"),
    "doing nothing": ("autoglm", "do(element=[1,2])", "names no action"),
    "no field": ("step-gui", "explain:x\tsummary:y", "no action"),
    "an app by tabs": ("step-gui", "explain:x\taction:AWAKE\tvalue:Shop", "no apps"),
    "no section": ("os-atlas", "Thoughts:\nt\nActions:\nclick it", "CLICK <point>"),
    "no brackets": ("os-atlas", "Actions:\nTYPE <b>", "brackets"),
}


@pytest.mark.parametrize("form", REFUSED)
def test_a_reply_without_a_plain_meaning_is_refused_with_what_to_write(form: str) -> None:
    name, text, why = REFUSED[form]
    with pytest.raises(UnreadableReply) as refusal:
        read(name, text)
    assert why in str(refusal.value)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text",
    [
        "Thought: t\nclick(start_box='(500,99999999999999999999999500):')",
        "Action: " + "f(" * 2000,
        "Action: wait(start_box)",
        "\x00",
        "```python\n",
        "explain",
    ],
)
def test_no_reply_is_too_odd_to_be_refused_at_once(name: str, text: str) -> None:
    with pytest.raises(UnreadableReply):
        read(name, text)


def test_a_reply_cut_off_in_its_thinking_says_so() -> None:
    with pytest.raises(UnreadableReply, match="cut off"):
        read("kimi", "## Thought:\nI look at the", stop="length")


def test_code_without_a_place_means_where_the_mouse_was_left() -> None:
    before = step(0, Click(point=THERE))
    assert read("kimi", coded("pyautogui.click()"), (before,)).actions == (Click(point=THERE),)
    dragged = read("kimi", coded("pyautogui.dragTo(0.5, 0.5)"), (before,)).actions
    assert dragged == (Drag(path=(THERE, HERE)),)
    with pytest.raises(UnreadableReply):
        read("ui-tars", "Action: click()", (before,))


def test_what_was_thought_is_told_apart_from_what_is_done() -> None:
    assert read("ui-tars", "Thought: I see it.\nAction: wait()").thought == "I see it."
    assert read("ui-tars", "Reflection: r Action_Summary: s Action: wait()").thought == "r s"
    assert read("seed", f"<think{NEVER}>hm</think{NEVER}>{seeded('wait')}").thought == "hm"
    assert read("glm", 'It is there.\nWAIT()\nMemory:\n[{"a": 1}]').thought == 'It is there.\nMemory: [{"a": 1}]'
    assert read("kimi", coded("computer.wait()")).thought == "t"
    assert read("autoglm", '<think>I wait</think><answer>do(action="Wait")</answer>').thought == "I wait"
    assert read("step-gui", "<THINK>a</THINK>explain:I wait\taction:WAIT\tsummary:s").thought == "I wait"
