"""What else stands in what was read as one line of text: links side by side, a radio button before its words, icons."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from guiagent.sight.shapes import Box, Text

Pixels = NDArray[np.uint8]
STANDS_OUT = 40
"""Levels in one channel by which ink differs from its ground."""
SIGNS = frozenset(("So", "Sm", "Sk", "Lo"))
"""The categories of Unicode that icons are read as: symbols, operators, Chinese characters."""


def links(text: Text, picture: Pixels) -> list[Text]:
    """The text, or its parts where it is several links: their underline is broken, or each begins with a capital.

    A link that is parted wrongly loses nothing: each part of it still leads where it leads.
    """
    words = text.words.split()
    if not text.coloured or len(words) < 2:
        return [text]
    ink = _ink(text.box, picture)
    gaps = _gaps(ink, len(words) - 1)
    apart = [not _joined(ink, *gap) if text.underlined else words[at][:1].isupper() for at, gap in enumerate(gaps, 1)]
    return _cut(text, words, [(at, gap) for at, (gap, cut) in enumerate(zip(gaps, apart, strict=True), 1) if cut])


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


def is_icons(text: Text) -> bool:
    """Whether it is a row of icons that was read as signs: `Q☆< 吕 +`, whose letters fill little of its width."""
    kinds = [unicodedata.category(sign) for sign in text.words if not sign.isspace()]
    wide = sum(1.0 if kind == "Lo" else 0.5 for kind in kinds if kind[0] in "LN") * text.box.height
    return wide < 0.6 * text.box.width and any(kind in SIGNS for kind in kinds)


def _ink(box: Box, picture: Pixels) -> NDArray[np.bool_]:
    """Where the part of a picture in a box is not its ground, shape (height, width)."""
    crop = picture[box.y0 : box.y1, box.x0 : box.x1].astype(np.int16)
    ink: NDArray[np.bool_] = np.abs(crop - np.median(crop.reshape(-1, 3), axis=0)).max(axis=2) > STANDS_OUT
    return ink


def _gaps(ink: NDArray[np.bool_], count: int) -> list[tuple[int, int]]:
    """The widest gaps between the words of a line, from left to right; none where they cannot be told."""
    letters = np.flatnonzero(_without_rules(ink).any(axis=0))
    between = sorted(((int(b - a), int(a) + 1, int(b)) for a, b in pairwise(letters) if b - a > 2), reverse=True)
    return sorted((left, right) for _, left, right in between[:count]) if len(between) >= count else []


def _without_rules(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The ink less the rows that are an underline, which may be broken between two links."""
    clear = ink.copy()
    clear[ink.mean(axis=1) > 0.75] = False
    return clear


def _joined(ink: NDArray[np.bool_], left: int, right: int) -> bool:
    """Whether an underline runs through a gap."""
    lower = ink[len(ink) // 2 :, left:right]
    return bool(lower.size and lower.all(axis=1).any())


def _cut(text: Text, words: Sequence[str], cuts: Sequence[tuple[int, tuple[int, int]]]) -> list[Text]:
    found, start, left = [], 0, text.box.x0
    for at, (from_, to) in [*cuts, (len(words), (text.box.width, text.box.width))]:
        box = text.box._replace(x0=left, x1=text.box.x0 + from_)
        found.append(replace(text, box=box, words=" ".join(words[start:at])))
        start, left = at, text.box.x0 + to
    return [part for part in found if part.box.width > 2]
