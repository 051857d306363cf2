"""Molmo: places as XML, in percent with one decimal by the first generation, in thousandths by the second.

`<point x="63.5" y="44.5" alt="…">…</point>` and `<points x1= y1= x2= …>`: Molmo's model card.
`<points coords="1 1 308 305 2 752 377">…</points>`: Molmo2's; the picture's number, then number, x and y of each point.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from guiagent.actions import Point
from guiagent.dialects.coordinates import Convention, Frame
from guiagent.dialects.pointing import Question
from guiagent.errors import UnreadableReply

PERCENT = Convention("percent", span=100, whole=False, stated=True)
THOUSANDTHS = Convention("1000", span=1000, stated=True)
_XY = re.compile(r"""<points?\b[^>]*?\bx1?\s*=\s*(?:["']\s*)?([\d.]+)["']?\s+y1?\s*=\s*(?:["']\s*)?([\d.]+)""")
_COORDS = re.compile(r"""<points?\b[^>]*?\bcoords\s*=\s*["']([\d\s.,:;]+)["']""")
_NONE = re.compile(r"\bnone\b|\b(?:is|are) no\b|n['\u2019]t\b|\b(?:not|cannot)\b", re.IGNORECASE)
"""The words in which it says that it sees no such thing."""


@dataclass(frozen=True)
class Molmo:
    """A `Pointing`. The form says which generation wrote it, so that either is read; of several points the first."""

    generation: int = 1
    converses = True

    def question(self, description: str, frame: Frame) -> Question:
        return Question(after=f"Point to {description}")

    def written(self, point: Point, frame: Frame) -> str:
        if self.generation == 1:
            x, y = frame.within(PERCENT).pair(point)
            return f'<point x="{x:.1f}" y="{y:.1f}" alt="target">target</point>'
        x, y = frame.within(THOUSANDTHS).pair(point)
        return f'<points coords="1 1 {x:03} {y:03}">target</points>'

    def read(self, text: str, frame: Frame) -> Point | None:
        if found := _XY.search(text):
            return frame.within(PERCENT).point([_number(number) for number in found.groups()])
        if found := _COORDS.search(text):
            return frame.within(THOUSANDTHS).point(_first(found[1]))
        if "<point" not in text and _NONE.search(text):
            return None
        form = (
            '<point x="…" y="…">, in percent' if self.generation == 1 else '<points coords="1 1 x y">, in thousandths'
        )
        raise UnreadableReply(f"there is no point in the reply: write {form}")


def _first(coords: str) -> tuple[float, float]:
    """The first point's x and y; the picture's number in front is left out by some servers' quantised weights."""
    numbers = [_number(number) for number in re.split(r"[\s,:;]+", coords.strip())]
    if len(numbers) < 3 or len(numbers) % 3 == 2:
        raise UnreadableReply(f"{coords!r} is no list of points: number, x, y of each")
    start = len(numbers) % 3 + 1
    return numbers[start], numbers[start + 1]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UnreadableReply(f"{text!r} is no number") from None
