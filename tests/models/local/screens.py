"""Pictures that tests show to tiny models, and a conversation with two of them."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image as Picture

from guiagent.messages import Image, Message, Talk, Text

SIDES = (336, 224)


def drawn(seed: int, width: int = SIDES[0], height: int = SIDES[1]) -> Image:
    """A picture with slopes and edges, another for each seed."""
    slopes = Picture.linear_gradient("L").resize((width, height))
    parts = (slopes, slopes.transpose(Picture.Transpose.FLIP_LEFT_RIGHT), Picture.new("L", (width, height), 40 * seed))
    picture = Picture.merge("RGB", parts)
    picture.paste((20, 200, 40 * seed), (10 * seed, 20, 10 * seed + 90, 60))
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return Image(png=out.getvalue())


def turn(role: Any, *parts: str | Image) -> Message:
    """A message of words and pictures."""
    return Message(role=role, parts=tuple(Text(text=part) if isinstance(part, str) else part for part in parts))


TWO: Talk = (
    turn("system", "You act on a screen."),
    turn("user", "Buy tea.", drawn(1)),
    turn("assistant", "click 1"),
    turn("user", drawn(2), "Clicked. What is next?"),
)
