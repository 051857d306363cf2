"""A grounding set in the schema of ScreenSpot-v2: screenshots, and what is to be found on each, with its box.

`python -m guiagent.measure.grounding_set FOLDER [SEEDS]` writes the pictures and `grounding.json`: a list of objects
with img_filename, bbox (left, top, width, height in pixels of the picture), instruction, data_type (text or icon) and
data_source.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page

from guiagent.actions import Box
from guiagent.measure.bare import bare_chromium
from guiagent.measure.grounding_pages import KINDS, GroundingPage, grounding_page
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

    def entries(self) -> list[dict[str, object]]:
        """The targets in ScreenSpot-v2's schema."""
        return [
            {
                "img_filename": f"{self.page.name}.png",
                "bbox": [target.box.left, target.box.top, target.box.width, target.box.height],
                "instruction": target.instruction,
                "data_type": target.type,
                "data_source": self.page.kind,
            }
            for target in self.targets
        ]


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


async def entries(folder: Path, seeds: Sequence[int]) -> list[dict[str, object]]:
    """Write the pictures into a folder; what is to be found on them."""
    pages = [grounding_page(kind, seed) for kind in KINDS for seed in seeds]
    found: list[dict[str, object]] = []
    async with bare_chromium() as browser:
        async for each in shown(pages, browser):
            await asyncio.to_thread((folder / f"{each.page.name}.png").write_bytes, each.screen.png)
            found += each.entries()
    return found


def write(folder: Path, seeds: Sequence[int]) -> int:
    """Write the set into a folder; how many targets there are."""
    folder.mkdir(parents=True, exist_ok=True)
    found = asyncio.run(entries(folder, seeds))
    (folder / "grounding.json").write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
    return len(found)


if __name__ == "__main__":
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    print(write(Path(sys.argv[1]), range(count)), "targets")
