"""Makes a grounding set in the published layout of ScreenSpot-v2: screens of the sandboxes and of generated pages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from guiagent.actions import Point, Scroll
from guiagent.bench.grounding.targets import Named, targets
from guiagent.bench.grounding.views import VIEWS, View
from guiagent.bench.grounding.worlds import Generated, Source, sources, worlds
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.errors import ActionFailed, SandboxError, UsageError
from guiagent.runs.writing import put, writing
from guiagent.screen import Screen

IMAGES = "screenspotv2_image"
EACH = 5
"""Targets that are taken of one screen."""
IN_VAIN = 60
"""Screens one after the other that give no target, before it is given up."""

Entry = dict[str, Any]


@dataclass(frozen=True)
class Shot:
    """A screen and what is asked for on it."""

    screen: Screen
    source: str
    named: tuple[Named, ...]


@dataclass
class Made:
    """A set as it is written: `count` questions so far, by platform; `remarks` are what a person should know."""

    folder: Path
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        return sum(map(len, self.entries.values()))

    def add(self, shot: Shot, view: View) -> None:
        """Write its picture, and take its questions in."""
        mine = self.entries.setdefault(view.platform, [])
        name = f"{view.platform}_{shot.source}_{len(self.seen):04}.png"
        put(self.folder / IMAGES / name, shot.screen.png)
        for each in shot.named:
            box = each.box
            mine.append(
                {
                    "img_filename": name,
                    "instruction": each.instruction,
                    "bbox": [box.left, box.top, box.width, box.height],
                    "data_type": each.type,
                    "data_source": shot.source,
                }
            )

    def write(self) -> None:
        """The questions, a file for each platform."""
        for platform, entries in self.entries.items():
            text = json.dumps(entries, indent=1, ensure_ascii=False)
            put(self.folder / f"screenspot_{platform}_v2.json", text.encode())


async def make(
    folder: Path,
    seed: int,
    count: int,
    views: Sequence[View] = VIEWS,
    names: Sequence[str] | None = None,
    told: Callable[[int], None] = lambda done: None,
) -> Made:
    """Write `count` questions into a new folder; the same seed gives the same set from the same browser and fonts.

    `names` are the sandboxes to be shown, None for all of them; `told` hears how many questions there are.
    Raises UsageError for a folder that holds something, SandboxError and ComputerError.
    """
    made = Made(_emptied(folder))
    async with AsyncExitStack() as stack:
        found, made.remarks = await sources(stack, seed, worlds() if names is None else names)
        for place, (view, wanted) in enumerate(_shares(count, views)):
            options = BrowserOptions(viewport=view.viewport, scale=view.scale)
            async with Browser(options) as browser:
                await _fill(made, wanted, view, Taking(browser, found, Random(f"grounding {seed} {place}"), view), told)
    await asyncio.to_thread(made.write)
    return made


async def _fill(made: Made, wanted: int, view: View, taking: Taking, told: Callable[[int], None]) -> None:
    """Take screens until there are so many questions more."""
    end, in_vain = made.count + wanted, 0
    while made.count < end:
        shot = await taking.shot(min(EACH, end - made.count))
        in_vain = in_vain + 1 if not shot.named or shot.screen.sha in made.seen else 0
        if in_vain >= IN_VAIN:
            raise SandboxError(f"{IN_VAIN} screens one after the other show nothing new that can be asked for")
        if not in_vain:
            made.seen.add(shot.screen.sha)
            await asyncio.to_thread(made.add, shot, view)
            told(made.count)


@dataclass
class Taking:
    """Takes screens at one view, of each source in turn."""

    browser: Browser
    sources: Sequence[Source]
    random: Random
    view: View
    _turn: int = field(default=0, init=False)
    _asked: set[tuple[str, str]] = field(default_factory=set, init=False)

    async def shot(self, most: int) -> Shot:
        """The next screen, and at most so many of its targets; none where the page cannot be shown."""
        source = self.sources[self._turn % len(self.sources)]
        self._turn += 1
        try:
            name = await source.show(self.browser, self.random)
            screen = (await self.browser.observe()).screen
            if self.random.random() < 0.3:
                screen = await self._further_down(screen)
            named = await targets(self.browser, (screen.width, screen.height), self.view.scale)
        except ActionFailed as error:
            raise SandboxError(f"a page of a sandbox cannot be shown: {error}") from error
        if not isinstance(source, Generated):  # what every page of a world has is asked for once
            named = tuple(each for each in named if (name, each.instruction) not in self._asked)
        chosen = sorted(self.random.sample(range(len(named)), min(most, len(named))))
        self._asked |= {(name, named[place].instruction) for place in chosen}
        return Shot(screen, name, tuple(named[place] for place in chosen))

    async def _further_down(self, screen: Screen) -> Screen:
        middle = Point(screen.width // 2, screen.height // 2)
        await self.browser.perform(Scroll(point=middle, dy=round(screen.height * self.random.uniform(0.2, 1.5))))
        return (await self.browser.observe()).screen


def _shares(count: int, views: Sequence[View]) -> Iterator[tuple[View, int]]:
    """Each view with its part of the questions; those that get none are left out."""
    for place, view in enumerate(views):
        if wanted := count * (place + 1) // len(views) - count * place // len(views):
            yield view, wanted


def _emptied(folder: Path) -> Path:
    """The folder with its place for pictures. Raises UsageError where there is something in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"--make {str(folder)!r} is there already: name a new folder")
    with writing(folder):
        (folder / IMAGES).mkdir(parents=True)
    return folder
