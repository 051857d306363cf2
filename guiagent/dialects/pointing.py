"""The dialect of models that only point: one question about one screenshot, one place as the answer.

The instruction is the bare description of what is looked for. Nothing is told of earlier steps: these models were
trained on single questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from guiagent.actions import Click, GiveUp, Point
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.decision import after_reasoning
from guiagent.dialects.screens import sent
from guiagent.dialects.setting import Setting
from guiagent.dialects.talk import sent_back
from guiagent.errors import UnreadableReply
from guiagent.messages import Image, Message, Reply, Talk, Text
from guiagent.records import Decision, Observation, Step

ABSENT = "the model says that it is not on the screen"


@dataclass(frozen=True)
class Question:
    """What a family is asked: words before and after the screenshot in one turn of the user's, and a system prompt."""

    after: str
    before: str = ""
    system: str = ""


class Pointing(Protocol):
    """A family's way of being asked for a place and of naming one; it has no state."""

    @property
    def converses(self) -> bool:
        """Whether it can be told what was wrong with its reply; the older ones know one question alone."""

    def question(self, description: str, frame: Frame) -> Question:
        """The question for what a description, on one line, means."""

    def written(self, point: Point, frame: Frame) -> str:
        """A pixel of the screenshot as the family itself would write it; `read` of it gives the pixel back."""

    def read(self, text: str, frame: Frame) -> Point | None:
        """The pixel that a reply names, less its reasoning; None where it says that there is no such place.

        Raises UnreadableReply, saying what was wrong in words that the model can act on.
        """


@dataclass(frozen=True)
class PointingDialect:
    """A `Dialect` in words and pictures."""

    pointing: Pointing
    setting: Setting

    def ask(self, instruction: str, now: Observation, history: Sequence[Step]) -> Talk:
        """The question on the screen now."""
        asked = self.pointing.question(" ".join(instruction.split()), self.setting.frame(now.screen))
        picture = Image(png=sent(now.screen, self.setting.image))
        parts = (Text(text=asked.before), picture, Text(text=asked.after))
        turn = Message(role="user", parts=tuple(part for part in parts if not isinstance(part, Text) or part.text))
        system = (Message(role="system", parts=(Text(text=asked.system),)),) if asked.system else ()
        return (*system, turn)

    def read(self, reply: Reply, now: Observation, history: Sequence[Step]) -> Decision:
        """A click on the place; giving up where the model says that there is none. Raises UnreadableReply."""
        try:
            text = after_reasoning(reply.text, "write the place alone") if reply.text.strip() else ""
            point = self.pointing.read(text, self.setting.frame(now.screen))
        except UnreadableReply as error:
            if reply.stop == "length":
                raise UnreadableReply(f"the reply was cut off for its length ({error})") from error
            raise
        action = GiveUp(reason=ABSENT) if point is None else Click(point=point)
        return Decision(actions=(action,), reply=reply.text, usage=reply.usage)

    def again(self, request: Talk, reply: Reply, why: str) -> Talk:
        """The same question where the family knows no second one."""
        return sent_back(request, reply, why) if self.pointing.converses else request

    def lighter(self, request: Talk) -> Talk:
        """The request itself: it holds one screenshot."""
        return request
