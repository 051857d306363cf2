"""Fara, Holo, MAI-UI, UI-Venus and GUI-Owl: what each has beside the common tool calls."""

from __future__ import annotations

import json

import pytest

from guiagent.actions import (
    Action,
    Back,
    Click,
    Drag,
    Finish,
    GiveUp,
    KeyDown,
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
from guiagent.catalogue import resolve
from guiagent.dialects.coordinates import PIXELS, SPACES, Frame
from guiagent.dialects.pointers import POINTINGS
from guiagent.errors import UnreadableReply
from guiagent.messages import Reply
from guiagent.records import Failed, Observation
from tests.dialects.qwen_kin import bare, dialect, now, read, step, words
from tests.fakes import painted

MIDDLE = Point(640, 400)
A = Click(point=MIDDLE)


def fara(arguments: str) -> str:
    return f'I see it.\n<tool_call>\n{{"name": "computer_use", "arguments": {arguments}}}\n</tool_call>'


FARA: dict[str, tuple[Action, ...]] = {
    '{"action": "left_click", "coordinate": [500, 500]}': (A,),
    '{"action": "type", "text": "tea", "coordinate": [500, 500], "press_enter": true, "delete_existing_text": true}': (
        A,
        Press(keys=("Control", "a")),
        Type(text="tea"),
        Press(keys=("Enter",)),
    ),
    '{"action": "type", "text": "tea"}': (Type(text="tea"),),
    '{"action": "visit_url", "url": "https://a.test/"}': (Navigate(url="https://a.test/"),),
    '{"action": "web_search", "query": "green tea"}': (
        Navigate(url="https://www.bing.com/search?q=green+tea&FORM=QBLH"),
    ),
    '{"action": "history_back"}': (Back(),),
    '{"action": "refresh"}': (Press(keys=("F5",)),),
    '{"action": "scroll", "pixels": -500}': (Scroll(point=MIDDLE, dy=400),),
    '{"action": "pause_and_memorize_fact", "fact": "tea is 4 EUR"}': (Wait(seconds=0),),
    '{"action": "ask_user_question", "question": "Which tea?"}': (GiveUp(reason="Which tea?"),),
    '{"action": "terminate", "answer": "4 EUR"}': (Finish(answer="4 EUR"),),
    '{"action": "terminate", "status": "failure"}': (GiveUp(reason="it said that it failed"),),
}


@pytest.mark.parametrize("arguments", FARA)
def test_fara_1_5_is_read(arguments: str) -> None:
    assert read("fara1.5", fara(arguments)).actions == FARA[arguments]


def test_fara_7b_types_and_sends_unless_it_says_otherwise() -> None:
    typed = read("fara", fara('{"action": "type", "text": "tea", "coordinate": [644, 406]}')).actions
    assert typed == (A, Type(text="tea"), Press(keys=("Enter",)))
    assert read("fara", fara('{"action": "type", "text": "tea", "press_enter": false}')).actions == (Type(text="tea"),)


def test_fara_7b_answers_in_its_thoughts() -> None:
    assert read("fara", fara('{"action": "terminate", "status": "success"}')).actions == (Finish(answer="I see it."),)


def test_a_fact_that_fara_memorizes_stays_in_its_turn() -> None:
    thought = read("fara1.5", fara('{"action": "pause_and_memorize_fact", "fact": "tea is 4 EUR"}')).thought
    assert thought == "I see it.\nMemorized: tea is 4 EUR"
    assert thought in words(dialect("fara1.5").ask("t", now(), (step(0, thought=thought),)))[2]


def test_what_fara_cannot_have_goes_back_to_it() -> None:
    with pytest.raises(UnreadableReply, match="read the screenshot"):
        read("fara1.5", fara('{"action": "read_page_answer_question", "question": "How much?"}'))


def test_fara_is_shown_the_next_screenshot_in_its_own_words() -> None:
    system, first, _, second = words(dialect("fara1.5").ask("Buy tea", now(), (step(0),)))
    assert "Critical Point" in system
    assert '"ask_user_question"' in system
    assert first == "Buy tea"
    assert second == "Here is the next screenshot. Think about what to do next."


def holo(call: str, note: str = "null") -> str:
    return f'{{"note": {note}, "thought": "I click", "tool_call": {call}}}'


HOLO: dict[str, tuple[Action, ...]] = {
    '{"tool_name": "click", "element": "Go", "x": 500, "y": 500}': (A,),
    '{"tool_name": "double_click", "element": "Go", "x": 500, "y": 500}': (Click(point=MIDDLE, count=2),),
    '{"tool_name": "right_click", "element": "Go", "x": 500, "y": 500}': (Click(point=MIDDLE, button="right"),),
    '{"tool_name": "write", "content": "tea", "press_enter": true}': (Type(text="tea"), Press(keys=("Enter",))),
    '{"tool_name": "scroll", "direction": "down", "x": 500, "y": 500}': (Scroll(point=MIDDLE, dy=400),),
    '{"tool_name": "scroll", "clicks": -3}': (Scroll(point=MIDDLE, dy=300),),
    '{"tool_name": "key", "combo": "ctrl+s"}': (Press(keys=("ctrl", "s")),),
    '{"tool_name": "goto", "url": "https://a.test/"}': (Navigate(url="https://a.test/"),),
    '{"tool_name": "go_back"}': (Back(),),
    '{"tool_name": "drag_and_drop", "x1": 250, "y1": 250, "x2": 500, "y2": 500}': (
        Drag(path=(Point(320, 200), MIDDLE)),
    ),
    '{"tool_name": "answer", "content": "42"}': (Finish(answer="42"),),
    '{"tool_name": "done", "success": false, "content": "sold out"}': (GiveUp(reason="sold out"),),
    '{"tool_name": "give_up", "reason": "sold out"}': (GiveUp(reason="sold out"),),
}


@pytest.mark.parametrize("call", HOLO)
def test_holo_is_read(call: str) -> None:
    assert tuple(bare(read("holo", holo(call)).actions)) == HOLO[call]


def test_a_note_is_holo_s_memory() -> None:
    said = read("holo", holo('{"tool_name": "wait", "seconds": 1}', '"tea is 4 EUR"'))
    again = words(dialect("holo").ask("t", now(), (step(0, Wait(), thought=said.thought),)))[2]
    assert json.loads(again) == {
        "note": "tea is 4 EUR",
        "thought": "I click",
        "tool_call": {"tool_name": "wait", "seconds": 1.0},
    }


def test_holo_is_told_truly_what_came_of_each_step() -> None:
    changed = step(0, Click(point=MIDDLE)).model_copy(
        update={"after": Observation(screen=painted("other", (1280, 800)))}
    )
    same = step(1, Type(text="x"))
    failed = step(2, Click(point=MIDDLE), outcomes=(Failed(reason="covered"),))
    told = words(dialect("holo").ask("Buy tea", now(), (changed, same, failed)))
    assert "<task>\nBuy tea\n</task>" in told[0]
    assert told[1] == "<observation>\n\n\n</observation>"
    assert told[3].startswith('<tool_output tool="click">\nAction executed. Screen changed.\n</tool_output>')
    assert '<tool_output tool="write">\nAction executed. Screen did not visibly change.' in told[5]
    assert "failed: covered" in told[7]


def test_holo_s_old_screenshots_are_evicted() -> None:
    talk = dialect("holo").ask("t", now(), [step(index) for index in range(6)])
    assert "\n".join(words(talk)).count("[screenshot evicted]") == 4


def test_holo_is_offered_what_the_computer_can_do() -> None:
    system = words(dialect("holo", kinds=frozenset({"click", "type"})).ask("t", now(), ()))[0]
    schema = json.loads(system.partition("```json\n")[2].partition("\n```")[0])
    tools = [each["properties"]["tool_name"]["const"] for each in schema["properties"]["tool_call"]["anyOf"]]
    assert tools == [
        *("click", "double_click", "triple_click", "right_click", "middle_click"),
        *("write", "answer", "give_up"),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("holo1", "Click(640, 400)"),
        ("holo1", "click(x=640, y=400)"),
        ("holo1.5", '{"action": "click_absolute", "x": 640, "y": 400}'),
        ("holo1.5", '```json\n{"x": 640, "y": 400}\n```'),
        ("holo2", '{"x": 500, "y": 500}'),
    ],
)
def test_the_holos_that_point_are_read(name: str, text: str) -> None:
    space = SPACES["1000"] if name == "holo2" else PIXELS
    assert POINTINGS[name]().read(text, Frame(space, (1280, 800), (1280, 800))) == MIDDLE


def test_a_holo_that_points_and_says_nothing_is_refused() -> None:
    for text in ("There is no such button.", '{"x": 1, "y": 2} {"x": 3, "y": 4}', '{"x": "left"}'):
        with pytest.raises(UnreadableReply):
            POINTINGS["holo2"]().read(text, Frame(SPACES["1000"], (1280, 800), (1280, 800)))


def mai(arguments: str) -> str:
    call = f'{{"name": "mobile_use", "arguments": {arguments}}}'
    return f"<thinking>\nI tap it.\n</thinking>\n<tool_call>\n{call}\n</tool_call>"


MAI: dict[str, tuple[Action, ...]] = {
    '{"action": "click", "coordinate": [500, 500]}': (A,),
    '{"action": "double_click", "coordinate": [500, 500]}': (Click(point=MIDDLE, count=2),),
    '{"action": "long_press", "coordinate": [500, 500]}': (
        MouseDown(point=MIDDLE),
        Wait(),
        MouseUp(point=MIDDLE),
    ),
    '{"action": "type", "text": "tea"}': (Type(text="tea"),),
    '{"action": "swipe", "direction": "up"}': (Scroll(point=MIDDLE, dy=400),),
    '{"action": "swipe", "direction": "left", "coordinate": [250, 250]}': (Scroll(point=Point(320, 200), dx=640),),
    '{"action": "swipe", "coordinate": [500, 500], "coordinate2": [500, 250]}': (Scroll(point=MIDDLE, dy=200),),
    '{"action": "drag", "start_coordinate": [250, 250], "end_coordinate": [500, 500]}': (
        Drag(path=(Point(320, 200), MIDDLE)),
    ),
    '{"action": "open", "text": "https://a.test/"}': (Navigate(url="https://a.test/"),),
    '{"action": "system_button", "button": "back"}': (Back(),),
    '{"action": "system_button", "button": "enter"}': (Press(keys=("Enter",)),),
    '{"action": "wait"}': (Wait(),),
    '{"action": "answer", "text": "42"}': (Finish(answer="42"),),
    '{"action": "terminate", "status": "success"}': (Finish(),),
    '{"action": "terminate", "status": "fail"}': (GiveUp(reason="it said that it failed"),),
    '{"action": "ask_user", "text": "Which tea?"}': (GiveUp(reason="Which tea?"),),
}


@pytest.mark.parametrize("arguments", MAI)
def test_mai_ui_is_read_with_its_thinking(arguments: str) -> None:
    said = read("mai-ui", mai(arguments))
    assert said.actions == MAI[arguments]
    assert said.thought == "I tap it."


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ('{"action": "open", "text": "WeChat"}', "there is no app 'WeChat'"),
        ('{"action": "system_button", "button": "home"}', "no button 'home'"),
        ('{"action": "swipe"}', "direction"),
    ],
)
def test_what_a_phone_has_and_a_computer_has_not_goes_back(arguments: str, why: str) -> None:
    with pytest.raises(UnreadableReply, match=why):
        read("mai-ui", mai(arguments))


VENUS: dict[str, tuple[Action, ...]] = {
    "Click(point=(500,500))": (A,),
    "Click(box=(500, 500))": (A,),
    "DoubleClick(box=(500, 500))": (Click(point=MIDDLE, count=2),),
    "TripleClick(box=(500, 500))": (Click(point=MIDDLE, count=3),),
    "RightClick(box=(500, 500))": (Click(point=MIDDLE, button="right"),),
    "MiddleClick(box=(500, 500))": (Click(point=MIDDLE, button="middle"),),
    "Hover(point=(500,500))": (Move(point=MIDDLE),),
    "Drag(end=(500, 500), start=(250, 250))": (Drag(path=(Point(320, 200), MIDDLE)),),
    "Scroll(point=(500,500), direction='down')": (Scroll(point=MIDDLE, dy=400),),
    "Scroll(start=(500,500), end=(500,250))": (Scroll(point=MIDDLE, dy=200),),
    "Swipe(amount=-5, axis='vertical')": (Scroll(point=MIDDLE, dy=500),),
    "Swipe(amount=2, axis='horizontal')": (Scroll(point=MIDDLE, dx=200),),
    "Type(content='tea\\n')": (Type(text="tea\n"),),
    "Type(content='it's tea')": (Type(text="it's tea"),),
    "Hotkey(keys=('ctrl', 'c'))": (Press(keys=("ctrl", "c")),),
    "Hotkey(keys=['down'], repeat=2)": (Press(keys=("down",)), Press(keys=("down",))),
    "KeyDown(keys=['shift'])": (KeyDown(key="shift"),),
    "Launch(url='https://a.test/')": (Navigate(url="https://a.test/"),),
    "PressBack()": (Back(),),
    "PressHome()": (Press(keys=("Home",)),),
    "PressEnter()": (Press(keys=("Enter",)),),
    "LongPress(point=(500,500), duration=2)": (MouseDown(point=MIDDLE), Wait(seconds=2), MouseUp(point=MIDDLE)),
    "Wait()": (Wait(),),
    "TakeNote(content='4 EUR')": (Wait(seconds=0),),
    "Sequence(actions=[Click(box=(500, 500)), Hotkey(keys=['ctrl', 's'])])": (A, Press(keys=("ctrl", "s"))),
    "Finished(content='42')": (Finish(answer="42"),),
    "CallUser(content='Which tea?')": (GiveUp(reason="Which tea?"),),
}


@pytest.mark.parametrize("action", VENUS)
def test_ui_venus_is_read_in_all_its_lists(action: str) -> None:
    said = read("ui-venus2", f"I look.\n</think>\n<action>{action}</action>")
    assert said.actions == VENUS[action]
    assert said.thought.startswith("\nNote: 4 EUR" if "TakeNote" in action else "I look.")


def test_ui_venus_s_action_may_lack_what_closes_it() -> None:
    assert read("ui-venus1.5", "<think>x</think><action>Click(box=(500,500))").actions == (A,)
    assert read("ui-venus1.5", "Click(box=(500,500))").actions == (A,)
    assert read("ui-venus1.5", "<action>Click(box=(500,500)</action>").actions == (A,)
    concluded = read("ui-venus1.5", "<think>x</think><action>Wait()</action><conclusion>I wait</conclusion>")
    assert concluded.thought == "I wait"


@pytest.mark.parametrize(
    "text",
    [
        "<action></action>",
        "<action>Click(point=(500,</action>",
        "<action>Click(point=(500,500)",
        "<action>Click(point=(500,500))</action><action>Wait()</action>",
        "<action>GetUrl()</action>",
        "<action>Fly()</action>",
        "I am done.",
        "<think>Click(point=(1,1))",
    ],
)
def test_what_ui_venus_says_otherwise_goes_back(text: str) -> None:
    with pytest.raises(UnreadableReply):
        read("ui-venus2", text)


def test_a_click_of_ui_venus_may_be_where_the_mouse_was_left() -> None:
    history = (step(0, Move(point=Point(100, 50))),)
    assert read("ui-venus2", "<action>Click()</action>", history).actions == (Click(point=Point(100, 50)),)


def test_ui_venus_2_has_one_list_for_browsers_and_one_for_desktops() -> None:
    assert "You are a GUI Browser Agent" in words(dialect("ui-venus2").ask("t", now(), ()))[0]
    desktop = words(dialect("ui-venus2", kinds=frozenset({"click"})).ask("t", now(), ()))[0]
    assert "- Swipe(amount=-5, axis='vertical')" in desktop


def test_gui_owl_may_ask_and_evocua_may_hold_keys() -> None:
    asked = '<tool_call>{"name": "computer_use", "arguments": {"action": "interact", "text": "Which?"}}</tool_call>'
    assert read("gui-owl1.5", asked).actions == (GiveUp(reason="Which?"),)
    assert '"interact"' in words(dialect("gui-owl1.5").ask("t", now(), ()))[0]
    assert '"key_down"' in words(dialect("evocua").ask("t", now(), ()))[0]


def test_old_and_new_of_a_family_point_in_their_own_spaces() -> None:
    for old, new in (("fara-7b", "fara1.5-9b"), ("gui-owl-7b", "gui-owl-1.5-8b"), ("holo1.5-7b", "holo2-4b")):
        assert (resolve(old).space, resolve(new).space) == ("pixels", "1000")


def test_a_reply_is_kept_as_it_came() -> None:
    text = mai('{"action": "wait"}')
    assert dialect("mai-ui").read(Reply(text=text), now(), ()).reply == text
