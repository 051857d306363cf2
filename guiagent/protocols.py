"""Every seam of guiagent, on one screen: what varies, and what each player owes the loop."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar, runtime_checkable

from guiagent.actions import DeviceAction, Point, Value
from guiagent.limits import Spent
from guiagent.messages import Reply
from guiagent.records import (
    Blocked,
    Concern,
    Decision,
    Ending,
    Mark,
    Observation,
    Outcome,
    Pending,
    Reflection,
    Step,
    Verdict,
)


class Computer(Protocol):
    """A screen with a mouse and a keyboard: a Chromium page, a desktop, a recording."""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of action it can do, as in `Action.kind`."""

    async def observe(self) -> Observation:
        """Wait, bounded, until the screen has settled, and look. Raises ComputerError when it is gone for good."""

    async def perform(self, action: DeviceAction) -> None:
        """Do it, bounded in time; points are pixels of the last observation. Raises ActionFailed for the model."""


class Policy(Protocol):
    """Decides from the task, the screen now and the steps so far, all of them on disk; it remembers nothing itself."""

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        """Raises UnreadableReply when a model could not be understood, ModelError when it could not be reached."""


Asked = TypeVar("Asked", contravariant=True)
Request = TypeVar("Request")


class Model(Protocol[Asked]):
    """A language model that sees: in-process weights or a provider's server. It takes a Talk or a Body."""

    async def reply(self, request: Asked) -> Reply:
        """Raises ModelError with what to do about it; retries what is worth retrying itself."""


class Dialect(Protocol[Request]):
    """A way of speaking with a family of models: the prompt, the coordinates, and how its replies are read."""

    def ask(self, instruction: str, now: Observation, history: Sequence[Step]) -> Request:
        """The whole request, rebuilt from recorded values; its beginning is the same from one step to the next."""

    def read(self, reply: Reply, now: Observation, history: Sequence[Step]) -> Decision:
        """Raises UnreadableReply, saying what was wrong in words that the model can act on."""

    def again(self, request: Request, reply: Reply, why: str) -> Request:
        """The request with a reply that could not be read, and what was wrong with it."""

    def lighter(self, request: Request) -> Request:
        """The request without its older screenshots, for a context that they overflow; itself where it has none."""


class DescribingDialect(Dialect[Request], Protocol[Request]):
    """A dialect in which a model says in words what it means, and a grounder finds where that is."""

    def described(self, reply: Reply) -> Sequence[str]:
        """The places that a reply names, each once, in order; none where it cannot be read.

        `read` takes each place from the mark of that label among `now.marks`.
        """


class Target(Value):
    """What lies under an action, as the page itself tells it: an accessible role and name, and the frame's origin."""

    role: str = ""
    name: str = ""
    origin: str = ""


class Inspector(Protocol):
    """Looks under the pixels, for people and for scripted solutions; no policy that sees is given one."""

    async def describe(self, action: DeviceAction) -> Target:
        """What the action would touch: the element at its point, or the one that has the keyboard focus."""

    async def find(self, role: str, name: str, nth: int = 0) -> Point:
        """The middle of an element, in screenshot pixels, outside the screen where it is scrolled away.

        Raises ActionFailed where there is none.
        """

    async def elements(self) -> tuple[Mark, ...]:
        """What can be acted on and is seen now, in reading order; labels are accessible names, never a field's value.

        None where the page does not tell.
        """

    async def probe(self, script: str) -> Any:
        """What a function in JavaScript, written by a task's author, returns in the page in front; JSON.

        Never anything that a model or a page said. Raises ActionFailed where it throws, or the page does not answer.
        """


class Secrets(Protocol):
    """Values that only the hands may know. A model writes `<secret:name>`."""

    def reveal(self, text: str, origin: str) -> str:
        """`text` with its placeholders replaced, for a field of this origin. Raises ActionFailed where not allowed."""

    def hide(self, text: str) -> str:
        """`text` with every secret value in it, also URL- and base64-encoded, replaced by its placeholder."""

    @property
    def revealed(self) -> tuple[str, ...]:
        """The values that have been typed so far, to be masked wherever a screenshot would show them."""


class Guard(Protocol):
    """Stands between the decision and the hands. It denies when it fails."""

    async def consent(self, concerns: Sequence[Concern], now: Observation) -> Blocked | None:
        """Asked once, before anything of a decision is done that its model's provider has concerns about."""

    async def review(self, action: DeviceAction, now: Observation) -> Blocked | None:
        """None lets the action through."""


class Reflector(Protocol):
    """Says what came of a step."""

    async def reflect(self, before: Observation, decision: Decision, after: Observation) -> Reflection:
        """Whether the step did what it was for, in words for the next prompt."""


class Memory(Protocol):
    """Keeps a run: intent before the act, outcome after it."""

    @property
    def steps(self) -> Sequence[Step]:
        """The finished steps, oldest first."""

    @property
    def hints(self) -> Sequence[str]:
        """What a person added to the task along the way."""

    @property
    def pending(self) -> Pending | None:
        """The step that an earlier process left open, if any."""

    def hinted(self, hint: str) -> None:
        """A person adds something to the task."""

    def decided(self, before: Observation, decision: Decision) -> None:
        """A step begins: what is about to be done, before any of it is done."""

    def acting(self, action: int) -> None:
        """The action at this place of the decision is begun now."""

    def acted(self, outcome: Outcome) -> None:
        """What came of the action whose turn it was."""

    def finished(self, step: Step) -> None:
        """A step is over."""


class Person(Protocol):
    """Somebody at the terminal, who may put in a word."""

    async def calls(self) -> None:
        """Return when they ask for attention; may never return."""

    async def turn(self) -> str:
        """Let them speak if they asked to: a hint for the task, or nothing. Raises Interrupted to stop."""


class Watcher(Protocol):
    """Is told what happens as it happens."""

    def deciding(self, now: Observation, spent: Spent) -> None:
        """The policy is asked."""

    def decided(self, index: int, decision: Decision) -> None:
        """It has answered."""

    def acting(self, action: DeviceAction) -> None:
        """The hands begin."""

    def stepped(self, step: Step, spent: Spent) -> None:
        """A step is over."""


class Session(Protocol):
    """A sandboxed world while it is open: a way in for the agent's computer, another for the judge."""

    @property
    def url(self) -> str:
        """Where the agent's browser starts."""

    async def inspect(self) -> Value:
        """The world's state, by a door that the agent's browser cannot open."""


class Sandbox(Protocol):
    """Makes a world from a seed: the same seed gives the same world."""

    def open(self, seed: int) -> AbstractAsyncContextManager[Session]:
        """The world, running on loopback until the context ends. Raises SandboxError."""


@runtime_checkable
class Episode(Session, Protocol):
    """A world that tells the task by itself, once the agent's computer has opened it, and knows when it is over."""

    async def instruction(self) -> str:
        """What to do, in words. Raises SandboxError where nobody has opened it, or it does not tell."""

    async def over(self) -> bool:
        """Whether nothing that is done from now on counts."""


@runtime_checkable
class Staged(Episode, Protocol):
    """A world that brings its own computer, and is told how an attempt ended before it is judged."""

    @property
    def computer(self) -> Computer: ...

    async def conclude(self, ending: Ending) -> None:
        """The agent's last word. Raises SandboxError."""


class Task(Protocol):
    """An instruction in a world, and a check of what became of it.

    `sandbox` is its kind of world, or a place in one, as `--sandbox` takes it: shop, miniwob/click-test. `group` is
    what tasks have in common that are variants of one template; `level` is 1 for one screen, 2 for several, 3 for what
    takes memory or comparison, 0 where nobody has said.
    """

    @property
    def name(self) -> str: ...

    @property
    def sandbox(self) -> str: ...

    @property
    def group(self) -> str: ...

    @property
    def level(self) -> int: ...

    def instruction(self, seed: int) -> str:
        """What to do, in words; the seed is the world's. Where its session is an Episode, what that tells counts."""

    def check(self, seed: int, state: Value, ending: Ending) -> Verdict:
        """Success as the world's state and the answer tell it, wrong side effects included."""
