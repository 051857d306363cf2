"""A part of a screenshot, as large as Claude may be shown it."""

from __future__ import annotations

import io
from functools import lru_cache

from guiagent.actions import Box
from guiagent.dialects.coordinates import Size


@lru_cache(maxsize=16)
def magnified(png: bytes, box: Box, most: Size) -> bytes:
    """The box of a PNG in its own shape, as large as fits into `most`; the same bytes each time."""
    from PIL import Image

    share = min(most[0] / box.width, most[1] / box.height)
    size = tuple(
        max(1, min(int(side * share), limit)) for side, limit in zip((box.width, box.height), most, strict=True)
    )
    with Image.open(io.BytesIO(png)) as image:
        part = image.convert("RGB").crop((box.left, box.top, box.right, box.bottom))
    out = io.BytesIO()
    part.resize((size[0], size[1]), Image.Resampling.BICUBIC).save(out, format="PNG", compress_level=3)
    return out.getvalue()
