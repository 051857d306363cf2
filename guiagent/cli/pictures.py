"""A picture file as a model can be shown it, and the same with a place marked."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from guiagent.actions import Point
from guiagent.errors import UsageError
from guiagent.screen import Screen

FORMATS = ("PNG", "JPEG", "WEBP")
LARGEST = 100_000_000
"""Pixels that a picture may have; one with more is a mistake or an attack."""
RADIUS, INWARD, OUTWARD, FINER = 22, 9, 16, 4
"""The mark's ring, and its arms from there; and how much finer it is drawn, for smooth edges."""


def opened(path: Path) -> Screen:
    """The picture in a file, upright and opaque, as PNG. Raises UsageError, saying what is wrong with the file."""
    if path.is_dir():
        raise UsageError(f"{str(path)!r} is a folder, not a picture")
    try:
        with _unwarned(), Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > LARGEST:
                raise UsageError(f"{str(path)!r} is too large: {image.width}x{image.height} pixels")
            return _screen(ImageOps.exif_transpose(image))
    except FileNotFoundError:
        raise UsageError(f"there is no file {str(path)!r}") from None
    except UnidentifiedImageError:
        raise UsageError(f"{str(path)!r} is no picture in {', '.join(FORMATS)}") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UsageError(f"cannot read the picture {str(path)!r}: {error}") from error


@contextmanager
def _unwarned() -> Iterator[None]:
    """Pillow warns of pictures that are large; they are measured here, and refused where they are too large."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        yield


def _screen(image: Image.Image) -> Screen:
    if image.has_transparency_data:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    png = io.BytesIO()
    image.convert("RGB").save(png, "PNG")
    return Screen.of(png.getvalue())


def marked(screen: Screen, point: Point) -> bytes:
    """The PNG with a ring around a pixel, light and dark so that it shows on any ground; the pixel itself stays."""
    image = Image.open(io.BytesIO(screen.png)).convert("RGB")
    size = max(1, round(max(image.size) / 1600))
    reach = (RADIUS + OUTWARD + 6) * size
    ring = Image.new("RGBA", (2 * reach * FINER,) * 2)
    canvas = ImageDraw.Draw(ring)
    for colour, width in (((0, 0, 0, 255), 8), ((255, 255, 255, 255), 5), ((230, 0, 90, 255), 2.6)):
        _sight(canvas, reach * FINER + FINER // 2, size * FINER, colour, width)
    ring = ring.resize((2 * reach,) * 2, Image.Resampling.LANCZOS)
    image.paste(ring, (point.x - reach, point.y - reach), ring)
    png = io.BytesIO()
    image.save(png, "PNG")
    return png.getvalue()


def _sight(canvas: ImageDraw.ImageDraw, middle: int, unit: int, colour: tuple[int, ...], width: float) -> None:
    """A ring with four arms, around `middle`; lengths count in `unit`."""
    half, radius = width * unit / 2, RADIUS * unit
    around = radius + half
    canvas.ellipse(
        (middle - around, middle - around, middle + around, middle + around), outline=colour, width=int(width * unit)
    )
    near, far = radius - INWARD * unit - half, radius + OUTWARD * unit + half
    for one, other in ((near, far), (-far, -near)):
        canvas.rectangle((middle + one, middle - half, middle + other, middle + half), fill=colour)
        canvas.rectangle((middle - half, middle + one, middle + half, middle + other), fill=colour)


def beside(image: Path, out: Path | None) -> Path:
    """Where the marked picture goes. Raises UsageError where it cannot be written there, or would be the picture."""
    place = out or image.with_name(f"{image.name}.ground.png")
    what = f"--out {str(place)!r}" if out else repr(str(place))
    if place.is_dir():
        raise UsageError(f"{what} is a folder: name a file")
    if place.suffix.lower() != ".png":
        raise UsageError(f"{what} would hold a PNG: give it a name that ends in .png")
    if place.exists() and place.samefile(image):
        raise UsageError(f"{what} is the picture itself: name another file")
    if not place.parent.is_dir() or not os.access(place.parent, os.W_OK):
        raise UsageError(
            f"{what} cannot be written: {str(place.parent)!r} is no folder to write in; say --out FILE.png"
        )
    return place


def write(place: Path, content: bytes) -> None:
    """Write a file, all of it or nothing. Raises UsageError where it cannot be written."""
    try:
        begun = place.with_name(f".{place.name[:40]}-{os.getpid()}")  # as any file of the user's, not a private one
        try:
            begun.write_bytes(content)
            begun.replace(place)
        finally:
            begun.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write {str(place)!r}: {error.strerror or error}") from error
