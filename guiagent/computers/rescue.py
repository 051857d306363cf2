"""A page that does not answer: how that is told, and how its script is ended."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from playwright.async_api import CDPSession

SECONDS = 1.5
"""How long an ended script may take to let go of the page."""


async def answers(session: CDPSession, seconds: float) -> bool:
    """Whether the page's script engine answers within so many seconds; raises playwright's Error for no page."""
    try:
        async with asyncio.timeout(seconds):
            await session.send("Runtime.evaluate", {"expression": "0"})
    except TimeoutError:
        return False
    return True


async def end_script(session: CDPSession) -> bool:
    """End the script that runs; True where the page answers again."""
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS):
            await session.send("Runtime.terminateExecution")
    return await answers(session, SECONDS)
