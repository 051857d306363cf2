"""The index of past steps: an array of vectors and an exact search in it."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from guiagent.errors import RunFolderError
from guiagent.perception import Embedder
from guiagent.recall import vectors
from guiagent.recall.past import Past, Read, found_in
from guiagent.recall.vectors import Vector
from guiagent.screen import Screen

CHUNK = 64
"""Screens that are in memory at a time while they are indexed."""
EACH = 2
"""Steps of one run that are shown at most."""
DIGITS = 5
"""Scores that are the same so far are: a vector may differ in its last digits by what it was computed along with."""


@dataclass(frozen=True)
class Similar:
    """A past step, and how alike it is: the mean of two cosines, of the screens and of the tasks."""

    past: Past
    score: float


class Recall:
    """Finds steps of past runs that ended well.

    folder    holds runs, each in a folder of its own; what it takes to search them is kept beside them
    embedder  says what is alike
    read      reads a run's folder; raises RunFolderError
    but       the name of a run that is left out: the one that is being made
    hide      takes secrets out of texts
    """

    def __init__(
        self, folder: Path, embedder: Embedder, read: Read, but: str = "", hide: Callable[[str], str] = str
    ) -> None:
        self.folder, self.embedder, self.read, self.but, self.hide = folder, embedder, read, but, hide
        self._steps: tuple[Past, ...] = ()
        self._screens = self._tasks = vectors.stacked(())
        self._remarks: tuple[str, ...] | None = None
        self._opening = asyncio.Lock()

    async def open(self) -> tuple[str, ...]:
        """Read the runs and index what is new in them; says what was found, a line each.

        Raises UsageError where there is no such folder, ModelError where the embedder fails.
        """
        async with self._opening:
            if self._remarks is None:
                self._remarks = await self._indexed()
        return self._remarks

    async def similar(self, instruction: str, screen: Screen, most: int = 3) -> tuple[Similar, ...]:
        """The steps most alike to a task on a screen, best first; the newer where two are; none told twice."""
        await self.open()
        if not self._steps:
            return ()
        (seen,) = vectors.stacked(await self.embedder.pictures([screen.png]))
        (asked,) = vectors.stacked(await self.embedder.texts([instruction]))
        scores = np.round((self._screens @ seen + self._tasks @ asked) / 2, DIGITS)
        order = np.argsort(-scores, kind="stable").tolist()
        return tuple(_varied((Similar(self._steps[at], float(scores[at])) for at in order), most))

    async def _indexed(self) -> tuple[str, ...]:
        found = await asyncio.to_thread(found_in, self.folder, self.read, self.but, self.hide)
        kept, remarks = await self._vectors(found.steps)
        self._steps = tuple(step for step in found.steps if _screen_key(step) in kept)
        if gone := len(found.steps) - len(self._steps):
            remarks.append(f"examples: screenshots are gone of {gone} steps, which are left out")
        self._screens = vectors.stacked(kept[_screen_key(step)] for step in self._steps)
        self._tasks = vectors.stacked(kept[_task_key(step)] for step in self._steps)
        return (*found.remarks, *remarks)

    async def _vectors(self, steps: Sequence[Past]) -> tuple[dict[str, Vector], list[str]]:
        """A vector for each task and screen of the steps: those kept on disk, and the missing ones, kept from then on.

        What was computed is kept also where the rest could not be. A screen whose file is gone has none.
        """
        path = vectors.file_of(self.folder, await self.embedder.name())
        there, remarks = await asyncio.to_thread(_kept_in, path)
        wanted = {key for step in steps for key in (_task_key(step), _screen_key(step))}
        kept = {key: vector for key, vector in there.items() if key in wanted}
        try:
            await self._add_tasks({_task_key(step): step.instruction for step in steps}, kept)
            await self._add_screens({_screen_key(step): step.screen for step in steps}, kept)
        finally:
            if kept.keys() != there.keys():
                remarks += _write(path, kept)
        return kept, remarks

    async def _add_tasks(self, tasks: Mapping[str, str], kept: dict[str, Vector]) -> None:
        missing = [key for key in tasks if key not in kept]
        found = await self.embedder.texts([tasks[key] for key in missing])
        kept.update(zip(missing, vectors.stacked(found), strict=True))

    async def _add_screens(self, screens: Mapping[str, Screen], kept: dict[str, Vector]) -> None:
        missing = [key for key in screens if key not in kept]
        for start in range(0, len(missing), CHUNK):
            pngs = await asyncio.to_thread(_readable, {key: screens[key] for key in missing[start : start + CHUNK]})
            found = await self.embedder.pictures(list(pngs.values()))
            kept.update(zip(pngs, vectors.stacked(found), strict=True))


def _task_key(step: Past) -> str:
    return f"task {hashlib.sha256(step.instruction.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _screen_key(step: Past) -> str:
    return f"screen {step.screen.sha}"


def _readable(screens: Mapping[str, Screen]) -> dict[str, bytes]:
    """The PNGs of the screens that are there."""
    found = {}
    for key, screen in screens.items():
        with suppress(RunFolderError):  # the steps that it belongs to are left out, and that is said
            found[key] = screen.png
    return found


def _kept_in(path: Path) -> tuple[dict[str, Vector], list[str]]:
    try:
        return vectors.read(path), []
    except ValueError as error:
        return {}, [f"examples: {error}: made anew"]


def _write(path: Path, kept: Mapping[str, Vector]) -> list[str]:
    try:
        vectors.write(path, kept)
    except OSError as error:
        return [f"examples: searched from memory, since {path} cannot be written: {error.strerror or error}"]
    return []


def _varied(ordered: Iterable[Similar], most: int) -> Iterator[Similar]:
    """The first `most`, of which at most `EACH` are of one run, and none says what another has said."""
    runs: Counter[str] = Counter()
    said: set[str] = set()
    for each in ordered:
        if len(said) == most:
            return
        if runs[each.past.run] < EACH and each.past.text not in said:
            runs[each.past.run] += 1
            said.add(each.past.text)
            yield each
