"""Where the number of a mark is put: beside its frame, where it hides the least, and nothing that is marked if it can.

A place costs what the tag would hide there: other tags above all, then ink inside any mark, then other ink, then the
ground of another mark, whose number it could be taken for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guiagent.actions import Box
from guiagent.dialects.coordinates import Size

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EDGE = 24
"""Levels of grey between neighbouring pixels that make ink of them."""
TAG, MARKED, INK, GROUND, SLIP = 40.0, 12.0, 3.0, 1.0, 0.02
"""What a hidden pixel costs: of a tag, of ink in a mark, of other ink, of another mark's ground; and a later spot."""
HIDES = 0.035
"""A tag that hides more ink of marks than this share of itself is drawn half transparent."""
RIM = 0.25
"""The share of a tag that may lie on other marks, where a mark can do without."""


@dataclass(frozen=True)
class Tag:
    """A number's rectangle on the picture. `clear`: it hides nothing that is marked."""

    box: Box
    clear: bool


class Ground:
    """What lies under the tags, as sums that a rectangle's part is read from at once."""

    def __init__(self, grey: NDArray[np.uint8], boxes: Sequence[Box]) -> None:
        import numpy as np

        wide = grey.astype(np.int16)
        ink = np.zeros(grey.shape, np.int32)
        ink[:, 1:] |= np.abs(np.diff(wide, axis=1)) > EDGE
        ink[1:] |= np.abs(np.diff(wide, axis=0)) > EDGE
        held = np.zeros(grey.shape, np.int32)
        for box in boxes:
            held[box.top : box.bottom, box.left : box.right] += 1
        self.height, self.width = grey.shape
        self._ink, self._marked = _summed(ink), _summed(ink * (held > 0))
        self._held = _summed((held > 0).astype(np.int32))

    def holds(self, box: Box) -> bool:
        return box.left >= 0 and box.top >= 0 and box.right <= self.width and box.bottom <= self.height

    def ink(self, box: Box) -> int:
        return _within(self._ink, box)

    def marked(self, box: Box) -> int:
        """Pixels of ink inside any mark."""
        return _within(self._marked, box)

    def held(self, box: Box) -> int:
        """Pixels of any mark."""
        return _within(self._held, box)


def placed(
    boxes: Sequence[Box], sizes: Sequence[Size], ground: Ground, spare: Set[int] = frozenset()
) -> dict[int, Tag]:
    """A tag for each box, of these sizes, by index; the smallest boxes choose first.

    `spare`: the boxes that go without a tag where there is no free place for it; they choose last.
    """
    tags: dict[int, Tag] = {}
    for at in sorted(range(len(boxes)), key=lambda at: (at in spare, boxes[at].width * boxes[at].height, at)):
        taken = [tag.box for tag in tags.values()]
        spots = [box for box in _spots(boxes[at], sizes[at]) if ground.holds(box)] or [
            _inside(boxes[at], sizes[at], ground)
        ]
        costs = [_cost(spot, boxes[at], ground, taken) + SLIP * rank for rank, spot in enumerate(spots)]
        best = spots[costs.index(min(costs))]
        if at not in spare or _free(best, boxes[at], ground, taken):
            tags[at] = Tag(best, clear=ground.marked(best) <= HIDES * best.width * best.height)
    return tags


def _cost(spot: Box, own: Box, ground: Ground, taken: Sequence[Box]) -> float:
    others = ground.held(spot) - shared(spot, own)
    marked = ground.marked(spot)
    hidden = sum(shared(spot, tag) for tag in taken)
    return TAG * hidden + MARKED * marked + INK * (ground.ink(spot) - marked) + GROUND * max(0, others)


def _free(spot: Box, own: Box, ground: Ground, taken: Sequence[Box]) -> bool:
    """Whether a tag here hides no other, nothing that is marked, and no more than the rim of another mark."""
    area = spot.width * spot.height
    rim = ground.held(spot) - shared(spot, own) <= RIM * area
    return rim and ground.marked(spot) <= HIDES * area and not any(shared(spot, tag) for tag in taken)


def _spots(box: Box, size: Size) -> Iterator[Box]:
    """The places around a box and in its corners, the ones that a reader looks at first."""
    width, height = size
    left, top, right, bottom = box.left - 1, box.top - 1, box.right + 1, box.bottom + 1
    across = list(dict.fromkeys((left, right - width, *range(left + width // 2, right - width, max(4, width // 2)))))[
        :16
    ]
    down = (top, (top + bottom - height) // 2, bottom - height)
    for gap in (0, 2):
        yield from (Box(x, top - height - gap, x + width, top - gap) for x in across)
        yield from (Box(left - width - gap, y, left - gap, y + height) for y in down)
        yield from (Box(right + gap, y, right + gap + width, y + height) for y in down)
        yield from (Box(x, bottom + gap, x + width, bottom + height + gap) for x in across)
    for x in (left - width // 2, right - width + width // 2):
        yield from (Box(x, y, x + width, y + height) for y in (top - height // 2, bottom - height + height // 2))
    if box.width > width and box.height > height:
        for x in (right - width, left):
            yield from (Box(x, y, x + width, y + height) for y in (top, bottom - height))


def _inside(box: Box, size: Size, ground: Ground) -> Box:
    """The nearest place to a box's corner that lies on the picture."""
    left = max(0, min(box.left, ground.width - size[0]))
    top = max(0, min(box.top, ground.height - size[1]))
    return Box(left, top, left + size[0], top + size[1])


def shared(one: Box, other: Box) -> int:
    """The pixels that two boxes share."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0, width) * max(0, height)


def _summed(counts: NDArray[np.int32]) -> NDArray[np.int32]:
    import numpy as np

    sums = np.zeros((counts.shape[0] + 1, counts.shape[1] + 1), np.int32)
    sums[1:, 1:] = counts.cumsum(axis=0).cumsum(axis=1)
    return sums


def _within(sums: NDArray[np.int32], box: Box) -> int:
    left, top, right, bottom = box
    return int(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left])
