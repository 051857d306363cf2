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


class Box(NamedTuple):
    """A rectangle of the screenshot in pixels; `right` and `bottom` lie just outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def near(self, point: Point, margin: int) -> bool:
        """Whether the point lies in the box or at most `margin` pixels beside it."""
        x, y = point
        return self.left - margin <= x < self.right + margin and self.top - margin <= y < self.bottom + margin

    def __str__(self) -> str:
        return f"{self.width}x{self.height} at ({self.left},{self.top})"


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


class MouseDown(Value):
    """Press the left button at a point and keep it down, until a `mouse_up`."""

    kind: Literal["mouse_down"] = "mouse_down"
    point: Point


class MouseUp(Value):
    """Move to a point and let the left button go."""

    kind: Literal["mouse_up"] = "mouse_up"
    point: Point


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


class KeyDown(Value):
    """Press a key and keep it down, until a `key_up`."""

    kind: Literal["key_down"] = "key_down"
    key: str


class KeyUp(Value):
    """Let a key go."""

    kind: Literal["key_up"] = "key_up"
    key: str


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


class Look(Value):
    """Look again, and closer at a part of the screen: it touches nothing. `box` None is the whole of it."""

    kind: Literal["look"] = "look"
    box: Box | None = None


class Finish(Value):
    """Say that the task is done, with the answer where one was asked for."""

    kind: Literal["finish"] = "finish"
    answer: str = ""


class GiveUp(Value):
    """Say that the task cannot be done, and why."""

    kind: Literal["give_up"] = "give_up"
    reason: str


Pointing = Click | Move | Drag | MouseDown | MouseUp | Scroll
Typing = Type | Press | Hold | KeyDown | KeyUp
DeviceAction = Pointing | Typing | Wait | Navigate | Back | SelectTab
Last = Finish | GiveUp
Action = Annotated[DeviceAction | Look | Last, Field(discriminator="kind")]

ACTION: TypeAdapter[Action] = TypeAdapter(Action)
"""The one door through which an action comes in from JSON; pydantic.ValidationError where it is none."""


def points_of(action: Action) -> tuple[Point, ...]:
    """The points that an action aims at, in order; none for the keyboard and the rest."""
    match action:
        case Click() | Move() | MouseDown() | MouseUp() | Scroll():
            return (action.point,)
        case Drag():
            return action.path
        case _:
            return ()
