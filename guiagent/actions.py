"""What an agent can do: a closed union of actions, told apart by `kind`.

Points are pixels of the screenshot that the policy was shown: x from the left, y from the top, of an integer pixel.
A dialect maps a model's numbers to them, a computer maps them to the device, and nothing else scales a coordinate.
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Point(NamedTuple):
    """A pixel of the screenshot; the top left one is (0, 0)."""

    x: int
    y: int

    def __str__(self) -> str:
        return f"({self.x},{self.y})"


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Button = Literal["left", "right", "middle"]
Keys = Annotated[tuple[str, ...], Field(min_length=1, max_length=6)]
Seconds = Annotated[float, Field(ge=0, le=60)]


class Click(Value):
    """Press and release a mouse button `count` times at a point, with modifier keys held.

    `target` says in words what is meant to be there; it is shown to people and never used to aim.
    """

    kind: Literal["click"] = "click"
    point: Point
    button: Button = "left"
    count: Annotated[int, Field(ge=1, le=3)] = 1
    held: tuple[str, ...] = ()
    target: str = ""


class Move(Value):
    """Move the pointer to a point without pressing anything."""

    kind: Literal["move"] = "move"
    point: Point
    target: str = ""


class Drag(Value):
    """Press the left button at the first point, move along the others, release at the last."""

    kind: Literal["drag"] = "drag"
    path: Annotated[tuple[Point, ...], Field(min_length=2)]
    held: tuple[str, ...] = ()
    target: str = ""


class Scroll(Value):
    """Turn the wheel over a point by `dx`, `dy` screenshot pixels; positive `dy` shows what is further down."""

    kind: Literal["scroll"] = "scroll"
    point: Point
    dx: int = 0
    dy: int = 0
    held: tuple[str, ...] = ()


class Type(Value):
    """Type text where the keyboard focus is. `\\n` is Enter. `<secret:name>` stands for a secret's value."""

    kind: Literal["type"] = "type"
    text: str


class Press(Value):
    """Press a chord, as `("Control", "a")`, in any spelling that `guiagent.computers.keys` knows."""

    kind: Literal["press"] = "press"
    keys: Keys


class Hold(Value):
    """Hold a chord down for some seconds."""

    kind: Literal["hold"] = "hold"
    keys: Keys
    seconds: Seconds = 1.0


class Wait(Value):
    """Let some seconds pass."""

    kind: Literal["wait"] = "wait"
    seconds: Seconds = 1.0


class Navigate(Value):
    """Open an address in the current tab."""

    kind: Literal["navigate"] = "navigate"
    url: str


class Back(Value):
    """Go back in the current tab's history."""

    kind: Literal["back"] = "back"


class SelectTab(Value):
    """Bring a tab to the front, by its place in `Observation.tabs`, counted from 0."""

    kind: Literal["select_tab"] = "select_tab"
    index: Annotated[int, Field(ge=0)]


class Finish(Value):
    """Say that the task is done, with the answer where one was asked for."""

    kind: Literal["finish"] = "finish"
    answer: str = ""


class GiveUp(Value):
    """Say that the task cannot be done, and why."""

    kind: Literal["give_up"] = "give_up"
    reason: str


DeviceAction = Click | Move | Drag | Scroll | Type | Press | Hold | Wait | Navigate | Back | SelectTab
Last = Finish | GiveUp
Action = Annotated[DeviceAction | Last, Field(discriminator="kind")]

ACTION: TypeAdapter[Action] = TypeAdapter(Action)
"""The one door through which an action comes in from JSON; pydantic.ValidationError where it is none."""


def points_of(action: DeviceAction | Last) -> tuple[Point, ...]:
    """The points that an action aims at, in order; none for the keyboard and the rest."""
    match action:
        case Click() | Move() | Scroll():
            return (action.point,)
        case Drag():
            return action.path
        case _:
            return ()
