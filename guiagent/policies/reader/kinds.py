"""Things by their kind alone: "the first checkbox", "the text area", "the slider"."""

from __future__ import annotations

from collections.abc import Sequence

from guiagent.policies.reader import dates
from guiagent.policies.reader.targets import Sort
from guiagent.sight.shapes import Box, Scene, Widget


def of_kind(scene: Scene, sort: Sort) -> Sequence[Widget]:
    """The widgets of a kind."""
    match sort:
        case "slider":
            return rails(scene)
        case "check" | "radio" | "switch":
            return [widget for widget in scene.widgets if widget.kind == sort]
        case "area":
            return areas(scene) or inputs(scene)
        case "field":
            lines = [widget for widget in inputs(scene) if widget not in areas(scene)]
            return lines or inputs(scene)
        case "dropdown":
            return [widget for widget in scene.widgets if widget.caret]
        case "button":
            return buttons(scene)
        case _:
            return []


def inputs(scene: Scene) -> Sequence[Widget]:
    """Places to type in, of one line or several."""
    typables = [widget for widget in scene.widgets if typable(scene, widget)]
    framed = [Widget("box", box) for box in _frames(scene) if not any(box.has(w.box.centre) for w in typables)]
    lines = [w for w in scene.widgets if w.kind == "line" and not any(f.box.overlap(w.box) for f in framed)]
    return [*typables, *framed, *lines]


def typable(scene: Scene, widget: Widget) -> bool:
    """Whether a box is one to type in: its ground is the page's own, and its words do not stand in its middle."""
    if widget.kind != "box" or not widget.is_field(scene.unit) or widget.filled or _cell(scene, widget):
        return False
    return not widget.centred or dates.is_dated(widget.words) or grips(scene, widget)


def _cell(scene: Scene, widget: Widget) -> bool:
    """Whether a box with words adjoins others with words, as the cells of a table do."""
    beside = (w for w in scene.widgets if w is not widget and w.words and w.box.beside(widget.box) > 0.9)
    return bool(widget.words) and any(
        abs(w.box.height - widget.box.height) <= 4 and w.box.distance(widget.box) < 0.35 * scene.unit for w in beside
    )


def _frames(scene: Scene) -> Sequence[Box]:
    """Long rectangles of a line's height with no words of a button on them: a field with an icon in it is one."""
    long = (f.box for f in scene.figures if f.sides == 4 and f.hollow and f.box.width > 2.5 * f.box.height)
    return [box for box in long if 0.8 * scene.unit < box.height < 2.4 * scene.unit and not _worded(scene, box)]


def _worded(scene: Scene, box: Box) -> bool:
    worded = any(w.words and w.kind == "box" and box.grown(3).holds(w.box) for w in scene.widgets)
    return worded or any(box.has(rail.box.centre) for rail in rails(scene))


def rails(scene: Scene) -> Sequence[Widget]:
    """Sliders: a long track, level or upright, with a thumb about as thick as itself that stands out on it."""
    found = []
    for figure in scene.figures:
        box, thick = figure.box, min(figure.box.width, figure.box.height)
        if max(box.width, box.height) < 4 * thick or not 0.3 * scene.unit <= thick <= 2 * scene.unit:
            continue
        thumbs = [w for w in scene.widgets if w.kind == "box" and not w.words and _thumb(w.box, box, thick)]
        if len(thumbs) == 1:
            found.append(Widget("slider", box, level=_level(thumbs[0].box, box)))
    others = [w for w in scene.widgets if w.kind == "slider" and not any(w.box.overlap(f.box) for f in found)]
    return sorted([*found, *others], key=lambda w: (w.box.y0, w.box.x0))


def _thumb(box: Box, track: Box, thick: int) -> bool:
    even = 0.6 * thick <= box.width <= 1.3 * thick and 0.6 * thick <= box.height <= 1.3 * thick
    return even and track.grown(3).holds(box)


def _level(thumb: Box, track: Box) -> float:
    """How far along its track a thumb stands, from the left or from below, 0 to 1."""
    if track.width >= track.height:
        return min(1.0, max(0.0, (thumb.x0 - track.x0) / max(1, track.width - thumb.width)))
    return min(1.0, max(0.0, (track.y1 - thumb.y1) / max(1, track.height - thumb.height)))


def areas(scene: Scene) -> Sequence[Widget]:
    """Boxes to type several lines in: tall ones, and those with a corner to make them larger."""
    return [w for w in scene.widgets if w.kind == "box" and not w.filled and _roomy(scene, w)]


def _roomy(scene: Scene, widget: Widget) -> bool:
    return grips(scene, widget) or (typable(scene, widget) and widget.box.height > 2.6 * scene.unit)


def grips(scene: Scene, widget: Widget) -> bool:
    """Whether a few slanted lines stand in the lower right corner of a box."""
    box, unit = widget.box, scene.unit
    corner = (figure for figure in scene.figures if box.grown(6).holds(figure.box) and figure.solid < 0.4)
    return any(box.x1 - f.box.x1 < 0.5 * unit and box.y1 - f.box.y1 < 0.5 * unit for f in corner if f.sides)


def buttons(scene: Scene) -> Sequence[Widget]:
    """Things to press; boxes of another ground with words on them, where none looks more like a button."""
    looked = [widget for widget in scene.widgets if widget.is_button(scene.unit) and not typable(scene, widget)]
    worded = [w for w in scene.widgets if w.kind == "box" and w.filled and w.words and w.box.height < 5 * scene.unit]
    return looked or worded
