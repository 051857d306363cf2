"""The size at which a screenshot is sent: a family's own rule, applied here so that no server resizes it again.

A server that scales an image silently shifts every click of a model that speaks in pixels.
"""

from __future__ import annotations

import io
import math
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from guiagent.actions import Value
from guiagent.dialects.coordinates import Size
from guiagent.errors import UsageError

ASPECT = 200
"""The most that one side may be longer than the other; the image processors of Qwen-VL refuse more."""


class Fit(Value):
    """As it is, or smaller by the same share on both sides where it is longer than `side` or larger than `area`."""

    kind: Literal["fit"] = "fit"
    side: int = 8000
    area: int = 40_000_000

    def size(self, width: int, height: int) -> Size:
        share = min(1.0, self.side / max(width, height), math.sqrt(self.area / (width * height)))
        return (width, height) if share == 1 else (max(1, int(width * share)), max(1, int(height * share)))


class SmartResize(Value):
    """Sides that are multiples of `factor`, with an area between two bounds; the sides may scale a little unequally.

    The rule is that of Qwen2-VL's image processor (`smart_resize`), used by its relatives, by GLM-4V and UI-TARS too.
    """

    kind: Literal["smart"] = "smart"
    factor: int
    least: int
    most: int

    def size(self, width: int, height: int) -> Size:
        if max(width, height) > ASPECT * min(width, height):
            raise UsageError(f"a screen of {width}x{height} is too narrow for this model")
        sides = [round(side / self.factor) * self.factor for side in (width, height)]
        if sides[0] * sides[1] > self.most:
            shrink = math.sqrt(width * height / self.most)
            sides = [max(self.factor, self._floor(side / shrink)) for side in (width, height)]
        elif sides[0] * sides[1] < self.least:
            grow = math.sqrt(self.least / (width * height))
            sides = [math.ceil(side * grow / self.factor) * self.factor for side in (width, height)]
        return sides[0], sides[1]

    def _floor(self, side: float) -> int:
        return math.floor(side / self.factor) * self.factor


class Square(Value):
    """A square of `side` pixels, whatever the shape: for image processors that stretch, or that cut what is not square.

    CLIP's image processor (LLaVA-1.5, Chameleon) cuts the left and the right end off a wide picture; BLIP's stretches.
    """

    kind: Literal["square"] = "square"
    side: int

    def size(self, width: int, height: int) -> Size:
        return self.side, self.side


class Patches(Value):
    """As it is, or the largest of the same shape that needs at most `most` square patches and no side over `side`.

    The rule is Anthropic's published `resized_size` (patches of 28); OpenAI counts patches of 32 in the same way.
    """

    kind: Literal["patches"] = "patches"
    patch: int
    side: int
    most: int

    def size(self, width: int, height: int) -> Size:
        if self._fits(width, height):
            return width, height
        if height > width:
            return self.size(height, width)[::-1]
        low, high = 1, width
        while low + 1 < high:
            middle = (low + high) // 2
            if self._fits(middle, max(round(middle * height / width), 1)):
                low = middle
            else:
                high = middle
        return low, max(round(low * height / width), 1)

    def _fits(self, width: int, height: int) -> bool:
        across, down = math.ceil(width / self.patch), math.ceil(height / self.patch)
        return max(across, down) * self.patch <= self.side and across * down <= self.most


SentImage = Annotated[Fit | SmartResize | Square | Patches, Field(discriminator="kind")]


@lru_cache(maxsize=48)
def resized(png: bytes, size: Size) -> bytes:
    """The PNG at another size, bicubic as the families' own processors do; the same bytes each time.

    Kept for the screenshots that stay in a conversation, since each request repeats them.
    """
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        scaled = image.convert("RGB").resize(size, Image.Resampling.BICUBIC)
    out = io.BytesIO()
    scaled.save(out, format="PNG", compress_level=3)
    return out.getvalue()
