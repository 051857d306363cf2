"""Candidates from pixels alone: texts, fields, buttons and small pictures, on any screen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from guiagent.actions import Box
from guiagent.candidates.drawings import BAR, drawings
from guiagent.candidates.links import button_before, is_icons, links, sign_within, signs_beside
from guiagent.records import Mark, Observation
from guiagent.screen import Screen
from guiagent.sight import shapes
from guiagent.sight.see import Eyes, decoded
from guiagent.sight.shapes import Scene, Text, Widget

MOST = 150
"""Marks on one screen; beyond that no model reads their numbers."""
READ = 200
"""Texts that are read on one screen; more would take most of the time that a dense one takes."""
ONE_LINE = 3.4
"""The height of a thing with one line in it, in heights of a line: the words in it belong to it."""


@dataclass(frozen=True)
class Place:
    """A candidate: `rank` says how likely something can be done there, 0 most of all."""

    box: shapes.Box
    words: str
    rank: int


@dataclass(frozen=True)
class PixelCandidates:
    """`Candidates` of any computer with a screen: the same for the same screen, whatever was seen before.

    Texts beyond the first ones, which the eyes read, are places as well, without a label.
    """

    eyes: Eyes = field(default_factory=lambda: Eyes(anew=True, most=READ))
    most: int = MOST

    async def places(self, now: Observation) -> tuple[Mark, ...]:
        """Widgets, texts and drawings, each once, in reading order; the likeliest where there are too many."""
        return await asyncio.to_thread(self._seen, now.screen)

    def _seen(self, screen: Screen) -> tuple[Mark, ...]:
        scene = self.eyes.see(screen)
        found = in_scene(scene, decoded(screen.png))
        likeliest = sorted(found, key=lambda place: place.rank)[: self.most]
        marks = [Mark(box=_within(place.box, screen), label=place.words) for place in likeliest]
        return tuple(sorted(marks, key=lambda mark: _reading(mark.box, scene.unit)))


def in_scene(scene: Scene, picture: NDArray[np.uint8]) -> list[Place]:
    """The candidates of a scene and of its BGR picture, none twice."""
    lines = [text for text in scene.texts if not is_icons(text)]
    written = [text.box for text in lines]
    inked = [*written, *drawings(picture, written, scene.unit)]
    widgets = [widget for widget in _kept(scene) if not _is_bar(widget.box, inked, scene.unit)]
    whole = [widget.box for widget in widgets if widget.box.height <= ONE_LINE * scene.unit]
    fields = {widget.box for widget in widgets if widget.is_field(scene.unit) and not widget.is_button(scene.unit)}
    cells = adjoining(whole)
    single = [box for box in whole if _is_single(box, written, scene.unit)]
    closed = [box for box in single if box not in fields and box not in cells]  # a field's own icons are buttons
    holders = [box for box in whole if box in cells or box not in fields]
    full = [box for box in whole if box in fields and box not in cells]
    texts = [text for text in lines if not _belongs(text.box, full) and not _means(text.box, holders, scene.unit)]
    texts = [part for text in texts for part in links(text, picture)]
    drawn = drawings(picture, [*written, *closed], scene.unit, sorted(cells))
    drawn = [box for box in drawn if not _belongs(box, closed) and not _means(box, whole, scene.unit)]
    drawn = [box for box in drawn if not _is_bar(box, inked, scene.unit) and not _fills(box, drawn, written)]
    ticks = [box for text in lines if (box := button_before(text, picture)) is not None]
    signs = [sign for text in lines for sign in signs_beside(text, picture)]
    signs += [sign for box in closed if (sign := sign_within(box, written, picture)) is not None]
    return _once(
        [
            *(_of_widget(widget, scene.unit) for widget in widgets if widget.box not in cells),
            *(_of_cell(box, lines) for box in sorted(cells) if not any(_belongs(text.box, [box]) for text in texts)),
            *(Place(box, "", 0) for box in ticks if not _belongs(box, whole)),
            *(Place(box, "", 1) for box in signs if not _means(box, whole, scene.unit)),
            *(_of_drawing(box, scene.unit) for box in drawn),
            *(_of_text(text, scene) for text in texts),
        ]
    )


def _fills(box: shapes.Box, drawn: Sequence[shapes.Box], written: Sequence[shapes.Box]) -> bool:
    """Whether a drawing stands in the middle of another one, as the motif of a picture does."""
    for other in drawn:
        if other is box or not other.holds(box, 0) or any(other.holds(text) for text in written):
            continue
        off = abs(other.centre.x - box.centre.x) / other.width, abs(other.centre.y - box.centre.y) / other.height
        if max(off) < 0.15:
            return True
    return False


def _is_bar(box: shapes.Box, inked: Sequence[shapes.Box], unit: int) -> bool:
    """Whether a flat box is the ground of several things side by side, and none itself."""
    if box.height > ONE_LINE * unit:
        return False
    inside = sorted((one.x0, one.x1) for one in inked if one.overlap(box) > 0.7 * one.area)
    apart, end = 0, box.x0 - 2 * unit
    for left, right in inside:
        apart += left - end > 0.5 * unit
        end = max(end, right)
    return apart > 2 or (apart > 1 and box.width > BAR * unit)


def _kept(scene: Scene) -> list[Widget]:
    """The widgets less the lines between the rows of a table and the edges of cards, which look like fields."""
    ruled = [widget.box for widget in scene.widgets if widget.kind == "line"]

    def is_row(box: shapes.Box) -> bool:
        alike = [other for other in ruled if abs(other.x0 - box.x0) <= 3 and abs(other.x1 - box.x1) <= 3]
        return len(alike) > 2 or box.width > 0.6 * scene.box.width or _is_edge(box, scene.cards)

    return [widget for widget in scene.widgets if widget.kind != "line" or not is_row(widget.box)]


def _is_edge(line: shapes.Box, cards: Sequence[shapes.Box]) -> bool:
    """Whether a line is the upper or lower edge of a card."""
    return any(min(abs(line.y1 - card.y0), abs(line.y1 - card.y1)) <= 6 and line.stacked(card) > 0.8 for card in cards)


def _of_widget(widget: Widget, unit: int) -> Place:
    likely = widget.kind != "box" or widget.is_button(unit) or widget.is_field(unit)
    return Place(widget.box, widget.words, 0 if likely else 3)


def _of_cell(box: shapes.Box, lines: Sequence[Text]) -> Place:
    words = " ".join(text.words for text in lines if text.words and _belongs(text.box, [box]))
    return Place(box, words, 2 if words else 4)


def _of_drawing(box: shapes.Box, unit: int) -> Place:
    return Place(box, "", 1 if box.height <= ONE_LINE * unit else 2)


def _of_text(text: Text, scene: Scene) -> Place:
    """A coloured or short text is more often a link than a line of a paragraph is."""
    short = text.box.width <= 14 * scene.unit
    return Place(text.box, text.words, 1 if text.coloured or text.underlined else 2 if short else 4)


def _belongs(box: shapes.Box, holders: Sequence[shapes.Box]) -> bool:
    """Whether most of a box lies in one of these."""
    return any(box.overlap(holder) > 0.7 * box.area for holder in holders)


def _means(box: shapes.Box, holders: Sequence[shapes.Box], unit: int) -> bool:
    """Whether most of a box lies in one of these and about in its middle, so that both are the same place."""
    slack = unit // 4
    return any(box.overlap(one) > 0.7 * box.area and box.grown(slack).has(one.centre) for one in holders)


def _is_single(box: shapes.Box, written: Sequence[shapes.Box], unit: int) -> bool:
    """Whether a box is one thing: it has its words in its middle, or has none."""
    held = [text for text in written if text.overlap(box) > 0.7 * text.area]
    return not held or any(text.grown(unit // 4).has(box.centre) for text in held)


def adjoining(boxes: Sequence[shapes.Box]) -> frozenset[shapes.Box]:
    """Those that stand in a column of three or more with nothing between them: cells of a table, rows of a list."""
    columns: dict[tuple[int, int], list[shapes.Box]] = {}
    for box in boxes:
        columns.setdefault((box.x0 // 4, box.x1 // 4), []).append(box)
    found: set[shapes.Box] = set()
    for column in columns.values():
        stacked = sorted(column, key=lambda box: box.y0)
        for three in zip(stacked, stacked[1:], stacked[2:], strict=False):
            if all(-2 <= lower.y0 - upper.y1 <= 6 for upper, lower in pairwise(three)):
                found.update(three)
    return frozenset(found)


def _same(one: shapes.Box, other: shapes.Box) -> bool:
    return one.overlap(other) > 0.7 * max(one.area, other.area)


def _once(places: Iterable[Place]) -> list[Place]:
    """The first of those that are the same place."""
    found: list[Place] = []
    for place in places:
        if place.box.area > 0 and not any(_same(place.box, other.box) for other in found):
            found.append(place)
    return found


def _within(box: shapes.Box, screen: Screen) -> Box:
    left, top = min(max(box.x0, 0), screen.width - 1), min(max(box.y0, 0), screen.height - 1)
    return Box(left, top, max(left + 1, min(box.x1, screen.width)), max(top + 1, min(box.y1, screen.height)))


def _reading(box: Box, unit: int) -> tuple[int, int]:
    """From line to line, and within it from left to right."""
    return (box.top + box.bottom) // (2 * max(1, unit)), box.left
