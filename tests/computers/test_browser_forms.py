"""What was filled in and not sent is found again after the browser was killed, and by a resumed run."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from guiagent.actions import Click, Point, Press, Type
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.records import Observation
from tests.computers.conftest import Site

FORM = """<!doctype html><meta charset="utf-8"><style>input,select{position:absolute;left:20px;width:200px}</style>
<input id="name" style="top:20px"><input id="pin" type="password" style="top:60px">
<input type="checkbox" style="top:100px;width:20px"><p id="told" style="position:absolute;top:140px;left:20px"></p>
<script>document.title = "empty"
document.getElementById("name").oninput = (e) => document.title = e.target.value</script>"""


async def filled(browser: Browser) -> Observation:
    await browser.observe()
    for action in (
        Click(point=Point(60, 30)),
        Type(text="Ada Lovelacé"),
        Click(point=Point(60, 70)),
        Type(text="hunter2"),
        Click(point=Point(30, 110)),
    ):
        await browser.perform(action)
    return await browser.observe()


def kill(browser: Browser) -> None:
    """The browser's own process, from outside."""
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if any(str(browser._scratch.root) in word for word in words) and "--type=" not in " ".join(words):
            process.kill() if "chrom" in words[0] else None


async def test_a_killed_browser_finds_its_fields_filled(site: Site) -> None:
    async with Browser(BrowserOptions(url=site.page(FORM), viewport=(400, 300))) as browser:
        before = await filled(browser)
        assert before.title == "Ada Lovelacé"
        kill(browser)
        after = await browser.observe()
        assert after.title == "Ada Lovelacé", "the page's own handlers hear of it"
        assert any("put back" in notice for notice in after.notices)


async def test_a_run_in_a_new_process_finds_them_too_and_no_password_was_written(site: Site, tmp_path: Path) -> None:
    options = BrowserOptions(url=site.page(FORM), viewport=(400, 300), session=tmp_path / "session.json")
    async with Browser(options) as browser:
        await filled(browser)
    kept = (tmp_path / "session.json").read_text()
    assert "hunter2" not in kept
    assert (tmp_path / "session.json").stat().st_mode & 0o777 == 0o600
    async with Browser(options) as browser:
        seen = await browser.observe()
        assert seen.title == "Ada Lovelacé"


@pytest.mark.parametrize("breaking", ["document.querySelectorAll = null", "window.scrollX = {}; location.toString = 1"])
async def test_a_page_that_does_not_tell_is_looked_at_all_the_same(site: Site, breaking: str) -> None:
    page = site.page(f"<title>odd</title><script>{breaking}</script>")
    async with Browser(BrowserOptions(url=page, viewport=(400, 300))) as browser:
        assert (await browser.observe()).title == "odd"
        await browser.perform(Press(keys=("Tab",)))
