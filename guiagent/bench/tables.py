"""The tables of a report: on a terminal, and in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from guiagent.bench.compared import Comparison
from guiagent.bench.figures import NONE, count, money, p_value, percent, percent_within, points_within, spread, times
from guiagent.bench.overview import Overview
from guiagent.bench.summary import Part, Summary
from guiagent.words import plain

By = Literal["task", "group", "level"]

HEADLINE = "mean over groups of tasks, with its 95 % interval"
NAMES = 30
"""Characters of a name on a terminal, at most."""

PIPE = 240

DIFFERING = 20
"""Pairs that a terminal is shown; `--json` has them all."""


@dataclass(frozen=True)
class Table:
    """Cells in words. The first column names the row; the others are set flush right, unless they are `prose`."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    prose: bool = False


def tables_of(overview: Overview, by: By | None = None) -> tuple[Table, ...]:
    """A row a model: success, time, tokens and money, failures; then, where wanted, a row a task, group or level."""
    models = overview.models
    found = (_success(models), _time(models), _spending(models), _failures(models))
    return found if by is None else (*found, parts_table(models, by))


def _success(models: Sequence[Summary]) -> Table:
    most = max((len(model.pass_hat) for model in models), default=0)
    reliable = f"pass^{most}" if most else "pass^k"
    rows = (
        (
            model.label,
            percent_within(model.success, model.mark),
            percent(model.positive.mean if model.positive else None),
            percent(model.micro.mean if model.micro else None),
            percent(model.pass_hat[most - 1] if 0 < most <= len(model.pass_hat) else None),
            times(model.step_ratio.mean if model.step_ratio else None),
            f"{model.attempts}",
        )
        for model in models
    )
    headings = ("model", "success", "raw>0", "plain", reliable, "steps", "n")
    return Table(f"Success in per cent: {HEADLINE}", headings, tuple(rows))


def _time(models: Sequence[Summary]) -> Table:
    rows = (
        (model.label, *map(spread, (t.step_model, t.step_env, t.task, t.task_model, t.task_env)))
        for model in models
        for t in (model.times,)
    )
    headings = ("model", "step, model", "step, env", "task", "task, model", "task, env")
    return Table("Seconds: median / 95th percentile", headings, tuple(rows))


def _spending(models: Sequence[Summary]) -> Table:
    return Table(
        "Tokens and money: mean an attempt",
        ("model", "input", "cached", "image", "output", "$/task", "$/success", "$ total"),
        tuple((model.label, *_tokens(model), *_money(model)) for model in models),
    )


def _tokens(model: Summary) -> Iterator[str]:
    yield from map(count, _token_figures(model))


def _token_figures(model: Summary) -> tuple[float | None, ...]:
    told = model.tokens
    return (told.input, told.cached, told.image, told.output) if told else (None,) * 4


def _money(model: Summary) -> Iterator[str]:
    yield from map(money, (model.money.per_task, model.money.per_success, model.money.total))


def _failures(models: Sequence[Summary]) -> Table:
    def told(model: Summary) -> str:
        kinds = sorted(model.failures.items(), key=lambda kind: -kind[1])
        return ", ".join(f"{name} {number}" for name, number in kinds) or "none"

    return Table("Failures by kind", ("model", "attempts"), tuple((m.label, told(m)) for m in models), prose=True)


def parts_table(models: Sequence[Summary], by: By) -> Table:
    """A row a task (successes of attempts), group or level (per cent), a column a model."""
    pick: Callable[[Summary], tuple[Part, ...]] = {
        "task": lambda model: model.tasks,
        "group": lambda model: model.groups,
        "level": lambda model: model.levels,
    }[by]
    found = [{part.name: part for part in pick(model)} for model in models]
    names = sorted({(part.level, part.name) for parts in found for part in parts.values()})
    rows = (
        (name or "no level", *(_cell(parts.get(name), by) for parts in found))
        for name in dict.fromkeys(n for _, n in names)
    )
    return Table(f"Success by {by}", (by, *(short(model.label) for model in models)), tuple(rows))


def short(label: str) -> str:
    """A model's name without who made or serves it: `claude-sonnet-5-5` of `anthropic/claude-sonnet-5-5`."""
    return label.rstrip("/").rpartition("/")[2] or label


def _cell(part: Part | None, by: By) -> str:
    if part is None or not part.attempts:
        return NONE
    if by == "task":
        return f"{part.successes}/{part.attempts}"
    return percent(part.success.mean if part.success else None)


def markdown(overview: Overview, by: By | None = None) -> str:
    """The tables in Markdown, under a line that says of what, and whether it is complete."""
    lines = [f"## {_escaped(title_of(overview))}", "", *_remark(overview)]
    for table in tables_of(overview, by):
        lines += [f"### {table.title}", "", *_markdown(table), ""]
    return "\n".join(lines).rstrip() + "\n"


def _remark(overview: Overview) -> list[str]:
    if overview.completeness.complete:
        return []
    return [f"**† {_escaped(overview.completeness.words)}**", ""]


def _markdown(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(_escaped, table.headings))} |"
    yield "|---|" + ("---|" if table.prose else "--:|") * (len(table.headings) - 1)
    for row in table.rows:
        yield f"| {' | '.join(map(_escaped, row))} |"


def _escaped(text: str) -> str:
    """Text that Markdown takes as it is: no cell ends early, and no tag or link begins."""
    return "".join(f"\\{sign}" if sign in "|<>[]`*_\\&" else sign for sign in plain(text))


def title_of(overview: Overview) -> str:
    """`miniwob 1.1.0, webgum-56`."""
    return f"{overview.suite} {overview.version}" + (f", {overview.subset}" if overview.subset else "")


def printer() -> Console:
    """Of tables on stdout; a pipe has no edge to cut names at."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PIPE
    return console


def show(console: Console, overview: Overview, by: By | None = None) -> None:
    """Print the tables; they fit 80 columns, where need be by cutting names."""
    console.print(Text(plain(title_of(overview)), "bold"))
    if not overview.completeness.complete:
        console.print(Text(f"† {overview.completeness.words}", "bold yellow"), soft_wrap=True)
    for table in tables_of(overview, by):
        console.print()
        console.print(Text(table.title, "bold cyan"))
        console.print(_rich(table, console.width))


def _rich(table: Table, width: int) -> RichTable:
    made = RichTable(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    name, *widths = _widths(table, width)
    made.add_column(Text(plain(table.headings[0])), no_wrap=True, overflow="ellipsis", width=name)
    for heading, wide in zip((Text(plain(each)) for each in table.headings[1:]), widths, strict=True):
        if table.prose:
            made.add_column(heading)
        else:
            made.add_column(heading, justify="right", no_wrap=True, overflow="ellipsis", width=wide)
    for row in table.rows:
        made.add_row(*(Text(plain(cell)) for cell in row))
    return made


def _widths(table: Table, width: int) -> list[int]:
    """Of the columns in that many: names and headings give way before figures do, and a figure is never cut."""
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.headings)
    figures = [max(map(len, cells), default=1) for cells in columns[1:]]
    wanted = [max(figure, len(heading)) for figure, heading in zip(figures, table.headings[1:], strict=True)]
    names = min(NAMES, max(map(len, (table.headings[0], *columns[0]))))
    room = width - 2 * len(wanted)
    if table.prose:
        return [names, *wanted]
    while sum(wanted) + min(names, NAMES // 2) > room and wanted != figures:
        spare = [want - figure for want, figure in zip(wanted, figures, strict=True)]
        wanted[spare.index(max(spare))] -= 1
    return [max(8, min(names, room - sum(wanted))), *wanted]


def show_comparison(console: Console, told: Comparison) -> None:
    """Print what differs between two, and at which tasks and seeds."""
    console.print(
        Text(f"{plain(told.second)} against {plain(told.first)}", "bold"), Text(f"{told.suite} {told.version}")
    )
    if not told.completeness.complete:
        console.print(Text(f"† {told.completeness.words}", "bold yellow"), soft_wrap=True)
    for line in comparison_lines(told):
        console.print(Text(line))
    if told.differing:
        console.print()
        console.print(_rich(_differing(told), console.width))
    if (more := len(told.differing) - DIFFERING) > 0:
        console.print(Text(f"and {more} more; --json lists them all", "dim"))


def comparison_lines(told: Comparison) -> tuple[str, ...]:
    """The figures in words, a line each."""
    mark = "" if told.completeness.complete else "†"
    return (
        f"success     {percent(told.first_mean)} → {percent(told.second_mean)}{mark} per cent",
        f"difference  {points_within(told.difference)} points, {p_value(told.difference.p)}",
        f"raw > 0     {points_within(told.positive)} points, {p_value(told.positive.p)}",
        f"pairs       {told.pairs} of the same task and seed: {told.wins} won, {told.losses} lost, {told.ties} alike",
        f"clusters    {told.groups} groups of {told.tasks} tasks",
        f"left out    {told.left_out} tasks and seeds that do not count for both",
    )


def _differing(told: Comparison) -> Table:
    rows = tuple((pair.task, f"{pair.seed}", pair.first, pair.second) for pair in told.differing[:DIFFERING])
    return Table("", ("task", "seed", told.first, told.second), rows)
