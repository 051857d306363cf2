"""What a run comes to: shares with Wilson's intervals, by all that the set tells of its items; seconds and costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median, quantiles

from guiagent.actions import Value
from guiagent.bench.grounding.items import Item
from guiagent.bench.grounding.rows import STATUSES, GroundingRow, Run, Status
from guiagent.usage import Usage

TYPES = ("text", "icon")

DIMENSIONS: dict[str, Callable[[GroundingRow], Sequence[str]]] = {
    "platform": lambda row: (row.platform,),
    "group": lambda row: (row.group,),
    "source": lambda row: (row.source,),
    "target": lambda row: (row.target,),
    "GUI type": lambda row: row.gui_types,
}
"""What is told apart, by the values that a row has in it; one that no two rows differ in is left out."""


class Tally(Value):
    """Hits among questions, and the 95 % interval of their share by Wilson; None where there are no questions."""

    hits: int
    questions: int
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, rows: Iterable[GroundingRow]) -> Tally:
        """Every answer counts, those in a wrong format and wrong refusals as no hit."""
        from guiagent.bench.statistics.intervals import wilson

        said = [row.status == "hit" for row in rows]
        if not said:
            return cls(hits=0, questions=0)
        estimate = wilson(sum(said), len(said))
        return cls(hits=sum(said), questions=len(said), low=estimate.low, high=estimate.high)

    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return self.hits / self.questions if self.questions else None


class Summary(Value):
    """A run over the items that it was to answer. `by` has, for each dimension and value, a tally for text, icon, all.

    It is `complete` once each item has an answer; `errors` are items whose last try ended in the environment's error.
    `usd` is None where a price, or what a failed request cost, is not known.
    """

    run: Run
    items: int
    statuses: Mapping[Status, int]
    all: Mapping[str, Tally]
    by: Mapping[str, Mapping[str, Mapping[str, Tally]]]
    seconds_p50: float | None = None
    seconds_p95: float | None = None
    usage: Usage = Usage()

    @property
    def answered(self) -> int:
        return self.all["all"].questions

    @property
    def errors(self) -> int:
        return self.statuses["env_error"]

    @property
    def complete(self) -> bool:
        return self.answered == self.items

    @classmethod
    def of(cls, run: Run, items: Sequence[Item], answers: Mapping[str, GroundingRow]) -> Summary:
        """`answers` by item, as `Results.of` gives them; those to other items are left out."""
        rows = [answers[item.id] for item in items if item.id in answers]
        counted = [row for row in rows if row.counts]
        statuses = Counter(row.status for row in rows)
        seconds = [row.seconds for row in counted]
        return cls(
            run=run,
            items=len(items),
            statuses={status: statuses[status] for status in STATUSES},
            all=by_type(counted),
            by={name: found for name, values in DIMENSIONS.items() if len(found := _by(counted, values)) > 1},
            seconds_p50=median(seconds) if seconds else None,
            seconds_p95=_p95(seconds),
            usage=sum((row.usage for row in counted), Usage()),
        )


def by_type(rows: Sequence[GroundingRow]) -> dict[str, Tally]:
    """Text, icon and all; the first two only where the set tells them apart."""
    apart = {kind: [row for row in rows if row.type == kind] for kind in TYPES}
    tallies = {kind: Tally.of(those) for kind, those in apart.items()} if any(apart.values()) else {}
    return tallies | {"all": Tally.of(rows)}


def _by(rows: Sequence[GroundingRow], values: Callable[[GroundingRow], Sequence[str]]) -> dict[str, dict[str, Tally]]:
    found: dict[str, list[GroundingRow]] = {}
    for row in rows:
        for value in filter(None, values(row)):
            found.setdefault(value, []).append(row)
    return {value: by_type(found[value]) for value in sorted(found)}


def _p95(seconds: Sequence[float]) -> float | None:
    if len(seconds) < 2:
        return seconds[0] if seconds else None
    return quantiles(seconds, n=20, method="inclusive")[-1]
