"""A row of results: one question asked of one model, and all that came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from guiagent.actions import Point, Value
from guiagent.bench.grounding.items import Item, Target, Type
from guiagent.usage import Usage

Status = Literal["hit", "miss", "refused_wrongly", "wrong_format", "env_error"]

STATUSES: tuple[Status, ...] = ("hit", "miss", "refused_wrongly", "wrong_format", "env_error")


class Run(Value):
    """A model with all that is set, on a set: rows of different runs are never mixed.

    `set` is the set's digest, `config` one of everything that is set; `setting` says in words what is set, as "zoom".
    """

    set: str
    model: str
    config: str
    setting: str = ""

    @property
    def title(self) -> str:
        """For a person: the model, and what is set."""
        return f"{self.model}, {self.setting}" if self.setting else self.model


class GroundingRow(Run):
    """A question that was asked. `seconds` are from asking until the answer was read; `attempt` counts from 1.

    `point` is where the model pointed, in pixels of the picture, None where it did not; `said` are its words then, or
    what was wrong. `hit` is also a refusal that was right, `miss` also a point where there is nothing to be found.
    """

    item: str
    status: Status
    point: Point | None = None
    said: str = ""
    target: str
    type: Type = ""
    platform: str = ""
    group: str = ""
    source: str = ""
    gui_types: tuple[str, ...] = ()
    seconds: float = 0.0
    usage: Usage = Usage()
    began: datetime
    attempt: int = 1

    @property
    def counts(self) -> bool:
        """Whether it says anything about the model: an environment that failed does not."""
        return self.status != "env_error"

    @property
    def run(self) -> Run:
        """Which run it is of."""
        return Run(set=self.set, model=self.model, config=self.config, setting=self.setting)


def status_of(target: Target, point: Point | None) -> Status:
    """How an answer that could be read is counted, as published: a point in the target or on its edge is a hit."""
    if point is None:
        return "hit" if target.kind == "refusal" else "refused_wrongly"
    return "hit" if target.holds(point) else "miss"


def facets(item: Item) -> dict[str, str | Sequence[str]]:
    """What a row tells of its item, so that results can be read without the set."""
    return {
        "item": item.id,
        "target": item.target.kind,
        "type": item.type,
        "platform": item.platform,
        "group": item.group,
        "source": item.source,
        "gui_types": item.gui_types,
    }
