"""Looks under the pixels of a page: what an action would touch, and where an element is."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import ElementHandle, Frame, Page

from guiagent.actions import DeviceAction, Hold, KeyDown, Point, Press, Type, points_of
from guiagent.computers.focus import focused, origin_of
from guiagent.computers.keys import chord
from guiagent.errors import ActionFailed
from guiagent.protocols import Target

_AT = """([x, y]) => {
  let at = document.elementFromPoint(x, y);
  while (at && at.shadowRoot) {
    const inner = at.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === at) break;
    at = inner;
  }
  return at;
}"""
_INNER_CORNER = (
    "at => { const box = at.getBoundingClientRect(); return [box.x + at.clientLeft, box.y + at.clientTop]; }"
)


async def describe(page: Page, action: DeviceAction, scale: float) -> Target:
    """What lies at the action's last point, or has the keyboard focus; an empty Target for an action without either."""
    if points := points_of(action):
        x, y = ((at + 0.5) / scale for at in points[-1])
        frame, element = await _at(page, x, y)
        return await _target(frame, element, submits=False)
    if isinstance(action, Type | Press | Hold | KeyDown):
        frame, element = await focused(page)
        return await _target(frame, element, submits=_enters(action))
    return Target(origin=origin_of(page.main_frame))


async def find(page: Page, role: str, name: str, nth: int, scale: float) -> Point:
    """The middle of the nth element of this role and name, in all frames; raises ActionFailed where there is none."""
    left = nth
    for frame in page.frames:
        matches = frame.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        if not await matches.count():
            matches = frame.get_by_role(role, name=name)  # type: ignore[arg-type]
        count = await matches.count()
        if left < count:
            box = await matches.nth(left).bounding_box()
            if box is None:
                raise ActionFailed(f"the {role} {name!r} is not shown")
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            return Point(int(x * scale), int(y * scale))
        left -= count
    raise ActionFailed(f"there is no {role} {name!r}" + (f" number {nth + 1}" if nth else ""))


async def _at(page: Page, x: float, y: float) -> tuple[Frame, ElementHandle | None]:
    """The element at a point in CSS pixels of the page, through frames and open shadow roots."""
    frame = page.main_frame
    while True:
        element = (await frame.evaluate_handle(_AT, [x, y])).as_element()
        inner = await element.content_frame() if element is not None else None
        if element is None or inner is None:
            return frame, element
        left, top = await element.evaluate(_INNER_CORNER)
        frame, x, y = inner, x - left, y - top


async def _target(frame: Frame, element: ElementHandle | None, *, submits: bool) -> Target:
    origin = origin_of(frame)
    if element is None:
        return Target(origin=origin)
    told: dict[str, Any] = await element.evaluate(_script())
    if submits and told["submit"] is not None:
        return Target(role="button", name=told["submit"], origin=origin)
    return Target(role=told["role"], name=told["name"], origin=origin)


def _enters(action: Type | Press | Hold | KeyDown) -> bool:
    """Whether the action presses Enter, which sends the form that the focus is in."""
    if isinstance(action, Type):
        return "\n" in action.text or "\r" in action.text
    return chord((action.key,) if isinstance(action, KeyDown) else action.keys)[-1] == "Enter"


@cache
def _script() -> str:
    return (Path(__file__).parent / "under.js").read_text(encoding="utf-8")
