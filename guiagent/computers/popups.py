"""Pickers that a screenshot shows: lists, dates, times and colours are chosen in the page instead of in OS popups."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.async_api import BrowserContext

PARTS = ("panel", "list", "grids", "field", "opening")
"""The files in popups_js, in the order in which they run; they share one scope."""


async def install(context: BrowserContext) -> None:
    """Make the pickers of every page and frame of the context appear in the page, from the next document on.

    Covers <select>, date, time, datetime-local, month, week and colour fields. A list with more than one visible row
    is in the page already and is left alone. Best called before the first page is opened.
    """
    await context.add_init_script(_script())


@cache
def _script() -> str:
    folder = Path(__file__).parent / "popups_js"
    parts = ((folder / f"{part}.js").read_text(encoding="utf-8") for part in PARTS)
    return "(() => {\n'use strict';\n" + "\n".join(parts) + "\n})();"
