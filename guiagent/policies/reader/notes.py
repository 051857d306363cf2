"""Goals about values: read and typed later, given to several fields, compared, or picked in a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from guiagent.policies.reader.targets import Target


@dataclass(frozen=True)
class Take:
    """Copy all that stands in a field, as Control+C does."""

    target: Target

    def __str__(self) -> str:
        return f"copy what stands in {self.target}"


@dataclass(frozen=True)
class Put:
    """Type what was read last into a field; `paste`: what was copied last."""

    target: Target
    paste: bool = False

    def __str__(self) -> str:
        return f"put {'what was copied' if self.paste else 'it'} into {self.target}"


@dataclass(frozen=True)
class Word:
    """Read the word of this rank, -1 for the last, in a field where `target` has a kind, else of running text."""

    rank: int
    target: Target

    def __str__(self) -> str:
        return f"read word {self.rank} of {self.target}"


@dataclass(frozen=True)
class Solve:
    """Work out the sum or the equation that stands on the screen."""

    def __str__(self) -> str:
        return "solve what is asked"


@dataclass(frozen=True)
class Fields:
    """Every field of a form: `text` for all, or, where it is empty, what stands elsewhere by each one's label."""

    text: str = ""

    def __str__(self) -> str:
        return f"set every field to {self.text!r}" if self.text else "fill in what stands beside each label"


@dataclass(frozen=True)
class Numbers:
    """Give several things of a kind a value each, in their order."""

    sort: Literal["slider", "field"]
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"set the {self.sort}s to {', '.join(self.values)}"


@dataclass(frozen=True)
class Count:
    """Click the numbers on the screen one after another, `down` from the greatest."""

    down: bool = False

    def __str__(self) -> str:
        return f"click the numbers from the {'greatest' if self.down else 'least'} on"


@dataclass(frozen=True)
class Every:
    """Click all things of a look, "the green shapes", once each."""

    looks: str

    def __str__(self) -> str:
        return f"click every {self.looks!r}"


@dataclass(frozen=True)
class Extreme:
    """Press what belongs to the least or the greatest of the values of a sort, money, duration or number."""

    sort: str
    greatest: bool

    def __str__(self) -> str:
        return f"take the one with the {'greatest' if self.greatest else 'least'} {self.sort}"


@dataclass(frozen=True)
class PickDay:
    """Choose a day in the calendar of a date field; typed where the field opens none."""

    day: date
    target: Target
    text: str

    def __str__(self) -> str:
        return f"pick {self.day.isoformat()} in {self.target}"
