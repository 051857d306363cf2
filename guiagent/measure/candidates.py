"""Measures candidates: the share of targets that a mark would let a model click, on generated pages of known elements.

Run it with `python -m guiagent.measure.candidates`. A target is reached where some mark's middle lies in its box.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from playwright.async_api import Browser
from rich.console import Console
from rich.table import Table

from guiagent.bench.grounding.pages import KINDS, GroundingPage, grounding_page
from guiagent.candidates import PixelCandidates
from guiagent.computers.elements import elements
from guiagent.measure.bare import bare_chromium
from guiagent.measure.grounding_shown import Shown, Target, shown
from guiagent.records import Mark, Observation

WAYS = ("page", "pixels")
SEEDS = (141, 142)
"""Pages that nothing was tuned on."""


@dataclass(frozen=True)
class Found:
    """What one way found on one page, in what time; `reached` and `missed` are the targets."""

    kind: str
    way: str
    marks: tuple[Mark, ...]
    reached: tuple[Target, ...]
    missed: tuple[Target, ...]
    seconds: float


def reached(target: Target, marks: Iterable[Mark]) -> bool:
    """Whether the middle of a mark, which is where a click goes, lies in the target's box."""
    return any(
        target.box.left <= (mark.box.left + mark.box.right) // 2 < target.box.right
        and target.box.top <= (mark.box.top + mark.box.bottom) // 2 < target.box.bottom
        for mark in marks
    )


async def found_on(each: Shown, way: str, pixels: PixelCandidates) -> Found:
    """The marks of one way on a page that is open, and the targets that they reach."""
    began = time.perf_counter()
    if way == "page":
        session = await each.live.context.new_cdp_session(each.live)
        marks = await elements(each.live, session, each.page.scale)
    else:
        marks = await pixels.places(Observation(screen=each.screen))
    seconds = time.perf_counter() - began
    there = {target: reached(target, marks) for target in each.targets}
    hit = tuple(target for target, yes in there.items() if yes)
    return Found(each.page.kind, way, marks, hit, tuple(set(there) - set(hit)), seconds)


async def measure(pages: Sequence[GroundingPage], browser: Browser, ways: Sequence[str] = WAYS) -> list[Found]:
    """Every page by every way."""
    pixels = PixelCandidates()
    return [await found_on(each, way, pixels) async for each in shown(pages, browser) for way in ways]


def recall(found: Iterable[Found]) -> float:
    """The share of targets that were reached, from 0 to 1."""
    counts = [(len(one.reached), len(one.reached) + len(one.missed)) for one in found]
    return sum(hit for hit, _ in counts) / max(1, sum(count for _, count in counts))


def table(found: Sequence[Found]) -> Table:
    """Recall by kind of page and way, with the marks and the seconds that a page takes."""
    title = "Targets that a mark reaches, marks and seconds a page"
    shown = Table("pages", "targets", *(f"{way}" for way in WAYS), title=title)
    for kind in (*dict.fromkeys(one.kind for one in found), "all"):
        rows = [one for one in found if kind in (one.kind, "all")]
        targets = sum(len(one.reached) + len(one.missed) for one in rows if one.way == WAYS[0])
        shown.add_row(kind, str(targets), *(_cell([one for one in rows if one.way == way]) for way in WAYS))
    return shown


def _cell(found: Sequence[Found]) -> str:
    marks, seconds = median(len(one.marks) for one in found), median(one.seconds for one in found)
    return f"{100 * recall(found):.1f} %  {marks:.0f} marks  {seconds:.2f} s"


async def main() -> None:
    """Measure and print the table."""
    pages = [grounding_page(kind, seed) for kind in KINDS for seed in SEEDS]
    async with bare_chromium() as browser:
        Console().print(table(await measure(pages, browser)))


if __name__ == "__main__":
    asyncio.run(main())
