"""The lines of `steps.jsonl`, and the run that they add up to."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, assert_never

from pydantic import Field, TypeAdapter

from guiagent.actions import Value
from guiagent.records import Decision, Observation, Outcome, Pending, Reflection, Step, Timings
from guiagent.runs.writing import json_of


class _Line(Value):
    """`at` is when it was written, in seconds since 1970."""

    at: float = Field(default_factory=time.time)


class Decided(_Line):
    """A step begins. One for the same index replaces an earlier one that was never finished."""

    event: Literal["decided"] = "decided"
    index: int
    before: Observation
    decision: Decision


class Acting(_Line):
    """An action is begun; without an `acted` it may or may not have happened."""

    event: Literal["acting"] = "acting"
    index: int
    action: int


class Acted(_Line):
    """What came of an action."""

    event: Literal["acted"] = "acted"
    index: int
    action: int
    outcome: Outcome


class Stepped(_Line):
    """A step is over; `before` and `decision` stand in the `decided` line above it."""

    event: Literal["step"] = "step"
    index: int
    outcomes: tuple[Outcome, ...]
    after: Observation
    reflection: Reflection = Reflection()
    timings: Timings = Timings()


class Hinted(_Line):
    """A person added something to the task."""

    event: Literal["hinted"] = "hinted"
    hint: str


class Resumed(_Line):
    """Another process went on with the run."""

    event: Literal["resumed"] = "resumed"


Event = Decided | Acting | Acted | Stepped | Hinted | Resumed
_EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="event")])


def parse(line: bytes) -> Event:
    """The event in a line; ValueError (pydantic's among them) where it is none."""
    return _EVENT.validate_python(json.loads(line), extra="ignore")


def dump(event: Event) -> bytes:
    """The line of an event, newline included."""
    return json_of(event) + b"\n"


@dataclass
class History:
    """What the lines add up to; screens are read from the folder `screens` when they are looked at."""

    screens: Path
    steps: list[Step] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    pending: Pending | None = None

    def take(self, event: Event) -> None:
        """Raises ValueError where the event cannot follow on those before it."""
        match event:
            case Decided():
                self._expect(event.index, len(self.steps))
                self.pending = Pending(index=event.index, before=self._placed(event.before), decision=event.decision)
            case Acting():
                self.pending = self._open_at(event.index).model_copy(update={"begun": event.action})
            case Acted():
                pending = self._open_at(event.index)
                news = {"outcomes": (*pending.outcomes, event.outcome), "begun": None}
                self.pending = pending.model_copy(update=news)
            case Stepped():
                self.steps.append(self._step(self._open_at(event.index), event))
                self.pending = None
            case Hinted():
                self.hints.append(event.hint)
            case Resumed():
                pass
            case never:
                assert_never(never)

    def _step(self, pending: Pending, event: Stepped) -> Step:
        return Step(
            index=event.index,
            before=pending.before,
            decision=pending.decision,
            outcomes=event.outcomes,
            after=self._placed(event.after),
            reflection=event.reflection,
            timings=event.timings,
        )

    def _open_at(self, index: int) -> Pending:
        if self.pending is None:
            raise ValueError(f"step {index} was never decided")
        self._expect(index, self.pending.index)
        return self.pending

    def _expect(self, index: int, expected: int) -> None:
        if index != expected:
            raise ValueError(f"step {index} where step {expected} should be")

    def _placed(self, seen: Observation) -> Observation:
        """The observation with its screen's bytes in their file."""
        if not re.fullmatch("[0-9a-f]{16}", seen.screen.sha):
            raise ValueError(f"{seen.screen.sha!r} names no screen")
        return seen.model_copy(update={"screen": seen.screen.kept_in(self.screens / f"{seen.screen.sha}.png")})
