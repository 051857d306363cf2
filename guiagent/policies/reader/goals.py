"""What a task asks for, step by step: the values that the grammar produces and the policy pursues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from guiagent.policies.reader.cases import Judge, Skip
from guiagent.policies.reader.notes import Count, Every, Extreme, Fields, Numbers, PickDay, Put, Solve, Take, Word
from guiagent.policies.reader.targets import Target


@dataclass(frozen=True)
class Fill:
    """Give a field a value: type it, or choose or slide it where the field turns out to be of that sort."""

    target: Target
    text: str
    submit: bool = False

    def __str__(self) -> str:
        return f"set {self.target} to {self.text!r}"


@dataclass(frozen=True)
class Add:
    """Put an entry on a list: type it where the list takes new ones, and submit."""

    text: str

    def __str__(self) -> str:
        return f"add {self.text!r}"


@dataclass(frozen=True)
class Search:
    """Type into the search field, and submit."""

    text: str
    target: Target | None = None

    def __str__(self) -> str:
        return f"search for {self.text!r}"


@dataclass(frozen=True)
class Press:
    """Click a thing. `others` are further names that the same thing may go by, the likelier first.

    `optional`: where it is there; `unless`: where no field of this name is there; `thing`: what a deed is done to,
    which must be seen before a button with other words is taken; `deed`: a question "are you sure?" may be answered;
    `last`: the last page of a form is meant; `among`: it is to be looked for behind each of these, "tabs".
    """

    target: Target
    others: tuple[Target, ...] = ()
    button: Literal["left", "right", "middle"] = "left"
    count: int = 1
    times: int = 1
    optional: bool = False
    unless: str = ""
    thing: Target | None = None
    deed: bool = False
    last: bool = False
    among: str = ""

    def __str__(self) -> str:
        return f"click {self.target}"


@dataclass(frozen=True)
class Tick:
    """Make a checkbox or a switch be on or off."""

    target: Target
    on: bool = True

    def __str__(self) -> str:
        return f"{'tick' if self.on else 'untick'} {self.target}"


@dataclass(frozen=True)
class Choose:
    """Choose an option: of a dropdown, a radio button, or anything that carries the words; `also`: beside others."""

    option: Target
    field: Target | None = None
    also: bool = False

    def __str__(self) -> str:
        return f"choose {self.option}" + (f" in {self.field}" if self.field else "")


@dataclass(frozen=True)
class Bump:
    """Change a number by its plus or minus button, or by the arrow keys."""

    target: Target
    by: int

    def __str__(self) -> str:
        return f"{'increase' if self.by > 0 else 'decrease'} {self.target} by {abs(self.by)}"


@dataclass(frozen=True)
class Chord:
    """Press keys together; `button`: a button of this name, where one is on the screen, is meant instead."""

    keys: tuple[str, ...]
    times: int = 1
    button: str = ""

    def __str__(self) -> str:
        return f"press {'+'.join(self.keys)}"


@dataclass(frozen=True)
class Write:
    """Type text where the focus is."""

    text: str

    def __str__(self) -> str:
        return f"type {self.text!r}"


@dataclass(frozen=True)
class ScrollBy:
    """Scroll a page's worth (`amount` pages), or to the end."""

    direction: Literal["up", "down", "left", "right"]
    to_end: bool = False
    pages: int = 1

    def __str__(self) -> str:
        return f"scroll {self.direction}" + (" to the end" if self.to_end else "")


@dataclass(frozen=True)
class Find:
    """Scroll until a text is seen; `verify` says that the task wants to know that it is there."""

    target: Target
    verify: bool = False

    def __str__(self) -> str:
        return f"find {self.target}"


@dataclass(frozen=True)
class Rest:
    """Wait."""

    seconds: float

    def __str__(self) -> str:
        return f"wait {self.seconds:g} seconds"


@dataclass(frozen=True)
class Return:
    """Go back in the history."""

    def __str__(self) -> str:
        return "go back"


@dataclass(frozen=True)
class Open:
    """Open an address."""

    url: str

    def __str__(self) -> str:
        return f"open {self.url}"


@dataclass(frozen=True)
class Haul:
    """Drag one thing onto another."""

    source: Target
    end: Target

    def __str__(self) -> str:
        return f"drag {self.source} to {self.end}"


@dataclass(frozen=True)
class Point:
    """Rest the pointer on a thing."""

    target: Target

    def __str__(self) -> str:
        return f"point at {self.target}"


@dataclass(frozen=True)
class Read:
    """Read a value and report it; `many` asks for how many there are, `told` for what the page says in answer."""

    what: Target
    many: bool = False
    told: bool = False

    def __str__(self) -> str:
        return f"read {self.what}"


@dataclass(frozen=True)
class Copy:
    """Read a value and type it into a field."""

    what: Target
    target: Target

    def __str__(self) -> str:
        return f"copy {self.what} into {self.target}"


@dataclass(frozen=True)
class Unreadable:
    """A clause that says nothing the grammar knows."""

    clause: str

    def __str__(self) -> str:
        return f"understand {self.clause!r}"


Goal = (
    Fill
    | Add
    | Search
    | Press
    | Tick
    | Choose
    | Bump
    | Chord
    | Write
    | ScrollBy
    | Find
    | Rest
    | Return
    | Open
    | Haul
    | Point
    | Read
    | Copy
    | Take
    | Put
    | Word
    | Solve
    | Fields
    | Numbers
    | Count
    | Every
    | Extreme
    | PickDay
    | Judge
    | Skip
    | Unreadable
)
