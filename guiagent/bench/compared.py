"""Two models over the same tasks and seeds: what differs, and whether it is more than chance."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import computed_field

from guiagent.actions import Value
from guiagent.bench.completeness import Completeness
from guiagent.bench.overview import Batch, Share, shares_of
from guiagent.bench.rows import Row, Status
from guiagent.bench.statistics import Difference, difference, macro_mean, nested
from guiagent.errors import UsageError


class Pair(Value):
    """A task and a seed at which one of the two succeeded and the other did not."""

    task: str
    seed: int
    first: Status
    second: Status
    first_run: str = ""
    second_run: str = ""


class Comparison(Value):
    """The second model beside the first, over what both attempted: pairs of the same suite, version, task and seed.

    `difference` is the second's success minus the first's, and `positive` the same by the looser rule. Won is what only
    the second did, lost what only the first did. `left_out` are tasks and seeds that either planned
    or attempted and that do not count for both.
    """

    suite: str
    version: str
    first: str
    second: str
    pairs: int
    tasks: int
    groups: int
    first_mean: float
    second_mean: float
    difference: Difference
    positive: Difference
    wins: int
    losses: int
    ties: int
    left_out: int
    completeness: Completeness
    differing: tuple[Pair, ...]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def complete(self) -> bool:
        """Whether nothing is missing on either side."""
        return self.completeness.complete


Both = tuple[Row, Row]


def chosen(batches: Sequence[Batch], models: Sequence[str] = ()) -> dict[str, Share]:
    """The two that are meant, by their names: one of each folder, or the two of one; `models` picks among more.

    Raises UsageError where they are not two.
    """
    shares = shares_of(batches)
    if len(batches) == 1:
        return _two(_named(shares, models) if models else shares, batches)
    picked = [models[0], models[-1]] if models else ["", ""]
    mine = [
        {name: share for name, share in shares.items() if share.batch is batch and model in ("", name, share.model)}
        for batch, model in zip(batches, picked, strict=True)
    ]
    for batch, found in zip(batches, mine, strict=True):
        if len(found) != 1:
            raise UsageError(f"{batch.path} holds {len(found)} that may be meant{_listed(found)}; pick with --model")
    return mine[0] | mine[1]


def _named(shares: dict[str, Share], models: Sequence[str]) -> dict[str, Share]:
    return {name: share for model in models for name, share in shares.items() if model in (name, share.model)}


def _two(found: dict[str, Share], batches: Sequence[Batch]) -> dict[str, Share]:
    if len(found) != 2:
        advice = "name two with --model, or another folder"
        raise UsageError(f"two are compared, and {batches[0].path} offers {len(found)}{_listed(found)}; {advice}")
    return found


def _listed(names: dict[str, Share]) -> str:
    return f" ({', '.join(names)})" if names else ""


def compare(pair: dict[str, Share]) -> Comparison:
    """Compare two by their names. Raises UsageError where they share no pair, or are of other suites or versions."""
    (a, first), (b, second) = pair.items()
    suite, version = _common(pair)
    both, left_out = _paired(first, second)
    if not both:
        raise UsageError(f"{a} and {b} share no task and seed: {_range(a, first)}, {_range(b, second)}")
    wins = sum(two.success and not one.success for one, two in both)
    losses = sum(one.success and not two.success for one, two in both)
    return Comparison(
        suite=suite,
        version=version,
        first=a,
        second=b,
        pairs=len(both),
        tasks=len({one.task for one, _ in both}),
        groups=len({one.group or one.task for one, _ in both}),
        first_mean=macro_mean(nested((one, one.success) for one, _ in both)),
        second_mean=macro_mean(nested((one, two.success) for one, two in both)),
        difference=difference(nested((one, two.success - one.success) for one, two in both)),
        positive=difference(nested((one, two.positive - one.positive) for one, two in both)),
        wins=wins,
        losses=losses,
        ties=len(both) - wins - losses,
        left_out=left_out,
        completeness=Completeness.of(first.rows, first.planned) + Completeness.of(second.rows, second.planned),
        differing=tuple(_differing(one, two) for one, two in both if one.success != two.success),
    )


def _common(pair: dict[str, Share]) -> tuple[str, str]:
    """The suite and version of both."""
    found = {
        name: ", ".join(sorted({f"{key.suite} {key.version}" for key in (*share.rows, *share.planned)}))
        for name, share in pair.items()
    }
    if len(set(found.values())) > 1:
        said = "; ".join(f"{name} was measured on {what}" for name, what in found.items())
        raise UsageError(f"these cannot be compared: {said}")
    first = next(iter(pair.values()))
    key = (*first.rows, *first.planned)[0]
    return key.suite, key.version


def _paired(first: Share, second: Share) -> tuple[list[Both], int]:
    """The counting rows of the same task and seed, in their order; and how many tasks and seeds are left out."""
    mine, theirs = ({(row.task, row.seed): row for row in share.rows if row.counts} for share in (first, second))
    both = sorted(mine.keys() & theirs.keys())
    every = {(key.task, key.seed) for share in (first, second) for key in (*share.rows, *share.planned)}
    return [(mine[place], theirs[place]) for place in both], len(every) - len(both)


def _range(name: str, share: Share) -> str:
    """`reader has 3 tasks at seeds 0 to 4`."""
    told = [row for row in share.rows if row.counts]
    tasks, seeds = {row.task for row in told}, sorted({row.seed for row in told})
    counted = f"{name} has {len(tasks)} task{'' if len(tasks) == 1 else 's'}"
    if not seeds:
        return counted
    return f"{counted} at seed {seeds[0]}" if len(seeds) == 1 else f"{counted} at seeds {seeds[0]} to {seeds[-1]}"


def _differing(one: Row, two: Row) -> Pair:
    runs = {"first_run": one.run, "second_run": two.run}
    return Pair(task=one.task, seed=one.seed, first=one.status, second=two.status, **runs)
