"""Pickers that a screenshot shows: lists, dates, times and colours are chosen in the page instead of in OS popups."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.async_api import BrowserContext


async def install(context: BrowserContext) -> None:
    """Make the pickers of every page and frame of the context appear in the page, from the next document on.

    Covers <select>, date, time, datetime-local, month, week and colour fields; a list with more than one visible row
    is in the page already and is left alone. Also to be called before the first page is opened.
    """
    await context.add_init_script(_script())


@cache
def _script() -> str:
    return (Path(__file__).parent / "popups.js").read_text(encoding="utf-8")
