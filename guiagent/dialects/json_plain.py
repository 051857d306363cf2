"""The plain JSON dialect: one object a reply, for any model that sees and writes JSON, in a named coordinate space.

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

from guiagent.actions import Action, Click, Drag, Finish, GiveUp, Move, Point, Scroll, Value
from guiagent.dialects.coordinates import Convention, Frame
from guiagent.dialects.decision import decision_in
from guiagent.dialects.images import Fit, SentImage, resized
from guiagent.protocols import GONE, Image, Message, Reply, Text
from guiagent.records import Decision, Done, Observation, Screen, Step
from guiagent.words import plain, quoted

PROMPT = Path(__file__).with_name("json_plain.txt")
MOST = 8
"""Actions that one reply may hold."""
ADDRESS, NOTICE = 300, 1500
"""Characters of an address and of a notice that are told; a page can make both as long as it likes."""
_ENTRY = re.compile(r'^\{"kind": "(\w+)".*\n(?: {3}.*\n)*', re.MULTILINE)


class Screens(Value):
    """How many screenshots a request keeps: `keep`, and up to `block` - 1 more until that many are dropped at once.

    Dropping one a step would change the request near its beginning each time, and the prompt cache with it.
    """

    keep: int = 3
    block: int = 8

    def dropped(self, count: int) -> int:
        """How many of the oldest of `count` screenshots are not sent."""
        return max(0, count - self.keep) // self.block * self.block


@dataclass(frozen=True)
class JsonDialect:
    """A `Dialect`. `kinds` are the actions that the computer can do, None offers them all; `secrets` are names."""

    convention: Convention
    image: SentImage = field(default_factory=Fit)
    screens: Screens = field(default_factory=Screens)
    kinds: frozenset[str] | None = None
    secrets: tuple[str, ...] = ()

    def ask(self, instruction: str, now: Observation, history: Sequence[Step]) -> tuple[Message, ...]:
        """System, then task and screens by turns with what was decided on each; images are sent as `image` says."""
        seen = [*(step.before for step in history), now]
        gone = self.screens.dropped(len(seen))
        turns = [Message(role="system", parts=(Text(text=self._system),))]
        for index, (screen, step) in enumerate(zip_longest(seen, history)):
            opening = f"Task: {instruction}" if index == 0 else _came_of(history[index - 1])
            picture = GONE if index < gone else Image(png=self._sent(screen.screen))
            turns.append(Message(role="user", parts=(Text(text=f"{opening}\n{self._told(screen)}"), picture)))
            if step is not None:
                turns.append(Message(role="assistant", parts=(Text(text=self._written(step)),)))
        return tuple(turns)

    def read(self, reply: Reply, now: Observation) -> Decision:
        """The decision in a reply, repaired where its meaning is plain; UnreadableReply with what to write instead."""
        return decision_in(reply, self._frame(now.screen), MOST)

    @cached_property
    def _system(self) -> str:
        text = PROMPT.read_text(encoding="utf-8")
        if self.kinds is not None:
            allowed = self.kinds | {"finish", "give_up"}
            text = _ENTRY.sub(lambda entry: entry[0] if entry[1] in allowed else "", text)
        order = ", ".join(self.convention.order)
        for name, value in {
            "most": str(MOST),
            "point": f"[{order}]",
            "coordinates": self.convention.words(),
            "example": self._example,
            "secrets": self._secrecy,
        }.items():
            text = text.replace(f"«{name}»", value)
        return text

    @property
    def _secrecy(self) -> str:
        """What to do about secrets, by their names: the values are never told."""
        if not self.secrets:
            return "You know no passwords or other secrets; where one is needed and the task does not give it, give up."
        names = ", ".join(f"<secret:{name}>" for name in self.secrets)
        return (
            f"You may type these secrets: {names}. Type the name exactly so, with its brackets; the value is put in "
            "for you, and a plain box covers it on the screenshot. Never ask for a value or guess it."
        )

    @property
    def _example(self) -> str:
        frame = Frame(self.convention, (1280, 800), (1280, 800))
        click = _in_words(Click(point=Point(412, 96), target="the search field in the header"), frame)
        said = {"kind": "type", "text": "green tea\n"}
        return _json(
            {
                "thought": "The shop's front page is shown. I search for the tea.",
                "actions": [click, said],
                "expect": "a list of teas",
            }
        )

    def _frame(self, screen: Screen) -> Frame:
        size = (screen.width, screen.height)
        return Frame(self.convention, self.image.size(*size), size)

    def _sent(self, screen: Screen) -> bytes:
        """The PNG to send: the screenshot's own bytes where its size is kept."""
        size = self.image.size(screen.width, screen.height)
        return screen.png if size == (screen.width, screen.height) else resized(screen.png, size)

    def _told(self, now: Observation) -> str:
        """What goes with a screenshot, the same words while it is the last one and afterwards."""
        lines = [f"Address: {plain(now.url, ADDRESS)}"] if now.url else []
        if len(now.tabs) > 1:
            tabs = ", ".join(f"{index} {quoted(tab.title or tab.url)}" for index, tab in enumerate(now.tabs))
            lines.append(f"Tabs: {tabs}; tab {now.tab} is in front")
        lines += [f"Notice: {plain(notice, NOTICE)}" for notice in now.notices]
        if not now.settled:
            lines.append("The screen was still moving when it was taken.")
        pixels = "{}x{} pixels".format(*self._frame(now.screen).sent) if self.convention.span is None else ""
        return "\n".join((*lines, f"Screenshot{pixels and f', {pixels}'}:"))

    def _written(self, step: Step) -> str:
        """A decision as this dialect would have it written, whatever its reply looked like."""
        frame = self._frame(step.before.screen)
        actions = [_in_words(action, frame) for action in step.decision.actions]
        return _json({"thought": step.decision.thought, "actions": actions, "expect": step.decision.expected})


def _in_words(action: Action, frame: Frame) -> dict[str, Any]:
    """An action in the prompt's own words: no defaults, places in the model's numbers."""
    fields = action.model_dump(exclude_defaults=True)
    said: dict[str, Any] = {"kind": action.kind}
    if target := fields.pop("target", ""):
        said["target"] = target
    match action:
        case Click() | Move():
            fields["point"] = frame.pair(action.point)
        case Drag():
            fields["path"] = [frame.pair(point) for point in action.path]
        case Scroll():
            fields = _scroll_in_words(action, frame)
    return said | fields


def _scroll_in_words(action: Scroll, frame: Frame) -> dict[str, Any]:
    said: dict[str, Any] = {"point": frame.pair(action.point)}
    if action.dx and action.dy:
        return said | {"dx": action.dx, "dy": action.dy}
    by, length = (action.dx, frame.screen[0]) if action.dx else (action.dy, frame.screen[1])
    direction = ("left", "right") if action.dx else ("up", "down")
    return said | {"direction": direction[by > 0], "amount": round(abs(by) / length, 2)}


def _came_of(step: Step) -> str:
    """What came of a step, told with the next screen: each outcome that is not plain success, and the reflection."""
    lines = [f"Step {step.index + 1}:"]
    for action, outcome in zip(step.decision.actions, step.outcomes, strict=False):
        reason = "done" if isinstance(outcome, Done) else f"{outcome.kind}: {plain(outcome.reason, NOTICE)}"
        if not isinstance(action, Finish | GiveUp):
            lines.append(f"- {action.kind}: {reason}")
    if skipped := len(step.decision.actions) - len(step.outcomes):
        lines.append(f"- {skipped} more not begun")
    if step.reflection.note:
        lines.append(plain(step.reflection.note, NOTICE))
    if step.reflection.progress is False:
        lines.append("This step brought no progress.")
    return "\n".join(lines)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
