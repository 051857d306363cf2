"""Screenshots made small enough to be carried in one page."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from PIL import Image

from guiagent.errors import RunFolderError
from guiagent.screen import Screen

BUDGET = 16_000_000
"""Bytes of pictures a page may carry; in base64, which adds a third, it stays under 22 MB."""

SAMPLE = 6
"""Screens that are encoded to see what a quality comes to."""


@dataclass(frozen=True)
class Quality:
    """How pictures are encoded: WebP's quality, and the share of the width and height that is kept."""

    quality: int
    size: float


LADDER = tuple(
    Quality(quality, size)
    for quality, size in ((80, 1.0), (60, 1.0), (60, 0.75), (55, 0.65), (50, 0.55), (40, 0.4), (30, 0.25))
)


@dataclass(frozen=True)
class Picture:
    """An encoded screenshot, in base64."""

    media_type: str
    data: str


@dataclass(frozen=True)
class Pictures:
    """The pictures of a page by their screen's sha; `quality` is None where they are the screenshots themselves.

    A screen whose file is gone, or that found no more room, has no picture.
    """

    by_sha: Mapping[str, Picture]
    quality: Quality | None


def pictures_of(screens: Iterable[Screen], budget: int = BUDGET) -> Pictures:
    """Each distinct screen once: as it is where there is room for all of them, else as good as there is room for."""
    distinct = {screen.sha: screen for screen in screens}
    originals = {sha: png for sha, screen in distinct.items() if (png := _bytes_of(screen)) is not None}
    if sum(map(len, originals.values())) <= budget:
        return Pictures({sha: _picture("image/png", png) for sha, png in originals.items()}, None)
    encoded: dict[str, bytes] = {}
    for quality in _affordable(list(originals.values()), budget):
        with ThreadPoolExecutor(2) as pool:  # Pillow lets go of the interpreter while it encodes
            encoded = dict(zip(originals, pool.map(partial(_webp, quality=quality), originals.values()), strict=True))
        if sum(map(len, encoded.values())) <= budget:
            break
    return Pictures({sha: _picture("image/webp", image) for sha, image in _within(encoded, budget).items()}, quality)


def _affordable(pngs: list[bytes], budget: int) -> tuple[Quality, ...]:
    """The qualities, best first, from the first one that a sample says there is room for."""
    sample = pngs[:: max(1, len(pngs) // SAMPLE)]
    for place, quality in enumerate(LADDER[:-1]):
        mean = sum(len(_webp(png, quality)) for png in sample) / len(sample)
        if mean * len(pngs) <= budget:
            return LADDER[place:]
    return LADDER[-1:]


def _within(encoded: dict[str, bytes], budget: int) -> dict[str, bytes]:
    """As many as there is room for, from the beginning; a run of some ten thousand steps has no room for all."""
    kept: dict[str, bytes] = {}
    for sha, image in encoded.items():
        budget -= len(image)
        if budget < 0:
            break
        kept[sha] = image
    return kept


def _webp(png: bytes, quality: Quality) -> bytes:
    with Image.open(io.BytesIO(png)) as opened:
        image = opened.convert("RGB")
    if quality.size != 1:
        size = (max(1, round(image.width * quality.size)), max(1, round(image.height * quality.size)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    image.save(file, "WEBP", quality=quality.quality, method=2)
    return file.getvalue()


def _bytes_of(screen: Screen) -> bytes | None:
    try:
        return screen.png
    except RunFolderError:  # the file was removed: the page says so where the picture would be
        return None


def _picture(media_type: str, image: bytes) -> Picture:
    return Picture(media_type, b64encode(image).decode())
