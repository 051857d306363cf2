"""Where in its task the reader is: what a decision leaves in its reply for the next one to read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from guiagent.actions import Action, DeviceAction, Point, Value
from guiagent.records import Blocked, Failed, Observation, Skipped, Step
from guiagent.sight.shapes import Box, Scene


class Place(Value):
    """A goal's number and how far it has got.

    `stage`: what was done last for this goal ("" nothing yet); `tried`: points that led nowhere; `scrolls`: how often
    it has looked further, `turned` upwards; `at`: the box acted on; `count`: a stage's own counter; `values`: what was
    read so far; `doubts`: what did not visibly work; `panel`: how many panels it has scrolled through; `ways`: the
    links it has followed to look for the goal elsewhere, `trail`: where it came by, `over`: this page was looked
    through before.
    """

    goal: int = 0
    stage: str = ""
    tried: tuple[Point, ...] = ()
    scrolls: int = 0
    turned: bool = False
    waited: bool = False
    at: Box | None = None
    count: int = 0
    values: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    panel: int = 0
    ways: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    over: bool = False

    def next(self, value: str | None = None, doubt: str = "", skip: int = 0) -> Place:
        """The beginning of the goal after this one, with what was read and what is in doubt kept."""
        values = self.values if value is None else (*self.values, value)
        doubts = (*self.doubts, doubt) if doubt else self.doubts
        return Place(goal=self.goal + 1 + skip, values=values, doubts=doubts)

    def but(self, **changes: Any) -> Place:
        return self.model_copy(update=changes)

    def missed(self, point: Point) -> Place:
        """The same goal from its beginning, with one more point that led nowhere."""
        return self.anew(tried=(*self.tried, point))

    def anew(self, **changes: Any) -> Place:
        """The same goal from its beginning, with what was read and the ways that were gone kept."""
        kept = {name: getattr(self, name) for name in ("goal", "values", "doubts", "ways", "trail")}
        return Place(**{**kept, **changes})


def place_of(history: Sequence[Step]) -> Place:
    """Where the last decision left off; the beginning where it was not the reader's."""
    for step in reversed(history):
        reply = step.decision.reply
        if isinstance(reply, dict) and "reader" in reply:
            try:
                return Place.model_validate(reply["reader"])
            except ValidationError:  # a recording of an older reader: begin anew
                return Place()
    return Place()


@dataclass(frozen=True)
class Look:
    """What a goal is pursued from: the scene now, the one before the last action, and what came of that action.

    `before` is older than `last` where the last steps only waited or scrolled. `written`: fields of this page were
    given values that were not sent yet; `known`: the folded words that were on it before.
    """

    now: Observation
    scene: Scene
    last: Step | None = None
    before: Scene | None = None
    last_url: str = ""
    written: bool = False
    known: frozenset[str] = frozenset()

    @property
    def trouble(self) -> str:
        """Why the last action did not come about; empty where it did."""
        outcome = self.last.outcomes[-1] if self.last and self.last.outcomes else None
        return outcome.reason if isinstance(outcome, Failed | Blocked) else ""

    @property
    def denied(self) -> bool:
        return bool(self.last and self.last.outcomes and isinstance(self.last.outcomes[-1], Blocked))

    @property
    def changed(self) -> bool:
        """Whether the last step left a mark: on the screen, the address, the tabs or in a notice."""
        if self.last is None:
            return False
        was = self.last.before
        seen = (was.screen.sha, was.url, len(was.tabs), was.tab) != (
            self.now.screen.sha,
            self.now.url,
            len(self.now.tabs),
            self.now.tab,
        )
        return seen or bool(set(self.now.notices) - set(was.notices))

    @property
    def carried(self) -> int:
        """How many actions of the last step were carried out."""
        return sum(outcome.kind == "done" for outcome in self.last.outcomes) if self.last else 0

    @property
    def undone(self) -> tuple[DeviceAction, ...]:
        """What the last batch left out after its first action, where that is for the keyboard alone."""
        if self.last is None or not any(isinstance(outcome, Skipped) for outcome in self.last.outcomes):
            return ()
        done = sum(outcome.kind == "done" for outcome in self.last.outcomes)
        rest = self.last.decision.actions[done:]
        return rest if all(action.kind in {"type", "press"} for action in rest) else ()  # type: ignore[return-value]


@dataclass(frozen=True)
class Act:
    """Do something, and be at this place afterwards."""

    actions: tuple[Action, ...]
    thought: str
    expected: str
    place: Place


@dataclass(frozen=True)
class Done:
    """The goal is reached. `value`: what was read for the answer; `doubt`: what could not be seen to have worked;

    `skip`: how many of the next goals are left out, because what they are for is not so.
    """

    value: str | None = None
    doubt: str = ""
    skip: int = 0


@dataclass(frozen=True)
class Lost:
    """The goal cannot be reached, and why. `missing`: what it is about is nowhere on the page."""

    reason: str
    missing: bool = False


Turn = Act | Done | Lost
