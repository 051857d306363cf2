"""A grounder without a model: it reads what is written on the screen and looks for the words of the description."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from guiagent.actions import Point
from guiagent.grounders.wording import Kind, Side, Wording, likeness, plain
from guiagent.records import Located
from guiagent.screen import Screen
from guiagent.sight.see import Eyes
from guiagent.sight.shapes import Box, Scene, Text, Widget
from guiagent.words import quoted

TOLD = 4
"""Texts that are named where several fit alike."""


@dataclass(frozen=True)
class OcrGrounder:
    """A `Grounder`: the same words > words that hold them > words a recogniser may have misread."""

    eyes: Eyes = field(default_factory=Eyes)

    async def locate(self, screen: Screen, description: str) -> Located:
        """The middle of the text, or of the field that it is the label of.

        None, and why, where no text is near, or where several are equally near and the description does not tell them
        apart. The picture is read in a thread, for up to a second or two.
        """
        scene = await asyncio.to_thread(self.eyes.see, screen)
        wording = Wording.of(description)
        found = _fitting(scene, wording)
        if not found:
            return Located(point=None, said="nothing that is written there is like it")
        chosen = _told_apart(found, scene, wording)
        if len(chosen) > 1:
            where = ", ".join(f"{quoted(each.text.words)} at {each.point}" for each in chosen[:TOLD])
            return Located(point=None, said=f"{len(chosen)} texts fit alike: {where}")
        return Located(point=chosen[0].point)


@dataclass(frozen=True)
class Fit:
    """A text that fits a description, and the pixel to point at."""

    text: Text
    point: Point
    score: tuple[int, float]


def _fitting(scene: Scene, wording: Wording) -> list[Fit]:
    """The texts that fit best, for the first of the names that any fits well; a misread one is the last resort."""
    texts = [*scene.texts, *_signs(scene)]
    scored = [[(likeness(head, text.words), text) for text in texts] for head in wording.heads]
    for least in (3, 2, 1):
        for head, scores in zip(wording.heads, scored, strict=True):
            fits = [Fit(text, _aim(text, head, scene, wording), score) for score, text in scores if score[0] >= least]
            if fits:
                return _best(fits, scene, wording)
    return []


def _signs(scene: Scene) -> list[Text]:
    """The widgets whose words are no text of their own, as the sign on a little button."""
    widgets = [widget for widget in scene.widgets if widget.words and not scene.inside(widget.box)]
    return [Text(widget.box, widget.words) for widget in widgets]


def _best(fits: list[Fit], scene: Scene, wording: Wording) -> list[Fit]:
    """Those with the best score; of a field, those that lead to one, if any does."""
    if wording.kind == "field":
        fits = [fit for fit in fits if _is_field(scene.around(fit.point), scene.unit)] or fits
    top = max(fit.score for fit in fits)
    return [fit for fit in fits if fit.score[0] == top[0] and fit.score[1] >= top[1] - 0.02]


def _aim(text: Text, head: str, scene: Scene, wording: Wording) -> Point:
    """The middle of the words within their line, or of the field that they stand beside or above."""
    line, name = text.words.casefold(), head.casefold()
    start = line.find(name)
    share = 0.5 if start < 0 else (start + len(name) / 2) / len(line)
    box = text.box
    point = Point(min(box.x1 - 1, box.x0 + int(box.width * share)), (box.y0 + box.y1) // 2)
    if _is_field(scene.around(point), scene.unit) or not (wording.kind == "field" or _is_label(text, point, scene)):
        return point
    near = _field_of(box, scene, reach=12 if wording.kind == "field" else 3)
    return near.box.centre if near else point


def _is_label(text: Text, point: Point, scene: Scene) -> bool:
    """Whether a text is nothing to press itself, so that a field right by it is what it stands for."""
    if text.coloured or text.underlined or scene.around(point) is not None:
        return False
    ticks = [widget.box for widget in scene.widgets if widget.kind in ("check", "radio", "switch")]
    return not any(box.beside(text.box) > 0.5 and box.distance(text.box) <= 1.5 * scene.unit for box in ticks)


def _field_of(label: Box, scene: Scene, reach: int) -> Widget | None:
    """The field right below a label, or else right of it in its row, at most `reach` lines' heights away."""
    unit = scene.unit
    fields = [widget for widget in scene.widgets if _is_field(widget, unit)]
    beside = [w for w in fields if w.box.beside(label) > 0.5 and 0 <= w.box.x0 - label.x1 <= reach * unit]
    below = [
        w for w in fields if -unit // 4 <= w.box.y0 - label.y1 <= 1.2 * unit and abs(w.box.x0 - label.x0) <= 1.5 * unit
    ]
    return min(below or beside, key=lambda widget: widget.box.distance(label), default=None)


def _is_field(widget: Widget | None, unit: int) -> bool:
    return widget is not None and widget.is_field(unit) and not widget.is_button(unit)


def _told_apart(found: list[Fit], scene: Scene, wording: Wording) -> list[Fit]:
    """The one that the rest of the description means, where it says so: its kind, what it is near, number, side."""
    found = _of_kind(found, scene, wording.kind)
    if len(found) > 1 and (anchors := _anchors(found, scene, wording)):
        found = _nearest(found, anchors)
    if len(found) > 1 and wording.place is not None:
        row = scene.unit
        ordered = sorted(found, key=lambda fit: (fit.point.y // row, fit.point.x))
        found = [ordered[wording.place]] if wording.place < len(ordered) else found
    for side in wording.sides:
        found = _outermost(found, side, scene.unit)
    return found


def _of_kind(found: list[Fit], scene: Scene, kind: Kind) -> list[Fit]:
    """Those that look like a button, or like none, where that is asked for and any does."""
    if kind not in ("button", "link"):
        return found
    around = [scene.around(fit.point) for fit in found]
    pressed = [widget is not None and widget.is_button(scene.unit) for widget in around]
    return [fit for fit, button in zip(found, pressed, strict=True) if button == (kind == "button")] or found


def _anchors(found: Sequence[Fit], scene: Scene, wording: Wording) -> list[Box]:
    """The texts that the description names besides, the longest of them, each standing on the screen once."""
    mine = {fit.text for fit in found}
    context = f" {plain(wording.context)} "
    named = [text for text in scene.texts if text not in mine and f" {plain(text.words)} " in context]
    named = [text for text in named if len(plain(text.words)) > 2]
    longest = max((len(plain(text.words)) for text in named), default=0)
    return [text.box for text in named if len(plain(text.words)) == longest]


def _nearest(found: list[Fit], anchors: Sequence[Box]) -> list[Fit]:
    """Those in the row of an anchor, or else the nearest to one."""
    rows = [fit for fit in found if any(fit.text.box.beside(anchor) > 0.5 for anchor in anchors)]
    among = rows or found
    apart = [min(fit.text.box.distance(anchor) for anchor in anchors) for fit in among]
    return [fit for fit, distance in zip(among, apart, strict=True) if distance <= min(apart) + 2]


def _outermost(found: list[Fit], side: Side, unit: int) -> list[Fit]:
    """Those furthest to a side, within half a line."""
    axis, sign = {"left": (0, 1), "right": (0, -1), "top": (1, 1), "bottom": (1, -1)}[side]
    least = min(sign * fit.point[axis] for fit in found)
    return [fit for fit in found if sign * fit.point[axis] <= least + unit // 2]
