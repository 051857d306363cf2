"""The plain JSON dialect: one object a reply, for any model that sees and writes JSON, in a named way of naming places.

A request grows by appending: what was said of a step is never said otherwise later, so that a server's prompt cache
holds. Only screenshots leave it, several at a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

from guiagent.actions import Box, Click, Point
from guiagent.dialects.coordinates import Convention, Frame
from guiagent.dialects.decision import decision_in
from guiagent.dialects.images import Fit, SentImage
from guiagent.dialects.json_schema import Schema, answer_schema
from guiagent.dialects.naming import ByCoordinates, Naming
from guiagent.dialects.screens import Screens, size_of
from guiagent.dialects.talk import sent_back, with_last_image
from guiagent.dialects.telling import all_done, came_of, reflected, secrecy, told
from guiagent.messages import GONE, Image, Message, Reply, Talk, Text
from guiagent.records import Decision, Mark, Observation, Step
from guiagent.screen import Screen

PROMPT = Path(__file__).with_name("json_plain.txt")
MOST = 8
"""Actions that one reply may hold."""
_ENTRY = re.compile(r'^\{"kind": "(\w+)".*\n(?: {3}.*\n)*', re.MULTILINE)
_SHOWN = Observation(
    screen=Screen(sha="", width=1280, height=800),
    marks=(*(Mark(box=Box(0, 0, 1, 1)) for _ in range(6)), Mark(box=Box(312, 82, 512, 110))),
)
"""The screen of the prompt's example."""


@dataclass(frozen=True)
class JsonDialect:
    """A `Dialect`. `kinds` are the actions that the computer can do, None offers them all; `secrets` are names."""

    convention: Convention
    image: SentImage = field(default_factory=Fit)
    screens: Screens = field(default_factory=Screens)
    kinds: frozenset[str] | None = None
    secrets: tuple[str, ...] = ()
    naming: Naming = field(default_factory=ByCoordinates)

    def ask(self, instruction: str, now: Observation, history: Sequence[Step]) -> Talk:
        """System, then task and screens by turns with what was decided on each; images are sent as `image` says."""
        seen = [*(step.before for step in history), now]
        gone = self.screens.dropped(len(seen))
        # The task stands here, too: Ollama drops the oldest turns of a full context in silence, but never this one.
        turns = [Message(role="system", parts=(Text(text=f"{self._system}\n\nThe task: {instruction}"),))]
        for index, (screen, step) in enumerate(zip_longest(seen, history)):
            opening = _came_of(history[index - 1]) if index else f"Task: {instruction}"
            since = seen[index - 1] if index else None
            words = "\n".join((opening, *self._told(screen, since, gone=index < gone)))
            picture = GONE if index < gone else Image(png=self.naming.picture(screen, self.image))
            turns.append(Message(role="user", parts=(Text(text=words), picture)))
            if step is not None:
                turns.append(Message(role="assistant", parts=(Text(text=self._written(step)),)))
        return tuple(turns)

    def read(self, reply: Reply, now: Observation, history: Sequence[Step]) -> Decision:
        """The decision in a reply, repaired where its meaning is plain; UnreadableReply with what to write instead."""
        frame = self._frame(now.screen)
        return decision_in(reply, lambda call: self.naming.read(call, now, frame), MOST, self.naming.loosely)

    @property
    def schema(self) -> Schema:
        """The form of an answer, for a server that can hold a model to it."""
        return answer_schema(self.naming.places(self.convention), self.kinds, MOST)

    def again(self, request: Talk, reply: Reply, why: str) -> Talk:
        return sent_back(request, reply, why)

    def lighter(self, request: Talk) -> Talk:
        return with_last_image(request)

    @cached_property
    def _system(self) -> str:
        text = PROMPT.read_text(encoding="utf-8").replace("«entries»", self.naming.entries(self.convention))
        if self.kinds is not None:
            allowed = self.kinds | {"finish", "give_up"}
            text = _ENTRY.sub(lambda entry: entry[0] if entry[1] in allowed else "", text)
        for name, value in {
            "most": str(MOST),
            "places": self.naming.rule(self.convention),
            "example": self._example,
            "secrets": secrecy(self.secrets),
        }.items():
            text = text.replace(f"«{name}»", value)
        return text

    @property
    def _example(self) -> str:
        frame = Frame(self.convention, size_of(_SHOWN.screen), size_of(_SHOWN.screen))
        click = Click(point=Point(412, 96), target="the search field in the header")
        said = {"kind": "type", "text": "green tea\n"}
        return _json(
            {
                "thought": "The shop's front page is shown. I search for the tea.",
                "actions": [self.naming.written(click, _SHOWN, frame), said],
                "expect": "a list of teas",
            }
        )

    def _frame(self, screen: Screen) -> Frame:
        return Frame(self.convention, self.image.size(*size_of(screen)), size_of(screen))

    def _told(self, now: Observation, since: Observation | None, *, gone: bool) -> list[str]:
        """What goes with a screenshot, the same words while it is the last one and until it leaves the request."""
        return [*told(now, since), *self.naming.beside(now, self._frame(now.screen), gone=gone)]

    def _written(self, step: Step) -> str:
        """A decision as this dialect would have it written, whatever its reply looked like."""
        frame = self._frame(step.before.screen)
        actions = [self.naming.written(action, step.before, frame) for action in step.decision.actions]
        return _json({"thought": step.decision.thought, "actions": actions, "expect": step.decision.expected})


def _came_of(step: Step) -> str:
    """What is told of a step whose actions stand in the model's own turn before it."""
    if all_done(step):
        return "\n".join((f"Step {step.index + 1}: done", *reflected(step)))
    return "\n".join((f"Step {step.index + 1}:", *came_of(step)))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
