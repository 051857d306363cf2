"""`guiagent show RUN`: what was done in a run, a line a step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.text import Text

    from guiagent.records import Step
    from guiagent.runs import Recorded


def show(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Its folder, the beginning of its name, or last.")] = "last",
    step: Annotated[int | None, typer.Option("--step", min=1, help="Only this step, with all there is of it.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    root: Annotated[Path, typer.Option("--root", help="Where the runs are.")] = Path("runs"),
) -> None:
    """Show a run: the task, its steps, and how it ended."""
    from rich.console import Console

    from guiagent.runs import find_run, read

    recorded = read(find_run(run, root))
    one = _step(recorded, step) if step is not None else None
    if json_:
        import json

        # ASCII, as a terminal's or a pipe's encoding may know no more
        typer.echo(json.dumps(_step_json(recorded, one) if one else _json(recorded)))
        return
    console = Console(highlight=False)
    for line in _step_page(recorded, one) if one else _page(recorded):
        console.print(line, soft_wrap=True)


def _step(recorded: Recorded, number: int) -> Step:
    from guiagent.errors import UsageError

    steps = recorded.trajectory.steps
    if number > len(steps):
        raise UsageError(f"{recorded.path.name} has no step {number}: it has {len(steps)}")
    return steps[number - 1]


def _page(recorded: Recorded) -> Iterator[Text]:
    from rich.text import Text

    from guiagent.cli.lines import step_lines
    from guiagent.words import plain

    info = recorded.info
    yield Text(plain(info.instruction), style="bold")
    facts = (info.model, info.computer, plain(info.url, 80), f"{info.started.astimezone():%Y-%m-%d %H:%M}")
    yield Text(" · ".join(plain(fact) for fact in facts if fact), style="dim")
    for hint in recorded.hints:
        yield Text(f"hint: {plain(hint)}", style="dim")
    yield Text()
    for step in recorded.trajectory.steps:
        yield from step_lines(step, info.limits.steps)
    if recorded.pending:
        yield from _open_step(recorded)
    yield Text()
    yield from _end(recorded)


def _open_step(recorded: Recorded) -> Iterator[Text]:
    from rich.text import Text

    from guiagent.words import action_words

    if pending := recorded.pending:
        actions = " · ".join(map(action_words, pending.decision.actions))
        yield Text(f"{pending.index + 1:02d} {actions} ", style="dim").append("not finished", style="yellow")


def _end(recorded: Recorded) -> Iterator[Text]:
    from rich.text import Text

    from guiagent.runs import is_being_written
    from guiagent.words import ending_words, plain, seconds_words, tokens_words, usd_words

    ending, totals = recorded.trajectory.ending, recorded.totals
    if ending is None and is_being_written(recorded.path):
        yield Text("running", style="cyan")
        return
    good = ending is not None and (ending.verdict.success if ending.verdict else ending.reason == "finished")
    sums = f"{totals.steps} step{'' if totals.steps == 1 else 's'}, {seconds_words(totals.seconds)}"
    if totals.usage.requests:
        sums += f", {tokens_words(totals.usage.tokens)} tokens, {usd_words(totals.usage.usd)}"
    yield Text(ending_words(ending), style="green" if good else "yellow").append(f"  {sums}", style="dim")
    if ending is None:
        yield Text(f"guiagent resume {recorded.path}", style="dim")
        return
    for words in (ending.answer, ending.detail, *(ending.verdict.notes if ending.verdict else ())):
        if words:
            yield Text(plain(words))


def _step_page(recorded: Recorded, step: Step) -> Iterator[Text]:
    from rich.text import Text

    from guiagent.cli.lines import outcome_text, step_line
    from guiagent.words import action_words, concern_words, plain, usage_words

    yield step_line(step, recorded.info.limits.steps)
    facts = {
        "thought": step.decision.thought,
        "expected": step.decision.expected,
        "page": f"{step.before.title} {step.before.url}",
        "came of it": step.reflection.note,
        "spent": usage_words(step.usage),
    }
    for name, fact in facts.items():
        if words := plain(fact):
            yield Text(f"{name:>10}  ", style="dim").append(words)
    for concern in step.decision.concerns:
        yield Text(f"{'to confirm':>10}  ", style="dim").append(concern_words(concern), style="yellow")
    for rejected in step.decision.rejected:
        yield Text(f"{'sent back':>10}  ", style="dim").append(plain(rejected.why), style="yellow")
    for action, outcome in zip(step.decision.actions, step.outcomes, strict=False):
        yield Text(f"{'did':>10}  ", style="dim").append(f"{action_words(action)} ").append_text(outcome_text(outcome))
    for name, seen in (("before", step.before), ("after", step.after)):
        yield Text(f"{name:>10}  {recorded.path / 'screens' / seen.screen.sha}.png", style="dim")


def _json(recorded: Recorded) -> dict[str, Any]:
    ending, pending = recorded.trajectory.ending, recorded.pending
    return {
        "run": recorded.info.model_dump(mode="json"),
        "path": str(recorded.path),
        "hints": list(recorded.hints),
        "steps": [_step_json(recorded, step) for step in recorded.trajectory.steps],
        "pending": pending.model_dump(mode="json") if pending else None,
        "ending": ending.model_dump(mode="json") if ending else None,
        "totals": recorded.totals.model_dump(mode="json"),
    }


def _step_json(recorded: Recorded, step: Step) -> dict[str, Any]:
    screens = recorded.path / "screens"
    paths = {
        name: str(screens / f"{seen.screen.sha}.png") for name, seen in (("before", step.before), ("after", step.after))
    }
    return {**step.model_dump(mode="json"), "screens": paths}
