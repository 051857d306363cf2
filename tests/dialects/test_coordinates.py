"""A place survives the way to the model's numbers and back, in every space and order."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guiagent.actions import Point
from guiagent.dialects.coordinates import PIXELS, SPACES, Convention, Frame
from guiagent.dialects.images import Fit, Patches, SmartResize
from guiagent.errors import UnreadableReply

SIDES = st.integers(64, 4000)
CONVENTIONS = st.builds(Convention.ordered, st.sampled_from(list(SPACES.values())), st.sampled_from(["xy", "yx"]))
RULES = st.sampled_from([Fit(), Fit(side=1024), SmartResize(factor=28, least=3136, most=1_003_520)])


@settings(deadline=None)
@given(CONVENTIONS, RULES, SIDES, SIDES, st.data())
def test_a_pixel_comes_back_within_the_convention_s_own_step(
    convention: Convention, rule: Fit | SmartResize, width: int, height: int, data: st.DataObject
) -> None:
    point = Point(data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1)))
    frame = Frame(convention, rule.size(width, height), (width, height))
    assume(convention.name != "percent" or max(frame.pair(point)) >= 1)
    back = frame.point(frame.pair(point))
    for here, there, axis in zip(point, back, (0, 1), strict=True):
        numbers = 10_000 if not convention.whole else convention.span or frame.sent[axis]
        assert abs(here - there) <= math.ceil(frame.screen[axis] / numbers)


@settings(deadline=None)
@given(SIDES, SIDES, st.data())
def test_pixels_of_an_image_sent_as_it_is_are_exact(width: int, height: int, data: st.DataObject) -> None:
    point = Point(data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1)))
    frame = Frame(PIXELS, (width, height), (width, height))
    assert frame.pair(point) == [*point]
    assert frame.point([*point]) == point


@settings(deadline=None)
@given(CONVENTIONS, st.floats() | st.integers(-5000, 5000), st.floats() | st.integers(-5000, 5000))
def test_whatever_the_numbers_a_point_lies_on_the_screen_or_there_is_none(
    convention: Convention, first: float, second: float
) -> None:
    try:
        x, y = Frame(convention, (1280, 800), (1920, 1200)).point([first, second])
    except UnreadableReply:
        return
    assert 0 <= x < 1920
    assert 0 <= y < 1200


@pytest.mark.parametrize(
    ("space", "pair", "point"),
    [
        ("1000", (500, 500), (960, 540)),
        ("1000", (1000, 1000), (1919, 1079)),
        ("1000", (1009, -9), (1919, 0)),
        ("999", (999, 0), (1918, 0)),
        ("1", (0.25, 0.5), (480, 540)),
        ("percent", (63.5, 44.5), (1219, 480)),
        ("pixels", (960, 540), (960, 540)),
        ("pixels", (1925, 540), (1919, 540)),
    ],
)
def test_a_full_hd_screen_is_hit_where_the_reference_says(
    space: str, pair: tuple[float, float], point: tuple[int, int]
) -> None:
    assert Frame(SPACES[space], (1920, 1080), (1920, 1080)).point(pair) == point


def test_a_model_that_says_y_first_is_taken_at_its_order() -> None:
    assert Frame(SPACES["1000"].ordered("yx"), (100, 100), (100, 100)).point((200, 700)) == (70, 20)


@pytest.mark.parametrize(
    ("space", "pair"),
    [
        ("1000", (1011, 5)),
        ("1000", (5, -11)),
        ("1000", (0.45, 0.3)),
        ("pixels", (0.45, 0.3)),
        ("pixels", (1940, 5)),
        ("1", (412, 96)),
        ("1", (1.02, 0.5)),
        ("percent", (102, 1)),
        ("percent", (0.63, 0.44)),
        ("999", (math.nan, 5)),
        ("1", (math.inf, 0.5)),
    ],
)
def test_a_place_outside_or_in_another_space_is_refused_not_bent(space: str, pair: tuple[float, float]) -> None:
    with pytest.raises(UnreadableReply):
        Frame(SPACES[space], (1920, 1080), (1920, 1080)).point(pair)


@pytest.mark.parametrize(
    ("rule", "screen", "sent"),
    [
        (SmartResize(factor=28, least=3136, most=12_845_056), (1280, 720), (1288, 728)),
        (SmartResize(factor=28, least=3136, most=12_845_056), (1366, 768), (1372, 756)),
        (SmartResize(factor=28, least=3136, most=12_845_056), (1440, 900), (1428, 896)),
        (SmartResize(factor=28, least=3136, most=12_845_056), (3840, 2160), (3836, 2156)),
        (SmartResize(factor=28, least=3136, most=1_003_520), (1440, 900), (1260, 784)),
        (SmartResize(factor=28, least=3136, most=1_003_520), (3840, 2160), (1316, 728)),
        (SmartResize(factor=32, least=65_536, most=16_777_216), (1280, 720), (1280, 704)),
        (SmartResize(factor=32, least=65_536, most=16_777_216), (1080, 2400), (1088, 2400)),
        (Patches(patch=28, side=1568, most=1568), (1920, 1080), (1456, 819)),
        (Patches(patch=28, side=1568, most=1568), (2000, 1500), (1270, 952)),
        (Patches(patch=28, side=1568, most=1568), (1075, 1520), (924, 1307)),
        (Patches(patch=28, side=1568, most=1568), (1000, 1000), (1000, 1000)),
        (Patches(patch=28, side=2576, most=4784), (3840, 2160), (2576, 1449)),
        (Fit(side=1280), (1920, 1080), (1280, 720)),
        (Fit(side=1280), (1024, 768), (1024, 768)),
    ],
)
def test_a_screenshot_is_sent_at_the_size_that_the_family_itself_would_make_of_it(
    rule: Fit | SmartResize | Patches, screen: tuple[int, int], sent: tuple[int, int]
) -> None:
    assert rule.size(*screen) == sent
