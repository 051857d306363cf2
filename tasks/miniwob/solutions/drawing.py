"""Solutions that meet a place or a line as well as they can: the best CSS pixel for a page's own measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import acos, cos, degrees, dist, hypot, pi, sin

from guiagent.actions import Action, Click, Drag
from guiagent.tasks.miniwob.solutions.scene import Element, Scene, Solution

Place = tuple[float, float]

LOWER = 50
"""CSS pixels by which the pages of geometry take a click's y as lower than the drawing's; x they leave as it is."""


async def on_paper(scene: Scene, worth: Callable[[Place], float]) -> Sequence[Action]:
    """Click the place of the drawing that is worth most, then submit."""
    if await scene.all("#blue-circle"):
        return await scene.press_one("#subbtn")
    x, y = max(((x, y) for x in range(4, 146) for y in range(4, 126)), key=worth)
    return (Click(point=scene.point(x, y + LOWER)),)


def centre(circle: Element) -> Place:
    """Where a circle is drawn, in the drawing's own pixels."""
    return float(circle.attributes["cx"]), float(circle.attributes["cy"])


def angle(one: Place, other: Place, vertex: Place) -> float:
    """The angle at a vertex, in degrees; a point upon the vertex makes none, and is as bad as can be."""
    (a, b), (c, d) = ((x - vertex[0], y - vertex[1]) for x, y in (one, other))
    if not (size := hypot(a, b) * hypot(c, d)):
        return 360.0
    return degrees(acos(max(-1.0, min(1.0, (a * c + b * d) / size))))


async def bisector(scene: Scene) -> Sequence[Action]:
    """The line that halves an angle."""
    vertex = centre((await scene.all(".init-blue"))[0])
    one, other = map(centre, await scene.all(".init-black"))
    return await on_paper(scene, lambda at: -max(angle(one, at, vertex), angle(other, at, vertex)))


async def circle_centre(scene: Scene) -> Sequence[Action]:
    """The middle of a circle."""
    middle = centre((await scene.all(".black-circle"))[0])
    return await on_paper(scene, lambda at: -dist(at, middle))


async def midpoint(scene: Scene) -> Sequence[Action]:
    """The middle between two points."""
    (a, b), (c, d) = map(centre, await scene.all(".black-circle"))
    return await on_paper(scene, lambda at: -dist(at, ((a + c) / 2, (b + d) / 2)))


async def right_angle(scene: Scene) -> Sequence[Action]:
    """A third point that makes a right angle."""
    one, vertex = [centre((await scene.all(f"#init-{name}"))[0]) for name in ("black", "blue")]
    return await on_paper(scene, lambda at: -abs(90 - angle(one, at, vertex)))


async def circle(scene: Scene) -> Sequence[Action]:
    """A circle around a point."""
    if await scene.all("#area svg path"):
        return await scene.press_one("#controls button")
    x, y = (await scene.one("#circ")).middle
    turns = [2 * pi * step / 12 for step in range(13)]
    return (Drag(path=tuple(scene.point(x + 22 * cos(turn), y + 22 * sin(turn)) for turn in turns)),)


async def line(scene: Scene) -> Sequence[Action]:
    """A horizontal or vertical line through a point; the page takes the point 4 pixels further left and up."""
    if await scene.all("#area svg path"):
        return await scene.press_one("#controls button")
    (x, y), (left, top, right, bottom) = (await scene.one("#circ")).middle, (await scene.one("#area svg")).box
    if "horizontal" in scene.told:
        ends = ((left + 6, y - 2), (right - 6, y - 2))
    else:
        ends = ((x - 2, top + 6), (x - 2, bottom - 6))
    return (Drag(path=tuple(scene.point(*end) for end in ends)),)


async def hot_spot(scene: Scene) -> Sequence[Action]:
    """The hot place; only the pointer's way would tell it, so chance is asked again where it is."""
    x, y = await scene.dealt("() => [core.randi(5, X_DIM - 5), core.randi(5, Y_DIM - 5)]")
    left, top, right, bottom = (await scene.one("#touch-area")).box
    return (Click(point=scene.point(min(max(x, left + 2), right - 3), min(max(y + LOWER, top + 2), bottom - 3))),)


SOLUTIONS: Mapping[str, Solution] = {
    "bisect-angle": bisector,
    "circle-center": circle_centre,
    "draw-circle": circle,
    "draw-line": line,
    "find-midpoint": midpoint,
    "hot-cold": hot_spot,
    "right-angle": right_angle,
}
