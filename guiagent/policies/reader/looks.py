"""Things named by how they look: "the large blue circle", "a red box", "the letter"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guiagent.policies.reader.match import plain
from guiagent.sight import colours
from guiagent.sight.colours import Colour
from guiagent.sight.shapes import Box, Figure, Scene

SIZES = {"large": 1, "larger": 1, "largest": 1, "big": 1, "bigger": 1, "biggest": 1,
         "small": -1, "smaller": -1, "smallest": -1, "little": -1, "tiny": -1}  # fmt: skip
SIDED: dict[str, frozenset[int]] = {
    "circle": frozenset({0}), "disc": frozenset({0}), "dot": frozenset({0}), "point": frozenset({0}),
    "ball": frozenset({0}), "triangle": frozenset({3}), "square": frozenset({4}), "rectangle": frozenset({4}),
    "box": frozenset({4}), "block": frozenset({4}), "pentagon": frozenset({5}), "hexagon": frozenset({6}),
}  # fmt: skip
SIGNS = {"letter": str.isalpha, "digit": str.isdigit, "number": str.isdigit, "numeral": str.isdigit}
ANY = frozenset({"item", "shape", "figure", "object", "thing", "area", "polygon"})
FILLER = frozenset({"coloured", "colored", "color", "colour", "drawn", "marked", "black-bordered"})


@dataclass(frozen=True)
class Looks:
    """How a thing looks. `size`: 1 large, -1 small; `shape`: a word of `SIDED` or `SIGNS`, or one letter itself."""

    size: int = 0
    colour: str = ""
    shape: str = ""


def described(name: str) -> Looks | None:
    """The looks that a name consists of; None where it has other words, or only "item" and the like."""
    size, colour, shape, known = 0, "", "", False
    for word in plain(name).split():
        one = word.removesuffix("s") if word not in SIDED else word
        one = {"boxe": "box"}.get(one, one)
        if word in SIZES:
            size = SIZES[word]
        elif colours.is_colour(word):
            colour = word
        elif one in SIDED or one in SIGNS:
            shape = one
        elif len(word) == 1 and (size or colour):
            shape = word
        elif word not in FILLER and one not in ANY:
            return None
        known = known or word not in FILLER
    return Looks(size, colour, shape) if known and (size or colour or shape) else None


@dataclass(frozen=True)
class Drawn:
    """A figure with the letter that it is, where it is one."""

    figure: Figure
    sign: str = ""

    @property
    def box(self) -> Box:
        return self.figure.box

    @property
    def own(self) -> Colour:
        """The colour that people name it by: of what fills it, else of its line."""
        return self.figure.rim if self.figure.hollow or self.sign else self.figure.colour


def drawn(scene: Scene) -> list[Drawn]:
    """The figures of a scene that are no part of a widget with words"""
    found = []
    for figure in scene.figures:
        around = scene.around(figure.box.centre)
        worded = around is not None and len(around.words) > 0 and around.box.area < 4 * figure.box.area
        sign = next((t.words for t in scene.texts if len(t.words) == 1 and t.box.grown(3).has(figure.box.centre)), "")
        if (worded and around is not None and len(around.words) > 1) or (
            worded and around is not None and around.is_button(scene.unit)
        ):
            continue
        found.append(Drawn(figure, "" if figure.sides == 0 and figure.hollow else sign))
    return found


def looking(scene: Scene, looks: Looks) -> list[tuple[float, Drawn]]:
    """The drawn things that look so, each with how well, 0 to 100, the best first."""
    things = drawn(scene)
    fits = [(score, thing) for thing in things for score in _fits(thing, looks)]
    if looks.size and fits:
        sizes = [
            max(thing.box.width, thing.box.height) for thing in things if (thing.sign == "") == (fits[0][1].sign == "")
        ]
        middle = (min(sizes) + max(sizes)) / 2
        fits = [
            (score, thing)
            for score, thing in fits
            if (max(thing.box.width, thing.box.height) >= middle) == (looks.size > 0)
        ]
    return sorted(fits, key=lambda pair: -pair[0])


def _fits(thing: Drawn, looks: Looks) -> Iterator[float]:
    score = 100.0
    if looks.colour:
        score = colours.called(thing.own, looks.colour)
        score = score or 0.8 * colours.called(thing.figure.colour, looks.colour)
    if score and _shaped(thing, looks.shape):
        yield score


def _shaped(thing: Drawn, shape: str) -> bool:
    if not shape:
        return True
    if shape in SIDED:
        return not thing.sign and thing.figure.sides in SIDED[shape]
    if shape in SIGNS:
        return bool(thing.sign) and SIGNS[shape](thing.sign)
    return re.fullmatch(re.escape(shape), thing.sign, re.IGNORECASE) is not None
