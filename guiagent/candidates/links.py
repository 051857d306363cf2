"""What else stands in what was read as one line of text: links side by side, a radio button before its words, icons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from guiagent.sight.shapes import Box, Text

Pixels = NDArray[np.uint8]
STANDS_OUT = 40
"""Levels in one channel by which ink differs from its ground."""
APART = 0.3
"""The gap before a sign that stands after words, in heights of the line; a space between words is narrower."""
Span = tuple[int, int]
"""Columns of a line: the first, and the one after the last."""
_WORD = re.compile(r"[^\s|]+")
SIGNS = frozenset(("So", "Sm", "Sk", "Lo"))
"""The categories of Unicode that icons are read as: symbols, operators, Chinese characters."""


def links(text: Text, picture: Pixels) -> list[Text]:
    """The text, or its parts where it is several links: a bar or a dot stands between them, their underline is broken,
    or each is in a colour and begins with a capital.

    A link that is parted wrongly loses nothing: each part of it still leads where it leads.
    """
    ink = _ink(text.box, picture)
    cuts = _separators(ink) + _between_signs(ink, text.words)
    if text.underlined:
        cuts += _unruled(ink)
    elif text.coloured:
        cuts += _capitals(ink, text.words.split())
    return _cut(text, sorted(set(cuts))) if cuts else [text]


def button_before(text: Text, picture: Pixels) -> Box | None:
    """The box of a checkbox or a radio button that was taken for the first letter of its words; None where none is."""
    ink = _ink(text.box, picture)
    columns = np.flatnonzero(ink.any(axis=0))
    wide = np.flatnonzero(np.diff(columns) > max(2, 0.12 * text.box.height))
    if not len(wide):
        return None
    left, right = int(columns[0]), int(columns[wide[0]]) + 1
    rows = np.flatnonzero(ink[:, left:right].any(axis=1))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    if bottom - top < 0.3 * text.box.height or not 0.8 <= (right - left) / (bottom - top) <= 1.25:
        return None
    shape = ink[top:bottom, left:right]
    even = min((shape == shape[:, ::-1]).mean(), (shape == shape[::-1]).mean())
    return Box(left, top, right, bottom).moved(text.box.x0, text.box.y0) if even > 0.85 else None


def signs_beside(text: Text, picture: Pixels) -> list[Box]:
    """The boxes of a sign before the words, as a tree's triangle, and of one after them, as a chip's cross."""
    ink = _ink(text.box, picture)
    runs, high = _runs(ink), text.box.height
    if len(runs) < 2:
        return []
    found = []
    if runs[1][0] - runs[0][1] > 0.12 * high and _solid(ink, _trimmed(ink, *runs[0])):
        found.append(_trimmed(ink, *runs[0]))
    last = _trimmed(ink, *runs[-1])
    if runs[-1][0] - runs[-2][1] > APART * high and last.width <= 1.1 * high and 0.5 <= last.width / last.height <= 2:
        found.append(last)
    return [box.moved(text.box.x0, text.box.y0) for box in found]


def sign_within(box: Box, texts: Sequence[Box], picture: Pixels) -> Box | None:
    """The box of a sign at the right end of a button, behind its words; None where none is."""
    held = [text.x1 for text in texts if box.holds(text)]
    room = Box(max(held, default=box.x1) + 2, box.y0 + 3, box.x1 - 3, box.y1 - 3)
    if room.width < 4 or room.height < 4:
        return None
    ink = _ink(room, picture)
    columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    if not len(columns):
        return None
    sign = Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    small = sign.width >= 4 and sign.height >= 4 and 0.5 <= sign.width / sign.height <= 2
    return sign.moved(room.x0, room.y0) if small else None


def is_icons(text: Text) -> bool:
    """Whether it is a row of icons that was read as signs: `Q☆< 吕 +`, whose letters fill little of its width."""
    kinds = [unicodedata.category(sign) for sign in text.words if not sign.isspace()]
    wide = sum(1.0 if kind == "Lo" else 0.5 for kind in kinds if kind[0] in "LN") * text.box.height
    spelt = re.search(r"[A-Za-z]{3}", text.words) is not None
    return not spelt and wide < 0.6 * text.box.width and any(kind in SIGNS for kind in kinds)


def _ink(box: Box, picture: Pixels) -> NDArray[np.bool_]:
    """Where the part of a picture in a box is not its ground, shape (height, width)."""
    crop = picture[box.y0 : box.y1, box.x0 : box.x1].astype(np.int16)
    ink: NDArray[np.bool_] = np.abs(crop - np.median(crop.reshape(-1, 3), axis=0)).max(axis=2) > STANDS_OUT
    return ink


def _separators(ink: NDArray[np.bool_]) -> list[Span]:
    """The thin bars and the dots that stand apart between words, with the gaps around them."""
    runs, rows = _runs(ink), np.flatnonzero(ink.any(axis=1))
    found = []
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        high, shape = len(rows) and int(rows[-1] - rows[0]) + 1, _trimmed(ink, *run)
        apart = min(run[0] - before[1], after[0] - run[1]) >= max(2, 0.14 * high)
        dot = shape.height <= 0.3 * high and 0.3 <= (shape.centre.y - int(rows[0])) / high <= 0.7
        if apart and shape.width <= max(2, 0.2 * high) and (dot or shape.height >= 0.8 * high):
            found.append((before[1], after[0]))
    return found


def _between_signs(ink: NDArray[np.bool_], words: str) -> list[Span]:
    """The gaps in a row of single signs: icons that were read as letters, the numbers of pages."""
    gaps = [(left, right) for (_, left), (right, _) in pairwise(_runs(ink)) if right - left > 0.2 * len(ink)]
    return gaps if words and sum(sign.isalnum() for sign in words) <= len(gaps) + 1 else []


def _unruled(ink: NDArray[np.bool_]) -> list[Span]:
    """The gaps between words, and other wide ones, that no underline runs through."""
    columns = np.flatnonzero(ink.any(axis=0))
    wide = [(int(a) + 1, int(b)) for a, b in pairwise(columns) if b - a > max(2, 0.14 * len(ink))]
    between = [(left, right) for (_, left), (right, _) in pairwise(_runs(ink)) if not _joined(ink, left, right)]
    return between + [gap for gap in wide if not any(left <= gap[0] and gap[1] <= right for left, right in between)]


def _joined(ink: NDArray[np.bool_], left: int, right: int) -> bool:
    """Whether an underline runs through a gap."""
    lower = ink[len(ink) // 2 :, left:right]
    return bool(lower.size and lower.all(axis=1).any())


def _capitals(ink: NDArray[np.bool_], words: Sequence[str]) -> list[Span]:
    """The gaps before words that begin with a capital; none where the gaps between words cannot be told."""
    runs = _runs(ink)
    between = sorted(((after - before, before, after) for (_, before), (after, _) in pairwise(runs)), reverse=True)
    gaps = sorted((left, right) for _, left, right in between[: len(words) - 1])
    if len(gaps) != len(words) - 1:
        return []
    return [gap for gap, word in zip(gaps, words[1:], strict=True) if word[:1].isupper()]


def _runs(ink: NDArray[np.bool_]) -> list[Span]:
    """The columns of the letters that hang together, from left to right, an underline left out."""
    columns = np.flatnonzero(_without_rules(ink).any(axis=0))
    if not len(columns):
        return []
    breaks = np.flatnonzero(np.diff(columns) > max(2, 0.12 * len(ink)))
    starts, ends = np.r_[columns[0], columns[breaks + 1]], np.r_[columns[breaks], columns[-1]]
    return [(int(start), int(end) + 1) for start, end in zip(starts, ends, strict=True)]


def _trimmed(ink: NDArray[np.bool_], left: int, right: int) -> Box:
    """The box of the ink in some columns, an underline left out."""
    rows = np.flatnonzero(_without_rules(ink)[:, left:right].any(axis=1))
    return Box(left, int(rows[0]), right, int(rows[-1]) + 1)


def _solid(ink: NDArray[np.bool_], box: Box) -> bool:
    """Whether a shape is a filled triangle, disc or square, about as wide as high: its hull has no holes."""
    shape = ink[box.y0 : box.y1, box.x0 : box.x1].astype(np.uint8)
    if not 0.5 <= box.width / box.height <= 2 or min(shape.shape) < 4:
        return False
    hull = cv2.convexHull(cv2.findNonZero(shape))
    filled = cv2.fillConvexPoly(np.zeros(shape.shape, np.uint8), hull, 1)
    return bool(shape.sum() > 0.78 * filled.sum())


def _without_rules(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The ink less the rows that are an underline, which may be broken between two links."""
    clear = ink.copy()
    clear[ink.mean(axis=1) > 0.75] = False
    return clear


def _cut(text: Text, cuts: Sequence[Span]) -> list[Text]:
    """The parts between the cuts, each with the words that stand there; with none where they cannot be told apart."""
    starts, ends = [0, *(right for _, right in cuts)], [*(left for left, _ in cuts), text.box.width]
    words, total = [*_WORD.finditer(text.words)], max(1, len(text.words))
    found = []
    for start, end in zip(starts, ends, strict=True):
        middles = [((word.start() + word.end()) / 2 / total * text.box.width, word[0]) for word in words]
        held = [word for middle, word in middles if start <= middle < end] if len(words) > len(cuts) else []
        box = text.box._replace(x0=text.box.x0 + start, x1=text.box.x0 + end)
        found.append(replace(text, box=box, words=" ".join(held)))
    return [part for part in found if part.box.width > 2]
