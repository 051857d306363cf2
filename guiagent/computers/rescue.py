"""A page that does not answer any more: first its script is ended, then its process."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from playwright.async_api import CDPSession, Error

SECONDS = 1.5
"""How long each measure may take to show its effect."""


async def answers(session: CDPSession, seconds: float) -> bool:
    """Whether the page's script engine answers within so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await session.send("Runtime.evaluate", {"expression": "0"})
    except (Error, TimeoutError):
        return False
    return True


async def end_script(session: CDPSession) -> bool:
    """End the script that runs; True where the page answers again. A page that spins anew is not worth a second try."""
    with suppress(Error, TimeoutError):
        async with asyncio.timeout(SECONDS):
            await session.send("Runtime.terminateExecution")
    return await answers(session, SECONDS)


async def end_process(session: CDPSession) -> None:
    """Crash the page's process: DevTools reach it even while its script spins."""
    with suppress(Error, TimeoutError):
        async with asyncio.timeout(SECONDS):
            await session.send("Page.crash")
