"""What a family writes of a decision is read back as that decision, wherever on whatever screen."""

from __future__ import annotations

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
    points_of,
)
from guiagent.dialects.coordinates import Frame
from guiagent.messages import Reply
from guiagent.records import Decision
from tests.dialects.agent_kin import NAMES, dialect, framed, read, screen

DELICATE = [
    'say "hi" & <b>it\'s</b>\n',
    "type(content='a')\n\nclick(start_box='(1,2)')",
    "a\n\nb\tc\r\n",
    "\\n is no newline \\",
    "C:\\Users\\new\\x41",
    "é漢😀\u2028",
    "```python\nx\n```",
    '{"action": "x"}',
    "Action: wait()",
    "## Code:",
    "explain:x\taction:WAIT",
    "[a] (b] {c}",
    "</answer><answer>",
    "<|recipient|>os",
    "Memory: []",
    "'",
    "don't) x",
    "«task»",
    "None",
]
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)
KEYS = st.lists(
    st.sampled_from(
        ["Control", "shift", "alt", "a", "[", "]", "'", '"', "Enter", "ArrowLeft", "+", "Page Down", ",", "é", "\\"]
    ),
    min_size=1,
    max_size=4,
    unique=True,
).map(tuple)


@st.composite
def spots(draw: st.DrawFn) -> tuple[tuple[int, int], list[Point]]:
    """A screen's size, and three places on it."""
    width, height = draw(st.integers(320, 3840)), draw(st.integers(240, 2160))
    point = st.builds(Point, st.integers(0, width - 1), st.integers(0, height - 1))
    return (width, height), draw(st.lists(point, min_size=3, max_size=3))


def again(name: str, *actions: Action, frame: Frame) -> list[Action]:
    written = dialect(name).grammar.written(Decision(thought="I do it", actions=actions), frame)
    return list(dialect(name).grammar.read(written, frame, None).actions)


def quantum(frame: Frame, axis: int) -> float:
    """How far apart two neighbouring numbers of the convention lie, in pixels; `999` leaves the last one out."""
    convention, length = frame.convention, frame.screen[axis]
    if not convention.whole:
        return 1.0
    steps = convention.span or frame.sent[axis]
    return max(1.0, length / steps * (2 if convention.last else 1)) + 1e-6


def near(one: Action, other: Action, frame: Frame) -> bool:
    if one.kind != other.kind or len(points_of(one)) != len(points_of(other)):
        return False
    pairs = zip(points_of(one), points_of(other), strict=True)
    return all(abs(a[axis] - b[axis]) <= quantum(frame, axis) for a, b in pairs for axis in (0, 1))


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=40)
@given(spots(), st.sampled_from(["left", "right", "middle"]), st.integers(1, 3))
def test_places_come_back_within_the_convention_s_own_step(
    name: str, spot: tuple[tuple[int, int], list[Point]], button: str, count: int
) -> None:
    size, (here, there, beyond) = spot
    frame = framed(name, size)
    for action in (
        Click.model_validate({"point": here, "button": button, "count": count}),
        Click(point=here, held=("Control", "shift")),
        Move(point=here),
        MouseDown(point=here),
        MouseUp(point=here),
        Drag(path=(here, there)),
        Drag(path=(here, there, beyond)),
        Drag(path=(here, there), held=("alt",)),
    ):
        (back,) = again(name, action, frame=frame)
        assert near(action, back, frame), (action, back)
        if isinstance(action, Click | Drag):
            assert action.model_copy(update={"point": None, "path": None}) == back.model_copy(
                update={"point": None, "path": None}
            )


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=40)
@given(spots(), st.sampled_from([-1, 0, 1]), st.sampled_from([-1, 0, 1]), st.integers(1, 3000))
def test_a_scroll_comes_back_with_its_side_and_length(
    name: str, spot: tuple[tuple[int, int], list[Point]], across: int, down: int, length: int
) -> None:
    size, (here, *_) = spot
    frame = framed(name, size)
    for side in (across * length, down * length), (0, size[1] // 2), (size[0] // 2, 0):
        if not any(side):
            continue
        action = Scroll(point=here, dx=side[0], dy=side[1])
        (back,) = again(name, action, frame=frame)
        assert isinstance(back, Scroll)
        assert near(action, back, frame)
        # A swipe says its length by two places.
        assert abs(back.dx - action.dx) <= 2 * quantum(frame, 0)
        assert abs(back.dy - action.dy) <= 2 * quantum(frame, 1)


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=40)
@given(TEXTS, KEYS)
def test_text_and_keys_come_back_as_they_were(name: str, text: str, keys: tuple[str, ...]) -> None:
    frame = framed(name)
    for action in (Type(text=text), Press(keys=keys), Hold(keys=keys, seconds=2.5), Finish(answer=text)):
        assert again(name, action, frame=frame) == [action]
    assert again(name, GiveUp(reason=text), frame=frame) == [GiveUp(reason=text)]


@pytest.mark.parametrize("name", NAMES)
def test_delicate_text_comes_back_as_it_was(name: str) -> None:
    frame = framed(name)
    for text in DELICATE:
        for action in (Type(text=text), Finish(answer=text), GiveUp(reason=text)):
            assert again(name, action, frame=frame) == [action]


@pytest.mark.parametrize("name", NAMES)
def test_every_action_can_be_said_and_is_read_from_a_whole_reply(name: str) -> None:
    for actions in (
        (Navigate(url="https://a.test/?q=1&r='2'"),),
        (Back(),),
        (SelectTab(index=2),),
        (Wait(seconds=2.5), Wait(seconds=5), Wait(seconds=1)),
        (KeyDown(key="Shift"), Press(keys=("ArrowDown",)), Press(keys=("a",)), KeyUp(key="Shift")),
        (Click(point=Point(640, 400)), Type(text="tea\n"), Press(keys=("Enter",))),
        (Finish(),),
        (GiveUp(reason="it is sold out"),),
    ):
        text = dialect(name).grammar.written(Decision(thought="I see it", actions=actions), framed(name))
        decision = dialect(name).read(Reply(text=text), screen("now"), ())
        assert [each.kind for each in decision.actions] == [each.kind for each in actions], text
        unaimed = [each for each in actions if not points_of(each)]
        assert [each for each in decision.actions if not points_of(each)] == unaimed, text


@pytest.mark.parametrize("name", NAMES)
def test_a_look_touches_nothing(name: str) -> None:
    assert again(name, Look(), frame=framed(name)) == [Wait(seconds=0)]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "showui"])
def test_a_thought_stays_with_what_was_done(name: str) -> None:
    decision = Decision(thought="I see the basket", actions=(Click(point=Point(640, 400)),))
    written = dialect(name).grammar.written(decision, framed(name))
    assert "I see the basket" in written
    assert read(name, written).thought == "I see the basket"
