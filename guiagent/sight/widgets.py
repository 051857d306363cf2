"""Widgets on a picture: boxes to type in or press, checkboxes, radio buttons, switches, sliders, underlined fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from guiagent.sight.ocr import Reading
from guiagent.sight.regions import Areas, Region, distance
from guiagent.sight.shapes import Box, Text, Widget

Pixels = NDArray[np.uint8]


def small(picture: Pixels, areas: Areas, rows: Sequence[Box], unit: int) -> list[Widget]:
    """Checkboxes, radio buttons, switches and sliders, by their outline; `rows` are lines of text, parted or not."""
    found = []
    _, labels, stats, _ = cv2.connectedComponentsWithStats(areas.ink, connectivity=8)
    for index, (x, y, width, height, _) in enumerate(stats.tolist()):
        if index and 0.42 * unit <= height <= 1.9 * unit and 0.42 * unit <= width:
            box = Box(x, y, x + width, y + height)
            mask = (labels[y : box.y1, x : box.x1] == index).astype(np.uint8)
            widget = _small(picture, mask, box, unit)
            if widget and not _in_word(areas.ink, box, rows):
                found.append(widget)
    return found


def _in_word(ink: Pixels, box: Box, rows: Sequence[Box]) -> bool:
    """Whether a small outline is a letter: it stands in a line of text with others close beside it.

    A radio button keeps some distance from its own words, and more from those before it.
    """
    for row in rows:
        if row.beside(box) >= 0.5 and row.overlap(box) > 0.5 * box.area:
            if box.height < 0.4 * row.height:
                return True
            before, after = max(2, round(0.28 * row.height)), max(2, int(0.1 * row.height))
            left = ink[box.y0 : box.y1, max(0, box.x0 - before) : box.x0]
            right = ink[box.y0 : box.y1, box.x1 : box.x1 + after]
            return bool(left.any() or right.any())
    return False


def _small(picture: Pixels, mask: Pixels, box: Box, unit: int) -> Widget | None:
    outline, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    solid = mask.copy()
    cv2.drawContours(solid, outline, -1, 1, cv2.FILLED)
    filled, aspect = float(solid.mean()), box.width / box.height
    if 0.87 <= aspect <= 1.15 and filled >= 0.7 and _even(solid):
        return None if filled < 0.885 and _letter_o(picture, box) else _ticked(picture, box, filled)
    if 1.4 <= aspect <= 2.5 and filled >= 0.84 and box.height >= 0.5 * unit:
        return _switch(picture, box)
    if aspect >= 4 and box.width >= 3 * unit and box.height <= 1.5 * unit:
        return _slider(picture, solid, box)
    return None


def _even(solid: Pixels) -> bool:
    """Whether an outline is the same from all four sides, as squares and discs are and few letters."""
    return bool((solid == solid[:, ::-1]).mean() >= 0.93 and (solid == solid[::-1]).mean() >= 0.93)


def _letter_o(picture: Pixels, box: Box) -> bool:
    """Whether a ring is a letter: its stroke is thick, of no colour, and its middle is as empty as its outside."""
    row = picture[box.centre.y, max(0, box.x0 - 3) : box.x1].astype(np.int16)
    away = np.abs(row - row[0]).max(axis=1) > 60
    start = int(away.argmax())
    stroke = int((~away[start:]).argmax()) if away.any() and not away[start:].all() else box.width
    ink = row[start : start + max(1, stroke)]
    grey = float(np.median(ink.max(axis=1) - ink.min(axis=1))) < 50
    hollow = not away[len(away) - box.width // 2 - 1]
    return hollow and grey and stroke > 0.14 * box.width + 0.5


def _ticked(picture: Pixels, box: Box, filled: float) -> Widget:
    """A checkbox (its outline fills the box) or a radio button (a disc), with what its inside says."""
    inset = max(2, round(box.width * (0.22 if filled >= 0.885 else 0.3)))
    inside = picture[box.y0 + inset : box.y1 - inset, box.x0 + inset : box.x1 - inset].astype(np.int16)
    flat = inside.reshape(-1, 3)
    contrast = float((flat.max(axis=0) - flat.min(axis=0)).max())
    tint = float(np.median(flat.max(axis=1) - flat.min(axis=1)))
    return Widget("check" if filled >= 0.885 else "radio", box, on=contrast > 70 or tint > 70)


def _switch(picture: Pixels, box: Box) -> Widget | None:
    """A pill whose one end, the thumb, is lighter than the other; None where both ends look alike."""
    half, top = box.height // 2, box.y0 + box.height // 2
    left, right = (picture[top - 1 : top + 2, x - 1 : x + 2].astype(np.int16) for x in (box.x0 + half, box.x1 - half))
    a, b = left.reshape(-1, 3).mean(axis=0), right.reshape(-1, 3).mean(axis=0)
    if np.abs(a - b).max() < 25:
        return None
    if max(left.std(axis=(0, 1)).max(), right.std(axis=(0, 1)).max()) > 25:
        return None
    return Widget("switch", box, on=bool(b.sum() > a.sum()))


def _slider(picture: Pixels, solid: Pixels, box: Box) -> Widget | None:
    """A thin track with one thumb on it, taller than the track."""
    heights = solid.sum(axis=0)
    track = float(np.median(heights))
    thumb = np.flatnonzero(heights > max(track + 3, 1.5 * track))
    if not len(thumb) or track > 0.62 * box.height:
        return None
    width = int(thumb[-1] - thumb[0]) + 1
    if not 0.3 * box.height <= width <= 2 * box.height:
        return None
    room = max(1, box.width - width)
    return Widget("slider", box, level=min(1.0, max(0.0, float(thumb[0]) / room)))


def boxes(
    picture: Pixels, regions: Sequence[Region], texts: Sequence[Text], unit: int, reading: Reading
) -> list[Widget]:
    """Rectangles that could be fields or buttons, with the words and the marks in them."""
    shaped = [region for region in regions if _plausible(region, picture.shape, unit)]
    found: list[Widget] = []
    for region in sorted(shaped, key=lambda region: -region.box.area):
        if not any(_same(region.box, other.box) for other in found):
            found.append(_signed(picture, _box(picture, region, texts, unit), unit, reading))
    return found


SIGN = re.compile(r"[A-Za-z0-9]{1,2}|[-+=*/%x\u00d7\u00f7\u2212]")
"""What a little button may carry that a detector of lines of text passes over: a digit, a letter, an operator."""


def _signed(picture: Pixels, widget: Widget, unit: int, reading: Reading) -> Widget:
    """A little button without words, with the sign that it carries."""
    box = widget.box
    if widget.words or widget.caret or not widget.filled or max(box.width, box.height) > 4 * unit:
        return widget
    bars = _marks(picture, Region(box, 1.0, _ground(picture, box)), [])
    if widget.mark in {"plus", "minus"} or _equals(bars):
        return replace(widget, words={"plus": "+", "minus": "-"}.get(widget.mark, "="), centred=True)
    inner = box.grown(-max(2, box.height // 8))
    words = reading.words(np.ascontiguousarray(picture[inner.y0 : inner.y1, inner.x0 : inner.x1])) or ""
    return replace(widget, words=words, centred=True) if SIGN.fullmatch(words) else widget


def _ground(picture: Pixels, box: Box) -> tuple[int, int, int]:
    """The colour just inside a box's left edge."""
    colour = picture[box.centre.y, min(box.x0 + 4, box.x1 - 1)]
    return int(colour[0]), int(colour[1]), int(colour[2])


def _equals(marks: Sequence[Box]) -> bool:
    """Whether two marks are the bars of an equals sign."""
    if len(marks) != 2 or any(mark.width < 2 * mark.height for mark in marks):
        return False
    return marks[0].stacked(marks[1]) > 0.8 and abs(marks[0].width - marks[1].width) <= 2


def _plausible(region: Region, shape: tuple[int, ...], unit: int) -> bool:
    box = region.box
    if region.filled < 0.8 or box.height < 0.6 * unit or box.width < 0.6 * unit:
        return False
    return (box.height <= 14 * unit and box.width < 0.995 * shape[1]) or box.height <= 3 * unit


def _same(one: Box, other: Box) -> bool:
    return one.overlap(other) > 0.8 * max(one.area, other.area)


def _box(picture: Pixels, region: Region, texts: Sequence[Text], unit: int) -> Widget:
    box = region.box
    inside = sorted((text for text in texts if box.has(text.box.centre)), key=lambda text: (text.box.y0, text.box.x0))
    arrow = inside.pop() if len(inside) > 1 and _arrow(inside[-1], box) else None
    words = " ".join(text.words for text in inside if text.words)
    widget = Widget("box", box, words=words, filled=distance(region.colour, _around(picture, box)) > 14)
    if inside:
        hull = inside[0].box
        for text in inside[1:]:
            hull = hull.joined(text.box)
        left, right = hull.x0 - box.x0, box.x1 - hull.x1
        widget = replace(widget, centred=abs(left - right) <= max(6, 0.35 * unit, 0.12 * box.width))
    if box.height > 4 * unit:
        return widget
    marks = _marks(picture, region, [text.box for text in inside])
    caret = [mark for mark in marks if _caret(picture, mark, box)]
    alone = not inside and len(marks) == 1 and box.width <= 2.5 * box.height
    return replace(widget, caret=bool(caret or arrow), mark=_glyph(picture, marks[0]) if alone else "")


def _arrow(text: Text, box: Box) -> bool:
    """Whether a lone sign at the right end of a box is what a recogniser made of a list's arrow."""
    return text.words in {"V", "v", "\u2228", "\u25bc", "\u25be"} and box.x1 - text.box.x1 <= 1.2 * box.height


def _around(picture: Pixels, box: Box) -> tuple[int, int, int]:
    """The colour that surrounds a box, 4 pixels outside of its edges."""
    height, width = picture.shape[:2]
    middle = box.centre
    spots = [(box.x0 - 5, middle.y), (box.x1 + 5, middle.y), (middle.x, box.y0 - 5), (middle.x, box.y1 + 5)]
    near = [picture[y, x] for x, y in spots if 0 <= x < width and 0 <= y < height]
    colour = np.median(np.array(near), axis=0) if near else np.zeros(3)
    return int(colour[0]), int(colour[1]), int(colour[2])


def _marks(picture: Pixels, region: Region, texts: Sequence[Box]) -> list[Box]:
    """Boxes of the ink inside a region that is not read as text: carets, signs, icons."""
    box = region.box
    crop = picture[box.y0 + 2 : box.y1 - 2, box.x0 + 2 : box.x1 - 2].astype(np.int16)
    if crop.size == 0:
        return []
    ink = (np.abs(crop - np.array(region.colour)).max(axis=2) > 40).astype(np.uint8)
    for text in texts:
        ink[max(0, text.y0 - box.y0 - 2) : text.y1 - box.y0, max(0, text.x0 - box.x0 - 2) : text.x1 - box.x0] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    inner = Box(0, 0, crop.shape[1], crop.shape[0])
    marks = [Box(x, y, x + w, y + h) for x, y, w, h, area in stats[1:].tolist() if area >= 4 and max(w, h) >= 4]
    kept = [mark for mark in marks if mark.height < inner.height or (mark.x0 > 2 and mark.x1 < inner.width - 2)]
    return [Box(m.x0 + box.x0 + 2, m.y0 + box.y0 + 2, m.x1 + box.x0 + 2, m.y1 + box.y0 + 2) for m in kept]


def _caret(picture: Pixels, mark: Box, box: Box) -> bool:
    """A little mark near the right end, wide at its top and narrow at its foot: a triangle or a chevron."""
    right = box.x1 - mark.x1 <= 1.2 * box.height and mark.x0 > box.x0 + 0.5 * box.width
    if abs(mark.centre.y - box.centre.y) > 0.25 * box.height:
        return False  # the corner by which a text area is made larger
    size = 4 <= mark.width <= 0.8 * box.height and mark.height <= 0.5 * box.height
    if not (right and size and 0.8 <= mark.width / max(1, mark.height) <= 2.8):
        return False
    crop = picture[mark.y0 : mark.y1, mark.x0 : mark.x1].astype(np.int16)
    ground = picture[max(0, mark.y0 - 2), max(0, mark.x0 - 2)].astype(np.int16)
    ink = np.abs(crop - ground).max(axis=2) > 60
    spans = [int(np.ptp(np.flatnonzero(row))) + 1 if row.any() else 0 for row in ink]
    third = max(1, len(spans) // 3)
    return max(spans[:third]) >= 1.5 * max(1, max(spans[-third:]))


def _glyph(picture: Pixels, mark: Box) -> Literal["plus", "minus", "other"]:
    """Whether a lone mark is a plus or a minus sign."""
    if mark.width >= 2.5 * mark.height:
        return "minus"
    crop = picture[mark.y0 : mark.y1, mark.x0 : mark.x1].astype(np.int16)
    ink = np.abs(crop - crop[0, 0]).max(axis=2) > 60
    cross = ink[ink.shape[0] // 2].mean() > 0.8 and ink[:, ink.shape[1] // 2].mean() > 0.8
    return "plus" if cross and ink.mean() < 0.6 else "other"


def underlined(areas: Areas, texts: Sequence[Text], unit: int) -> list[Widget]:
    """Fields that are only a line below: at least five line heights long, thin, and not under a whole text."""
    opened = cv2.morphologyEx(areas.ink, cv2.MORPH_OPEN, np.ones((1, 5 * unit), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    found = []
    for x, y, width, height, _ in stats[1:].tolist():
        box = Box(x, max(0, y - int(1.5 * unit)), x + width, y + height)
        held = [text for text in texts if text.box.overlap(box) > 0.4 * text.box.area]
        covered = any(text.box.width > 0.9 * width for text in held)
        if height <= max(3, unit // 5) and not covered and len(held) < 2:  # a table's row holds several texts
            found.append(Widget("line", box))
    return found
