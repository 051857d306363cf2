"""Families that are asked in words of their own and answer with plain numbers: one TOML file each beside this one.

A file says where its words are from. The numbers are in the convention that the catalogue says of the family.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from guiagent.actions import Point, Value
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.pointers.answers import place_in
from guiagent.dialects.pointing import Question


class Prompted(Value):
    """A `Pointing`.

    system, before, after   the words, as in `Question`; «description», «width» and «height» (of the image as it is
                            sent) are filled in
    form                    how the family writes a place, with {x} and {y}; both corners are the same in a box
    absent                  what it writes where there is no such thing
    several                 it may name more than one place, the best first
    """

    after: str
    before: str = ""
    system: str = ""
    form: str
    absent: str = ""
    several: bool = False

    @property
    def converses(self) -> bool:
        return True

    def question(self, description: str, frame: Frame) -> Question:
        after, before, system = (
            text.replace("«width»", str(frame.sent[0]))
            .replace("«height»", str(frame.sent[1]))
            .replace("«description»", description)
            for text in (self.after, self.before, self.system)
        )
        return Question(after, before, system)

    def written(self, point: Point, frame: Frame) -> str:
        x, y = frame.pair(point)
        return self.form.replace("{x}", _short(x)).replace("{y}", _short(y))

    def read(self, text: str, frame: Frame) -> Point | None:
        bare = "".join(text.split()).casefold()
        if self.absent and "".join(self.absent.split()).casefold() in bare:
            return None
        if self.several and bare.strip("`json") == "[]":
            return None
        return place_in(text, frame, several=self.several)


def _short(value: float) -> str:
    """Integers as they are; shares with two decimals, as these families were trained."""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


@cache
def prompted(name: str) -> Prompted:
    """The family of this name, from its file."""
    text = Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")
    return Prompted.model_validate(tomllib.loads(text))
