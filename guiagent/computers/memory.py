"""What a browser gets back after it was killed, as does a resumed run: cookies, open tabs, fields that were filled."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Error

from guiagent.actions import Value
from guiagent.computers.forms import Form
from guiagent.errors import ComputerError
from guiagent.protocols import Secrets


class Remembered(Value):
    """The cookies of a browser as Playwright writes them, the addresses of its tabs, which one was in front, and what
    stood in its fields."""

    cookies: tuple[dict[str, Any], ...] = ()
    tabs: tuple[str, ...] = ()
    tab: int = 0
    form: Form = Form()


class Recall:
    """Remembers the browser's state in memory, and in `file` where one is given, readable by its owner alone."""

    def __init__(self, file: Path | None, secrets: Secrets | None = None) -> None:
        self._file, self._secrets = file, secrets
        self.last = _read(file) if file is not None else Remembered()

    async def remember(self, context: BrowserContext, tabs: tuple[str, ...], tab: int, form: Form) -> None:
        """Take down how the browser stands; writes the file only when something changed."""
        cookies = tuple(dict(cookie) for cookie in await context.cookies())
        now = Remembered(cookies=cookies, tabs=tabs, tab=tab, form=form)
        if now != self.last:
            self.last = now
            if self._file is not None:
                _write(self._file, self._open_to_all(now))

    def _open_to_all(self, state: Remembered) -> Remembered:
        """What may stand on a disk: no cookie and no part of an address that holds a secret."""
        if self._secrets is None:
            return state
        hide = self._secrets.hide
        cookies = tuple(cookie for cookie in state.cookies if not _holds(hide, cookie["name"], cookie["value"]))
        tabs = tuple(_without(hide, tab) for tab in state.tabs)
        form = Form() if _holds(hide, state.form.url) else state.form
        return state.model_copy(update={"cookies": cookies, "tabs": tabs, "form": form})

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


def _holds(hide: Callable[[str], str], *texts: str) -> bool:
    return any(hide(text) != text for text in texts)


def _without(hide: Callable[[str], str], url: str) -> str:
    """The address, or the part of it in front of its query that holds no secret."""
    bare = url.partition("#")[0].partition("?")[0]
    return next((part for part in (url, bare) if not _holds(hide, part)), "about:blank")


def _read(file: Path) -> Remembered:
    """What the file holds; nothing where it is not there or was torn."""
    try:
        return Remembered.model_validate_json(file.read_text())
    except (OSError, ValueError):
        return Remembered()


def _write(file: Path, state: Remembered) -> None:
    """Write it whole or not at all, for the owner's eyes only. Raises ComputerError."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            json.dump(state.model_dump(mode="json"), out)
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise ComputerError(f"cannot write {file}: {error.strerror or error}") from error
