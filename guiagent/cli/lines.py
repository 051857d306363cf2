"""A step on one line: `07/30 click "Search" (412,96) ok 2.1s 3.4k tok $0.012`."""

from __future__ import annotations

from typing import assert_never

from rich.text import Text

from guiagent.records import Blocked, Done, Failed, Outcome, Skipped, Step, Unknown
from guiagent.words import action_words, concern_words, plain, seconds_words, tokens_words, usd_words

__all__ = ["action_words", "outcome_text", "step_line", "step_lines", "tokens_words", "usd_words"]

INDENT = "      "
THOUGHT = 400
"""Characters of a thought that are shown; `guiagent show RUN --step N` shows all of it."""


def step_lines(step: Step, limit_steps: int | None = None, reflections: bool = False) -> list[Text]:
    """The thought, dim, where there is one; the step; and what came of it where that is wanted."""
    lines = [*_checks(step), step_line(step, limit_steps)]
    if thought := plain(step.decision.thought, THOUGHT):
        lines.insert(0, Text(f"{INDENT}{thought}", style="dim"))
    if reflections and (note := plain(step.reflection.note, THOUGHT)):
        lines.append(Text(f"{INDENT}{note}", style="dim italic"))
    return lines


def _checks(step: Step) -> list[Text]:
    """What a person was asked to confirm before the step, and did; a refusal stands in its outcome."""
    if not step.outcomes or isinstance(step.outcomes[0], Blocked):
        return []
    said = [concern_words(concern) for concern in step.decision.concerns]
    return [Text(f"{INDENT}confirmed safety check: {words}", style="yellow") for words in said]


def step_line(step: Step, limit_steps: int | None = None) -> Text:
    """The step's number, its actions, what came of them, and what it took."""
    line = Text().append(f"{step.index + 1:02d}{f'/{limit_steps}' if limit_steps else ''} ", style="dim")
    for place, action in enumerate(step.decision.actions):
        begun = place < len(step.outcomes)
        line.append(" · " if place else "", style="dim").append(action_words(action), style="" if begun else "dim")
    if step.outcomes:
        line.append(" ").append_text(outcome_text(step.outcomes[-1]))
    return line.append(f" {_cost(step)}", style="dim")


def outcome_text(outcome: Outcome) -> Text:
    """`ok`, or what went wrong and why."""
    match outcome:
        case Done():
            return Text("ok", style="green")
        case Failed():
            return Text(f"failed: {plain(outcome.reason)}", style="red")
        case Blocked():
            return Text(f"blocked: {plain(outcome.reason)}", style="yellow")
        case Skipped():
            return Text(f"skipped: {plain(outcome.reason)}", style="yellow")
        case Unknown():
            return Text(f"unknown: {plain(outcome.reason)}", style="yellow")
        case never:
            assert_never(never)


def _cost(step: Step) -> str:
    """Seconds; tokens and money only where a model was asked."""
    took = seconds_words(step.timings.total)
    if not step.usage.requests and not step.usage.tokens:
        return took
    return f"{took} {tokens_words(step.usage.tokens)} tok {usd_words(step.usage.usd)}"
