"""The pictures of a set: their sizes, and the screens that a model is shown."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from guiagent.bench.grounding.entries import Size
from guiagent.errors import UsageError
from guiagent.screen import Screen

LARGEST = 100_000_000
"""Pixels that a picture may have; one with more is a mistake or an attack."""


def size_of(path: Path, what: str) -> Size:
    """Width and height. Raises UsageError for what is no picture."""
    with _opened(path, what) as image:
        return image.size


def screen_of(path: Path, what: str) -> Screen:
    """The picture as it lies there, opaque, as PNG: boxes count in its own pixels, so that it is never turned."""
    with _opened(path, what) as image:
        if image.format == "PNG" and image.mode == "RGB":
            return Screen.of(path.read_bytes())
        if image.has_transparency_data:
            flat = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
        else:
            flat = image
        png = io.BytesIO()
        flat.convert("RGB").save(png, "PNG", compress_level=1)
    return Screen.of(png.getvalue())


@contextmanager
def _opened(path: Path, what: str) -> Iterator[Image.Image]:
    """Pillow warns of pictures that are large; they are measured here, and refused where they are too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                if image.width * image.height > LARGEST:
                    raise UsageError(f"{what}, {path}, is too large: {image.width}x{image.height} pixels")
                yield image
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UsageError(f"cannot read {what}, {path}: {error}") from error
