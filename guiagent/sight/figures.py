"""Drawn things on a picture, by their outline: circles, boxes, triangles and others, in their own colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from guiagent.sight.colours import Colour
from guiagent.sight.shapes import Box, Figure

Pixels = NDArray[np.uint8]
APART = 28
"""The least difference, in one channel, between a thing and its ground."""
MOST = 120
"""How many of a picture's things are described, the largest first."""


def ground(picture: Pixels) -> Colour:
    """A picture's most frequent colour."""
    coarse = (picture[::3, ::3].reshape(-1, 3) >> 3).astype(np.int32)
    codes = coarse[:, 0] << 10 | coarse[:, 1] << 5 | coarse[:, 2]
    common = picture[::3, ::3].reshape(-1, 3)[codes == np.bincount(codes).argmax()]
    blue, green, red = np.median(common, axis=0).tolist()
    return int(blue), int(green), int(red)


def figures(picture: Pixels, unit: int, written: Sequence[Box] = ()) -> tuple[Figure, ...]:
    """The things that stand out from a BGR picture's ground, each in one piece, from the top.

    `unit` is a text line's height in pixels; what lies within `written`, the lines of text, is left out.
    """
    base = ground(picture)
    away = np.abs(picture.astype(np.int16) - np.array(base)).max(axis=2) > APART
    _, labels, stats, _ = cv2.connectedComponentsWithStats(away.astype(np.uint8), connectivity=8)
    order = [index for index in np.argsort(-stats[:, 4]).tolist() if index and _sized(stats[index], unit)]
    found = []
    for index in order[:MOST]:
        x, y, width, height = (int(value) for value in stats[index, :4])
        box = Box(x, y, x + width, y + height)
        if any(line.overlap(box) > 0.6 * box.area for line in written):
            continue
        mask = (labels[y : y + height, x : x + width] == index).astype(np.uint8)
        found.append(_figure(picture[y : y + height, x : x + width], mask, box, base))
    return tuple(sorted(found, key=lambda figure: (figure.box.y0, figure.box.x0)))


def _sized(stats: NDArray[np.int32], unit: int) -> bool:
    width, height = int(stats[2]), int(stats[3])
    return 0.3 * unit <= max(width, height) and min(width, height) >= 0.2 * unit and max(width, height) <= 14 * unit


@dataclass(frozen=True)
class _Outline:
    """The outer contour of a thing, and the pixels that it encloses."""

    points: NDArray[np.int32]
    solid: Pixels


def _figure(crop: Pixels, mask: Pixels, box: Box, base: Colour) -> Figure:
    outer, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    points = max(outer, key=cv2.contourArea)
    solid = np.zeros(mask.shape, np.uint8)
    cv2.drawContours(solid, [points], -1, 1, cv2.FILLED)
    outline = _Outline(points.astype(np.int32), solid)
    rim, inside = _common(crop[mask > 0]), _inside(crop, solid)
    hollow = max(abs(a - b) for a, b in zip(inside, base, strict=True)) <= APART
    sides = _sides(outline)
    return Figure(box, inside, rim, hollow, sides, float(solid.mean()))


def _common(pixels: Pixels) -> Colour:
    """The most frequent colour of some pixels, shape (n, 3), away from blurred edges."""
    coarse = (pixels >> 4).astype(np.int32)
    codes = coarse[:, 0] << 8 | coarse[:, 1] << 4 | coarse[:, 2]
    blue, green, red = np.median(pixels[codes == np.bincount(codes).argmax()], axis=0).tolist()
    return int(blue), int(green), int(red)


def _inside(crop: Pixels, solid: Pixels) -> Colour:
    """The colour that fills a thing, without its border."""
    width = max(2, min(solid.shape) // 8)
    core = cv2.erode(cv2.copyMakeBorder(solid, 1, 1, 1, 1, cv2.BORDER_CONSTANT), np.ones((3, 3)), iterations=width)
    core = core[1:-1, 1:-1]
    return _common(crop[core > 0] if core.sum() > 8 else crop[solid > 0])


def _sides(outline: _Outline) -> int:
    """The number of corners of an outline: 0 for a circle, -1 for what is neither round nor of straight sides."""
    area = float(outline.solid.sum())
    hull = cv2.convexHull(outline.points)
    if area < 0.8 * cv2.contourArea(hull):
        return -1
    (_, _), radius = cv2.minEnclosingCircle(outline.points)
    if area > 0.885 * np.pi * (radius + 0.5) ** 2:
        return 0
    round_ = cv2.arcLength(hull, True)
    corners = min(
        (len(cv2.approxPolyDP(hull, share * round_, True)) for share in (0.03, 0.045)), key=lambda n: abs(n - 4)
    )
    return corners if 3 <= len(cv2.approxPolyDP(hull, 0.035 * round_, True)) <= 8 and corners else -1


def scroll_bars(things: Sequence[Box], whole: Box, unit: int) -> list[Box]:
    """The strips of a screen that its scroll bars lie in: long thin things along its right or lower edge."""
    strips = []
    for box in things:
        if box.height > 5 * box.width and box.x1 > whole.x1 - unit:
            strips.append(Box(box.x0 - 4, whole.y0, whole.x1, whole.y1))
        if box.width > 5 * box.height and box.y1 > whole.y1 - unit and box.height < unit:
            strips.append(Box(whole.x0, box.y0 - 4, whole.x1, whole.y1))
    return strips
