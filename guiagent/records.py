"""What is remembered of a run: observations, decisions, outcomes, reflections, steps and how it ended.

All of these are frozen values that go to disk and come back equal. A policy decides from them and from nothing else.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from guiagent.actions import Action, Box, Finish, GiveUp, Point, Value
from guiagent.screen import Screen
from guiagent.usage import Usage


class Tab(Value):
    """An open tab of the browser."""

    title: str = ""
    url: str = ""


class Mark(Value):
    """A place on the screen that something can be done at, as one of the numbered marks shown to a model.

    `label` is what is written there or what the page calls it; empty where nobody can tell.
    """

    box: Box
    label: str = ""


class Observation(Value):
    """What the policy is shown: a settled screenshot and what it cannot show.

    `notices` are sentences for the model about what happened since the last observation and leaves no mark on the
    pixels: an open dialog's text, a finished download, a new tab, a page that crashed and was opened again.
    `marks` are the places that a model which points badly is shown by number, in that order; `examples` tell, a text
    each, what was done on similar screens of past runs. Both are put there by an `Annotator`, and recorded, so that a
    resumed run shows them again.
    """

    screen: Screen
    url: str = ""
    title: str = ""
    tabs: tuple[Tab, ...] = ()
    tab: int = 0
    notices: tuple[str, ...] = ()
    settled: bool = True
    marks: tuple[Mark, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return self.screen.width

    @property
    def height(self) -> int:
        return self.screen.height


class Located(Value):
    """Where a grounder sees something: a pixel, or None and why not; and what it cost to ask."""

    point: Point | None
    said: str = ""
    usage: Usage = Usage()


class Rejected(Value):
    """A reply that could not be read, and what was wrong with it."""

    reply: Any = None
    why: str


class Concern(Value):
    """What a model's provider wants a person to confirm before a decision is carried out: its id, code and words."""

    id: str = ""
    code: str = ""
    message: str = ""


class Decision(Value):
    """What a policy wants done next, and the reply it was read from.

    `actions` are one or more; a `finish` or `give_up` may only stand last. `expected` says in words what the screen
    should show afterwards. `concerns` need a person's yes before any of it is done. `reply` is the provider's message
    as it came, JSON, so that it can be sent back unchanged.
    """

    thought: str = ""
    actions: Annotated[tuple[Action, ...], Field(min_length=1)]
    expected: str = ""
    concerns: tuple[Concern, ...] = ()
    reply: Any = None
    rejected: tuple[Rejected, ...] = ()
    usage: Usage = Usage()

    @model_validator(mode="after")
    def _ends_only_at_the_end(self) -> Decision:
        if any(isinstance(action, Finish | GiveUp) for action in self.actions[:-1]):
            raise ValueError("finish and give_up may only stand last")
        return self


class Done(Value):
    """The action was carried out."""

    kind: Literal["done"] = "done"


class Failed(Value):
    """The action could not be carried out."""

    kind: Literal["failed"] = "failed"
    reason: str


class Blocked(Value):
    """The guard did not allow the action. `final`: a person or a rule refused, and the run ends with it."""

    kind: Literal["blocked"] = "blocked"
    reason: str
    final: bool = False


class Skipped(Value):
    """The rest of a batch was not begun, because the screen changed under it."""

    kind: Literal["skipped"] = "skipped"
    reason: str


class Unknown(Value):
    """The run was cut off in the middle of this action: it may or may not have happened."""

    kind: Literal["unknown"] = "unknown"
    reason: str


Outcome = Annotated[Done | Failed | Blocked | Skipped | Unknown, Field(discriminator="kind")]


class Reflection(Value):
    """What came of a step, in words for the next prompt and the console. `progress` is None where it cannot be told."""

    progress: bool | None = None
    note: str = ""
    usage: Usage = Usage()


class Timings(Value):
    """Where a step's seconds went."""

    decide: float = 0.0
    act: float = 0.0
    observe: float = 0.0
    reflect: float = 0.0

    @property
    def total(self) -> float:
        return self.decide + self.act + self.observe + self.reflect


class Step(Value):
    """One turn of the loop. `outcomes` has one entry an action, and ends at the first that is not Done."""

    index: int
    before: Observation
    decision: Decision
    outcomes: tuple[Outcome, ...]
    after: Observation
    reflection: Reflection = Reflection()
    timings: Timings = Timings()

    @cached_property
    def usage(self) -> Usage:
        return self.decision.usage + self.reflection.usage


class Pending(Value):
    """A step that was decided and not finished. `begun` is the place of an action whose outcome nobody wrote down."""

    index: int
    before: Observation
    decision: Decision
    outcomes: tuple[Outcome, ...] = ()
    begun: int | None = None


Reason = Literal[
    "finished", "gave_up", "stuck", "steps", "seconds", "tokens", "usd", "unreadable_reply", "denied", "interrupted"
]


class Verdict(Value):
    """What a check of the world's state says; never the agent's own word.

    `score` is what the world itself gives, where it gives points: more than 0 is what some count as a success.
    """

    success: bool
    score: float | None = None
    notes: tuple[str, ...] = ()


class Ending(Value):
    """How a run ended: for what reason, with what answer, and in a few words for a person.

    `rejected` and `usage` are those of the replies that ended it as `unreadable_reply`; they belong to no step.
    """

    reason: Reason
    answer: str = ""
    detail: str = ""
    verdict: Verdict | None = None
    rejected: tuple[Rejected, ...] = ()
    usage: Usage = Usage()


class Trajectory(Value):
    """A whole run: the instruction, what was done, and how it ended (None while it goes on or where it was cut off)."""

    instruction: str
    steps: tuple[Step, ...] = ()
    ending: Ending | None = None

    @property
    def usage(self) -> Usage:
        return sum((step.usage for step in self.steps), self.ending.usage if self.ending else Usage())
