"""Goals that only say whether the next ones are for the case at hand: "if …", "otherwise …"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from guiagent.policies.reader.targets import Target


@dataclass(frozen=True)
class Judge:
    """Look whether something is so, and leave out the next `skip` goals where it is not.

    `subject`: what it is about; `state`: the words or the number that it is to have, after `relation`; with no state it
    is to be there. `negated`: it is to be otherwise.
    """

    subject: Target
    state: str = ""
    relation: Literal["is", "over", "under"] = "is"
    negated: bool = False
    skip: int = 0

    def __str__(self) -> str:
        said = f"{self.relation} {self.state!r}" if self.state else "there"
        return f"look whether {self.subject} is {'not ' if self.negated else ''}{said.removeprefix('is ')}"


@dataclass(frozen=True)
class Skip:
    """Leave out the next goals: they were for the case that something is otherwise."""

    skip: int

    def __str__(self) -> str:
        return f"leave out {self.skip} steps"
