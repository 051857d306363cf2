"""A page of the grounding set in a browser: its screenshot, and what is to be found on it, with its box."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from playwright.async_api import Browser, Page

from guiagent.actions import Box
from guiagent.bench.grounding.pages import GroundingPage
from guiagent.screen import Screen

VIEWPORT = (1280, 800)
_TARGETS = """() => [...document.querySelectorAll("[data-target]")].flatMap(at => {
  const box = at.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
  if (box.width < 2 || box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) return [];
  const reached = document.elementFromPoint(x, y);
  if (!reached || !(at.contains(reached) || reached.contains(at) && reached.localName === "label")) return [];
  return [[box.left, box.top, box.right, box.bottom, at.dataset.target, at.dataset.type]];
})"""


@dataclass(frozen=True)
class Target:
    """Something to be found: where it is, in pixels of the screenshot, what it is called, and whether it is an icon."""

    box: Box
    instruction: str
    type: str


@dataclass(frozen=True)
class Shown:
    """A page as it is shown in a browser: the screenshot, its targets, and the page while it is open."""

    page: GroundingPage
    screen: Screen
    targets: tuple[Target, ...]
    live: Page


async def shown(pages: Sequence[GroundingPage], browser: Browser) -> AsyncIterator[Shown]:
    """The pages one after the other, each open while it is looked at."""
    width, height = VIEWPORT
    for page in pages:
        context = await browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=page.scale, reduced_motion="reduce"
        )
        live = await context.new_page()
        await live.set_content(page.html)
        screen = Screen.of(await live.screenshot())
        told = await live.evaluate(_TARGETS)
        targets = tuple(Target(_box(sides, page.scale), name, kind) for *sides, name, kind in told)
        yield Shown(page, screen, targets, live)
        await context.close()


def _box(sides: Sequence[float], scale: float) -> Box:
    left, top, right, bottom = (round(side * scale) for side in sides)
    return Box(left, top, right, bottom)
