"""The mouse and the keyboard of a page: actions, as pixels of the screenshot, become input events."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import assert_never

from playwright.async_api import Error, Page

from guiagent.actions import (
    Click,
    Drag,
    Hold,
    KeyDown,
    KeyUp,
    MouseDown,
    MouseUp,
    Move,
    Point,
    Pointing,
    Press,
    Scroll,
    Type,
    Typing,
    Wait,
    points_of,
)
from guiagent.computers.focus import focused_field
from guiagent.computers.keys import chord, key, modifiers
from guiagent.errors import ActionFailed
from guiagent.protocols import Secrets

InputAction = Pointing | Typing | Wait

STRIDES = 8
"""Moves between two points of a drag: sliders and drop targets want to see the pointer on its way."""

RELEASE = 1.0
"""Seconds that letting go of a key or a button may take on a page that does not answer."""

_RUNS = re.compile(r"\r\n|[\n\r]|\t|[ -~]+|[^\n\r\t -~]+")
_TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Input:
    """Mouse and keyboard of pages whose screenshots are `scale` times as large as their `viewport` in CSS pixels."""

    def __init__(self, viewport: tuple[int, int], scale: float, secrets: Secrets | None) -> None:
        self._viewport = viewport
        self._scale = scale
        self._secrets = secrets

    def check(self, action: InputAction) -> None:
        """Raises ActionFailed for a point outside the screenshot, and for a key that there is none of."""
        width, height = (round(side * self._scale) for side in self._viewport)
        for point in points_of(action):
            if not (0 <= point.x < width and 0 <= point.y < height):
                raise ActionFailed(f"the point {point} lies outside the screenshot, which is {width}x{height}")
        match action:
            case Press(keys=keys) | Hold(keys=keys):
                chord(keys)
            case KeyDown() | KeyUp():
                key(action.key)
            case Click(held=held) | Drag(held=held) | Scroll(held=held):
                modifiers(held)

    async def perform(self, page: Page, action: InputAction) -> None:
        """Dispatch the action's events; returns once the page has taken them."""
        match action:
            case Wait():
                await asyncio.sleep(action.seconds)
            case Type() | Press() | Hold() | KeyDown() | KeyUp():
                await self._keyboard(page, action)
            case _:
                await self._mouse(page, action)

    async def _mouse(self, page: Page, action: Pointing) -> None:
        match action:
            case Click():
                async with _held(page, modifiers(action.held)):
                    await page.mouse.click(*self._css(action.point), button=action.button, click_count=action.count)
            case Move():
                await page.mouse.move(*self._css(action.point))
            case Drag():
                await self._drag(page, action)
            case MouseDown():
                await page.mouse.move(*self._css(action.point))
                await page.mouse.down()
            case MouseUp():
                await page.mouse.move(*self._css(action.point))
                await page.mouse.up()
            case Scroll():
                await self._scroll(page, action)
            case _:
                assert_never(action)

    async def _keyboard(self, page: Page, action: Typing) -> None:
        match action:
            case Type():
                await self._type(page, action.text)
            case Press():
                async with _held(page, chord(action.keys)):
                    return
            case Hold():
                async with _held(page, chord(action.keys)):
                    await asyncio.sleep(action.seconds)
            case KeyDown():
                await page.keyboard.down(key(action.key))
            case KeyUp():
                await page.keyboard.up(key(action.key))
            case _:
                assert_never(action)

    def _css(self, point: Point) -> tuple[int, int]:
        """The CSS pixel that the middle of a screenshot's pixel lies in.

        A whole one, because Chromium takes the square of one CSS pixel below and right of a pointer for what it hits:
        from 3.5 it would reach over to an element that begins at 4.
        """
        x, y = (int((at + 0.5) / self._scale) for at in point)
        return min(x, self._viewport[0] - 1), min(y, self._viewport[1] - 1)

    async def _drag(self, page: Page, action: Drag) -> None:
        path = [self._css(point) for point in action.path]
        async with _held(page, modifiers(action.held)):
            await page.mouse.move(*path[0])
            async with _pressed(page):
                for start, end in itertools.pairwise(path):
                    for x, y in _strides(start, end):
                        await page.mouse.move(x, y)

    async def _scroll(self, page: Page, action: Scroll) -> None:
        """Turn the wheel, and wait for the frame in which the page has moved: the wheel itself returns before it."""
        async with _held(page, modifiers(action.held)):
            await page.mouse.move(*self._css(action.point))
            await page.mouse.wheel(action.dx / self._scale, action.dy / self._scale)
        await page.evaluate(_TWO_FRAMES)

    async def _type(self, page: Page, text: str) -> None:
        """Keys for what a keyboard has, insertion for the rest; a line with a secret is inserted as a whole.

        An insertion is one event, so that no script can move the focus between two letters of a secret.
        """
        for run in _RUNS.findall(text):
            if run in ("\r\n", "\n", "\r"):
                await page.keyboard.press("Enter")
            elif run == "\t":
                await page.keyboard.press("Tab")
            elif self._secrets is not None and "<secret:" in run:
                await self._type_secret(page, run, self._secrets)
            elif run.isascii():
                await page.keyboard.type(run)
            else:
                await page.keyboard.insert_text(run)

    async def _type_secret(self, page: Page, text: str, secrets: Secrets) -> None:
        field = await focused_field(page)
        if not field.editable:
            raise ActionFailed("a secret is typed into a field only, and no field has the keyboard focus")
        value = secrets.reveal(text, field.origin)
        try:
            await page.keyboard.insert_text(value)
        except Error as error:
            raise ActionFailed(f"the secret could not be typed: {secrets.hide(error.message)}") from None


def _strides(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[float, float]]:
    """Points on the way from `start` to `end`, the last one included."""
    steps = range(1, STRIDES + 1)
    return [tuple(a + (b - a) * n / STRIDES for a, b in zip(start, end, strict=True)) for n in steps]  # type: ignore[misc]


@asynccontextmanager
async def _held(page: Page, keys: Sequence[str]) -> AsyncIterator[None]:
    """Keys held down, let go of in reverse whatever happens."""
    down: list[str] = []
    try:
        for name in keys:
            down.append(name)
            await page.keyboard.down(name)
        yield
    finally:
        async with asyncio.timeout(RELEASE * max(1, len(down))):
            for name in reversed(down):
                await page.keyboard.up(name)


@asynccontextmanager
async def _pressed(page: Page) -> AsyncIterator[None]:
    """The left button held down, let go of whatever happens."""
    try:
        await page.mouse.down()
        yield
    finally:
        async with asyncio.timeout(RELEASE):
            await page.mouse.up()
