"""From the detector's line boxes to phrases: a line is parted where a widget or a wide gap stands between its words."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from guiagent.sight.ocr import Reading
from guiagent.sight.shapes import Box, Text

Pixels = NDArray[np.uint8]
GAP = 0.62
"""A gap between words, in line heights, that parts two phrases; a space is about a quarter."""


def phrases(picture: Pixels, lines: Iterable[Box], walls: Sequence[Box], reading: Reading) -> list[Text]:
    """The texts of a BGR picture, read from the top; `walls` are boxes whose left and right edges no phrase crosses."""
    pieces = [piece for line in lines for part in _between(line, walls) for piece in _parted(picture, part)]
    found = []
    for piece in sorted(pieces, key=lambda piece: (piece.y0, piece.x0)):
        crop = picture[piece.y0 : piece.y1, piece.x0 : piece.x1]
        words = reading.words(np.ascontiguousarray(crop)) if crop.size else ""
        if words != "":
            found.append(Text(piece, words or "", *_look(crop)))
    return found


def mended(rows: Iterable[Box]) -> list[Box]:
    """Lines that the detector parted between two words, made whole."""
    whole: list[Box] = []
    for row in sorted(rows, key=lambda row: row.x0):
        for at, left in enumerate(whole):
            near = -0.3 * row.height <= row.x0 - left.x1 <= 0.3 * row.height
            if near and left.beside(row) > 0.7 and 0.7 <= left.height / max(1, row.height) <= 1.4:
                whole[at] = left.joined(row)
                break
        else:
            whole.append(row)
    return whole


def _between(line: Box, walls: Sequence[Box]) -> list[Box]:
    """The parts of a line between the upright edges of the walls it runs into."""
    inner = line.height // 3
    edges = {line.x0, line.x1}
    for wall in walls:
        if wall.beside(line) >= 0.5 and wall.height >= 0.38 * line.height:
            edges |= {x for x in (wall.x0, wall.x1) if line.x0 < x < line.x1}
    cuts = sorted(edges)
    parts = [Box(left, line.y0, right, line.y1) for left, right in itertools.pairwise(cuts)]
    return [part for part in parts if part.width >= max(3, inner // 2)]


def _parted(picture: Pixels, line: Box) -> list[Box]:
    """A line parted at its wide gaps, each part trimmed to its ink."""
    height, width = picture.shape[:2]
    line = Box(max(0, line.x0), max(0, line.y0), min(width, line.x1), min(height, line.y1))
    crop = picture[line.y0 : line.y1, line.x0 : line.x1]
    if crop.shape[0] < 4 or crop.shape[1] < 2:
        return []
    ink = _ink(crop)
    inked, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    if not len(inked):
        return []
    line = Box(line.x0, max(line.y0, line.y0 + int(rows[0]) - 3), line.x1, min(line.y1, line.y0 + int(rows[-1]) + 4))
    crop = picture[line.y0 : line.y1, line.x0 : line.x1]
    breaks = np.flatnonzero(np.diff(inked) > max(5, GAP * line.height))
    breaks = np.union1d(breaks, _recoloured(crop, inked, line.height)).astype(int)
    starts = [int(inked[0]), *(int(inked[at + 1]) for at in breaks)]
    ends = [*(int(inked[at]) for at in breaks), int(inked[-1])]
    return [
        Box(max(0, line.x0 + start - 2), line.y0, min(width, line.x0 + end + 3), line.y1)
        for start, end in zip(starts, ends, strict=True)
    ]


def _recoloured(crop: Pixels, inked: NDArray[np.intp], height: int) -> NDArray[np.intp]:
    """The places in `inked` after which a word of another colour begins: a link within a sentence."""
    gaps = np.flatnonzero(np.diff(inked) > max(2, 0.12 * height))
    if not len(gaps):
        return gaps
    starts, ends = np.r_[inked[0], inked[gaps + 1]], np.r_[inked[gaps], inked[-1]]
    colours = [_colour(crop[:, start : end + 1]) for start, end in zip(starts, ends, strict=True)]
    shifts = [np.abs(np.diff(one) - np.diff(other)).max() > 50 for one, other in pairwise(colours)]
    recoloured: NDArray[np.intp] = gaps[np.array(shifts, bool)]
    return recoloured


def _colour(word: Pixels) -> NDArray[np.int16]:
    """The colour of a word's letters where they are thickest, shape (3,)."""
    away = np.abs(word.astype(np.int16) - _ground(word)).max(axis=2)
    letters = word[away >= 0.85 * away.max()] if away.max() > 40 else word.reshape(-1, 3)
    colour: NDArray[np.int16] = np.median(letters, axis=0).astype(np.int16)
    return colour


def _ink(crop: Pixels) -> NDArray[np.bool_]:
    """Where a crop of one line is not its background, shape (height, width); borders along its length do not count."""
    away: NDArray[np.bool_] = np.abs(crop.astype(np.int16) - _ground(crop)).max(axis=2) > 28
    ruled = away.mean(axis=1) > 0.9
    away[ruled] = False
    tall = away.mean(axis=0) > 0.97
    away[:, tall] = False
    return away


def _ground(crop: Pixels) -> NDArray[np.int16]:
    """The background colour: the most frequent one, in steps of 16 levels, shape (3,)."""
    coarse = (crop.reshape(-1, 3) >> 4).astype(np.int32)
    codes = coarse[:, 0] << 8 | coarse[:, 1] << 4 | coarse[:, 2]
    common = np.bincount(codes).argmax()
    ground: NDArray[np.int16] = np.median(crop.reshape(-1, 3)[codes == common], axis=0).astype(np.int16)
    return ground


def _look(crop: Pixels) -> tuple[bool, bool, bool]:
    """Whether the letters are coloured, whether a line runs under all of them, and whether they are red."""
    away = np.abs(crop.astype(np.int16) - _ground(crop)).max(axis=2)
    letters = crop[away > max(40, 0.6 * float(away.max()))]
    if len(letters) < 4:
        return False, False, False
    tint = letters.astype(np.int16)
    coloured = float(np.median(tint.max(axis=1) - tint.min(axis=1))) > 60
    under = away[len(away) // 2 :] > 40
    ruled = (under.mean(axis=1) > 0.8) & ~under[:, 0] & ~under[:, -1]
    blue, green, red = np.median(tint, axis=0).tolist()
    return coloured, bool(ruled.any()), red - max(green, blue) > 50


def scaled(picture: Pixels, factor: float) -> Pixels:
    """The picture resized by a factor."""
    if factor == 1:
        return picture
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, None, fx=factor, fy=factor, interpolation=how).astype(np.uint8)


def glyph_height(picture: Pixels) -> float:
    """The median height of letters in pixels, about 9 for ordinary text at scale 1; 9 where there are too few."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    marks = (cv2.absdiff(grey, cv2.blur(grey, (41, 41))) > 40).astype(np.uint8)
    stats = cv2.connectedComponentsWithStats(marks, connectivity=8)[2][1:]
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    letters = (height >= 5) & (height <= 90) & (width >= 2) & (width <= 1.3 * height) & (area < 0.85 * width * height)
    return float(np.median(height[letters])) if letters.sum() >= 8 else 9.0
