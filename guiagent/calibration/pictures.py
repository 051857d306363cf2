"""Pictures with a target at a known place, made from a seed: several sizes, several device scale factors."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from guiagent.actions import Box, Point, Value
from guiagent.calibration.shapes import COLOURS, SHAPES, WORDS, Thing, draw, extent
from guiagent.screen import Screen

ACROSS, DOWN = 4, 3
"""The cells of a picture; a thing stands somewhere in one of its own."""
OTHERS = 6
"""Things on a picture beside the target."""
SIDES = (28, 40, 56, 72)
"""CSS pixels of a shape's side."""
GROUNDS = ((248, 248, 250), (236, 242, 248), (246, 240, 230), (226, 232, 226))


class View(Value):
    """The size of a picture in CSS pixels, and the device pixels of each."""

    width: int
    height: int
    scale: int = 1

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the screenshot."""
        return self.width * self.scale, self.height * self.scale

    def __str__(self) -> str:
        return f"{self.width}x{self.height}" + (f"@{self.scale}" if self.scale > 1 else "")


VIEWS = (
    View(width=640, height=480),
    View(width=1280, height=800),
    View(width=1920, height=1080),
    View(width=1280, height=800, scale=2),
)


@dataclass(frozen=True)
class Picture:
    """A picture and what is to be clicked on it: its words for a model, and its box in pixels of the picture."""

    view: View
    screen: Screen
    target: str
    box: Box

    @property
    def middle(self) -> Point:
        return Point((self.box.left + self.box.right) // 2, (self.box.top + self.box.bottom) // 2)


def pictures(seed: int, each: int, views: Sequence[View] = VIEWS) -> Iterator[Picture]:
    """`each` pictures of every view, the views by turns; the targets go round all cells before one comes again."""
    random = Random(seed)
    cells = [(column, row) for column in range(ACROSS) for row in range(DOWN)]
    for place in range(each * len(views)):
        if place % len(cells) == 0:
            random.shuffle(cells)
        yield _picture(views[place % len(views)], cells[place % len(cells)], random)


def _picture(view: View, cell: tuple[int, int], random: Random) -> Picture:
    free = [(column, row) for column in range(ACROSS) for row in range(DOWN) if (column, row) != cell]
    image = Image.new("RGB", view.size, random.choice(GROUNDS))
    canvas = ImageDraw.Draw(image)
    things = _things(random)
    boxes = []
    for thing, at in zip(things, [cell, *random.sample(free, OTHERS)], strict=True):
        boxes.append(_placed(extent(thing, random.choice(SIDES), view.scale), at, view, random))
        draw(canvas, thing, boxes[-1], view.scale)
    png = io.BytesIO()
    image.save(png, "PNG")
    return Picture(view, Screen.of(png.getvalue()), things[0].words, boxes[0])


def _things(random: Random) -> list[Thing]:
    """A target and others that no description of it fits: no shape, colour or word twice but where they differ."""
    names = random.sample(WORDS, 4)
    shapes = [
        Thing("shape", name, colour)
        for name, colour in zip(random.sample(SHAPES, 3), random.sample(tuple(COLOURS), 3), strict=True)
    ]
    things = [*shapes, *(Thing("button", name) for name in names[:2]), *(Thing("word", name) for name in names[2:])]
    random.shuffle(things)
    return things


def _placed(size: tuple[int, int], cell: tuple[int, int], view: View, random: Random) -> Box:
    """A box of that size somewhere within its cell."""
    (width, height), (column, row) = view.size, cell
    left, top = width * column // ACROSS, height * row // DOWN
    spare = (width // ACROSS - size[0], height // DOWN - size[1])
    x, y = left + random.randint(0, max(0, spare[0])), top + random.randint(0, max(0, spare[1]))
    return Box(x, y, x + size[0], y + size[1])
