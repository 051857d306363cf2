"""Looks at a screenshot: texts and widgets in its own pixels, whatever the theme, the size and the scale factor.

Seeing works on a copy at which letters have the height of ordinary text at scale factor 1, and maps back what it found.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from guiagent.screen import Screen
from guiagent.sight import lines, widgets
from guiagent.sight.figures import figures, scroll_bars
from guiagent.sight.ocr import Ocr, Reading
from guiagent.sight.regions import cut
from guiagent.sight.shapes import Box, Figure, Scene, Text, Widget

Pixels = NDArray[np.uint8]
LETTER = 9.0
"""The height of a letter, in pixels, that seeing works at."""
LINE = 2.35
"""The height of a line of text, in heights of a letter."""


@dataclass
class Eyes:
    """Sees screens. Keeps the last few scenes by the hash of their screen, which changes nothing but the time.

    `anew`: each screen is seen as if it were the first. Otherwise lines of text are looked for only where the picture
    differs from the one before, which takes half the time, and may part a line elsewhere than a first look does.
    `most`: the texts that are read on one screen, from the top; those beyond it are seen, and have no words.
    """

    ocr: Ocr = field(default_factory=Ocr)
    kept: int = 8
    anew: bool = False
    most: float = math.inf
    _scenes: OrderedDict[str, Scene] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _last: tuple[Pixels, list[Box]] | None = None

    def see(self, screen: Screen) -> Scene:
        """The scene of a screenshot; blocks for up to a second or two."""
        with self._lock:
            if screen.sha not in self._scenes:
                self._scenes[screen.sha] = self._seen(decoded(screen.png))
            self._scenes.move_to_end(screen.sha)
            while len(self._scenes) > self.kept:
                self._scenes.popitem(last=False)
            return self._scenes[screen.sha]

    def _seen(self, picture: Pixels) -> Scene:
        letter = lines.glyph_height(picture)
        factor = _factor(letter)
        work = lines.scaled(picture, factor)
        rows = self._rows(work)
        unit = max(14, round(LINE * letter * factor))
        areas = cut(work, unit)
        little = widgets.small(work, areas, rows, unit)
        walls = [w.box for w in little if w.kind != "slider"] + [
            r.box for r in areas.regions if r.filled > 0.8 and not _hole(r.box, rows)
        ]
        walls = [wall for wall in walls if wall.height < 5 * unit]
        reading = Reading(self.ocr, self.most)
        texts = lines.phrases(work, lines.mended(rows), walls, reading)
        little = [widget for widget in little if not _letter(widget, texts)]
        texts = [text for text in texts if not _sign(text, little)]
        big = widgets.boxes(work, areas.regions, texts, unit, reading)
        big = [box for box in big if not _hole(box.box, rows) and not any(_is(box, widget) for widget in little)]
        big = [box for box in big if not _holder(box, [*big, *little], unit)]
        ruled = [line for line in widgets.underlined(areas, texts, unit) if not any(_edge(line, box) for box in big)]
        cards = tuple(region.box for region in areas.regions if region.filled > 0.85 and region.box.height > 3 * unit)
        whole = Box(0, 0, work.shape[1], work.shape[0])
        scene = _mapped(Scene(whole, unit, tuple(texts), (*big, *little, *ruled), cards), factor)
        drawn = figures(picture, scene.unit, [text.box for text in scene.texts if text.length > 2])
        return _without_bars(replace(scene, figures=drawn), picture, reading)

    def _rows(self, work: Pixels) -> list[Box]:
        """The lines of text: looked for anew only where the picture differs from the one seen just before."""
        last, self._last = None if self.anew else self._last, (work, [])
        part = news(last[0], work) if last and last[0].shape == work.shape else inked(work)
        kept: list[Box] = []
        if last and part and last[0].shape == work.shape:
            for row in last[1]:
                part = part.joined(row) if part.overlap(row) else part
            kept = [row for row in last[1] if not part.overlap(row)]
        elif last and part is None and last[0].shape == work.shape:
            kept = last[1]
        found = self.ocr.lines(np.ascontiguousarray(work[part.y0 : part.y1, part.x0 : part.x1])) if part else []
        rows = [*kept, *(row.moved(part.x0, part.y0) for row in found if part)]
        self._last = (work, rows)
        return rows


LONE = 30
"""How many things that may be a lone letter are read on a screen."""


def _without_bars(scene: Scene, picture: Pixels, reading: Reading) -> Scene:
    """The scene without what stands in the screen's scroll bars, and with the letters that stand alone."""
    long = [*(figure.box for figure in scene.figures), *(w.box for w in scene.widgets if not w.words)]
    strips = scroll_bars(long, scene.box, scene.unit)

    def free(box: Box) -> bool:
        return not any(strip.has(box.centre) for strip in strips)

    texts = tuple(text for text in scene.texts if len(text.words) > 1 or free(text.box))
    clear = replace(scene, texts=texts, figures=tuple(figure for figure in scene.figures if free(figure.box)))
    return replace(clear, texts=(*texts, *_lone(picture, clear, clear.figures, reading)))


def _lone(picture: Pixels, scene: Scene, drawn: Sequence[Figure], reading: Reading) -> list[Text]:
    """The letters and digits that stand alone, which a detector of lines of text passes over."""
    found = []
    for figure in [each for each in drawn if _lettered(each, scene)][:LONE]:
        around = figure.box.grown(max(3, figure.box.height // 5))
        crop = picture[max(0, around.y0) : around.y1, max(0, around.x0) : around.x1]
        words = reading.words(scaled_to(crop)) or ""
        if len(words) == 1 and words.isalnum() and words.isascii():
            found.append(Text(figure.box, words, coloured=_vivid(figure.rim)))
    return found


def _lettered(figure: Figure, scene: Scene) -> bool:
    """Whether a thing is of a letter's size and outline, and stands in no text that was read."""
    box, unit = figure.box, scene.unit
    sized = 0.3 * unit <= box.height <= 2.6 * unit and box.width <= 1.3 * box.height
    outlined = figure.sides < 0 or (figure.sides in {4, 5} and figure.solid < 0.8) or box.width < 0.5 * box.height
    return sized and outlined and not any(text.box.grown(4).has(box.centre) for text in scene.texts)


def scaled_to(crop: Pixels, height: int = 48) -> Pixels:
    """A crop of one line at the height that the recogniser reads best."""
    return np.ascontiguousarray(lines.scaled(crop, height / max(1, crop.shape[0])))


def _vivid(colour: tuple[int, int, int]) -> bool:
    return max(colour) - min(colour) > 60


MARGIN = 24
"""Pixels around what is looked at, so that no letter is cut."""


def news(before: Pixels, after: Pixels) -> Box | None:
    """The part of a picture that differs from the one before; None where none does."""
    differs = (cv2.absdiff(before, after).max(axis=2) > 8).astype(np.uint8)
    return _around(differs)


def inked(picture: Pixels) -> Box | None:
    """The part of a picture where anything stands out at all."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    stands = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 12
    return _around(stands.astype(np.uint8))


def _around(mask: NDArray[np.uint8]) -> Box | None:
    if not mask.any():
        return None
    x, y, width, height = cv2.boundingRect(mask)
    high, wide = mask.shape
    return Box(max(0, x - MARGIN), max(0, y - MARGIN), min(wide, x + width + MARGIN), min(high, y + height + MARGIN))


def decoded(png: bytes) -> Pixels:
    """A PNG's pixels in BGR, shape (height, width, 3)."""
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("the screenshot is not a picture that can be decoded")
    return picture.astype(np.uint8)


def _factor(letter: float) -> float:
    """One over a whole number for large letters, which keeps thin lines crisp; 2 for tiny ones."""
    if letter >= 1.5 * LETTER:
        return 1.0 / min(5, round(letter / LETTER))
    return 2.0 if letter <= 0.67 * LETTER else 1.0


def _letter(widget: Widget, texts: Sequence[Text]) -> bool:
    """Whether a small outline is a letter or a sign inside a longer text."""
    return any(text.box.overlap(widget.box) > 0.6 * widget.box.area and text.length > 1 for text in texts)


def _hole(box: Box, rows: Sequence[Box]) -> bool:
    """Whether a small box is the inside of a letter: it stands in a line of text that is taller and far longer."""
    return any(
        row.holds(box) and box.height < 0.85 * row.height and box.width < row.height and row.width > 2.5 * row.height
        for row in rows
    )


def _sign(text: Text, little: Sequence[Widget]) -> bool:
    """Whether a text of one sign is what the recogniser made of a checkbox or a radio button."""
    signs = text.length <= 2 and any(w.box.overlap(text.box) > 0.5 * w.box.area for w in little)
    return (signs and not text.words.isalnum()) or (signs and text.words.lower() in {"o", "0", "v", "q", "d", "√"})


def _is(box: Widget, widget: Widget) -> bool:
    return widget.box.grown(3).holds(box.box) and box.box.area > 0.3 * widget.box.area and not box.words


def _holder(box: Widget, others: Sequence[Widget], unit: int) -> bool:
    """Whether a box is a card or a bar that holds other widgets, and so nothing to type in or to press itself."""
    return any(
        other is not box and box.box.holds(other.box) and other.box.area < 0.7 * box.box.area and not other.mark
        for other in others
        if other.kind != "box" or other.box.height > 0.8 * unit
    )


def _edge(line: Widget, box: Widget) -> bool:
    """Whether a line is just an edge of a box."""
    low = abs(line.box.y1 - box.box.y1) <= 6 or abs(line.box.y1 - box.box.y0) <= 6
    return low and line.box.stacked(box.box) > 0.8


def _mapped(scene: Scene, factor: float) -> Scene:
    if factor == 1:
        return scene

    def back(box: Box) -> Box:
        return Box(*(round(value / factor) for value in box))

    return Scene(
        back(scene.box),
        round(scene.unit / factor),
        tuple(replace(text, box=back(text.box)) for text in scene.texts),
        tuple(replace(widget, box=back(widget.box)) for widget in scene.widgets),
        tuple(back(card) for card in scene.cards),
    )
