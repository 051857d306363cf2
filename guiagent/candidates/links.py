"""Links that stand side by side, in one colour, in what was read as one line of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from guiagent.sight.shapes import Text

Pixels = NDArray[np.uint8]
STANDS_OUT = 40
"""Levels in one channel by which ink differs from its ground."""


def links(text: Text, picture: Pixels) -> list[Text]:
    """The text, or its parts where it is several links: each begins with a capital, and no underline joins them.

    A link that is parted wrongly loses nothing: each part of it still leads where it leads.
    """
    words = text.words.split()
    if not text.coloured or len(words) < 2:
        return [text]
    crop = picture[text.box.y0 : text.box.y1, text.box.x0 : text.box.x1].astype(np.int16)
    ink = np.abs(crop - np.median(crop.reshape(-1, 3), axis=0)).max(axis=2) > STANDS_OUT
    gaps = _gaps(ink, len(words) - 1)
    cuts = [(at, gap) for at, gap in enumerate(gaps, 1) if words[at][:1].isupper() and words[at - 1][:1].isupper()]
    if text.underlined:
        cuts = [(at, (left, right)) for at, (left, right) in cuts if not _joined(ink, left, right)]
    return _cut(text, words, cuts)


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
