"""Numbered marks drawn on a screenshot, at the size at which it is sent: a thin frame and a small tag each."""

from __future__ import annotations

import io
from collections.abc import Sequence, Set
from functools import lru_cache
from typing import TYPE_CHECKING

from guiagent.actions import Box
from guiagent.dialects.coordinates import Size
from guiagent.dialects.images import SentImage
from guiagent.dialects.mark_list import told
from guiagent.dialects.screens import sent, size_of
from guiagent.dialects.tags import Ground, Tag, placed
from guiagent.records import Mark
from guiagent.screen import Screen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

Colour = tuple[int, int, int]
DARK: tuple[Colour, ...] = ((200, 0, 30), (20, 70, 210), (0, 110, 40), (140, 30, 170), (170, 70, 0), (0, 105, 125))
"""For frames on light ground, with white numbers; in turns, so that neighbours differ."""
LIGHT: tuple[Colour, ...] = (
    (255, 110, 110),
    (110, 190, 255),
    (90, 235, 120),
    (235, 150, 255),
    (255, 190, 60),
    (70, 235, 235),
)
"""For frames on dark ground, with black numbers."""
LEAST, MOST, LINES = 12, 40, 66
"""A number's font in pixels of the sent picture: this many lines of it fill the shorter side, within two bounds."""
TINY, FEW = 9, 36
"""On a picture too small for `LEAST`: at least this font, the smallest with digits that differ, and this many lines."""
SHADE = 0.35
"""How much of a tag's colour lies on marked things that it cannot but cover."""


@lru_cache(maxsize=48)
def drawn(screen: Screen, marks: tuple[Mark, ...], image: SentImage) -> bytes:
    """The PNG of a screenshot as it is sent, with its marks numbered from 1; the same bytes each time.

    Kept for the screenshots that stay in a conversation, since each request repeats them.
    """
    png = sent(screen, image)
    if not marks:
        return png
    import numpy as np
    from PIL import Image as Picture

    with Picture.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    boxes = [_scaled(mark.box, size_of(screen), picture.size) for mark in marks]
    _draw(picture, boxes, np.asarray(picture), told(marks, picture.size))
    out = io.BytesIO()
    picture.save(out, format="PNG", compress_level=3)
    return out.getvalue()


def _scaled(box: Box, screen: Size, to: Size) -> Box:
    """A box of the screenshot on the picture as sent, at least a pixel wide and high."""
    across, down = to[0] / screen[0], to[1] / screen[1]
    left, top = min(max(int(box.left * across), 0), to[0] - 1), min(max(int(box.top * down), 0), to[1] - 1)
    right, bottom = min(round(box.right * across), to[0]), min(round(box.bottom * down), to[1])
    return Box(left, top, max(right, left + 1), max(bottom, top + 1))


def _draw(picture: Image, boxes: Sequence[Box], pixels: NDArray[np.uint8], spare: Set[int]) -> None:
    from PIL import ImageDraw
    from PIL.ImageFont import load_default

    pen = ImageDraw.Draw(picture)
    points = font_of(picture.size)
    font = load_default(points)
    if points == TINY:
        pen.fontmode = "1"  # smooth edges make 16 and 10 the same at this size
    thick = max(1, round(points / 13))
    numbers = [str(number) for number in range(1, len(boxes) + 1)]
    sizes = [_room(font.getbbox(number, pen.fontmode), thick) for number in numbers]
    tags = placed(boxes, sizes, Ground(grey(pixels), boxes), spare)
    colours = [_colour(at, box, pixels) for at, box in enumerate(boxes)]
    for box, colour in zip(boxes, colours, strict=True):
        around = (box.left - thick, box.top - thick, box.right - 1 + thick, box.bottom - 1 + thick)
        pen.rectangle(around, outline=colour, width=thick)
    for at, tag in sorted(tags.items()):
        _write(picture, pen, numbers[at], tag, colours[at], font)


def font_of(size: Size) -> int:
    """The numbers' font size in pixels, on a picture of this size."""
    shorter = min(size)
    least = max(TINY, min(LEAST, round(shorter / FEW)))
    return max(least, min(MOST, round(shorter / LINES)))


def grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The brightness of a picture, shape (height, width)."""
    import numpy as np

    brightness: NDArray[np.uint8] = (pixels @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)
    return brightness


def _room(digits: tuple[float, float, float, float], thick: int) -> Size:
    left, top, right, bottom = digits
    return int(right - left) + 2 * thick + 1, int(bottom - top) + 2 * thick


def _colour(at: int, box: Box, pixels: NDArray[np.uint8]) -> Colour:
    """The next colour of those that stand out from the ground around a box."""
    light = _brightness(box, pixels) > 118
    return (DARK if light else LIGHT)[at % len(DARK)]


def _brightness(box: Box, pixels: NDArray[np.uint8]) -> float:
    """The median brightness of the rim just outside a box, 0 to 255."""
    import numpy as np

    height, width = pixels.shape[:2]
    left, top, right, bottom = (
        max(box.left - 2, 0),
        max(box.top - 2, 0),
        min(box.right + 2, width),
        min(box.bottom + 2, height),
    )
    rims = (
        pixels[top, left:right],
        pixels[bottom - 1, left:right],
        pixels[top:bottom, left],
        pixels[top:bottom, right - 1],
    )
    return float(np.median(np.concatenate(rims) @ np.array([0.299, 0.587, 0.114])))


def _write(
    picture: Image, pen: ImageDraw, number: str, tag: Tag, colour: Colour, font: FreeTypeFont | ImageFont
) -> None:
    from PIL import Image as Picture

    box = tag.box
    if tag.clear:
        pen.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), fill=colour)
    else:
        under = picture.crop(box)
        picture.paste(Picture.blend(under, Picture.new("RGB", under.size, colour), SHADE), (box.left, box.top))
    left, top, right, bottom = font.getbbox(number, pen.fontmode)
    x, y = (box.left + box.right - (right - left)) / 2 - left, (box.top + box.bottom - (bottom - top)) / 2 - top
    ink = "white" if colour in DARK else "black"
    rim = 0 if tag.clear else 1  # what is seen through must not swallow the digits
    pen.text((round(x), round(y)), number, font=font, fill=ink, stroke_width=rim, stroke_fill=colour)
