"""What each function of Gemini's tool stands for, and which of them are offered."""

from __future__ import annotations

from typing import Any

import pytest

from guiagent.actions import (
    Action,
    Back,
    Click,
    Drag,
    GiveUp,
    KeyDown,
    KeyUp,
    Look,
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
from guiagent.dialects.coordinates import SPACES, Frame
from guiagent.dialects.gemini.functions import FUNCTIONS, OFFERED, actions_of, excluded
from guiagent.errors import UnreadableReply

FRAME = Frame(SPACES["999"], (1280, 800), (1280, 800))
AT = {"x": 500, "y": 250}
POINT = Point(640, 200)
MIDDLE = Point(640, 400)
BROWSER = frozenset(
    {"click", "move", "drag", "scroll", "type", "press", "hold", "wait", "navigate", "back", "select_tab"}
    | {"mouse_down", "mouse_up", "key_down", "key_up"}
)
CLEAR = (Press(keys=("ControlOrMeta", "a")), Press(keys=("Backspace",)))
ENTER = Press(keys=("Enter",))

CURRENT: list[tuple[str, dict[str, Any], tuple[Action, ...]]] = [
    ("click", AT, (Click(point=POINT),)),
    ("double_click", AT, (Click(point=POINT, count=2),)),
    ("triple_click", AT, (Click(point=POINT, count=3),)),
    ("right_click", AT, (Click(point=POINT, button="right"),)),
    ("middle_click", AT, (Click(point=POINT, button="middle"),)),
    ("move", AT, (Move(point=POINT),)),
    ("mouse_down", AT, (MouseDown(point=POINT),)),
    ("mouse_up", AT, (MouseUp(point=POINT),)),
    ("type", {"text": "tea"}, (Type(text="tea"),)),
    ("type", {"text": "tea", "press_enter": True}, (Type(text="tea"), ENTER)),
    ("press_key", {"key": "Escape"}, (Press(keys=("Escape",)),)),
    ("press_key", {"key": "Control+Shift+t"}, (Press(keys=("Control", "Shift", "t")),)),
    ("press_key", {"key": "+"}, (Press(keys=("+",)),)),
    ("hotkey", {"keys": ["Control", "a"]}, (Press(keys=("Control", "a")),)),
    ("hotkey", {"keys": "Control+a"}, (Press(keys=("Control", "a")),)),
    ("key_down", {"key": "Shift"}, (KeyDown(key="Shift"),)),
    ("key_up", {"key": "Shift"}, (KeyUp(key="Shift"),)),
    ("scroll", {**AT, "direction": "down"}, (Scroll(point=POINT, dy=300),)),
    ("scroll", {**AT, "direction": "left", "magnitude_in_pixels": 120}, (Scroll(point=POINT, dx=-120),)),
    ("scroll", {"direction": "up", "magnitude_in_wheel_clicks": 2}, (Scroll(point=MIDDLE, dy=-200),)),
    ("scroll", {**AT, "direction": "down", "magnitude": 500}, (Scroll(point=POINT, dy=400),)),
    ("take_screenshot", {}, (Look(),)),
    ("wait", {}, (Wait(seconds=1),)),
    ("wait", {"seconds": 3}, (Wait(seconds=3),)),
    ("navigate", {"url": "http://a.test/"}, (Navigate(url="http://a.test/"),)),
    ("go_back", {}, (Back(),)),
]
EARLIER: list[tuple[str, dict[str, Any], tuple[Action, ...]]] = [
    ("open_web_browser", {}, (Look(),)),
    ("click_at", AT, (Click(point=POINT),)),
    ("hover_at", AT, (Move(point=POINT),)),
    ("type_text_at", {**AT, "text": "tea"}, (Click(point=POINT), *CLEAR, Type(text="tea"), ENTER)),
    (
        "type_text_at",
        {**AT, "text": "tea", "press_enter": False, "clear_before_typing": False},
        (Click(point=POINT), Type(text="tea")),
    ),
    ("type_text_at", {**AT, "text": "", "press_enter": False}, (Click(point=POINT), *CLEAR)),
    ("scroll_document", {"direction": "down"}, (Scroll(point=MIDDLE, dy=640),)),
    ("scroll_at", {**AT, "direction": "up"}, (Scroll(point=POINT, dy=-640),)),
    ("scroll_at", {**AT, "direction": "right", "magnitude": 250}, (Scroll(point=POINT, dx=320),)),
    ("wait_5_seconds", {}, (Wait(seconds=5),)),
    ("key_combination", {"keys": "Control+A"}, (Press(keys=("Control", "A")),)),
    ("key_combination", {"keys": "enter"}, (Press(keys=("enter",)),)),
]
DRAG = (Drag(path=(Point(128, 80), Point(640, 400))),)


@pytest.mark.parametrize(("name", "given", "actions"), CURRENT + EARLIER)
def test_a_function_stands_for_these_actions(name: str, given: dict[str, Any], actions: tuple[Action, ...]) -> None:
    assert actions_of(name, given, FRAME) == actions


@pytest.mark.parametrize(
    "given",
    [
        {"start_x": 100, "start_y": 100, "end_x": 500, "end_y": 500},
        {"x": 100, "y": 100, "destination_x": 500, "destination_y": 500},
    ],
)
def test_a_drag_is_read_in_either_spelling(given: dict[str, int]) -> None:
    assert actions_of("drag_and_drop", given, FRAME) == DRAG


def test_every_corner_lies_on_the_screen_at_every_size() -> None:
    for size in ((1280, 720), (1024, 768), (1440, 900), (1920, 1080), (390, 844)):
        for share in (1, 2, 3):
            screen = (size[0] * share, size[1] * share)
            frame = Frame(SPACES["999"], screen, screen)
            for x, y in ((0, 0), (999, 999), (333, 667)):
                assert actions_of("click", {"x": x, "y": y}, frame) == (
                    Click(point=Point(int(x / 1000 * screen[0]), int(y / 1000 * screen[1]))),
                )


def test_what_only_says_something_about_a_call_changes_nothing() -> None:
    said = {"intent": "to search", "safety_decision": {"decision": "regular"}, "of_tomorrow": 1}
    assert actions_of("click", {**AT, **said}, FRAME) == (Click(point=POINT),)


def test_our_own_functions_stand_beside_the_tool_s() -> None:
    assert actions_of("select_tab", {"index": 1, "intent": "i"}, FRAME) == (SelectTab(index=1),)
    assert actions_of("give_up", {"reason": "no"}, FRAME) == (GiveUp(reason="no"),)


@pytest.mark.parametrize(
    ("name", "given", "why"),
    [
        ("click", {}, "click needs 'x' and 'y'"),
        ("click", {"x": 500}, "integers from 0 to 999"),
        ("click", {"x": "left", "y": 3}, "integers from 0 to 999"),
        ("click", {"x": 1500, "y": 3}, "outside the screenshot"),
        ("click", {"x": 0.5, "y": 0.5}, "fractions"),
        ("type", {}, "needs a 'text'"),
        ("type_text_at", {"text": "tea"}, "needs 'x' and 'y'"),
        ("type", {"text": "tea", "press_enter": "perhaps"}, "true or false"),
        ("scroll", {**AT, "direction": "in"}, "up, down, left or right"),
        ("scroll", {**AT, "direction": "up", "magnitude_in_pixels": -5}, "above 0 and at most 20000 pixels"),
        ("drag_and_drop", AT, "'end_x'"),
        ("navigate", {}, "needs a 'url'"),
        ("hotkey", {}, "keys"),
        ("key_down", {}, "key"),
        ("search", {}, "cannot be done here"),
        ("go_forward", {}, "cannot be done here"),
        ("fly", {}, "there is no function 'fly'"),
        ("select_tab", {}, "select_tab was called with wrong arguments"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(name: str, given: dict[str, Any], why: str) -> None:
    with pytest.raises(UnreadableReply, match=why):
        actions_of(name, given, FRAME)


@pytest.mark.parametrize(("generation", "without"), [("2.5", ["go_forward", "search"]), ("3.5", ["go_forward"])])
def test_a_browser_is_offered_all_that_it_can_do(generation: str, without: list[str]) -> None:
    assert excluded(generation, BROWSER) == excluded(generation, None) == without


def test_only_what_a_generation_offers_is_ever_excluded() -> None:
    for generation, names in OFFERED.items():
        assert set(excluded(generation, frozenset())) <= set(names)
        assert set(excluded(generation, frozenset({"click"}))) >= {"navigate", "go_back"}


def test_every_function_is_offered_by_some_generation() -> None:
    assert set(FUNCTIONS) <= {name for names in OFFERED.values() for name in names}
