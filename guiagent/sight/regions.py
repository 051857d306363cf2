"""Flat areas of a picture: the insides of fields, buttons and cards, found without regard to theme.

User interfaces are painted in areas of one colour (or a slow gradient). Two neighbouring pixels belong to one area when
they differ by at most `STEP` levels; whatever the contrast of a border, it parts the area inside from the one outside.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from guiagent.sight.shapes import Box

Pixels = NDArray[np.uint8]
STEP = 4


@dataclass(frozen=True)
class Region:
    """A flat area: its bounding box, how much of that the filled outline covers (1 is a rectangle), its colour."""

    box: Box
    filled: float
    colour: tuple[int, int, int]


@dataclass(frozen=True)
class Areas:
    """A picture cut into flat areas: `ink` is what is left of it, the letters, borders and small things."""

    regions: tuple[Region, ...]
    ink: NDArray[np.uint8]


def cut(picture: Pixels, unit: int) -> Areas:
    """The flat areas of a BGR picture, shape (height, width, 3); `unit` is a text line's height in pixels."""
    labels, stats = _components(picture)
    regions, wide = [], np.zeros(len(stats), bool)
    low, large = max(5, unit // 4), int(3.2 * unit * unit)
    for index in np.flatnonzero((stats[:, 2] >= low) & (stats[:, 3] >= low)).tolist():
        x, y, width, height, area = (int(value) for value in stats[index])
        if index == 0 or (area < 0.3 * width * height and area < large):
            continue
        wide[index] = area >= large
        regions.append(_region(picture, labels, index, Box(x, y, x + width, y + height)))
    ink = np.where(wide[labels], 0, 255).astype(np.uint8)
    return Areas(tuple(regions), _thick(ink, picture))


def _components(picture: Pixels) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    wide = picture.astype(np.int16)
    flat = np.ones(picture.shape[:2], np.uint8)
    flat[:, :-1] &= np.abs(wide[:, 1:] - wide[:, :-1]).max(axis=2) <= STEP
    flat[:-1] &= np.abs(wide[1:] - wide[:-1]).max(axis=2) <= STEP
    _, labels, stats, _ = cv2.connectedComponentsWithStats(flat, connectivity=4)
    return labels, stats  # type: ignore[return-value]


def _region(picture: Pixels, labels: NDArray[np.int32], index: int, box: Box) -> Region:
    mask = (labels[box.y0 : box.y1, box.x0 : box.x1] == index).astype(np.uint8)
    inside = picture[box.y0 : box.y1, box.x0 : box.x1][mask > 0]
    colour = np.median(inside[:: max(1, len(inside) // 400)], axis=0)
    outline, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    cv2.drawContours(mask, outline, -1, 1, cv2.FILLED)
    return Region(box, float(mask.mean()), (int(colour[0]), int(colour[1]), int(colour[2])))


def _thick(ink: Pixels, picture: Pixels) -> Pixels:
    """The ink without the rim that `_components` adds at the left of and above every mark."""
    rim = np.zeros(ink.shape, np.uint8)
    wide = picture.astype(np.int16)
    clean = ink == 0
    # A pixel that is like its cleared left or upper neighbour was only marked because its right or lower one differs.
    like_left = np.abs(wide[:, 1:] - wide[:, :-1]).max(axis=2) <= STEP
    like_up = np.abs(wide[1:] - wide[:-1]).max(axis=2) <= STEP
    rim[:, 1:] |= (clean[:, :-1] & like_left).astype(np.uint8)
    rim[1:] |= (clean[:-1] & like_up).astype(np.uint8)
    return np.where(rim > 0, 0, ink).astype(np.uint8)


def distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    """The largest difference of two colours in one channel, 0 to 255."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))
