"""Colours by their English names: which name a pixel's colour goes by, and which family of hues it is of."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Colour = tuple[int, int, int]
"""Blue, green, red, 0 to 255."""

NAMED: dict[str, str] = {
    "red": "ff0000", "crimson": "dc143c", "maroon": "800000", "orange": "ffa500", "brown": "8b4513",
    "yellow": "ffff00", "gold": "ffd700", "olive": "808000", "lime": "00ff00", "green": "008000", "teal": "008080",
    "cyan": "00ffff", "turquoise": "40e0d0", "blue": "0000ff", "navy": "000080", "indigo": "4b0082",
    "violet": "ee82ee", "purple": "800080", "magenta": "ff00ff", "pink": "ffc0cb", "beige": "f5f5dc",
    "white": "ffffff", "silver": "c0c0c0", "grey": "808080", "black": "000000",
}  # fmt: skip
"""As CSS defines them."""
SAME = {"aqua": "cyan", "fuchsia": "magenta", "gray": "grey"}
KIN = (
    {"red", "crimson", "maroon"},
    {"green", "lime"},
    {"blue", "navy"},
    {"purple", "indigo", "violet"},
    {"orange", "gold"},
    {"pink", "magenta"},
    {"grey", "silver"},
)
"""Names that people use for one another."""
GREY = 26
"""The least chroma, in Lab, of what is of any hue at all."""
HUES: tuple[tuple[float, str], ...] = (
    (12, "red"), (42, "orange"), (68, "yellow"), (165, "green"), (195, "cyan"), (262, "blue"), (292, "purple"),
    (335, "pink"), (360, "red"),
)  # fmt: skip
"""Where on the circle of hues, in degrees, each family ends."""


def is_colour(word: str) -> bool:
    return SAME.get(word, word) in NAMED


def named(colour: Colour) -> str:
    """The name that a colour is nearest to, as people see it (CIE Lab)."""
    lab = _lab(colour)
    return min(NAMED, key=lambda name: float(np.abs(_lab(_of(name)) - lab).sum()))


def called(colour: Colour, word: str) -> float:
    """How well a word fits a colour: 100 the nearest name, 90 a name that is used for it, 0 another colour."""
    word, own = SAME.get(word, word), named(colour)
    if own == word:
        return 100.0
    if any({own, word} <= names for names in KIN):
        return 90.0
    return 80.0 if family(colour) == word else 0.0


def family(colour: Colour) -> str:
    """The family of hues that a colour is a shade of; black, grey or white where it has no hue."""
    lab = _lab(colour)
    if float(np.hypot(lab[1], lab[2])) < GREY / 2:
        return "black" if lab[0] < 25 else "white" if lab[0] > 92 else "grey"
    hue = float(cv2.cvtColor(np.array([[colour]], np.float32) / 255, cv2.COLOR_BGR2HSV)[0, 0, 0])
    return next(name for end, name in HUES if hue <= end)


def _of(name: str) -> Colour:
    digits = NAMED[name]
    return int(digits[4:], 16), int(digits[2:4], 16), int(digits[:2], 16)


@lru_cache(maxsize=512)
def _lab(colour: Colour) -> NDArray[np.float32]:
    lab: NDArray[np.float32] = cv2.cvtColor(np.array([[colour]], np.float32) / 255, cv2.COLOR_BGR2LAB)[0, 0]
    return lab
