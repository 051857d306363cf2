"""What could be acted on in a page, as the page itself tells it: boxes and accessible names, in all frames."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, ElementHandle, Error, Frame, Page

from guiagent.actions import Box
from guiagent.computers.drawn import Drawn
from guiagent.records import Mark

FRAME = 1.5
"""Seconds that a frame within the page may take to answer; one that does not is left out."""
CLOSED = 20
"""Closed shadow roots that are looked into."""
OUR_PICKERS = ".card .option, .card .cell, .card .button, .card .swatch, .card .more"
"""What can be clicked in the pickers of popups_js, whose parts have no roles."""
_VIEW = "() => [0, 0, innerWidth, innerHeight]"
_CONTENT = """at => {
  const box = at.getBoundingClientRect(), left = box.x + at.clientLeft, top = box.y + at.clientTop;
  return [left, top, left + at.clientWidth, top + at.clientHeight];
}"""
_REACHED = """(at, points) => points.map(([x, y]) => {
  let found = document.elementFromPoint(x, y);
  while (found?.shadowRoot && found !== at) {
    const inner = found.shadowRoot.elementFromPoint(x, y);
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
    """
    view: Rect = tuple(await page.main_frame.evaluate(_VIEW))
    found = [*await _in_frame(page.main_frame, view), *await _in_closed_roots(session, view)]
    marks = (Mark(box=_scaled(rect, scale), label=label) for rect, label in found)
    return tuple(sorted(dict.fromkeys(marks), key=lambda mark: _reading(mark, scale)))


def in_dialog(drawn: Drawn) -> tuple[Mark, ...]:
    """The parts of a dialog that stands before the page."""
    return tuple(Mark(box=Box(*box), label="" if part == "field" else part) for part, box in drawn.parts.items())


async def _in_frame(frame: Frame, view: Rect) -> Found:
    """What is seen in a frame and in those within it, `view` being the part of its viewport that is shown."""
    found: Found = _rects(await frame.evaluate(f"view => ({_script()})(document, view, null, {_under()})", list(view)))
    for child in frame.child_frames:
        try:
            async with asyncio.timeout(FRAME):
                found += await _in_child(child, view)
        except (Error, TimeoutError):
            continue  # a frame that went away, or hangs: nobody can be sure of what is seen in it
    return found


async def _in_child(frame: Frame, view: Rect) -> Found:
    element = await frame.frame_element()
    content = await element.evaluate(_CONTENT)
    left, top = content[:2]
    seen = (max(view[0], left), max(view[1], top), min(view[2], content[2]), min(view[3], content[3]))
    if seen[2] - seen[0] < 1 or seen[3] - seen[1] < 1:
        return []
    inner = await _in_frame(frame, (seen[0] - left, seen[1] - top, seen[2] - left, seen[3] - top))
    moved = [((x0 + left, y0 + top, x1 + left, y1 + top), label) for (x0, y0, x1, y1), label in inner]
    return await _uncovered(element, moved)


async def _uncovered(element: ElementHandle, found: Found) -> Found:
    """Those that nothing in the frame around covers."""
    points = [[(x0 + x1) / 2, (y0 + y1) / 2] for (x0, y0, x1, y1), _ in found]
    reached = await element.evaluate(_REACHED, points) if points else []
    return [one for one, there in zip(found, reached, strict=True) if there]


async def _in_closed_roots(session: CDPSession, view: Rect) -> Found:
    """What stands in closed shadow roots, which no script of the page sees: our own pickers among them."""
    nodes = await _nodes(session)
    declared = f"function (view, also) {{ return ({_script()})(this, view, also, {_under()}); }}"
    found: Found = []
    for node in _closed(nodes)[:CLOSED]:
        resolved = await session.send("DOM.resolveNode", {"backendNodeId": node})
        called: dict[str, Any] = await session.send(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": declared,
                "objectId": resolved["object"]["objectId"],
                "arguments": [{"value": list(view)}, {"value": OUR_PICKERS}],
                "returnByValue": True,
            },
        )
        found += _rects(called["result"].get("value") or [])
    return found


async def _nodes(session: CDPSession) -> Sequence[dict[str, Any]]:
    """All DOM nodes as a list: as a tree, Chromium refuses to tell them where some stand about 100 deep."""
    await session.send("DOM.enable")
    try:
        document = await session.send("DOM.getFlattenedDocument", {"depth": -1, "pierce": True})
    finally:
        await session.send("DOM.disable")
    nodes: Sequence[dict[str, Any]] = document["nodes"]
    return nodes


def _closed(nodes: Sequence[dict[str, Any]]) -> list[int]:
    """The closed shadow roots among all DOM nodes, but those of the browser's own controls."""
    roots = [root for node in nodes for root in (node, *node.get("shadowRoots", ()))]
    closed = [int(root["backendNodeId"]) for root in roots if root.get("shadowRootType") == "closed"]
    return list(dict.fromkeys(closed))


def _rects(told: Sequence[Sequence[Any]]) -> Found:
    return [((left, top, right, bottom), str(label)) for left, top, right, bottom, label in told]


def _scaled(rect: Rect, scale: float) -> Box:
    left, top, right, bottom = (round(side * scale) for side in rect)
    return Box(left, top, max(right, left + 1), max(bottom, top + 1))


def _reading(mark: Mark, scale: float) -> tuple[int, int]:
    """From line to line, a line being 16 CSS pixels high, and within it from left to right."""
    return int((mark.box.top + mark.box.bottom) / 2 / (16 * scale)), mark.box.left


@cache
def _script() -> str:
    return _read("elements.js")


@cache
def _under() -> str:
    return _read("under.js")


def _read(name: str) -> str:
    """A script without the comment at its beginning, so that it can stand as an expression."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//"))
