"""What is drawn on a screenshot, in its pixels: where an action aimed, and the places shown by number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from guiagent.actions import Action, Box, Click, Drag, Look, MouseDown, MouseUp, Move, Point, Scroll, points_of
from guiagent.records import Observation
from guiagent.words import plain

LABEL = 32
"""Characters of a label; the action stands in full beside the picture."""


@dataclass(frozen=True)
class Mark:
    """A mark at (x, y), in pixels of the screenshot.

    `path` is a drag's points in SVG's notation, `turn` the direction of an arrow in degrees (0 to the right, 90 down);
    `box` is what was looked at more closely, instead of a mark.
    `leftward`: the label is set to the left of the mark, so that it stays on the picture.
    """

    kind: str
    x: int
    y: int
    label: str
    leftward: bool
    path: str = ""
    turn: int = 0
    box: Box | None = None


@dataclass(frozen=True)
class Spot:
    """A numbered place that a model was shown; `chosen`: an action aims at it."""

    number: int
    box: Box
    label: str
    chosen: bool

    @property
    def words(self) -> str:
        return f"{self.number} {plain(self.label, LABEL)}".rstrip()


def spots_of(seen: Observation, actions: Sequence[Action]) -> tuple[Spot, ...]:
    """The marks of a screenshot; of several that hold an action's point the smallest is the one that was meant."""
    boxes = [mark.box for mark in seen.marks]
    holding = ([box for box in boxes if box.near(point, 0)] for action in actions for point in points_of(action))
    chosen = {min(found, key=lambda box: box.width * box.height) for found in holding if found}
    return tuple(Spot(number, mark.box, mark.label, mark.box in chosen) for number, mark in enumerate(seen.marks, 1))


def mark_of(action: Action, width: int) -> Mark | None:
    """The mark of an action on a screenshot of that width; None where it does not point."""
    match action:
        case Click(count=1):
            return _mark("click", action.point, _click_label(action), width)
        case Click():
            return _mark("double", action.point, _click_label(action), width)
        case Move():
            return _mark("move", action.point, action.target or "move", width)
        case MouseDown():
            return _mark("down", action.point, "button down", width)
        case MouseUp():
            return _mark("up", action.point, "button up", width)
        case Look(box=Box() as box):
            return replace(_mark("look", Point(box.left, box.top), "look closer", width), leftward=False, box=box)
        case Scroll():
            turn = round(math.degrees(math.atan2(action.dy, action.dx)))
            return replace(_mark("scroll", action.point, "scroll", width), turn=turn)
        case Drag():
            path = " ".join(f"{x},{y}" for x, y in action.path)
            mark = _mark("drag", action.path[0], action.target or "drag", width)
            return replace(mark, path=path, turn=_heading(action.path[-2], action.path[-1]))
        case _:
            return None


def _mark(kind: str, point: Point, label: str, width: int) -> Mark:
    return Mark(kind, point.x, point.y, plain(label, LABEL), leftward=point.x > width * 0.6)


def _click_label(click: Click) -> str:
    button = "" if click.button == "left" else f"{click.button} "
    return click.target if click.target and not button else f"{button}click {click.target}"


def _heading(start: Point, end: Point) -> int:
    return round(math.degrees(math.atan2(end.y - start.y, end.x - start.x)))
