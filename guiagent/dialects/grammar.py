"""How a family of models was taught to speak: its prompt, its actions, its answers; what `FamilyDialect` is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from guiagent.actions import Action, Point
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.setting import Setting
from guiagent.messages import GONE
from guiagent.records import Decision, Step


@dataclass(frozen=True)
class Said:
    """What a reply says: a thought, and the actions in their order."""

    actions: tuple[Action, ...]
    thought: str = ""


@dataclass(frozen=True)
class Layout:
    """Where words and pictures stand in a family's conversation.

    `image_first`: a screenshot stands before the words of its turn. `folds`: steps whose screenshot has left the
    request leave it whole, and are told as a list of past actions in the opening words; else their turns stay, with
    `gone` in the screenshot's place. `before` and `after` stand around each screenshot, `following` with each but the
    first. `one_turn`: the model knows no conversation, and everything is said in one turn of the user's. `thinks`:
    its thought is its reasoning, and stands in its past turns, too. `came_of`: a family's own words for what came of
    a step, said of each one; else only trouble is told. `tells`: whether a folded step is told by its thought, where
    it had one, or by the turn as it was written.
    """

    image_first: bool = True
    folds: bool = False
    gone: str = GONE.text
    before: str = ""
    after: str = ""
    following: str = ""
    one_turn: bool = False
    thinks: bool = False
    came_of: Callable[[Step], str] | None = None
    tells: Literal["thought", "turn"] = "thought"


class Grammar(Protocol):
    """The part of a dialect that differs from family to family. It has no state; its texts lie in files beside it."""

    @property
    def layout(self) -> Layout: ...

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        """The system prompt; empty where the family has none."""

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        """The words that go with the first screenshot. `past` are lines on the steps that the request has folded."""

    def written(self, decision: Decision, frame: Frame) -> str:
        """A decision as the family itself would have written it: the model's turn in a later request.

        `read` of it gives the same actions; an action that the family has no words for is told in plain ones.
        """

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        """A reply, less its reasoning. `at` is where the mouse was left, for families whose clicks may leave it out.

        Raises UnreadableReply, saying what was wrong in words that the model can act on.
        """
