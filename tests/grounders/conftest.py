"""Pages drawn by a real browser, and where on them each element lies."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
import pytest_asyncio

from guiagent.actions import Box, Point
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.screen import Screen

_BOXES = """Object.fromEntries([...document.querySelectorAll('[id]')].map(element => {
    const box = element.getBoundingClientRect();
    return [element.id, [box.left, box.top, box.right, box.bottom].map(Math.round)];
}))"""


@dataclass(frozen=True)
class Page:
    """A screenshot, and the boxes of its elements by their ids."""

    screen: Screen
    boxes: dict[str, Box]

    def hit(self, point: Point | None) -> str:
        """The smallest element at a point; empty where there is none."""
        under = [name for name, box in self.boxes.items() if point is not None and box.near(point, 0)]
        return min(under, key=lambda name: self.boxes[name].width * self.boxes[name].height, default="")


Draw = Callable[[str], Awaitable[Page]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def draw(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Draw]:
    """Draws the body of a page, in one browser for all of a module's tests."""
    page = tmp_path_factory.mktemp("pages") / "page.html"
    page.write_text("<p>")
    async with Browser(BrowserOptions(url=page.as_uri(), viewport=(1000, 600))) as browser:
        await browser.observe()  # the first page has come in

        async def drawn(body: str) -> Page:
            page.write_text(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><body>{body}", encoding="utf-8")
            await browser._live.tabs.current.goto(page.as_uri())
            now = await browser.observe()
            boxes = await browser._live.tabs.current.evaluate(_BOXES)
            return Page(now.screen, {name: Box(*sides) for name, sides in boxes.items()})

        yield drawn


STYLE = "body { font: 15px sans-serif; margin: 24px; background: #fff } td { padding: 8px 30px }"
