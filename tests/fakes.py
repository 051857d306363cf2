"""The fakes of the tests, all of them: a computer made of pictures, a policy made of decisions."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from guiagent.actions import Action, DeviceAction, Finish
from guiagent.records import Blocked, Concern, Decision, Observation, Step
from guiagent.screen import Screen
from guiagent.usage import Usage

EVERYTHING = frozenset(
    {"click", "move", "drag", "mouse_down", "mouse_up", "scroll", "type", "press", "hold", "key_down", "key_up"}
    | {"wait", "navigate", "back", "select_tab"}
)


def painted(text: str, size: tuple[int, int] = (320, 200), box: tuple[int, int, int, int] | None = None) -> Screen:
    """A screen with a word at the top left and, where asked for, a dark box."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.text((8, 8), text, fill="black")
    if box:
        draw.rectangle(box, fill="navy")
    png = io.BytesIO()
    image.save(png, "PNG")
    return Screen.of(png.getvalue())


def seen(text: str = "start", **more: object) -> Observation:
    """An observation of a painted screen."""
    return Observation.model_validate({"screen": painted(text), "url": "http://shop.test/", **more})


@dataclass
class Pictures:
    """A computer that shows the next picture after each action, and the last one for ever."""

    views: Sequence[Observation]
    failing: Callable[[DeviceAction], Exception | None] = lambda action: None
    kinds: frozenset[str] = EVERYTHING
    done: list[DeviceAction] = field(default_factory=list)
    at: int = 0

    async def observe(self) -> Observation:
        return self.views[min(self.at, len(self.views) - 1)]

    async def perform(self, action: DeviceAction) -> None:
        if error := self.failing(action):
            raise error
        self.done.append(action)
        self.at += 1


@dataclass
class Says:
    """A policy that decides what it was told to, in order, and finishes when it has no more to say."""

    decisions: Sequence[Decision | Exception]
    thinks: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0)
    asked: list[tuple[str, int]] = field(default_factory=list)

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        self.asked.append((instruction, len(history)))
        await self.thinks()
        if len(history) >= len(self.decisions):
            return does(Finish(answer="all done"))
        decision = self.decisions[len(history)]
        if isinstance(decision, Exception):
            raise decision
        return decision


@dataclass(frozen=True)
class Allows:
    """A guard that blocks only what a rule names."""

    rule: Callable[[DeviceAction], Blocked | None] = lambda action: None
    concerned: Blocked | None = None

    async def review(self, action: DeviceAction, now: Observation) -> Blocked | None:
        return self.rule(action)

    async def consent(self, concerns: Sequence[Concern], now: Observation) -> Blocked | None:
        return self.concerned


def does(*actions: Action, tokens: int = 0, usd: float | None = 0.0, thought: str = "") -> Decision:
    """A decision for these actions."""
    return Decision(actions=actions, thought=thought, usage=Usage(requests=1, input_tokens=tokens, usd=usd))
