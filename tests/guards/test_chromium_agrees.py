"""What an address is read as is held against Chromium's own reading, on a table and on random spellings."""

# ruff: noqa: RUF001 - look-alike letters are what is tested

from __future__ import annotations

import random

import pytest
from playwright.async_api import Page

from guiagent.guards.addresses import origin_of
from guiagent.measure.bare import bare_chromium
from tests.guards.test_domains import CANONICAL

ORIGINS = """urls => urls.map(url => {
  try { const u = new URL(url); return u.host ? u.protocol + "//" + u.host.replace(/\\.(:\\d+)?$/, "$1") : null; }
  catch { return null; }
})"""
PIECES = [
    "http:",
    "https:",
    "HTTP:",
    "//",
    "/",
    "\\",
    "\\\\",
    "@",
    ":",
    ":80",
    ":443",
    ":8080",
    "#",
    "?",
    ".",
    "。",
    "．",
    "%2e",
    "%2f",
    "%40",
    "%41",
    "%00",
    "good.test",
    "evil.test",
    "ｅｖｉｌ",
    "EVIL",
    "bücher",
    "ß",
    "İ",
    "ſ",
    "xn--bcher-kva",
    "xn--",
    "127",
    "0x7f",
    "0177",
    "08",
    "1",
    "256",
    "2130706433",
    "[::1]",
    "[::ffff:1.2.3.4]",
    "[",
    "]",
    "\t",
    "\n",
    " ",
    "\u200b",
    "\u00ad",
    "\u3002",
    "\u0430",
    "a",
    "-",
    "_",
    "*",
    "<",
    "^",
    "|",
    "'",
    "(",
    "~",
    "user:pw",
    "..",
]


async def chromium_reads(page: Page, urls: list[str]) -> list[str | None]:
    answer: list[str | None] = await page.evaluate(ORIGINS, urls)
    return answer


def we_read(url: str) -> str | None:
    try:
        return str(origin_of(url))
    except ValueError:
        return None


@pytest.fixture
async def page():  # type: ignore[no-untyped-def]
    async with bare_chromium() as browser:
        yield await browser.new_page()


async def test_chromium_reads_the_table_as_we_do(page: Page) -> None:
    assert await chromium_reads(page, list(CANONICAL)) == list(CANONICAL.values())


async def test_no_spelling_is_read_as_another_host_than_chromium_reads(page: Page) -> None:
    chance = random.Random(20261120)
    starts = ("http://", "https://", "http:", "")
    urls = [chance.choice(starts) + "".join(chance.choices(PIECES, k=chance.randint(1, 6))) for _ in range(20_000)]
    theirs = await chromium_reads(page, urls)
    both = [(url, ours, chromium) for url, chromium in zip(urls, theirs, strict=True) if (ours := we_read(url))]
    assert len(both) > 1_000
    assert [(url, ours, chromium) for url, ours, chromium in both if ours != chromium] == []
