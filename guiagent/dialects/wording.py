"""An action in a family's own verbs, as a call.

What a family has no verb for is said in the words of the plain JSON dialect, which all read: `navigate(url='…')`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guiagent.actions import (
    Action,
    Click,
    Drag,
    Finish,
    GiveUp,
    KeyDown,
    KeyUp,
    Look,
    Move,
    Point,
    Press,
    Scroll,
    Type,
    Wait,
    points_of,
)
from guiagent.dialects.arguments import chord
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.reading import NOTCH
from guiagent.dialects.verbs import Words
from guiagent.errors import UnreadableReply


@dataclass(frozen=True)
class Wording:
    """How a family writes an action as a call.

    `place` makes the value of a place from the model's numbers, `spot` is its argument's name, `ends` are those of a
    drag. `clicks` names a click by its button and count. `press`, `typed`, `finish` and `give_up` are a verb and the
    name of its argument; `joint` stands between the keys of a chord. `steps` is the argument that counts a scroll's
    notches, "" where the family says none; `pause` the seconds that its wait means.
    """

    place: Callable[[Sequence[float]], Any]
    spot: str
    ends: tuple[str, str]
    clicks: Mapping[tuple[str, int], str]
    drag: str
    move: str
    press: tuple[str, str]
    joint: str
    finish: tuple[str, str]
    give_up: tuple[str, str]
    typed: tuple[str, str] = ("type", "content")
    wait: str = "wait"
    pause: float = 5.0
    steps: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)

    def words(self, action: Action, frame: Frame) -> Words:
        """The name of the call, and its arguments."""
        if points_of(action):
            return self._aimed(action, frame) or plain(action, frame)
        return self._unaimed(action) or plain(action, frame)

    def _aimed(self, action: Action, frame: Frame) -> Words | None:
        match action:
            case Click(held=()) if name := self.clicks.get((action.button, action.count)):
                return name, {self.spot: self._at(action.point, frame)}
            case Move():
                return self.move, {self.spot: self._at(action.point, frame)}
            case Drag(path=(start, end), held=()):
                places = (self._at(start, frame), self._at(end, frame))
                return self.drag, dict(zip(self.ends, places, strict=True))
            case Scroll(held=()) if bool(action.dx) != bool(action.dy):
                return "scroll", {self.spot: self._at(action.point, frame), **self._turned(action, frame)}
        return None

    def _unaimed(self, action: Action) -> Words | None:
        match action:
            case Type():
                return self.typed[0], {self.typed[1]: action.text}
            case Press():
                return self.press[0], {self.press[1]: joined(action.keys, self.joint) or list(action.keys)}
            case KeyDown() | KeyUp() if name := self.keys.get(action.kind):
                return name, {"key": action.key}
            case Wait():
                return self.wait, {} if action.seconds == self.pause else {"seconds": action.seconds}
            case Finish():
                return self.finish[0], {self.finish[1]: action.answer}
            case GiveUp():
                return self.give_up[0], {self.give_up[1]: action.reason}
        return None

    def _at(self, point: Point, frame: Frame) -> Any:
        return self.place(frame.pair(point))

    def _turned(self, action: Scroll, frame: Frame) -> dict[str, Any]:
        side, pixels, length = turned(action, frame)
        if self.steps:
            return {"direction": side, self.steps: counted(pixels)}
        return {"direction": side} if pixels == round(length / 2) else {"direction": side, "pixels": pixels}


def plain(action: Action, frame: Frame) -> Words:
    """An action in the words that every dialect reads; a look, which touches nothing, as a wait of no time."""
    fields = action.model_dump(exclude_defaults=True, exclude={"kind", "target"})
    match action:
        case Look():
            return "wait", {"seconds": 0}
        case Wait():
            fields["seconds"] = action.seconds
        case Drag():
            fields["path"] = [frame.pair(point) for point in action.path]
        case _ if points_of(action):
            fields["point"] = frame.pair(points_of(action)[0])
    return action.kind, {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


def joined(keys: Sequence[str], joint: str) -> str:
    """The keys of a chord as one text, which is read as that chord; empty where it would be read otherwise."""
    text = joint.join(keys)
    try:
        return text if chord(text) == tuple(keys) else ""
    except UnreadableReply:  # as for a plus among the keys
        return ""


def turned(action: Scroll, frame: Frame) -> tuple[str, int, int]:
    """The side that a scroll along one axis goes to, by how many pixels, and how many the screen has on that axis."""
    if action.dx:
        return ("right" if action.dx > 0 else "left"), abs(action.dx), frame.screen[0]
    return ("down" if action.dy > 0 else "up"), abs(action.dy), frame.screen[1]


def counted(pixels: int) -> float:
    """Pixels as notches of the wheel: a whole number where they are."""
    return pixels // NOTCH if pixels % NOTCH == 0 else pixels / NOTCH
