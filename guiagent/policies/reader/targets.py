"""What a task means by a name: a thing on the screen, by its words, its kind, its surroundings and its rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sort = Literal["", "button", "link", "tab", "field", "area", "check", "radio", "dropdown", "slider", "switch", "item"]
Where = Literal["", "row", "near", "below", "above", "in"]


@dataclass(frozen=True)
class Target:
    """A thing on the screen, by its words.

    `whole` is the name as it stood, before `scope` was cut off it; `ordinal` counts from 1, -1 is the last one; `exact`
    is for a name that is too common to be taken for a part of another one; `one`: whichever there is, "a blue circle".
    """

    name: str
    sort: Sort = ""
    scope: str = ""
    where: Where = ""
    ordinal: int = 0
    quoted: bool = False
    whole: str = ""
    exact: bool = False
    one: bool = False

    def __str__(self) -> str:
        scope = f" ({self.where or 'near'} {self.scope!r})" if self.scope else ""
        rank = f"{_rank(self.ordinal)} " if self.ordinal else ""
        return f"{rank}{self.name or self.sort or 'thing'!r}{scope}"


def _rank(ordinal: int) -> str:
    return "last" if ordinal < 0 else f"number {ordinal}"
