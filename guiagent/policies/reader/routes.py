"""What on a screen leads elsewhere: links, tabs, rows of navigation, headings that fold open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guiagent.policies.reader.find import Hit, distinct
from guiagent.policies.reader.match import plain
from guiagent.sight.shapes import Scene, Text, Widget

FOLDED = re.compile(r"^[\u25b6\u25b8\u25ba\u203a>+\u2228\u2304\u25bc]\s*\w|\w\s*[\u25be\u25bc\u2304+]$")
PLAIN = re.compile(r"[^\W\d][^$\u20ac\u00a3@:;]{1,28}")


def links(scene: Scene) -> list[Hit]:
    """Whatever may be followed, in reading order, without what is clearly a value or running text."""
    fields = [
        w
        for w in scene.widgets
        if w.is_field(scene.unit) and not w.is_button(scene.unit) and w.box.height < 4 * scene.unit
    ]
    little = [w for w in scene.widgets if w.kind in {"check", "radio", "switch", "slider"}]
    buttons = [
        Hit(0, w.box, w.words, w)
        for w in scene.widgets
        if w.is_button(scene.unit) and 0 < len(w.words) <= 32 and not w.caret
    ]
    texts = [
        Hit(0, text.box, text.words)
        for text in scene.texts
        if _followed(scene, text) and not _labels(text, fields, little, scene.unit)
    ]
    return distinct([*buttons, *texts], scene.unit)


def _labels(text: Text, fields: Sequence[Widget], little: Sequence[Widget], unit: int) -> bool:
    """Whether a text belongs to a field: stands in it, just above it, or beside a box to tick."""
    inside = any(w.box.has(text.box.centre) and w.box.width < 20 * unit for w in fields)
    above = any(-4 <= w.box.y0 - text.box.y1 < 0.8 * unit and abs(w.box.x0 - text.box.x0) < unit for w in fields)
    ticked = any(w.box.beside(text.box) > 0.5 and w.box.distance(text.box) < 2 * unit for w in little)
    return inside or above or ticked


def _followed(scene: Scene, text: Text) -> bool:
    words = text.words.strip()
    if text.red and not text.underlined:
        return False
    if text.coloured or text.underlined or FOLDED.search(words):
        return len(plain(words)) > 1
    return PLAIN.fullmatch(words) is not None and (_in_row(scene, text) or _in_column(scene, text))


def _in_row(scene: Scene, text: Text) -> bool:
    """Whether a text is one of the short ones in a row of navigation or of tabs: nothing else stands in it."""
    row = [other for other in scene.texts if other.box.beside(text.box) > 0.7]
    short = [other for other in row if PLAIN.fullmatch(other.words.strip()) and len(other.words.split()) <= 3]
    below = any(
        other.box.stacked(text.box) > 0.5 and _near(text, other) and _alike(text, other) for other in scene.texts
    )
    return len(short) >= 2 and len(short) >= len(row) - 1 and not below


def _near(text: Text, other: Text) -> bool:
    return 0 < other.box.y0 - text.box.y0 < 3 * text.box.height


def _alike(text: Text, other: Text) -> bool:
    """Whether another text begins as far left, as in a table's column."""
    return abs(other.box.x0 - text.box.x0) <= 4


def _in_column(scene: Scene, text: Text) -> bool:
    """Whether a text is one of three or more short ones below one another at the side, as in a menu."""
    column = [
        other
        for other in scene.texts
        if abs(other.box.x0 - text.box.x0) <= 4 and abs(other.box.height - text.box.height) <= 5
    ]
    alone = [
        other
        for other in column
        if not any(o.box.beside(other.box) > 0.5 and 0 < o.box.x0 - other.box.x1 < 6 * scene.unit for o in scene.texts)
    ]
    return len(alone) >= 3 and all(PLAIN.fullmatch(other.words.strip()) for other in alone) and text in alone
