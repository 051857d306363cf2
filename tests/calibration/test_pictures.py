"""The pictures of a calibration are made from a seed, and their targets are where they are said to be."""

from __future__ import annotations

import io

from PIL import Image

from guiagent.calibration.pictures import ACROSS, DOWN, VIEWS, pictures
from guiagent.calibration.shapes import COLOURS


def test_a_seed_makes_the_same_pictures_and_another_makes_others() -> None:
    one, same, other = (next(pictures(seed, 1)) for seed in (1, 1, 2))
    assert one.screen.png == same.screen.png
    assert one.screen.png != other.screen.png


def test_every_size_and_scale_comes_by_turns() -> None:
    made = list(pictures(0, 2))
    assert [picture.view for picture in made] == [*VIEWS, *VIEWS]
    sizes = [(picture.screen.width, picture.screen.height) for picture in made[:4]]
    assert sizes == [(640, 480), (1280, 800), (1920, 1080), (2560, 1600)]


def test_targets_go_round_the_whole_screen() -> None:
    cells = set()
    for picture in pictures(5, 3):
        width, height = picture.view.size
        cells.add((picture.middle.x * ACROSS // width, picture.middle.y * DOWN // height))
        assert 0 <= picture.box.left < picture.box.right <= width
        assert 0 <= picture.box.top < picture.box.bottom <= height
    assert len(cells) == ACROSS * DOWN


def test_a_shape_has_its_colour_at_its_middle_and_is_the_only_one_of_that_colour() -> None:
    shapes = 0
    for picture in pictures(3, 4):
        colour = next((rgb for name, rgb in COLOURS.items() if f"the {name} " in picture.target), None)
        if colour is None:
            continue
        shapes += 1
        image = Image.open(io.BytesIO(picture.screen.png)).convert("RGB")
        assert image.getpixel(picture.middle) == colour
        left, top, right, bottom = picture.box
        image.paste((255, 255, 255), (left, top, right, bottom))
        assert colour not in {rgb for _, rgb in image.getcolors(1 << 24) or []}
    assert shapes > 3
