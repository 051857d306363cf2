"""Files that pages ask for: only those that a person allowed are given, chosen by name."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Error, FileChooser

from guiagent.actions import DeviceAction, Press, Type
from guiagent.computers.keys import chord
from guiagent.computers.news import News
from guiagent.errors import ActionFailed

PATIENCE = 3.0
"""Seconds that a page may take to accept a file."""

MOST = 50
"""Names that are told to the model."""


class Uploads:
    """The files that may be given to a page: the allowed ones, and those that lie in the allowed folders.

    A link that leads out of its folder is not followed.
    """

    def __init__(self, allowed: tuple[Path, ...], news: News) -> None:
        self._allowed = allowed
        self._news = news
        self._chooser: FileChooser | None = None
        self._asked: set[asyncio.Task[None]] = set()

    @property
    def files(self) -> dict[str, Path]:
        """The files that may be chosen now, by name; a name that is there twice is told with its folder."""
        files: dict[str, Path] = {}
        for place in self._allowed:
            for file in _files(place):
                files.setdefault(file.name if file.name not in files else f"{file.parent.name}/{file.name}", file)
        return files

    @property
    def busy(self) -> bool:
        """Whether a page is being given a file, or told that there is none."""
        return bool(self._asked)

    def begin(self, chooser: FileChooser) -> None:
        """A page asks for a file."""
        task = asyncio.ensure_future(self._asks(chooser))
        self._asked.add(task)
        task.add_done_callback(self._over)

    async def given(self) -> None:
        """Wait, bounded, until what can be answered at once is answered."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self.busy:
                    await self._news.next()

    def _over(self, task: asyncio.Task[None]) -> None:
        self._asked.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._news.add(f"The page's request for a file failed: {task.exception()}")
        self._news.stir()

    async def _asks(self, chooser: FileChooser) -> None:
        files = self.files
        if not files:
            self._news.add("The page asked for a file; none may be given in this run, so the request was cancelled.")
        elif len(files) == 1:
            await self._give(chooser, list(files))
        else:
            self._chooser = chooser
            names = ", ".join(f'"{name}"' for name in list(files)[:MOST])
            several = ", or several names, a line each" if chooser.is_multiple() else ""
            self._news.add(f"The page asks for a file. Type the name of one of {names}{several}; Escape cancels.")

    async def answer(self, action: DeviceAction) -> bool:
        """Whether the action was an answer to an open request, and has been carried out as such.

        Raises ActionFailed where it names no allowed file.
        """
        if (chooser := self._chooser) is None:
            return False
        match action:
            case Type(text=text):
                await self._give(chooser, [line.strip() for line in text.strip().splitlines()])
            case Press(keys=keys) if chord(keys) == ("Escape",):
                self._news.add("The request for a file was cancelled.")
            case _:
                return False
        self._chooser = None
        return True

    async def _give(self, chooser: FileChooser, names: list[str]) -> None:
        files = self.files
        if wrong := [name for name in names if name not in files] or ([""] if not names else []):
            raise ActionFailed(f"the page asks for a file, and {wrong[0]!r} is none of {', '.join(map(repr, files))}")
        if len(names) > 1 and not chooser.is_multiple():
            raise ActionFailed("the page takes one file only")
        with suppress(Error):  # the page went away while it asked
            await chooser.set_files([files[name] for name in names])
            self._news.add("The page was given " + ", ".join(f'"{name}"' for name in names) + ".")


def _files(place: Path) -> Iterator[Path]:
    """The real files that an allowed path stands for."""
    inside = sorted(place.iterdir()) if place.is_dir() else [place]
    for file in inside:
        real = file.resolve()
        if real.is_file() and real.is_relative_to(file.parent.resolve()):
            yield real
