"""What stands on a calibration picture: plain shapes, buttons and words, each drawn into a box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PIL import ImageDraw, ImageFont

from guiagent.actions import Box

COLOURS = {
    "red": (208, 24, 24),
    "green": (0, 128, 64),
    "blue": (16, 80, 208),
    "orange": (240, 136, 0),
    "purple": (128, 24, 160),
    "black": (24, 24, 24),
}
SHAPES = ("circle", "square", "triangle", "diamond", "cross")
WORDS = (
    *("anchor", "basalt", "candle", "dolphin", "ember", "falcon", "garnet", "harbour", "island", "juniper"),
    *("kettle", "lantern", "meadow", "nutmeg", "orchard", "pepper", "quartz", "ribbon", "saddle", "thistle"),
)
INK, PAPER, EDGE = (32, 32, 40), (255, 255, 255), (112, 112, 128)


@dataclass(frozen=True)
class Thing:
    """A shape of a colour, or a button or a bare word with `name` on it."""

    kind: Literal["shape", "button", "word"]
    name: str
    colour: str = ""

    @property
    def words(self) -> str:
        """What a model is told to click."""
        match self.kind:
            case "shape":
                return f"the {self.colour} {self.name}"
            case "button":
                return f'the button labelled "{self.name}"'
            case "word":
                return f'the word "{self.name}"'


def extent(thing: Thing, side: int, scale: int) -> tuple[int, int]:
    """The width and height that a thing takes, in pixels; `side` is the size of a shape in CSS pixels."""
    if thing.kind == "shape":
        return side * scale, side * scale
    left, top, right, bottom = _font(scale).getbbox(thing.name)
    around = (20, 12) if thing.kind == "button" else (4, 4)
    return round(right - left) + 2 * around[0] * scale, round(bottom - top) + 2 * around[1] * scale


def draw(canvas: ImageDraw.ImageDraw, thing: Thing, box: Box, scale: int) -> None:
    """Draw a thing so that it fills its box."""
    edges = (box.left, box.top, box.right - 1, box.bottom - 1)
    middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    if thing.kind == "button":
        canvas.rounded_rectangle(edges, 5 * scale, fill=PAPER, outline=EDGE, width=scale)
    if thing.kind == "shape":
        _shape(canvas, thing.name, box, COLOURS[thing.colour])
    else:
        canvas.text(middle, thing.name, fill=INK, font=_font(scale), anchor="mm")


def _shape(canvas: ImageDraw.ImageDraw, name: str, box: Box, fill: tuple[int, int, int]) -> None:
    left, top, right, bottom = box.left, box.top, box.right - 1, box.bottom - 1
    x, y = (left + right) / 2, (top + bottom) / 2
    match name:
        case "circle":
            canvas.ellipse((left, top, right, bottom), fill=fill)
        case "triangle":
            canvas.polygon([(x, top), (right, bottom), (left, bottom)], fill=fill)
        case "diamond":
            canvas.polygon([(x, top), (right, y), (x, bottom), (left, y)], fill=fill)
        case "cross":
            arm = box.width / 6
            canvas.rectangle((x - arm, top, x + arm, bottom), fill=fill)
            canvas.rectangle((left, y - arm, right, y + arm), fill=fill)
        case _:
            canvas.rectangle((left, top, right, bottom), fill=fill)


def _font(scale: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(18 * scale)
