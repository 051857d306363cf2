"""What could be acted on in a page, as the page itself tells it: boxes and accessible names, in all frames."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, Error, Frame, Page

from guiagent.actions import Box
from guiagent.computers.drawn import Drawn
from guiagent.computers.nodes import CLOSED, HEARD, Nodes, World
from guiagent.records import Mark

FRAME = 1.5
"""Seconds that a frame within the page may take to answer; one that does not is left out."""
OUR_PICKERS = ".card .option, .card .cell, .card .button, .card .swatch, .card .more"
"""What can be clicked in the pickers of popups_js, whose parts have no roles."""
_VIEW = "() => [0, 0, innerWidth, innerHeight]"
_CONTENT = """at => {
  const box = at.getBoundingClientRect(), left = box.x + at.clientLeft, top = box.y + at.clientTop;
  return [left, top, left + at.clientWidth, top + at.clientHeight];
}"""
_REACHED = """(points, at) => points.map(([x, y]) => {
  let found = at.ownerDocument.elementFromPoint(x, y);
  const root = at.getRootNode();
  while (found && found !== at) {
    const shadow = found.shadowRoot ?? (root.host === found ? root : null);
    const inner = shadow?.elementFromPoint(x, y);
    if (!inner || inner === found) break;
    found = inner;
  }
  return found === at;
})"""
Rect = tuple[float, float, float, float]
"""left, top, right, bottom in CSS pixels."""
Found = list[tuple[Rect, str]]


async def elements(page: Page, session: CDPSession, scale: float) -> tuple[Mark, ...]:
    """Everything that can be acted on and is seen, in reading order; boxes in pixels of a screenshot `scale` times as
    large as the page's viewport. Labels are accessible names: never what stands in a field.

    All scripts run in worlds of their own, whatever the page makes of its prototypes.
    """
    async with AsyncExitStack() as stack:
        nodes = await _opened(stack, session)
        view = _rect(await (await nodes.world(nodes.main)).call(_VIEW))
        found = await _in_frame(_Look(page, stack, nodes), nodes.main, view)
    marks = (Mark(box=_scaled(rect, scale), label=label) for rect, label in found)
    return tuple(sorted(dict.fromkeys(marks), key=lambda mark: _reading(mark, scale)))


def in_dialog(drawn: Drawn) -> tuple[Mark, ...]:
    """The parts of a dialog that stands before the page."""
    return tuple(Mark(box=Box(*box), label="" if part == "field" else part) for part, box in drawn.parts.items())


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at the frames of a process; those in other processes are attached to until `stack` ends."""

    page: Page
    stack: AsyncExitStack
    nodes: Nodes

    async def at(self, frame: str) -> _Look | None:
        """The look that a frame belongs to; None for one that is gone."""
        if frame in self.nodes.frames:
            return self
        for each in self.page.frames[1:]:
            nodes = await self._apart(each)
            if nodes is not None and nodes.main == frame:
                return _Look(self.page, self.stack, nodes)
        return None

    async def _apart(self, frame: Frame) -> Nodes | None:
        """The nodes of a frame in a process of its own; None for a frame that shares its parent's."""
        try:
            session = await self.page.context.new_cdp_session(frame)
        except Error as error:
            if "does not have a separate CDP session" in error.message:
                return None
            raise
        self.stack.push_async_callback(_detach, session)
        return await _opened(self.stack, session)


async def _opened(stack: AsyncExitStack, session: CDPSession) -> Nodes:
    nodes = await Nodes.of(session)
    stack.push_async_callback(nodes.release)
    return nodes


async def _detach(session: CDPSession) -> None:
    with suppress(Error):  # the frame went away, and its session with it
        await session.detach()


async def _in_frame(look: _Look, frame: str, view: Rect) -> Found:
    """What is seen in a frame and in those within it, `view` being the part of its viewport that is shown."""
    nodes = look.nodes
    world = await nodes.world(frame)
    closed, heard = nodes.closed[frame][:CLOSED], nodes.heard[frame][:HEARD]
    told = await world.call(_declared(), view, OUR_PICKERS, len(closed), nodes=[*closed, *heard])
    found = _rects(told or [])
    for owner, child in nodes.inner[frame]:
        try:
            async with asyncio.timeout(FRAME):
                found += await _in_child(look, world, owner, child, view)
        except (Error, TimeoutError):
            continue  # a frame that went away, or hangs: nobody can be sure of what is seen in it
    return found


async def _in_child(look: _Look, world: World, owner: int, frame: str, view: Rect) -> Found:
    content = _rect(await world.call(_CONTENT, nodes=[owner]))
    left, top = content[:2]
    seen = (max(view[0], left), max(view[1], top), min(view[2], content[2]), min(view[3], content[3]))
    if seen[2] - seen[0] < 1 or seen[3] - seen[1] < 1 or not (there := await look.at(frame)):
        return []
    inner = await _in_frame(there, frame, (seen[0] - left, seen[1] - top, seen[2] - left, seen[3] - top))
    moved = [((x0 + left, y0 + top, x1 + left, y1 + top), label) for (x0, y0, x1, y1), label in inner]
    return await _uncovered(world, owner, moved)


async def _uncovered(world: World, owner: int, found: Found) -> Found:
    """Those that nothing in the frame around covers."""
    points = [[(x0 + x1) / 2, (y0 + y1) / 2] for (x0, y0, x1, y1), _ in found]
    reached = await world.call(_REACHED, points, nodes=[owner]) if points else []
    return [one for one, there in zip(found, reached, strict=True) if there]


def _rect(told: Sequence[float]) -> Rect:
    left, top, right, bottom = told
    return left, top, right, bottom


def _rects(told: Sequence[Sequence[Any]]) -> Found:
    return [((left, top, right, bottom), str(label)) for left, top, right, bottom, label in told]


def _scaled(rect: Rect, scale: float) -> Box:
    left, top, right, bottom = (round(side * scale) for side in rect)
    return Box(left, top, max(right, left + 1), max(bottom, top + 1))


def _reading(mark: Mark, scale: float) -> tuple[int, int]:
    """From line to line, a line being 16 CSS pixels high, and within it from left to right."""
    return int((mark.box.top + mark.box.bottom) / 2 / (16 * scale)), mark.box.left


@cache
def _declared() -> str:
    """elements.js as a function of the view, OUR_PICKERS, the number of closed roots, and then these and the heard."""
    given = f"document, view, also, ({_read('under.js')}), nodes.slice(0, closed), nodes.slice(closed)"
    return f"(view, also, closed, ...nodes) => ({_read('elements.js')})({given})"


def _read(name: str) -> str:
    """A script without the comment at its beginning, so that it can stand as an expression."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//"))
