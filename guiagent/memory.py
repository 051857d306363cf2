"""The memory of a run that nobody keeps: steps in a list."""

from __future__ import annotations

from dataclasses import dataclass, field

from guiagent.records import Decision, Observation, Outcome, Pending, Reflection, Skipped, Step, Unknown

CUT_OFF = (
    "The run was cut off here and has been resumed. What was done in this step may have been lost with the browser: "
    "look at the screen before doing anything again."
)
"""The note of a step that was never seen to its end."""


@dataclass
class InMemory:
    """A `Memory` that is gone with the process."""

    steps: list[Step] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    pending: Pending | None = None

    def hinted(self, hint: str) -> None:
        self.hints.append(hint)

    def decided(self, before: Observation, decision: Decision) -> None:
        self.pending = Pending(index=len(self.steps), before=before, decision=decision)

    def acting(self, action: int) -> None:
        self._note(begun=action)

    def acted(self, outcome: Outcome) -> None:
        self._note(outcomes=(*self.pending.outcomes, outcome) if self.pending else (outcome,), begun=None)

    def finished(self, step: Step) -> None:
        self.steps.append(step)
        self.pending = None

    def _note(self, **news: object) -> None:
        if self.pending is not None:
            self.pending = self.pending.model_copy(update=news)


def closed(cut: Pending, now: Observation) -> Step:
    """The step that an interruption left open, ended: what was begun in it may or may not have happened."""
    outcomes: tuple[Outcome, ...] = cut.outcomes
    if cut.begun is not None:
        outcomes = (*outcomes, Unknown(reason="the run was cut off during this, and it may or may not have happened"))
    elif len(outcomes) < len(cut.decision.actions):
        outcomes = (*outcomes, Skipped(reason="the run was cut off before this was begun"))
    return Step(
        index=cut.index,
        before=cut.before,
        decision=cut.decision,
        outcomes=outcomes,
        after=now,
        reflection=Reflection(note=CUT_OFF),
    )


def was_cut_off(step: Step) -> bool:
    """Whether an interruption ended the step: what it did was not seen, and may have gone with the browser."""
    return step.reflection.note == CUT_OFF
