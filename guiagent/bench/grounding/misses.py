"""A page to look at: what was asked in vain, with the picture around it, the target and where the model pointed."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from PIL import Image, ImageDraw

from guiagent.actions import Point
from guiagent.bench.grounding.items import Absent, GroundingSet, Item, Polygon, Target
from guiagent.bench.grounding.pictures import screen_of
from guiagent.bench.grounding.rows import GroundingRow
from guiagent.bench.grounding.summary import Summary
from guiagent.runs.writing import put
from guiagent.words import plain

MOST = 200
"""Misses that are shown."""
WIDE, HIGH = 440, 300
"""Pixels that a picture on the page has at most."""
MARGIN = 90
"""Pixels of the screen that are shown around the target and the point."""
SAID = 300
_HERE = Path(__file__).parent
_GREEN, _RED = "#12a150", "#e6005a"

Rect = tuple[int, int, int, int]
"""left, top, right, bottom in pixels of the picture."""


@dataclass(frozen=True)
class Miss:
    """What the page tells of one: `picture` is a WebP in base64, with what it shows in words beside it."""

    item: Item
    row: GroundingRow
    picture: str
    words: str


def write_misses(path: Path, summary: Summary, questions: GroundingSet, answers: Mapping[str, GroundingRow]) -> int:
    """Write the page, and say how many misses there are. Raises RunFolderError, and UsageError for a picture gone."""
    asked = [(item, answers[item.id]) for item in questions.items[: summary.items] if item.id in answers]
    wrong = [(item, row) for item, row in asked if row.counts and row.status != "hit"]
    shown = [_miss(item, row, questions) for item, row in islice(wrong, MOST)]
    style = Markup((_HERE / "misses.css").read_text("utf-8"))
    page = (
        Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        .get_template("misses.html")
        .render(summary=summary, questions=questions, misses=shown, count=len(wrong), style=style)
    )
    put(path, page.encode("utf-8", "replace"))
    return len(wrong)


def _miss(item: Item, row: GroundingRow, questions: GroundingSet) -> Miss:
    screen = screen_of(questions.images[item.image], f"the picture of {item.id}")
    with Image.open(io.BytesIO(screen.png)) as opened:
        picture = marked(opened.convert("RGB"), item.target, row.point)
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=70)
    return Miss(item, row, b64encode(file.getvalue()).decode(), _words(item, row))


def marked(screen: Image.Image, target: Target, point: Point | None) -> Image.Image:
    """The part of a screen that a target and a point lie on, small, with both drawn on it."""
    rect = part(screen.size, target, point)
    share = min(1.0, WIDE / (rect[2] - rect[0]), HIGH / (rect[3] - rect[1]))
    size = (max(1, round((rect[2] - rect[0]) * share)), max(1, round((rect[3] - rect[1]) * share)))
    picture = screen.crop(rect).resize(size, Image.Resampling.LANCZOS)
    canvas = ImageDraw.Draw(picture)

    def at(x: float, y: float) -> tuple[float, float]:
        return (x - rect[0]) * share, (y - rect[1]) * share

    if not isinstance(target, Absent):
        _outline(canvas, [at(*corner) for corner in _corners(target)])
    if point is not None:
        _ring(canvas, *at(point.x + 0.5, point.y + 0.5))
    return picture


def part(size: tuple[int, int], target: Target, point: Point | None) -> Rect:
    """The target and the point with a margin, as far as the screen goes; all of it where there is neither."""
    boxes = [] if isinstance(target, Absent) else [target.around]
    boxes += [] if point is None else [(point.x, point.y, point.x + 1, point.y + 1)]
    if not boxes:
        return 0, 0, *size
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top = (max(0, int(min(sides)) - MARGIN) for sides in (lefts, tops))
    right, bottom = (min(side, int(max(sides)) + MARGIN) for side, sides in zip(size, (rights, bottoms), strict=True))
    return min(left, size[0] - 1), min(top, size[1] - 1), max(right, left + 1), max(bottom, top + 1)


def _corners(target: Target) -> Sequence[tuple[float, float]]:
    if isinstance(target, Polygon):
        return target.corners
    assert not isinstance(target, Absent)
    left, top, right, bottom = target.around
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _outline(canvas: ImageDraw.ImageDraw, corners: list[tuple[float, float]]) -> None:
    closed = [*corners, corners[0]]
    canvas.line(closed, fill="white", width=4, joint="curve")
    canvas.line(closed, fill=_GREEN, width=2, joint="curve")


def _ring(canvas: ImageDraw.ImageDraw, x: float, y: float) -> None:
    for colour, width, radius in (("white", 5, 9), (_RED, 3, 8)):
        canvas.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=width)
    canvas.ellipse((x - 2, y - 2, x + 2, y + 2), fill=_RED)


def _words(item: Item, row: GroundingRow) -> str:
    """What came of it, in a line."""
    target = "nothing to be found" if isinstance(item.target, Absent) else _where(item.target)
    match row.status:
        case "miss":
            return f"pointed at {row.point}; {target}"
        case "wrong_format":
            return f"no answer that can be read: {plain(row.said, SAID)}; {target}"
        case _:
            return f"said that it is not there: {plain(row.said, SAID) or 'no more'}; {target}"


def _where(target: Target) -> str:
    assert not isinstance(target, Absent)
    left, top, right, bottom = target.around
    return f"the target goes from ({left:g},{top:g}) to ({right:g},{bottom:g})"
