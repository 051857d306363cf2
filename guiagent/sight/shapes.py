"""Rectangles and what they hold: the values that seeing produces and matching reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from guiagent.actions import Point


class Box(NamedTuple):
    """A rectangle in pixels of the screenshot; the right and bottom edges are outside."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    @property
    def area(self) -> int:
        return max(0, self.width) * max(0, self.height)

    @property
    def centre(self) -> Point:
        return Point((self.x0 + self.x1) // 2, (self.y0 + self.y1) // 2)

    def holds(self, other: Box, slack: int = 2) -> bool:
        """Whether the other lies inside, with `slack` pixels of tolerance."""
        return (
            self.x0 - slack <= other.x0
            and self.y0 - slack <= other.y0
            and other.x1 <= self.x1 + slack
            and other.y1 <= self.y1 + slack
        )

    def has(self, point: tuple[int, int]) -> bool:
        return self.x0 <= point[0] < self.x1 and self.y0 <= point[1] < self.y1

    def overlap(self, other: Box) -> int:
        """The area, in pixels, that both share."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0, width) * max(0, height)

    def beside(self, other: Box) -> float:
        """How much of the lower one's height both share: 1 is the same row, 0 or less is not."""
        shared = min(self.y1, other.y1) - max(self.y0, other.y0)
        return shared / max(1, min(self.height, other.height))

    def stacked(self, other: Box) -> float:
        """How much of the narrower one's width both share: 1 is the same column, 0 or less is not."""
        shared = min(self.x1, other.x1) - max(self.x0, other.x0)
        return shared / max(1, min(self.width, other.width))

    def joined(self, other: Box) -> Box:
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def moved(self, dx: int, dy: int) -> Box:
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def grown(self, by: int) -> Box:
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def distance(self, other: Box) -> float:
        """Pixels between the nearest edges; 0 where they touch."""
        dx = max(self.x0 - other.x1, other.x0 - self.x1, 0)
        dy = max(self.y0 - other.y1, other.y0 - self.y1, 0)
        return float((dx * dx + dy * dy) ** 0.5)


@dataclass(frozen=True)
class Text:
    """Words that stand together on one line; `words` is empty where they were seen and not read.

    `coloured`: in a colour that is not the grey of running text; `red`: as messages of error are, on any background.
    """

    box: Box
    words: str
    coloured: bool = False
    underlined: bool = False
    red: bool = False

    @property
    def length(self) -> int:
        """How many letters it has; about two to its height where it was not read."""
        return len(self.words) or round(2 * self.box.width / max(1, self.box.height))


WidgetKind = Literal["box", "check", "radio", "switch", "slider", "line"]


@dataclass(frozen=True)
class Widget:
    """A thing to act on. `box`: a rectangle, which looks like a field, a button, or neither."""

    kind: WidgetKind
    box: Box
    words: str = ""
    on: bool = False
    filled: bool = False
    centred: bool = False
    caret: bool = False
    mark: Literal["", "plus", "minus", "other"] = ""
    level: float = 0.0
    """A slider's thumb, from 0 at the left end to 1."""

    def is_field(self, unit: int) -> bool:
        """Whether it looks like a place to type or choose in; `unit` is the height of a line of text, in pixels."""
        if self.kind == "line":
            return True
        tall_enough = 0.6 * unit <= self.box.height <= 14 * unit
        return self.kind == "box" and tall_enough and self.box.width >= 1.6 * unit and not self.mark

    def is_button(self, unit: int) -> bool:
        """Whether it looks like a thing to press."""
        return self.kind == "box" and 0.6 * unit <= self.box.height <= 4.5 * unit and (self.centred or bool(self.mark))


@dataclass(frozen=True)
class Figure:
    """A drawn thing that is no text: colours are blue, green, red.

    `colour` fills it and `rim` is what it is drawn with; `hollow`: it is filled with the ground's own colour. `sides`
    are its corners, 0 for a circle, -1 for what is neither round nor of straight sides; `solid`: how much of its box
    its outline encloses.
    """

    box: Box
    colour: tuple[int, int, int]
    rim: tuple[int, int, int]
    hollow: bool
    sides: int
    solid: float


@dataclass(frozen=True)
class Scene:
    """What is on a screen. `unit`: the height in pixels of an ordinary line of text."""

    box: Box
    unit: int
    texts: tuple[Text, ...]
    widgets: tuple[Widget, ...]
    cards: tuple[Box, ...] = ()
    """Larger rectangles that hold other things together."""
    figures: tuple[Figure, ...] = ()

    def of(self, texts: tuple[Text, ...]) -> Scene:
        """The same scene with these texts only."""
        return replace(self, texts=texts)

    def inside(self, box: Box) -> tuple[Text, ...]:
        return tuple(text for text in self.texts if box.has(text.box.centre))

    def around(self, point: tuple[int, int]) -> Widget | None:
        """The smallest widget under a point."""
        under = [widget for widget in self.widgets if widget.box.has(point)]
        return min(under, key=lambda widget: widget.box.area, default=None)
