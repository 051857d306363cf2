"""How a model's numbers name a place on the screen: a space, an order and a size, always said, never inferred.

The spaces per family of models are in the catalogue. Whatever the space, a place is a share of the sent image, so
that the image may be sent smaller than the screenshot without any code scaling a point but this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Literal

from guiagent.actions import Point
from guiagent.errors import UnreadableReply

OVERSHOOT = 0.01
"""A coordinate this share of the range outside it is taken for the edge; one further out is refused."""

NOWHERE = -1
"""What several families write for both coordinates of what is not on the screen (UI-Venus, by its own prompt)."""

Size = tuple[int, int]
"""Width and height in pixels."""


@dataclass(frozen=True)
class Convention:
    """A space of coordinates. `span` is what the whole width or height counts; None: the pixels of the sent image.

    `whole`: the model is asked for integers. `last` is the greatest number it is told to write, where it is not `span`.
    `stated`: the form of an answer itself says the space (`<loc0001>`), so that small numbers are no shares of 1.
    """

    name: str
    span: float | None
    whole: bool = True
    last: float | None = None
    order: Literal["xy", "yx"] = "xy"
    stated: bool = False

    def ordered(self, order: Literal["xy", "yx"]) -> Convention:
        return replace(self, order=order)

    def point(self, pair: Sequence[float], sent: Size, screen: Size) -> Point:
        """The pixel of a screenshot of size `screen` that a pair, in the model's order, names on the image as sent.

        Raises UnreadableReply for what is no number or lies outside by more than OVERSHOOT.
        """
        x, y = pair if self.order == "xy" else reversed(pair)
        if x == y == NOWHERE:
            raise UnreadableReply(f"({x:g}, {y:g}) is no place, but how models say that there is none")
        if not self.stated and self._fractions(x, y):
            raise UnreadableReply(f"({x:g}, {y:g}) are fractions, but coordinates are {self.words(sent)}")
        return Point(self._pixel("x", x, sent[0], screen[0]), self._pixel("y", y, sent[1], screen[1]))

    def pair(self, point: Point, sent: Size, screen: Size) -> list[int] | list[float]:
        """The model's numbers, in its order, for a pixel of the screenshot; `point` of them gives the pixel back."""
        values = [self._value(place, sent[axis], screen[axis]) for axis, place in enumerate(point)]
        ordered = values if self.order == "xy" else values[::-1]
        return [int(value) for value in ordered] if self.whole else ordered

    def words(self, sent: Size | None = None) -> str:
        """What a model is told of this space; the size of the sent image where the space is its pixels."""
        if self.span is None:
            return "pixels of the screenshot as you see it" + (f", {sent[0]}x{sent[1]}" if sent else "")
        kind = "integers" if self.whole else "decimal numbers"
        edges = f"from 0 (left or top edge) to {self._last(0):g} (right or bottom edge)"
        return f"{kind} {edges}, whatever the screenshot's size"

    def _fractions(self, x: float, y: float) -> bool:
        """Whether both are shares of 1 in a space that is none: refused, though one corner of percents looks alike."""
        inside = [0 < value < 1 for value in (x, y)]
        return max(x, y) <= 1 and (any(inside) if self.whole else self.span != 1 and all(inside))

    def _last(self, length: int) -> float:
        """The greatest coordinate on an axis of `length` pixels."""
        return self.last or self.span or length - 1

    def _pixel(self, axis: str, value: float, sent: int, screen: int) -> int:
        span = self.span or sent
        if not isfinite(value) or not -OVERSHOOT * span <= value <= (1 + OVERSHOOT) * span:
            raise UnreadableReply(
                f"{axis}={value:g} lies outside the screenshot: it goes from 0 to {self._last(sent):g}"
            )
        # A pixel's number means its middle; in a space that is no pixels, a number is a place on a line.
        share = value / span if self.span else (value + 0.5) / span
        return min(max(int(share * screen), 0), screen - 1)

    def _value(self, place: int, sent: int, screen: int) -> float:
        share = (place + 0.5) / screen
        if self.span is None:
            return min(int(share * sent), sent - 1)
        value = share * self.span
        return min(round(value), self._last(sent)) if self.whole else round(value, 4)


@dataclass(frozen=True)
class Frame:
    """A convention on one screenshot: `sent` is its size as the model saw it, `screen` its own."""

    convention: Convention
    sent: Size
    screen: Size

    def holds(self, point: Point) -> bool:
        """Whether a pixel lies on the screenshot."""
        return 0 <= point.x < self.screen[0] and 0 <= point.y < self.screen[1]

    def point(self, pair: Sequence[float]) -> Point:
        return self.convention.point(pair, self.sent, self.screen)

    def pair(self, point: Point) -> list[int] | list[float]:
        return self.convention.pair(point, self.sent, self.screen)

    def within(self, convention: Convention) -> Frame:
        """The same screenshot in another convention, for answers whose form says one of its own."""
        return replace(self, convention=convention)

    def stretched(self, axis: Literal[0, 1], length: float) -> int:
        """A length in pixels of the sent image, across (0) or down (1), in pixels of the screenshot."""
        return round(length * self.screen[axis] / self.sent[axis])

    def length(self, axis: Literal[0, 1], amount: float) -> int:
        """A length in the model's numbers, across (0) or down (1), in pixels of the screenshot."""
        return round(amount * self.screen[axis] / (self.convention.span or self.sent[axis]))

    def amount(self, axis: Literal[0, 1], pixels: int) -> int:
        """A length of the screenshot in the model's numbers, as an integer; the inverse of `length`."""
        return round(pixels * (self.convention.span or self.sent[axis]) / self.screen[axis])


PIXELS = Convention("pixels", span=None)
SPACES = {
    space.name: space
    for space in (
        PIXELS,
        Convention("1000", span=1000),
        Convention("999", span=1000, last=999),
        Convention("1", span=1, whole=False),
        Convention("percent", span=100, whole=False),
    )
}
"""The spaces by the names that `--dialect json:NAME` takes; `999` is thousandths that end at 999 (GLM, Gemini)."""
