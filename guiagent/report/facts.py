"""A recorded run as the page tells it: everything in words, nothing left to compute."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guiagent.actions import Action, points_of
from guiagent.records import Done, Ending, Observation, Outcome, Pending, Step, Unknown, Verdict
from guiagent.report.marks import Mark, Spot, mark_of, spots_of
from guiagent.runs import Recorded
from guiagent.screen import Screen
from guiagent.usage import Usage
from guiagent.words import (
    action_words,
    concern_words,
    ending_words,
    plain,
    seconds_words,
    tokens_words,
    usage_words,
    usd_words,
)

RAW = 4000
"""Characters of a raw reply that the page carries; all of it is in steps.jsonl."""

OPAQUE = 120
"""Characters of a text without a space from which on it is taken for a code."""


@dataclass(frozen=True)
class Deed:
    """An action, and what came of it: `state` is an outcome's kind, or `open` where it has none."""

    words: str
    state: str
    reason: str
    mark: Mark | None

    @property
    def caption(self) -> bool:
        """Whether it stands on the picture in words: it was begun, and has no place there."""
        return self.mark is None and self.state != "open"


@dataclass(frozen=True)
class Page:
    """A step as it is shown; `number` counts from 1 and `state` is that of its last deed."""

    number: int
    before: Screen
    after: Screen
    url: str
    title: str
    thought: str
    expected: str
    concerns: tuple[str, ...]
    deeds: tuple[Deed, ...]
    state: str
    note: str
    progress: bool | None
    took: str
    share: int
    spans: str
    spent: str
    notices: tuple[str, ...]
    rejected: tuple[str, ...]
    raw: str
    spots: tuple[Spot, ...]
    examples: tuple[str, ...]

    @property
    def chosen(self) -> tuple[Spot, ...]:
        return tuple(spot for spot in self.spots if spot.chosen)

    @property
    def headline(self) -> str:
        return " · ".join(deed.words for deed in self.deeds)


@dataclass(frozen=True)
class Summary:
    """The head of the page: `tone` is good, bad or open."""

    instruction: str
    hints: tuple[str, ...]
    said: str
    verdict: str
    notes: tuple[str, ...]
    tone: str
    answer: str
    detail: str
    rejected: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def summary_of(run: Recorded) -> Summary:
    ending = run.trajectory.ending
    verdict = ending.verdict if ending else None
    return Summary(
        instruction=run.info.instruction,
        hints=run.hints,
        said=_said(ending),
        verdict=_verdict_words(verdict),
        notes=verdict.notes if verdict else (),
        tone=_tone(run),
        answer=ending.answer if ending else "",
        detail=ending.detail if ending else "",
        rejected=tuple(rejected.why for rejected in ending.rejected) if ending else (),
        facts=tuple((name, fact) for name, fact in _facts(run) if fact),
    )


def _said(ending: Ending | None) -> str:
    """How it ended without the verdict; that the agent finished is its own word and no more."""
    if ending is None:
        return "interrupted, or still going on"
    words = ending_words(ending.model_copy(update={"verdict": None}))
    return f"the agent's own word: {words}" if ending.reason in ("finished", "gave_up") else f"ended: {words}"


def _verdict_words(verdict: Verdict | None) -> str:
    if verdict is None:
        return "not checked"
    return "verified" if verdict.success else "check failed"


def _tone(run: Recorded) -> str:
    ending = run.trajectory.ending
    if ending is None:
        return "open"
    good = ending.verdict.success if ending.verdict else ending.reason == "finished"
    return "good" if good else "bad"


def _facts(run: Recorded) -> Iterator[tuple[str, str]]:
    info, totals = run.info, run.totals
    asked = totals.usage.requests or totals.usage.tokens
    yield "Model", info.model
    yield "Places", f"by {info.options['grounder']}" if info.options.get("grounder") else ""
    yield "Examples", str(info.options.get("examples") or "")
    yield "Steps", f"{totals.steps}"
    yield "Time", seconds_words(totals.seconds)
    yield "Tokens", _tokens(totals.usage) if asked else "none"
    yield "Cost", ("unknown" if totals.usage.usd is None else usd_words(totals.usage.usd)) if asked else "$0"
    yield "Started", f"{info.started.astimezone():%Y-%m-%d %H:%M}"
    yield "Screen", f"{info.viewport[0]}x{info.viewport[1]} @{info.scale:g}" if info.viewport else ""
    yield "Computer", info.computer
    yield "From", info.url


def pages_of(run: Recorded) -> tuple[Page, ...]:
    """Each step, and the one that was cut off, if any."""
    steps = [*run.trajectory.steps, *_cut_off(run.pending)]
    longest = max((step.timings.total for step in steps), default=0.0) or 1.0
    return tuple(_page(step, longest) for step in steps)


def _cut_off(pending: Pending | None) -> Iterator[Step]:
    if pending is not None:
        begun = (Unknown(reason="the run was cut off here"),) if pending.begun is not None else ()
        outcomes = (*pending.outcomes, *begun)
        yield Step(
            index=pending.index,
            before=pending.before,
            decision=pending.decision,
            outcomes=outcomes,
            after=pending.before,
        )


def _page(step: Step, longest: float) -> Page:
    decision, reflection = step.decision, step.reflection
    deeds = tuple(_deeds(decision.actions, step.outcomes, step.before))
    return Page(
        number=step.index + 1,
        before=step.before.screen,
        after=step.after.screen,
        url=step.before.url,
        title=step.before.title,
        thought=decision.thought.strip(),
        expected=decision.expected.strip(),
        concerns=tuple(map(concern_words, decision.concerns)),
        deeds=deeds,
        state=next((deed.state for deed in deeds if deed.state != "done"), "done"),
        note=reflection.note.strip(),
        progress=reflection.progress,
        took=seconds_words(step.timings.total),
        share=max(1, round(100 * step.timings.total / longest)),
        spans=_spans(step),
        spent=usage_words(step.usage),
        notices=step.after.notices,
        rejected=tuple(rejected.why for rejected in decision.rejected),
        raw=_raw(decision.reply),
        spots=spots_of(step.before, decision.actions),
        examples=step.before.examples,
    )


def _deeds(actions: Sequence[Action], outcomes: Sequence[Outcome], seen: Observation) -> Iterator[Deed]:
    for place, action in enumerate(actions):
        outcome = outcomes[place] if place < len(outcomes) else None
        state = outcome.kind if outcome else "open"
        reason = "" if outcome is None or isinstance(outcome, Done) else outcome.reason
        mark = mark_of(action, seen.width) if _on_screen(action, seen) else None
        yield Deed(action_words(action), state, reason, mark)


def _on_screen(action: Action, seen: Observation) -> bool:
    return all(0 <= x < seen.width and 0 <= y < seen.height for x, y in points_of(action))


def _spans(step: Step) -> str:
    spans = step.timings.model_dump()
    return ", ".join(f"{name} {seconds_words(spent)}" for name, spent in spans.items() if spent >= 0.05)


def _tokens(usage: Usage) -> str:
    return tokens_words(usage.tokens)


def _raw(reply: object) -> str:
    if reply is None:
        return ""
    text = reply if isinstance(reply, str) else json.dumps(_legible(reply), indent=1, ensure_ascii=False)
    return text if len(text) <= RAW else f"{text[:RAW]}\n… {len(text) - RAW} more characters in steps.jsonl"


def _legible(value: object) -> object:
    """A provider's message with what no person reads, signatures and encrypted reasoning, cut to its beginning."""
    match value:
        case dict():
            return {name: _legible(each) for name, each in value.items()}
        case list():
            return [_legible(each) for each in value]
        case str() if len(value) > OPAQUE and not any(map(str.isspace, value)):
            return f"{value[:24]}… ({len(value)} characters)"
    return value


def title_of(run: Recorded) -> str:
    return f"{plain(run.info.instruction, 60)} · guiagent"
