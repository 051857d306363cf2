"""What the clicks themselves say where no other way of speaking explains them: scaled, shifted, blind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import StatisticsError, correlation, median

from guiagent.actions import Point
from guiagent.calibration.pictures import Picture, View
from guiagent.calibration.shots import hit

Clicks = Sequence[tuple[Picture, Point]]

ONE_PLACE = 0.03
"""The share of a picture's sides within which clicks count as one and the same place."""
RELATED = 0.6
"""The correlation from which on answers follow the targets; of twelve random ones 0.6 is reached once in forty."""


@dataclass(frozen=True)
class Scale:
    """How large a picture seems to have been to the model, as shares of its width and height."""

    view: View
    x: float
    y: float

    @property
    def seen(self) -> tuple[int, int]:
        return round(self.view.size[0] * self.x), round(self.view.size[1] * self.y)

    @property
    def resized(self) -> bool:
        """By more than a rounding to multiples of 28 would explain."""
        return max(abs(self.x - 1), abs(self.y - 1)) > 0.03


def scales(clicks: Clicks) -> tuple[Scale, ...]:
    """The scale of each view's clicks, by least squares; a view with a single click has none that can be told."""
    found = []
    for view in dict.fromkeys(picture.view for picture, _ in clicks):
        pairs = [(picture.middle, point) for picture, point in clicks if picture.view == view]
        if len(pairs) > 1:
            found.append(Scale(view, *(_slope([(at[axis], to[axis]) for at, to in pairs]) for axis in (0, 1))))
    return tuple(found)


def alike(by: Sequence[Scale]) -> bool:
    """Whether pictures of all sizes seem to have been of one and the same."""
    return all(
        max(sizes) <= 1.06 * min(sizes) if min(sizes, default=0) > 0 else False
        for sizes in zip(*(scale.seen for scale in by), strict=True)
    )


def unscaled(clicks: Clicks, by: Sequence[Scale]) -> int:
    """How many clicks are in their targets once the scales are taken out of them."""
    of = {scale.view: scale for scale in by if scale.x > 0 and scale.y > 0}
    return sum(
        hit(picture, Point(round(point.x / scale.x), round(point.y / scale.y)))
        for picture, point in clicks
        if (scale := of.get(picture.view))
    )


def shift(clicks: Clicks) -> Point:
    """The median way from the target's middle to the click, in pixels."""
    ways = [(point.x - picture.middle.x, point.y - picture.middle.y) for picture, point in clicks]
    return Point(round(median(x for x, _ in ways)), round(median(y for _, y in ways)))


def unshifted(clicks: Clicks, by: Point) -> int:
    """How many clicks are in their targets once a shift is taken out of them."""
    return sum(hit(picture, Point(point.x - by.x, point.y - by.y)) for picture, point in clicks)


def one_place(clicks: Clicks) -> bool:
    """Whether nearly all clicks are at one place, in pixels or as a share of the picture."""
    shares = [_share(picture, point) for picture, point in clicks]
    widest = max((picture.screen.width for picture, _ in clicks), default=1)
    pixels = [(point.x / widest, point.y / widest) for _, point in clicks]
    return any(_together(places) for places in (shares, pixels))


def unrelated(clicks: Clicks) -> bool:
    """Whether where the clicks are has nothing to do with where the targets are."""
    at = [_share(picture, picture.middle) for picture, _ in clicks]
    to = [_share(picture, point) for picture, point in clicks]
    return all(_related([a[mine] for a in at], [b[theirs] for b in to]) < RELATED for mine, theirs in _AXES)


_AXES = ((0, 0), (1, 1), (0, 1), (1, 0))


def _slope(pairs: Sequence[tuple[int, int]]) -> float:
    return sum(at * to for at, to in pairs) / (sum(at * at for at, _ in pairs) or 1)


def _share(picture: Picture, point: Point) -> tuple[float, float]:
    return point.x / picture.screen.width, point.y / picture.screen.height


def _together(places: Sequence[tuple[float, float]]) -> bool:
    middle = [median(place[axis] for place in places) for axis in (0, 1)]
    near = [max(abs(place[axis] - middle[axis]) for axis in (0, 1)) <= ONE_PLACE for place in places]
    return sum(near) >= 0.8 * len(places)


def _related(mine: Sequence[float], theirs: Sequence[float]) -> float:
    try:
        return correlation(mine, theirs)
    except StatisticsError:  # fewer than two, or all the same
        return 0.0
