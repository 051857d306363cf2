"""Files that pages send: kept in one folder under safe names, bounded in size, and told to the model."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Download, Error

from guiagent.computers.news import News

LARGEST = 1 << 30
"""Bytes that all files together may have; a download that goes beyond is cut off."""

PATIENCE = 3.0
"""Seconds that a look at the screen waits for a download to finish, so that it is told at once."""

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


class Downloads:
    """Downloads land in `folder`, or are refused where it is None; `incoming` is where the browser writes them."""

    def __init__(self, folder: Path | None, incoming: Path, news: News) -> None:
        self._folder = folder
        self._incoming = incoming
        self._news = news
        self._going_on: set[asyncio.Task[None]] = set()
        self._names: set[str] = set()
        self._told_of: set[asyncio.Task[None]] = set()

    def begin(self, download: Download) -> None:
        """A page sends a file."""
        task = asyncio.ensure_future(self._keep(download))
        self._going_on.add(task)
        task.add_done_callback(self._over)

    async def finished(self) -> None:
        """Wait, bounded and once for each download, until those that go on are over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self._going_on - self._told_of:
                    await self._news.next()
        self._told_of |= self._going_on

    async def aclose(self) -> None:
        """Give up what has not finished."""
        for task in tuple(self._going_on):
            task.cancel()
        await asyncio.gather(*self._going_on, return_exceptions=True)

    async def _keep(self, download: Download) -> None:
        name = safe_name(download.suggested_filename)
        if self._folder is None:
            await download.cancel()
            self._news.add(f'The page sent the file "{name}"; downloads are not kept in this run.')
            return
        self._news.add(f'The download of "{name}" began.')
        if not await self._arrives(download):
            self._news.add(f'The download of "{name}" was cut off: more than {_size(LARGEST)} came.')
            return
        place = self._place(name)
        await download.save_as(place)
        self._news.add(f'The download finished: "{place.name}", {_size(_bytes(place))}.')

    async def _arrives(self, download: Download) -> bool:
        """True once the file is here whole; False where it grew too large and was stopped."""
        whole = asyncio.ensure_future(download.path())
        try:
            while not whole.done():
                await asyncio.wait({whole}, timeout=0.5)
                if _bytes(self._incoming) > LARGEST:
                    await download.cancel()
                    return False
            await whole
            return True
        finally:
            whole.cancel()

    def _place(self, name: str) -> Path:
        """A path that nothing has yet: `a.txt`, then `a (1).txt`."""
        assert self._folder is not None
        self._folder.mkdir(parents=True, exist_ok=True)
        stem, suffix = Path(name).stem, Path(name).suffix
        number, place = 0, self._folder / name
        while place.name in self._names or place.exists() or place.is_symlink():
            number += 1
            place = self._folder / f"{stem} ({number}){suffix}"
        self._names.add(place.name)
        return place

    def _over(self, task: asyncio.Task[None]) -> None:
        self._going_on.discard(task)
        self._told_of.discard(task)
        if not task.cancelled() and isinstance(task.exception(), Error | OSError):
            self._news.add(f"A download failed: {str(task.exception()).splitlines()[0]}")
        self._news.stir()


def safe_name(suggested: str) -> str:
    """A file name that stays in its folder on every system, made from one that a page chose."""
    last = re.split(r"[/\\]", suggested)[-1]
    clean = re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "_", last).strip(" .")
    if not clean or _RESERVED.fullmatch(clean):
        clean = f"download {clean}".strip()
    stem, dot, suffix = clean.rpartition(".")
    return clean if len(clean) <= 120 else f"{(stem or suffix)[:100]}{dot}{suffix[:16]}"


def _bytes(place: Path) -> int:
    """The size of a file, or of all files of a folder."""
    files = [place] if place.is_file() else [file for file in place.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)


def _size(count: int) -> str:
    size = float(count)
    for unit in ("bytes", "KB", "MB"):
        if size < 1024:
            return f"{size:.3g} {unit}" if size < 1000 else f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.3g} GB"
