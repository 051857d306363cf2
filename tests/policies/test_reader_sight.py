"""What the reader makes of drawn things and of a screen that shows the task itself."""

import cv2
import numpy as np
import pytest

from guiagent.policies.reader.kinds import of_kind
from guiagent.policies.reader.looks import Looks, described, looking
from guiagent.policies.reader.told import without_task
from guiagent.sight.colours import called, family, named
from guiagent.sight.figures import figures, scroll_bars
from guiagent.sight.shapes import Box, Scene, Text, Widget

WHOLE = Box(0, 0, 400, 300)


def sheet() -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    return np.full((300, 400, 3), 255, np.uint8)


def scene(*texts: Text, widgets: tuple[Widget, ...] = ()) -> Scene:
    return Scene(WHOLE, 20, texts, widgets)


def drawing() -> Scene:
    """A large blue disc, a small green one, a red triangle and an outlined square."""
    picture = sheet()
    cv2.circle(picture, (80, 80), 40, (255, 0, 0), -1)
    cv2.circle(picture, (250, 80), 14, (0, 128, 0), -1)
    cv2.fillPoly(picture, [np.array([[60, 250], [120, 250], [90, 190]])], (0, 0, 255))
    cv2.rectangle(picture, (220, 180), (290, 250), (0, 0, 0), 2)
    return Scene(WHOLE, 20, (), (), (), figures(picture, 20))


def test_drawn_things_are_told_by_their_corners_and_colours() -> None:
    told = {(named(f.rim if f.hollow else f.colour), f.sides, f.hollow) for f in drawing().figures}
    assert told == {("blue", 0, False), ("green", 0, False), ("red", 3, False), ("black", 4, True)}


@pytest.mark.parametrize(
    ("name", "middle"),
    [
        ("small circle", (250, 80)),
        ("blue disc", (80, 80)),
        ("red shape", (90, 220)),
        ("black square", (255, 215)),
        ("lime dot", (250, 80)),
    ],
)
def test_a_thing_is_found_by_how_it_looks(name: str, middle: tuple[int, int]) -> None:
    looks = described(name)
    assert looks is not None
    assert [thing.box.grown(2).has(middle) for _, thing in looking(drawing(), looks)] == [True]


def test_words_that_say_more_than_a_look_describe_none() -> None:
    assert described("Blue Mountain coffee") is None
    assert described("item") is None
    assert described("large grey letter") == Looks(1, "grey", "letter")


def test_shades_are_of_one_family_and_names_are_used_for_one_another() -> None:
    assert {family(shade) for shade in ((120, 40, 40), (255, 160, 160), (200, 0, 0))} == {"blue"}
    assert (family((10, 10, 10)), family((250, 250, 250)), family((128, 128, 128))) == ("black", "white", "grey")
    assert called((0, 255, 0), "green") > called((0, 255, 0), "teal") == 0


def test_the_task_on_the_screen_is_nothing_to_click() -> None:
    lines = (Text(Box(5, 5, 200, 20), "Choose the green tea and"), Text(Box(5, 22, 120, 38), "press Continue."))
    button = Text(Box(60, 200, 130, 216), "Continue")
    bare = without_task(scene(*lines, button), "Choose the green tea and press Continue.")
    assert bare.texts == (button,)


def test_a_button_that_says_just_what_the_task_says_stays() -> None:
    words = Text(Box(60, 200, 160, 216), "Go to the checkout now")
    button = Widget("box", Box(50, 190, 150, 226), words.words, filled=True, centred=True)
    shop = scene(Text(Box(5, 5, 80, 20), "Basket"), words, widgets=(button,))
    assert without_task(shop, "Go to the checkout now") == shop


def test_a_field_is_no_cell_of_a_table() -> None:
    cells = tuple(Widget("box", Box(x, 40, x + 95, 60), words) for x, words in ((10, "Height"), (110, "12 m")))
    field = Widget("box", Box(10, 100, 205, 124))
    assert of_kind(scene(widgets=(*cells, field)), "field") == [field]


def test_an_upright_slider_is_a_track_with_a_thumb() -> None:
    picture = sheet()
    cv2.rectangle(picture, (50, 40), (62, 240), (150, 150, 150), 1)
    cv2.rectangle(picture, (46, 180), (66, 200), (150, 150, 150), 1)
    track = Scene(WHOLE, 20, (), (Widget("box", Box(47, 181, 66, 200)),), (), figures(picture, 20))
    (slider,) = of_kind(track, "slider")
    assert slider.level == pytest.approx(0.21, abs=0.05)


def test_scroll_bars_are_strips_along_the_edges() -> None:
    picture = sheet()
    cv2.rectangle(picture, (388, 30), (396, 200), (120, 120, 120), -1)
    (strip,) = scroll_bars([figure.box for figure in figures(picture, 20)], WHOLE, 20)
    assert strip.has((392, 290))
    assert not strip.has((300, 100))
