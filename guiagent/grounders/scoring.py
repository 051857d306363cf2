"""Scores every place on a screen against a description, and takes the one that goes with it best."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from time import monotonic

from PIL import Image

from guiagent.actions import Box, Point
from guiagent.perception import Candidates, Scorer
from guiagent.records import Located, Observation
from guiagent.screen import Screen
from guiagent.usage import Usage

AROUND = 8
"""Pixels around a place that are shown with it: an icon says more with a little of what it stands on."""
SMALLEST = 64
"""Pixels; a picture whose longer side is shorter is enlarged to that."""
NOTHING = "nothing on the screen looks like a place to act on"


@dataclass(frozen=True)
class ScoringGrounder:
    """A `Grounder`. `margin` is in pixels of the screen; `asked` is the scorer's text, with {} for the description.

    Scores only compare within one screen, so that the best place is given even where none is what was meant.
    """

    candidates: Candidates
    scorer: Scorer
    margin: int = AROUND
    asked: str = "{}"

    async def locate(self, screen: Screen, description: str) -> Located:
        """The middle of the best place; None where the screen has no places. Raises what the scorer raises."""
        began = monotonic()
        marks = await self.candidates.places(Observation(screen=screen))
        boxes = [box for mark in marks if (box := _inside(mark.box, screen)) is not None]
        if not boxes:
            return Located(point=None, said=NOTHING, usage=Usage(seconds=monotonic() - began))
        pictures = await asyncio.to_thread(cut_out, screen.png, boxes, self.margin)
        scores = await self.scorer.scores(pictures, self.asked.format(description))
        best = boxes[max(range(len(boxes)), key=scores.__getitem__)]
        middle = Point((best.left + best.right) // 2, (best.top + best.bottom) // 2)
        return Located(point=middle, usage=Usage(requests=1, seconds=monotonic() - began))


def cut_out(png: bytes, boxes: Sequence[Box], margin: int = AROUND) -> list[bytes]:
    """Each box with `margin` pixels around it, as far as the picture goes, as a PNG of `SMALLEST` pixels or more."""
    with Image.open(BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    return [_png(_enlarged(picture.crop(_grown(box, margin, picture.size)))) for box in boxes]


def _inside(box: Box, screen: Screen) -> Box | None:
    """The part of a box that is on the screen, if any."""
    left, top = max(0, box.left), max(0, box.top)
    right, bottom = min(screen.width, box.right), min(screen.height, box.bottom)
    return Box(left, top, right, bottom) if left < right and top < bottom else None


def _grown(box: Box, margin: int, size: tuple[int, int]) -> Box:
    width, height = size
    left, top = max(0, box.left - margin), max(0, box.top - margin)
    return Box(left, top, min(width, box.right + margin), min(height, box.bottom + margin))


def _enlarged(picture: Image.Image) -> Image.Image:
    longer = max(picture.size)
    if longer >= SMALLEST:
        return picture
    width, height = (max(1, round(side * SMALLEST / longer)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.BICUBIC)


def _png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", compress_level=1)
    return written.getvalue()
