"""How two screenshots differ: how much, and where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from guiagent.actions import Action, Box, Point, points_of
from guiagent.screen import Screen

Pixels = NDArray[np.uint8]

NOISE = 4
"""Levels of 0..255 by which a channel may waver between two renderings of the same pixel."""

AROUND = 24
"""Pixels around a point within which an action's target is looked at: about half of a button's width."""

UNTOUCHED = 0.03
"""The share of the pixels around a point that may differ before its target counts as changed; a caret is 0.02."""

JOIN = 12
"""Pixels: changes nearer to each other than this belong to one island, as the digits of a clock do."""


@dataclass(frozen=True)
class Change:
    """What differs between two screenshots.

    `fraction` is the share of pixels that differ, 0 to 1; `box` the smallest rectangle around them, None where none
    does. Screenshots of different sizes differ everywhere: `resized`, 1.0, and the whole second one.
    """

    fraction: float = 0.0
    box: Box | None = None
    resized: bool = False

    def __bool__(self) -> bool:
        return self.box is not None


def compare(before: bytes, after: bytes) -> Change:
    """What differs between two PNGs; ValueError where one cannot be decoded.

    About 2 ms at 1280x800 beside the decoding (5 to 10 ms a PNG); the last two images stay decoded, so a run, in which
    each screenshot is first the later and then the earlier one, decodes each once.
    """
    if before == after:
        return Change()
    first, second = _decoded(before), _decoded(after)
    height, width = second.shape[:2]
    if first.shape != second.shape:
        return Change(1.0, Box(0, 0, width, height), resized=True)
    mask = _differing(first, second)
    count = cv2.countNonZero(mask)
    return Change(count / (width * height), _around(mask)) if count else Change()


def islands(before: bytes, after: bytes) -> tuple[Box, ...]:
    """The rectangles around each group of changed pixels, top to bottom; both PNGs must have the same size."""
    if before == after:
        return ()
    mask = _differing(_decoded(before), _decoded(after))
    joined = cv2.dilate(mask, np.ones((JOIN + 1, JOIN + 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    numbered = np.asarray(labels, np.int32)
    return tuple(_island(mask, numbered, label, stats[label].tolist()) for label in range(1, count))


def stands(before: Screen, after: Screen, action: Action) -> bool:
    """Whether what an action aims at looks the same on both screens; one without a point aims at nothing."""
    points = points_of(action)
    if before.sha == after.sha or not points:
        return True
    first, second = _decoded(before.png), _decoded(after.png)
    return first.shape == second.shape and all(_alike_at(point, first, second) for point in points)


def _alike_at(point: Point, first: Pixels, second: Pixels) -> bool:
    rows = slice(max(point.y - AROUND, 0), max(point.y + AROUND + 1, 0))
    columns = slice(max(point.x - AROUND, 0), max(point.x + AROUND + 1, 0))
    if not first[rows, columns].size:
        return True  # beside the screen: there is nothing to compare
    mask = _differing(first[rows, columns], second[rows, columns])
    return cv2.countNonZero(mask) <= UNTOUCHED * mask.size


@lru_cache(maxsize=2)
def _decoded(png: bytes) -> Pixels:
    image = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError(f"not an image: {png[:8]!r}")
    return cast(Pixels, image)


def _differing(first: Pixels, second: Pixels) -> Pixels:
    """255 where a channel differs by more than the noise, else 0."""
    same = cv2.inRange(cv2.absdiff(first, second), np.zeros(3), np.full(3, float(NOISE)))
    return cast(Pixels, cv2.bitwise_not(same))


def _island(mask: Pixels, labels: NDArray[np.int32], label: int, stats: list[int]) -> Box:
    """The changed pixels that bear `label` when joined; only the island's own part is looked at."""
    left, top, width, height = stats[:4]
    part = np.s_[top : top + height, left : left + width]
    box = _around(np.where(labels[part] == label, mask[part], 0).astype(np.uint8))
    return Box(box.left + left, box.top + top, box.right + left, box.bottom + top)


def _around(mask: Pixels) -> Box:
    left, top, width, height = cv2.boundingRect(mask)
    return Box(left, top, left + width, top + height)
