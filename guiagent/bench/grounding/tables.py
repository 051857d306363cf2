"""The summary of a run as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from guiagent.bench.grounding.items import GroundingSet
from guiagent.bench.grounding.summary import TYPES, Summary, Tally
from guiagent.words import plain, seconds_words, tokens_words, usd_words

PADDING = (0, 3, 0, 0)


def summary_table(summary: Summary, others: Sequence[Summary], questions: GroundingSet) -> RenderableType:
    """The run by all that its set tells, what it took, and beside it the other runs on the same set."""
    parts: list[RenderableType] = [_title(summary, questions), _shares(summary), Text(), *_costs(summary)]
    if others:
        parts += [Text(), _runs([summary, *others])]
    return Group(*parts)


def _title(summary: Summary, questions: GroundingSet) -> Text:
    count = f"{summary.items} of its {len(questions.items)}" if summary.items < len(questions.items) else "all its"
    items = f"{count} {len(questions.items)} items" if count == "all its" else f"{count} items"
    title = Text(plain(summary.run.title), "bold").append(
        f" on {plain(questions.name)}, {questions.format}, {items}", ""
    )
    if not summary.complete:
        left = summary.items - summary.answered
        why = f", {summary.errors} of them after an error of the environment" if summary.errors else ""
        title.append(f"\nINCOMPLETE: {left} of {summary.items} have no answer yet{why}", "bold red")
    return title


def _shares(summary: Summary) -> Table:
    columns = [kind for kind in TYPES if kind in summary.all] + ["all"]
    table = Table(box=None, padding=PADDING, header_style="dim")
    for name in ("", *columns, "95 % (Wilson)"):
        table.add_column(name, justify="right" if name else "left", no_wrap=True)
    for dimension, values in summary.by.items():
        table.add_row(Text(dimension, "dim"))
        for value, tallies in values.items():
            table.add_row(f"  {plain(value, 40)}", *_cells(tallies, columns))
    table.add_row(Text("all", "bold"), *_cells(summary.all, columns))
    return table


def _cells(tallies: Mapping[str, Tally], columns: Sequence[str]) -> list[str]:
    shares = [_share(tallies.get(column)) for column in columns]
    return [*shares, interval_words(tallies["all"])]


def _share(tally: Tally | None) -> str:
    if tally is None or tally.share is None:
        return "-"
    return f"{100 * tally.share:.1f} % ({tally.hits}/{tally.questions})"


def interval_words(tally: Tally) -> str:
    """`61.2-74.0 %`, or a dash."""
    return "-" if tally.low is None or tally.high is None else f"{100 * tally.low:.1f}-{100 * tally.high:.1f} %"


def _costs(summary: Summary) -> list[Text]:
    counted = [f"{count} {status.replace('_', ' ')}" for status, count in summary.statuses.items() if count]
    lines = [Text(", ".join(counted))] if counted else []
    if summary.seconds_p50 is not None and summary.seconds_p95 is not None:
        line = f"seconds a question: p50 {seconds_words(summary.seconds_p50)}, p95 {seconds_words(summary.seconds_p95)}"
        lines.append(Text(f"{line}; {_spent(summary)}"))
    return lines


def _spent(summary: Summary) -> str:
    money = "cost unknown" if summary.usage.usd is None else usd_words(summary.usage.usd)
    return f"{tokens_words(summary.usage.tokens)} tokens, {money}"


def _runs(summaries: Sequence[Summary]) -> Table:
    """Each run on the same set in a row of its own: what is set differently is never added up."""
    table = Table(box=None, padding=PADDING, header_style="dim")
    for name in ("run", "all", "95 % (Wilson)", "p50", "p95", "tokens, USD", ""):
        table.add_column(name, justify="left" if name in ("run", "") else "right", no_wrap=True)
    for each in summaries:
        times = [seconds_words(took) if took is not None else "-" for took in (each.seconds_p50, each.seconds_p95)]
        state = "" if each.complete else Text("incomplete", "red")
        tally = each.all["all"]
        table.add_row(plain(each.run.title), _share(tally), interval_words(tally), *times, _spent(each), state)
    return table
