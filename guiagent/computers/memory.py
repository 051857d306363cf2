"""What a browser gets back after it was killed, as does a resumed run: cookies, open tabs, fields that were filled."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Error

from guiagent.actions import Value
from guiagent.computers.forms import Form


class Remembered(Value):
    """The cookies of a browser as Playwright writes them, the addresses of its tabs, which one was in front, and what
    stood in its fields."""

    cookies: tuple[dict[str, Any], ...] = ()
    tabs: tuple[str, ...] = ()
    tab: int = 0
    form: Form = Form()


class Recall:
    """Remembers the browser's state in memory, and in `file` where one is given, readable by its owner alone."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self.last = _read(file) if file is not None else Remembered()

    async def remember(self, context: BrowserContext, tabs: tuple[str, ...], tab: int, form: Form) -> None:
        """Take down how the browser stands; writes the file only when something changed."""
        cookies = tuple(dict(cookie) for cookie in await context.cookies())
        now = Remembered(cookies=cookies, tabs=tabs, tab=tab, form=form)
        if now != self.last:
            self.last = now
            if self._file is not None:
                _write(self._file, now)

    async def restore(self, context: BrowserContext) -> None:
        """Give the cookies back; one that the browser refuses does not keep the others away."""
        for cookie in self.last.cookies:
            try:
                await context.add_cookies([cookie])  # type: ignore[list-item]
            except Error:
                continue  # it was valid when it was read, and the browser knows why it is not any more


def keepable(url: str) -> str:
    """The address where a page could be opened again; Chromium's own pages could not."""
    return url if url.startswith(("http://", "https://", "file://")) else "about:blank"


def _read(file: Path) -> Remembered:
    """What the file holds; nothing where it is not there or was torn."""
    try:
        return Remembered.model_validate_json(file.read_text())
    except (OSError, ValueError):
        return Remembered()


def _write(file: Path, state: Remembered) -> None:
    """Write it whole or not at all, for the owner's eyes only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(state.model_dump(mode="json"), out)
    part.replace(file)
