"""A Chromium process with its driver and its one context: how it is started, attached to, and ended."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from playwright.async_api import Browser, BrowserContext, CDPSession, Error, Playwright, async_playwright

from guiagent.computers.find import Found, find_browser
from guiagent.computers.options import BrowserOptions
from guiagent.computers.scratch import Scratch
from guiagent.errors import ComputerError

START = 30.0
"""Seconds that a browser may take to start, on a machine that has other things to do."""

STOP = 2.0
"""Seconds that a browser may take to close by itself, before it is killed."""

Started = TypeVar("Started")

_NOWHERE = "http://127.0.0.1:9/"
_SWITCHES = (
    "--disable-smooth-scrolling",
    "--no-pings",
    "--disable-notifications",
    # A browser asks its maker about forms, accounts and updates, of its own accord; nobody here asked it to.
    f"--autofill-server-url={_NOWHERE}",
    f"--gaia-url={_NOWHERE}",
    f"--component-updater=url-source={_NOWHERE}",
)
_NO_SANDBOX = "Chromium's own sandbox is off for this run: {}"


@dataclass(frozen=True)
class Chromium:
    """A running browser: `context` holds its tabs, `root` speaks CDP with the browser as a whole.

    `playwright` is its driver, None where the browser outlives this context of it. `ours` is False where somebody
    else's browser was attached to, which is neither set up nor closed by us.
    """

    playwright: Playwright | None
    context: BrowserContext
    root: CDPSession
    ours: bool
    remarks: tuple[str, ...] = ()

    @property
    def alive(self) -> bool:
        """Whether the browser still answers to its driver."""
        browser = self.context.browser
        return browser is not None and browser.is_connected()

    async def stop(self) -> None:
        """Close the context if it is ours, then the driver; what does not close in time is the watchdog's."""
        with suppress(Error, TimeoutError):
            if self.ours:
                await asyncio.wait_for(self.context.close(), STOP)
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(self.playwright.stop() if self.playwright else self.root.detach(), STOP)


async def start(options: BrowserOptions, scratch: Scratch) -> Chromium:
    """Start a browser whose files all lie in `scratch`, or attach to `options.cdp`. Raises ComputerError."""
    playwright = await async_playwright().start()
    try:
        if options.cdp is not None:
            return await _attach(playwright, options.cdp)
        return await _launch(playwright, options, scratch)
    except BaseException:
        await playwright.stop()
        raise


async def _attach(playwright: Playwright, address: str) -> Chromium:
    try:
        browser = await playwright.chromium.connect_over_cdp(address, timeout=START * 1000)
    except Error as error:
        raise ComputerError(f"cannot attach to a browser at {address!r}: {first_line(error)}") from error
    context = browser.contexts[0] if browser.contexts else await browser.new_context()
    remark = f"attached to the browser at {address}: a new tab of its profile is used, and it keeps what is downloaded"
    return Chromium(playwright, context, await browser.new_browser_cdp_session(), ours=False, remarks=(remark,))


async def _launch(playwright: Playwright, options: BrowserOptions, scratch: Scratch) -> Chromium:
    async def begin(settings: dict[str, Any]) -> BrowserContext:
        profile = scratch.folder("profile")
        return await playwright.chromium.launch_persistent_context(profile, **context_settings(options), **settings)

    context, remarks = await _sandboxed(begin, options, scratch)
    assert context.browser is not None
    return Chromium(playwright, context, await context.browser.new_browser_cdp_session(), ours=True, remarks=remarks)


async def launched(
    playwright: Playwright, options: BrowserOptions, scratch: Scratch
) -> tuple[Browser, tuple[str, ...]]:
    """A browser process without a context, and remarks for a person. Raises ComputerError."""

    async def begin(settings: dict[str, Any]) -> Browser:
        return await playwright.chromium.launch(**settings)

    return await _sandboxed(begin, options, scratch)


async def _sandboxed(
    begin: Callable[[dict[str, Any]], Awaitable[Started]], options: BrowserOptions, scratch: Scratch
) -> tuple[Started, tuple[str, ...]]:
    """What is begun with Chromium's own sandbox where that can run; a remark where it cannot. Raises ComputerError."""
    found = Found(options.executable, options.executable.stem) if options.executable else find_browser()
    settings, why = _launch_settings(found.path, options, scratch), _no_sandbox()
    try:
        started = await begin(settings | {"chromium_sandbox": not why})
    except Error as error:
        if why or "sandbox" not in str(error).lower():
            raise ComputerError(f"cannot start {found.name} at {found.path}: {first_line(error)}") from error
        why = "it cannot run on this machine"
        started = await begin(settings | {"chromium_sandbox": False})
    return started, (_NO_SANDBOX.format(why),) if why else ()


def context_settings(options: BrowserOptions) -> dict[str, Any]:
    """What is the same for every context of these options, as Playwright takes it."""
    width, height = options.viewport
    return {
        "viewport": {"width": width, "height": height},
        "device_scale_factor": options.scale,
        "accept_downloads": True,
    }


def _launch_settings(path: Path, options: BrowserOptions, scratch: Scratch) -> dict[str, Any]:
    return {
        "artifacts_dir": scratch.folder("artifacts"),
        "executable_path": path,
        "env": _environ(scratch),
        "headless": not options.headed,
        "args": [*_SWITCHES, *options.chromium_args],
        "ignore_default_args": ["--hide-scrollbars"],
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
        "timeout": START * 1000,
    }


def _environ(scratch: Scratch) -> dict[str, str | float | bool]:
    """Ours, with temporary files in the scratch folder; on a Mac its path would be too long for Chromium's socket."""
    return {**os.environ, "TMPDIR": str(scratch.folder("tmp"))} if sys.platform == "linux" else {**os.environ}


def _no_sandbox() -> str:
    """Why Chromium's own sandbox cannot run here; empty where it may."""
    return "it cannot run as root" if getattr(os, "geteuid", lambda: 1)() == 0 else ""


def first_line(error: Exception) -> str:
    """What an error says first; Playwright's go on with a call log."""
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
