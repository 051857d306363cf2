"""Whether boxes are what their format says: left, top, width, height, or left, top, right, bottom.

A set that has the one where the other is meant gives figures that look like a bad model's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guiagent.bench.grounding.entries import Four, Reading, Size, boxed
from guiagent.errors import UsageError

SLACK = 2.0
"""Pixels that a box may reach beyond its picture without a word: rounding, and edges drawn by hand."""
_WORDS: dict[Reading, str] = {"xywh": "left, top, width, height", "xyxy": "left, top, right, bottom"}


@dataclass(frozen=True)
class Boxed:
    """A box as a file has it: which item's, its numbers, and the size of its picture."""

    place: str
    numbers: Four
    size: Size

    def leaves(self, reading: Reading) -> bool:
        """Whether, read so, it is no box or reaches out of the picture."""
        box, (width, height) = boxed(self.numbers, reading), self.size
        inverted = box.right < box.left or box.bottom < box.top
        return inverted or min(box.left, box.top) < -SLACK or box.right > width + SLACK or box.bottom > height + SLACK

    def misses(self, reading: Reading) -> bool:
        """Whether, read so, nothing of it is on the picture."""
        box, (width, height) = boxed(self.numbers, reading), self.size
        across, down = min(box.right, width) - max(box.left, 0), min(box.bottom, height) - max(box.top, 0)
        return across < 0 or down < 0

    def words(self, reading: Reading) -> str:
        """The reading, and where it leads."""
        box = boxed(self.numbers, reading)
        corner = f"from ({box.left:g},{box.top:g}) to ({box.right:g},{box.bottom:g})"
        return f"read as {_WORDS[reading]} it goes {corner}, {'out of it' if self.leaves(reading) else 'inside it'}"


def agreed(boxes: Sequence[Boxed], reading: Reading, form: str) -> str:
    """A remark on boxes that reach a little out of their pictures, if any do.

    Raises UsageError where another reading, or another unit, fits better, and where a box is nowhere on its picture.
    """
    if boxes and all(0 <= number <= 1 for one in boxes for number in one.numbers):
        raise UsageError(f"{boxes[0].place}: {_list(boxes[0])} are shares of the picture, and {form} has pixels")
    other: Reading = "xyxy" if reading == "xywh" else "xywh"
    wrong, wrong_too = ([one for one in boxes if one.leaves(each)] for each in (reading, other))
    if len(wrong_too) < len(wrong):
        shown = next(one for one in wrong if not one.leaves(other))
        raise UsageError(
            f"{shown.place}: the box {_list(shown)} is on a picture of {shown.size[0]}x{shown.size[1]}; "
            f"{shown.words(reading)}, and {shown.words(other)}. The format {form} has {_WORDS[reading]}, which "
            f"{len(wrong)} of {len(boxes)} boxes in this file contradict: convert its boxes, or name its format with "
            "--format"
        )
    if nowhere := next((one for one in wrong if one.misses(reading)), None):
        width, height = nowhere.size
        raise UsageError(f"{nowhere.place}: the box {_list(nowhere)} is nowhere on its picture of {width}x{height}")
    return f"boxes that reach out of their pictures: {len(wrong)}, the first in {wrong[0].place}" if wrong else ""


def _list(one: Boxed) -> str:
    return "[" + ", ".join(f"{number:g}" for number in one.numbers) + "]"
