"""Opaque boxes over every place where a screenshot would show a secret's value; where that fails, over all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import cv2
import numpy as np
from playwright.async_api import Error, Page

from guiagent.computers.exposures import Places, Point, Quad, exposures

SECONDS = 6.0
"""How long finding the places may take before the whole screenshot is painted over."""

TRIES = 3
COLOUR = (72, 72, 72)


async def masked(page: Page, png: bytes, values: tuple[str, ...]) -> bytes:
    """`png`, a screenshot just taken of the page's viewport, with every place painted over that shows a value.

    Whoever can take the screenshot anew uses `masked_shot`, which also looks before it is taken.
    """
    if not values:
        return png
    places = await _bounded(_twice(page, values))
    return await asyncio.to_thread(_painted, png, places)


async def masked_shot(page: Page, take: Callable[[], Awaitable[bytes]], values: tuple[str, ...]) -> bytes:
    """A screenshot from `take`, masked as it was both before and after; taken again while the places move."""
    if not values:
        return await take()
    before = await _bounded(exposures(page, values))
    for _ in range(TRIES):
        png = await take()
        after = await _bounded(exposures(page, values))
        if before == after:
            break
        before, moved = after, _joined(before, after)
    else:
        after = moved
    return await asyncio.to_thread(_painted, png, after)


async def _bounded(places: Awaitable[Places | None]) -> Places | None:
    """The places, or None where they cannot be told in time: the page hangs, or its frames come and go."""
    try:
        async with asyncio.timeout(SECONDS):
            return await places
    except (Error, TimeoutError, KeyError, ValueError):
        return None


async def _twice(page: Page, values: Sequence[str]) -> Places | None:
    first = await exposures(page, values)
    return _joined(first, await exposures(page, values))


def _joined(first: Places | None, second: Places | None) -> Places | None:
    """Boxes that hold each place where it was, where it is, and all between; None where they do not correspond."""
    if first is None or second is None or first.width != second.width or len(first.quads) != len(second.quads):
        return None
    pairs = zip(first.quads, second.quads, strict=True)
    return Places(first.width, tuple(one if one == other else _hull(one + other) for one, other in pairs))


def _hull(points: Sequence[Point]) -> Quad:
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _painted(png: bytes, places: Places | None) -> bytes:
    """The screenshot with the places painted over, grown to whole pixels; all of it where they are not known."""
    if places is not None and not places.quads:
        return png
    image = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError("the screenshot is no PNG")
    if places is None:
        image[:] = COLOUR
    else:
        scale = image.shape[1] / places.width
        for quad in places.quads:
            points = np.rint(np.array(quad) * scale).astype(np.int32)
            cv2.fillPoly(image, [points], COLOUR)
            cv2.polylines(image, [points], True, COLOUR, thickness=2)
    return cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()
