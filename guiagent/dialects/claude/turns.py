"""Recorded steps as the turns of a conversation with Claude: its own messages as they came, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guiagent.actions import Box, Look, Point
from guiagent.dialects.claude.blocks import NOT_EXECUTED, Block, lines, picture, result, text
from guiagent.dialects.claude.reading import after, asked_for, calls_in, content_of
from guiagent.dialects.claude.versions import Version
from guiagent.dialects.claude.zoom import magnified
from guiagent.dialects.coordinates import PIXELS, Frame
from guiagent.dialects.images import SentImage
from guiagent.dialects.screens import sent, size_of
from guiagent.dialects.telling import came_of, reflected, told
from guiagent.dialects.tools import Call, Result, results
from guiagent.errors import UnreadableReply
from guiagent.records import Observation, Step
from guiagent.screen import Screen
from guiagent.words import action_words


def frame_of(screen: Screen, image: SentImage) -> Frame:
    """Claude's numbers are pixels of the image as it was sent."""
    return Frame(PIXELS, image.size(*size_of(screen)), size_of(screen))


def foreign(step: Step, now: Observation, image: SentImage, shown: bool) -> tuple[list[Block], list[Block]]:
    """A step that another model decided, in words: what was done, and what came of it with the screen after it."""
    done = [f"- {action_words(action)}" for action in step.decision.actions]
    screen = picture(sent(now.screen, image) if shown else None)
    thought = [step.decision.thought] if step.decision.thought else []
    return lines([*thought, *done]), [*lines([*came_of(step), *told(now, step.before)]), screen]


def calls_of(step: Step, version: Version, image: SentImage, pointer: Point | None) -> list[Call] | None:
    """The calls that a recorded decision came from; None where another model, or another version, made it.

    `pointer` is where the mouse was when the step began.
    """
    if (content := content_of(step.decision.reply)) is None:
        return None
    try:
        calls = calls_in(content, version, frame_of(step.before.screen, image), pointer)
    except UnreadableReply:
        return None
    kinds = [action.kind for call in calls for action in call.actions]
    return calls if not calls or kinds == [action.kind for action in step.decision.actions] else None


@dataclass
class Answers:
    """The user's turn after a message of Claude's: a result a call, and the screen `now`.

    `uses` are the blocks of the calls, `pointer` is where the mouse was when `step` began; `shown` is whether its
    images are still sent.
    """

    step: Step
    uses: Sequence[Mapping[str, Any]]
    calls: Sequence[Call]
    now: Observation
    pointer: Point | None
    version: Version
    image: SentImage
    shown: bool
    _acted: bool = field(default=False, init=False)

    def blocks(self) -> list[Block]:
        """The results; the screen is in the last, or after it where that is an error, which may hold text alone."""
        blocks = list(self._results())
        words = lines([*told(self.now, self.step.before), *reflected(self.step)])
        if not blocks or "is_error" in blocks[-1]:
            return [*blocks, *words, self._screen(self.now.screen)]
        content = blocks[-1]["content"]
        looked = self._action(self.uses[-1]) in ("screenshot", "zoom")
        whole = [*words, *content] if looked else [*content, *words, self._screen(self.now.screen)]
        return [*blocks[:-1], {**blocks[-1], "content": whole}]

    def _results(self) -> Iterator[Block]:
        frame = frame_of(self.step.before.screen, self.image)
        for use, came in zip(self.uses, results(self.calls, self.step.outcomes), strict=True):
            if not came.begun:
                yield result(use, NOT_EXECUTED, failed=True)
            elif came.trouble:
                yield result(use, [text(came.trouble)], failed=True)
            else:
                yield result(use, [self._result(use, came, frame)])
            done = came.call.actions[: len(came.outcomes)]
            self.pointer = after(done, self.pointer)
            self._acted = self._acted or any(not isinstance(action, Look) for action in done)

    def _result(self, use: Mapping[str, Any], came: Result, frame: Frame) -> Block:
        match self._action(use), came.call.actions:
            case "cursor_position", _:
                x, y = frame.pair(self.pointer or Point(0, 0))
                return text(f"X={x}, Y={y}")
            case (("screenshot" | "zoom"), (Look(box=box),)):
                return self._screen(self._looked_at, box)
            case _:
                return text("OK")

    @property
    def _looked_at(self) -> Screen:
        """What a look shows: the screen after the turn, or the one before it where all that is done comes later."""
        acts = any(not isinstance(action, Look) for action in self.step.decision.actions[: len(self.step.outcomes)])
        return self.step.before.screen if acts and not self._acted else self.now.screen

    def _screen(self, screen: Screen, box: Box | None = None) -> Block:
        if not self.shown:
            return picture(None)
        if box is None:
            return picture(sent(screen, self.image))
        return picture(magnified(screen.png, box, self.image.size(*size_of(screen))))

    def _action(self, use: Mapping[str, Any]) -> str:
        return asked_for(use, self.version)
