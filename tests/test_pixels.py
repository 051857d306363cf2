"""How two screenshots differ."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from guiagent.actions import Box, Click, Drag, Point, Type
from guiagent.pixels import compare, islands, stands
from guiagent.screen import Screen


def picture(*boxes: tuple[int, int, int, int], size: tuple[int, int] = (400, 300), shade: int = 255) -> bytes:
    """A PNG of one shade with black boxes, given as PIL does: the right and bottom pixels belong to them."""
    image = Image.new("RGB", size, (shade, shade, shade))
    for box in boxes:
        ImageDraw.Draw(image).rectangle(box, fill="black")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def test_a_screen_does_not_differ_from_itself() -> None:
    change = compare(picture(), picture())
    assert not change
    assert (change.fraction, change.box) == (0.0, None)
    assert islands(picture(), picture()) == ()


def test_a_change_is_measured_and_placed_to_the_pixel() -> None:
    change = compare(picture(), picture((10, 20, 19, 39)))
    assert change.box == Box(10, 20, 20, 40)
    assert change.fraction == pytest.approx(200 / (400 * 300))
    assert not change.resized


def test_what_wavers_between_two_renderings_is_no_change() -> None:
    assert not compare(picture(shade=250), picture(shade=247))
    assert compare(picture(shade=255), picture(shade=245)).fraction == 1.0


def test_screens_of_different_sizes_differ_everywhere() -> None:
    change = compare(picture(), picture(size=(200, 100)))
    assert change.resized
    assert (change.fraction, change.box) == (1.0, Box(0, 0, 200, 100))


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="not an image"):
        compare(b"not a picture", picture())


def test_changes_far_apart_are_islands_and_those_nearby_are_one() -> None:
    after = picture((10, 10, 19, 19), (25, 10, 29, 19), (390, 290, 399, 299))
    assert islands(picture(), after) == (Box(10, 10, 30, 20), Box(390, 290, 400, 300))


@pytest.mark.parametrize(
    ("action", "same"),
    [
        (Click(point=Point(100, 100)), False),
        (Click(point=Point(100, 180)), True),
        (Type(text="anywhere"), True),
        (Drag(path=(Point(10, 10), Point(110, 110))), False),
        (Click(point=Point(0, 0)), True),
        (Click(point=Point(4000, 4000)), True),
    ],
)
def test_an_aim_stands_while_the_pixels_around_it_do(action: Click | Type | Drag, same: bool) -> None:
    before, after = Screen.of(picture()), Screen.of(picture((90, 90, 119, 119)))
    assert stands(before, after, action) is same
    assert stands(before, before, action)


def test_a_blinking_caret_does_not_move_an_aim() -> None:
    before, after = Screen.of(picture()), Screen.of(picture((100, 90, 101, 109)))
    assert stands(before, after, Click(point=Point(100, 100)))
