"""Each action of OpenAI's computer tool means one thing here, and what means nothing is told to the model."""

from __future__ import annotations

from typing import Any

import pytest

from guiagent.actions import Action, Back, Click, Drag, Look, Move, Point, Press, Scroll, Type, Wait
from guiagent.dialects.coordinates import PIXELS, Frame
from guiagent.dialects.gpt.actions import read_actions
from guiagent.errors import UnreadableReply

AS_IT_IS = Frame(PIXELS, (1280, 800), (1280, 800))
HALVED = Frame(PIXELS, (640, 400), (1280, 800))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"type": "click", "x": 3, "y": 4, "button": "left"}, Click(point=Point(3, 4))),
        ({"type": "click", "x": 3, "y": 4}, Click(point=Point(3, 4))),
        ({"type": "click", "x": 3, "y": 4, "button": "right", "keys": None}, Click(point=Point(3, 4), button="right")),
        ({"type": "click", "x": 3, "y": 4, "button": "wheel"}, Click(point=Point(3, 4), button="middle")),
        (
            {"type": "click", "x": 3, "y": 4, "button": "left", "keys": ["CTRL"]},
            Click(point=Point(3, 4), held=("CTRL",)),
        ),
        ({"type": "click", "x": 3, "y": 4, "button": "back"}, Back()),
        ({"type": "click", "x": 3, "y": 4, "button": "forward"}, Press(keys=("Alt", "ArrowRight"))),
        ({"type": "double_click", "x": 3, "y": 4, "keys": None}, Click(point=Point(3, 4), count=2)),
        ({"type": "move", "x": 3.0, "y": "4"}, Move(point=Point(3, 4))),
        (
            {"type": "drag", "path": [{"x": 1, "y": 2}, {"x": 3, "y": 4}, {"x": 5, "y": 6}]},
            Drag(path=(Point(1, 2), Point(3, 4), Point(5, 6))),
        ),
        (
            {"type": "drag", "path": [[1, 2], [3, 4]], "keys": ["SHIFT"]},
            Drag(path=(Point(1, 2), Point(3, 4)), held=("SHIFT",)),
        ),
        ({"type": "drag", "from": {"x": 1, "y": 2}, "to": [3, 4]}, Drag(path=(Point(1, 2), Point(3, 4)))),
        (
            {"type": "scroll", "x": 3, "y": 4, "scroll_x": 0, "scroll_y": 100},
            Scroll(point=Point(3, 4), dy=100),
        ),
        ({"type": "scroll", "x": 3, "y": 4, "delta_x": -50}, Scroll(point=Point(3, 4), dx=-50)),
        ({"type": "scroll", "x": 3, "y": 4, "deltaY": 70}, Scroll(point=Point(3, 4), dy=70)),
        ({"type": "type", "text": "é你\n<secret:pin>"}, Type(text="é你\n<secret:pin>")),
        ({"type": "wait"}, Wait(seconds=1)),
        ({"type": "wait", "ms": 2500}, Wait(seconds=2.5)),
        ({"type": "wait", "ms": 3_600_000}, Wait(seconds=60)),
        ({"type": "screenshot"}, Look()),
        ({"type": "keypress", "keys": ["CTRL", "SHIFT", "T"]}, Press(keys=("CTRL", "SHIFT", "T"))),
        ({"type": "keypress", "keys": ["CTRL+A"]}, Press(keys=("CTRL", "A"))),
        ({"type": "keypress", "keys": ["ALT"]}, Press(keys=("ALT",))),
    ],
)
def test_an_action_is_read(said: dict[str, Any], meant: Action) -> None:
    assert read_actions(said, AS_IT_IS) == [meant]


def test_plain_keys_are_strokes_one_after_another_each_with_what_is_held() -> None:
    strokes = read_actions({"type": "keypress", "keys": ["TAB", "TAB", "ENTER"]}, AS_IT_IS)
    assert strokes == [Press(keys=("TAB",)), Press(keys=("TAB",)), Press(keys=("ENTER",))]
    strokes = read_actions({"type": "keypress", "keys": ["SHIFT", "ARROWDOWN", "ARROWDOWN"]}, AS_IT_IS)
    assert strokes == [Press(keys=("SHIFT", "ARROWDOWN"))] * 2


def test_places_and_distances_are_of_the_image_as_it_was_sent() -> None:
    (click,) = read_actions({"type": "click", "x": 100, "y": 50}, HALVED)
    assert click == Click(point=Point(201, 101))
    (scroll,) = read_actions({"type": "scroll", "x": 639, "y": 399, "scroll_x": 5, "scroll_y": -300}, HALVED)
    assert scroll == Scroll(point=Point(1279, 799), dx=10, dy=-600)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"type": "zoom"}, "its types are click, double_click"),
        ("click", "no action of the computer tool"),
        ({"type": "click", "button": "left"}, "click needs a"),
        ({"type": "click", "x": 3, "y": 4, "button": "thumb"}, "no button 'thumb'"),
        ({"type": "click", "x": 4000, "y": 4}, "x=4000 lies outside the screenshot"),
        ({"type": "scroll", "x": 3, "y": 4}, "scroll needs scroll_x and scroll_y"),
        ({"type": "scroll", "x": 3, "y": 4, "scroll_x": 0, "scroll_y": 1e9}, "out of range"),
        ({"type": "drag", "path": [{"x": 1, "y": 2}]}, "a path is a list of two or more points"),
        ({"type": "drag", "from": [1, 2]}, "is no place"),
        ({"type": "keypress", "keys": []}, "keypress needs"),
        ({"type": "wait", "ms": -5}, "wait: "),
        ({"type": "type", "text": ["a"]}, "must be text"),
    ],
)
def test_what_cannot_be_read_is_told(said: Any, told: str) -> None:
    with pytest.raises(UnreadableReply, match=told):
        read_actions(said, AS_IT_IS)
