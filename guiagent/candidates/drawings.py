"""What is drawn on a screen and is no text: icons, pictures, and frames that nobody has told yet, by their edges."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from guiagent.sight.shapes import Box

Pixels = NDArray[np.uint8]
CONTRAST = 22
"""Levels in one channel by which a drawing stands out from its ground."""
STRONG = 90
"""The same for the strokes of icons, whose own frames are fainter."""
GAP = 0.28
"""A gap within an icon, in heights of a line of text; one between two icons is wider."""
ICON, PICTURE, BAR = 8.0, 18.0, 45.0
"""The longest sides of an icon and of a picture, and the width of a frame one line high, in heights of a line."""
FINE = 0.2
"""The shortest side of a drawing, in heights of a line."""


def drawings(picture: Pixels, known: Sequence[Box], unit: int, framed: Sequence[Box] = ()) -> list[Box]:
    """The boxes of what stands out in a BGR picture, shape (height, width, 3), besides what is known.

    `unit` is the height of a line of text, in pixels; `framed` are boxes whose borders are known, not their insides.
    """
    steps = cv2.morphologyEx(picture, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).max(axis=2)
    edges = np.where(steps > CONTRAST, 1, 0).astype(np.uint8)
    for box in known:
        edges[max(0, box.y0 - 2) : box.y1 + 2, max(0, box.x0 - 2) : box.x1 + 2] = 0
    for x0, y0, x1, y1 in framed:
        top, left = max(0, y0 - 3), max(0, x0 - 3)
        edges[top : y0 + 2, left : x1 + 3] = edges[y1 - 2 : y1 + 3, left : x1 + 3] = 0
        edges[top : y1 + 3, left : x0 + 2] = edges[top : y1 + 3, x1 - 2 : x1 + 3] = 0
    reach = max(3, round(GAP * unit)) | 1
    fine, strong = _components(edges, 3), _components(np.where(steps > STRONG, edges, 0).astype(np.uint8), 3)
    parted = [part for box in _components(edges, reach) for part in _parted(box, fine, unit)]
    found = [part for box in parted for part in _parted(box, strong, unit)]
    return [box for box in found if _plausible(box, unit, known)]


def _components(edges: Pixels, reach: int) -> list[Box]:
    """The boxes of what hangs together, gaps shorter than `reach` pixels closed."""
    closed = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    stats = cv2.connectedComponentsWithStats(closed, connectivity=8)[2]
    return [Box(x + 1, y + 1, x + width - 1, y + height - 1) for x, y, width, height, _ in stats[1:].tolist()]


def _parted(box: Box, pieces: Sequence[Box], unit: int) -> list[Box]:
    """A flat box, or the things side by side in it, where closing the gaps within icons closed those between them."""
    if box.width < 1.6 * box.height or box.height > ICON * unit:
        return [box]
    parts: list[Box] = []
    for piece in sorted(piece for piece in pieces if box.holds(piece) and min(piece.width, piece.height) >= 0.4 * unit):
        if parts and parts[-1].stacked(piece) > 0.3:
            parts[-1] = parts[-1].joined(piece)
        else:
            parts.append(piece)
    return parts if len(parts) > 1 and all(part.height >= 0.35 * box.height for part in parts) else [box]


def _plausible(box: Box, unit: int, known: Sequence[Box]) -> bool:
    short, long = min(box.width, box.height), max(box.width, box.height)
    if short < max(4, FINE * unit):
        return short >= 2 and 0.25 * unit <= long <= 1.6 * unit  # a minus sign, a thin chevron
    if box.height <= 3.2 * unit and box.width <= BAR * unit:
        return True
    if long <= ICON * unit:
        return True
    held = sum(box.holds(text) for text in known)
    return long <= PICTURE * unit and held < 2
