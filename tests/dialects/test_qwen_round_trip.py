"""What a family of the Qwen kind writes of a decision is read back as that decision, wherever on whatever screen."""

from __future__ import annotations

import math
from typing import Literal

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
    points_of,
)
from guiagent.catalogue import profiles
from guiagent.dialects.coordinates import SPACES, Frame
from guiagent.dialects.family import FamilyDialect
from guiagent.dialects.pointers import POINTINGS
from guiagent.records import Decision
from tests.dialects.qwen_kin import OF, bare, dialect, frame_of, read

NAMES = sorted(OF)
HALF_SCREEN_SCROLLS = ("mai-ui",)
"""Whose swipe says no length."""
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40) | st.sampled_from(
    [
        'say "hi" & <b>it\'s</b>\n',
        "</parameter>",
        "a\n</parameter>\n<x>",
        "  two spaces  ",
        "\ttab",
        "é漢😀\u2028",
        "\\n is no newline \\",
        '{"action": "x"}',
        "<tool_call>",
        "'",
        '"quoted"',
        "«task»",
        "\r\n",
    ]
)
KEYS = st.lists(
    st.sampled_from(["Control", "shift", "a", "[", "]", "'", '"', "Enter", "ArrowLeft", "+", "PageDown", ",", "é"]),
    min_size=1,
    max_size=4,
    unique=True,
)


def framed(name: str, width: int, height: int) -> Frame:
    setting = dialect(name).setting
    return Frame(setting.convention, setting.image.size(width, height), (width, height))


def again(name: str, action: Action, frame: Frame) -> list[Action]:
    written = dialect(name).grammar.written(Decision(thought="I do it", actions=(action,)), frame)
    return list(
        dialect(name).grammar.read(written.rpartition("</think>")[2].rpartition("</thinking>")[2], frame, None).actions
    )


def quantum(frame: Frame, axis: int) -> int:
    return math.ceil(frame.screen[axis] / (frame.convention.span or frame.sent[axis]))


@st.composite
def screens(draw: st.DrawFn) -> tuple[int, int, Point, Point]:
    width, height = draw(st.integers(320, 3840)), draw(st.integers(240, 2160))
    points = [Point(draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))) for _ in range(2)]
    return width, height, points[0], points[1]


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=25)
@given(screens(), st.sampled_from(["left", "right", "middle"]), st.integers(-4000, 4000))
def test_a_place_comes_back_within_the_family_s_own_step(
    name: str, screen: tuple[int, int, Point, Point], button: Literal["left", "right", "middle"], by: int
) -> None:
    width, height, here, there = screen
    frame = framed(name, width, height)
    for action in (
        Click(point=here, button=button),
        Click(point=here, count=2),
        Move(point=here),
        Drag(path=(here, there)),
        Scroll(point=here, dy=by or 1),
        Scroll(point=here, dx=by or 1),
        MouseDown(point=here),
    ):
        (back,) = again(name, action, frame)
        assert type(back) is type(action)
        for before, after in zip(points_of(action), points_of(back), strict=True):
            assert all(abs(before[axis] - after[axis]) <= quantum(frame, axis) for axis in (0, 1))
        if isinstance(action, Scroll) and isinstance(back, Scroll):
            near(name, action, back, frame)


def near(name: str, action: Scroll, back: Scroll, frame: Frame) -> None:
    for axis, (before, after) in enumerate(zip((action.dx, action.dy), (back.dx, back.dy), strict=True)):
        assert (before > 0, before < 0) == (after > 0, after < 0) or abs(before) <= 2 * quantum(frame, axis)
        shortest = 10 * frame.screen[axis] / (frame.convention.span or frame.sent[axis])
        if name not in HALF_SCREEN_SCROLLS and before:
            assert abs(before - after) <= 2 * quantum(frame, axis) + shortest * (abs(before) < shortest)


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=40)
@given(TEXTS, KEYS)
def test_text_and_keys_come_back_as_they_were(name: str, text: str, keys: list[str]) -> None:
    frame = frame_of(name)
    for action in (Type(text=text), Press(keys=tuple(keys)), Finish(answer=text), GiveUp(reason=text)):
        assert again(name, action, frame) == [action]


@pytest.mark.parametrize("name", NAMES)
def test_every_action_has_words(name: str) -> None:
    for actions in (
        (Navigate(url="https://a.test/?q=1&r=2"),),
        (Back(),),
        (SelectTab(index=2),),
        (Wait(seconds=2.5),),
        (Click(point=Point(640, 400), held=("Control",)),),
        (KeyDown(key="Shift"), Press(keys=("ArrowDown",)), KeyUp(key="Shift")),
        (MouseDown(point=Point(640, 400)), MouseUp(point=Point(640, 400))),
        (Click(point=Point(640, 400)), Type(text="tea"), Press(keys=("Enter",))),
        (Move(point=Point(640, 400)), Drag(path=(Point(640, 400), Point(320, 200)))),
        (GiveUp(reason="it is sold out"),),
    ):
        written = dialect(name).grammar.written(Decision(thought="", actions=actions), frame_of(name))
        assert bare(read(name, written).actions) == list(actions), written


@pytest.mark.parametrize("name", NAMES)
def test_a_thought_stays_with_what_was_done(name: str) -> None:
    decision = Decision(thought="I click the basket", actions=(Click(point=Point(640, 400)),))
    written = dialect(name).grammar.written(decision, frame_of(name))
    assert "I click the basket" in written
    assert read(name, written).thought == "I click the basket"


@pytest.mark.parametrize("name", ["holo1", "holo1.5", "holo2"])
@settings(deadline=None, max_examples=40)
@given(screens())
def test_the_pointing_holos_come_back_within_their_step(name: str, screen: tuple[int, int, Point, Point]) -> None:
    width, height, here, _ = screen
    profile = next(each for each in profiles() if each.dialect == name)
    frame = Frame(SPACES[profile.space], profile.image.size(width, height), (width, height))
    pointing = POINTINGS[name]()
    back = pointing.read(pointing.written(here, frame), frame)
    assert back is not None
    assert all(abs(here[axis] - back[axis]) <= quantum(frame, axis) for axis in (0, 1))


def test_every_family_of_the_kind_is_one_dialect_of_words_and_pictures() -> None:
    assert all(isinstance(dialect(name), FamilyDialect) for name in NAMES)
