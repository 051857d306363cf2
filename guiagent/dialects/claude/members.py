"""What Claude asks of the computer, action by action, as our actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from guiagent.actions import Action, Box, Click, Drag, Hold, Look, MouseDown, MouseUp, Move, Point, Press, Scroll, Wait
from guiagent.actions import Type as Typed
from guiagent.dialects.arguments import chord
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.places import number, place, short
from guiagent.errors import UnreadableReply

NOTCH = 1 / 8
"""How far one click of the scroll wheel goes, as a share of the screen's height: 100 pixels of 800."""
LONGEST = 60.0
"""Seconds of one `wait` or `hold` of ours."""
REPEATS, SECONDS, NOTCHES = 100, 300, 100
"""The most that one call may ask for: presses of a key, seconds, clicks of the wheel."""
_CLICKS: dict[str, dict[str, Any]] = {
    "left_click": {},
    "right_click": {"button": "right"},
    "middle_click": {"button": "middle"},
    "double_click": {"count": 2},
    "triple_click": {"count": 3},
}
_WAYS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


@dataclass(frozen=True)
class Member:
    """One action asked for, with its input; `pointer` is where the mouse is before it, None where nobody knows.

    Places are pixels of the screenshot as it was sent; `frame` maps them.
    """

    name: str
    given: Mapping[str, Any]
    frame: Frame
    pointer: Point | None

    def actions(self) -> tuple[Action, ...]:
        """What it comes to, one or more. Raises UnreadableReply, saying what was wrong."""
        try:
            return self._actions()
        except ValidationError as error:
            raise self._refusal(error.errors()[0]["msg"]) from None

    def _actions(self) -> tuple[Action, ...]:
        match self.name:
            case "key":
                return self._presses()
            case "hold_key":
                return (Hold(keys=chord(self._text()), seconds=self._amount("duration", LONGEST)),)
            case "type":
                return (Typed(text=self._text()),)
            case "wait":
                return self._waits()
            case "screenshot" | "cursor_position":
                return (Look(),)
            case "zoom":
                return (Look(box=self._region()),)
            case _:
                return (self._pointing(),)

    def _pointing(self) -> Action:
        match self.name:
            case "mouse_move":
                return Move(point=self._place("coordinate"))
            case "left_mouse_down":
                return MouseDown(point=self._here())
            case "left_mouse_up":
                return MouseUp(point=self._here())
            case "left_click_drag":
                start = self._here("start_coordinate")
                return Drag(path=(start, self._place("coordinate")), held=self._held())
            case "scroll":
                return self._scroll()
            case _:
                return Click(point=self._here(), held=self._held(), **_CLICKS[self.name])

    def _presses(self) -> tuple[Action, ...]:
        """A key or chord, as often as it says; xdotool's `Tab Tab` is that, too."""
        text, again = self._text(), self.given.get("repeat")
        times = 1 if again is None else round(self._amount("repeat", REPEATS))
        words = text.split()
        if len(words) > 1 and len(set(words)) == 1:
            text, times = words[0], times * len(words)
        return (Press(keys=chord(text)),) * max(1, min(times, REPEATS))

    def _waits(self) -> tuple[Action, ...]:
        """As many waits as it takes."""
        left, waits = self._amount("duration", SECONDS), []
        while left > LONGEST:
            waits.append(Wait(seconds=LONGEST))
            left -= LONGEST
        return (*waits, Wait(seconds=left))

    def _scroll(self) -> Scroll:
        if (way := self.given.get("scroll_direction")) not in _WAYS:
            raise self._refusal(f"scroll_direction must be up, down, left or right, not {short(way)}")
        length = round(self._amount("scroll_amount", NOTCHES) * NOTCH * self.frame.screen[1])
        across, down = _WAYS[way]
        width, height = self.frame.screen
        middle = self.pointer or Point(width // 2, height // 2)
        point = middle if self.given.get("coordinate") is None else self._place("coordinate")
        return Scroll(point=point, dx=across * length, dy=down * length, held=self._held())

    def _region(self) -> Box:
        value = self.given.get("region")
        corners = [number(each) for each in value] if isinstance(value, list | tuple) else []
        if len(corners) != 4 or None in corners:
            raise self._refusal(f"region is [x0, y0, x1, y1], not {short(value)}")
        left, top, right, bottom = (each for each in corners if each is not None)
        if left >= right or top >= bottom:
            raise self._refusal("region is [x0, y0, x1, y1], with x0 < x1 and y0 < y1")
        first, last = self.frame.point((left, top)), self.frame.point((max(right - 1, left), max(bottom - 1, top)))
        return Box(first.x, first.y, last.x + 1, last.y + 1)

    def _here(self, name: str = "coordinate") -> Point:
        """The place given, or else where the mouse is."""
        if self.given.get(name) is not None:
            return self._place(name)
        if self.pointer is None:
            raise self._refusal(f"it needs a {name}: the mouse has not been moved yet")
        return self.pointer

    def _place(self, name: str) -> Point:
        if (value := self.given.get(name)) is None:
            raise self._refusal(f"it needs a {name}: [x, y]")
        return place(value, self.frame)

    def _held(self) -> tuple[str, ...]:
        return chord(self._text()) if self.given.get("text") else ()

    def _text(self) -> str:
        if not isinstance(text := self.given.get("text"), str) or not text:
            raise self._refusal("it needs a text")
        return text

    def _amount(self, name: str, most: float) -> float:
        value = number(self.given.get(name))
        if value is None or not 0 <= value <= most:
            raise self._refusal(f"{name} must be a number from 0 to {most:g}, not {short(self.given.get(name))}")
        return value

    def _refusal(self, why: str) -> UnreadableReply:
        return UnreadableReply(f"{self.name}: {why}")
