"""Where a page shows some values: in fields, texts and attributes, through frames of any origin and shadow roots."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, Error, Frame, Page

WORLD = "guiagent-masks"

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners, clockwise from the top left: a box that a frame's transforms may have turned."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values show: quads in CSS pixels of a viewport that is `width` CSS pixels wide."""

    width: float
    quads: tuple[Quad, ...]


async def exposures(page: Page, values: Sequence[str]) -> Places:
    """One look at all frames. Raises Error where a frame goes away meanwhile, after a second try."""
    try:
        return await _look(page, values)
    except Error:
        return await _look(page, values)


async def _look(page: Page, values: Sequence[str]) -> Places:
    roots: dict[Frame, _Root] = {}
    async with AsyncExitStack() as stack:
        for frame in page.frames:
            if root := await _root(stack, frame, roots, values):
                roots[frame] = root
        quads = [quad for root in roots.values() async for quad in root.found(values)]
        return Places(roots[page.main_frame].own.size[0], tuple(quads))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one frame shows, in CSS pixels of its own viewport of `size`."""

    size: Point
    quads: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class _Root:
    """The frames that share a process with this one, and how their coordinates lie on the page.

    `onto` is the quad, on the page, that the frame's own viewport fills; None for the page itself.
    """

    session: CDPSession
    own: _Seen
    inner: tuple[str, ...]
    onto: Quad | None

    async def found(self, values: Sequence[str]) -> AsyncIterator[Quad]:
        """The places in each of these frames, on the page."""
        for quad in self.own.quads:
            yield self.on_page(quad)
        for frame_id in self.inner:
            seen = await _search(self.session, frame_id, values)
            content = await _content(self.session, frame_id) if seen.quads else None
            if content is not None:
                for quad in seen.quads:
                    yield self.on_page(_moved(quad, seen.size, content))

    def on_page(self, quad: Quad) -> Quad:
        return quad if self.onto is None else _moved(quad, self.own.size, self.onto)


async def _root(stack: AsyncExitStack, frame: Frame, roots: dict[Frame, _Root], values: Sequence[str]) -> _Root | None:
    """The root that this frame is, or None for a frame that shares its parent's process or is not shown."""
    parent = frame.parent_frame
    try:
        target = frame if parent else frame.page
        session = await stack.enter_async_context(_session(frame.page, target))
    except Error as error:
        if "does not have a separate CDP session" in error.message:
            return None
        raise
    frame_id, *inner = _ids((await session.send("Page.getFrameTree"))["frameTree"])
    own = await _search(session, frame_id, values)
    if parent is None:
        return _Root(session, own, tuple(inner), None)
    while parent not in roots and parent.parent_frame is not None:
        parent = parent.parent_frame
    content = await _content(roots[parent].session, frame_id)
    return _Root(session, own, tuple(inner), roots[parent].on_page(content)) if content else None


@asynccontextmanager
async def _session(page: Page, target: Page | Frame) -> AsyncIterator[CDPSession]:
    session = await page.context.new_cdp_session(target)
    try:
        yield session
    finally:
        with suppress(Error):  # the frame went away, and its session with it
            await session.detach()


def _ids(tree: dict[str, Any]) -> list[str]:
    return [tree["frame"]["id"], *(each for child in tree.get("childFrames", ()) for each in _ids(child))]


async def _search(session: CDPSession, frame_id: str, values: Sequence[str]) -> _Seen:
    """What masks.js finds in one frame, in a world of its own that the page's scripts can neither see nor change."""
    world = await session.send("Page.createIsolatedWorld", {"frameId": frame_id, "worldName": WORLD})
    call = {
        "functionDeclaration": _script(),
        "executionContextId": world["executionContextId"],
        "arguments": [{"value": value} for value in values],
        "returnByValue": True,
    }
    answer = await session.send("Runtime.callFunctionOn", call)
    found = answer["result"]["value"]
    return _Seen((found["width"], found["height"]), tuple(_corners(box) for box in found["boxes"]))


async def _content(session: CDPSession, frame_id: str) -> Quad | None:
    """The inner box of the element that holds a frame, in the root frame's viewport; None where it is not shown."""
    await session.send("DOM.enable")
    owner = await session.send("DOM.getFrameOwner", {"frameId": frame_id})
    try:
        model = await session.send("DOM.getBoxModel", {"backendNodeId": owner["backendNodeId"]})
    except Error as error:
        if "Could not compute box model" in error.message:
            return None
        raise
    a, b, c, d, e, f, g, h = model["model"]["content"]
    return (a, b), (c, d), (e, f), (g, h)


def _corners(box: Sequence[float]) -> Quad:
    left, top, right, bottom = box
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _moved(quad: Quad, size: Point, onto: Quad) -> Quad:
    """A quad of a viewport of this size, laid onto the parallelogram that the viewport fills."""
    (x0, y0), (x1, y1), _, (x3, y3) = onto
    width, height = size

    def point(at: Point) -> Point:
        u, v = at[0] / width, at[1] / height
        return x0 + u * (x1 - x0) + v * (x3 - x0), y0 + u * (y1 - y0) + v * (y3 - y0)

    a, b, c, d = quad
    return point(a), point(b), point(c), point(d)


@cache
def _script() -> str:
    return (Path(__file__).parent / "masks.js").read_text(encoding="utf-8")
