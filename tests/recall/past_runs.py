"""Runs on two small pages, as they are recorded."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.loop import Agent
from guiagent.policies.scripted import Move, ScriptedPolicy, click, finish, type_into
from guiagent.records import Ending, Trajectory
from guiagent.reflection import ScreenChanged
from guiagent.runs import RunFolder, RunInfo, load
from tests.fakes import Allows

TEA, THEME = "Order the green tea.", "Switch to the dark theme."
PAGES = {
    "tea.html": """<title>Tea shop</title><body style="font: 18px sans-serif; background: #e9f5e4"><h1>Tea shop</h1>
<p><label>How many <input aria-label="Amount"></label></p><p><a href="ordered.html">Order the green tea</a></p>""",
    "ordered.html": """<title>Thank you</title><body style="font: 18px sans-serif; background: #fff">
<h1>Your tea is on its way</h1>""",
    "settings.html": """<title>Settings</title><body style="font: 18px sans-serif; background: #2b3a67; color: white">
<h1>Settings</h1><p><button onclick="document.body.style.background = '#111'">Dark theme</button></p>""",
}
MOVES: dict[str, Sequence[Move]] = {
    TEA: (type_into("textbox", "Amount", "2"), click("link", "Order the green tea"), finish("two")),
    THEME: (click("button", "Dark theme"), finish()),
}
STARTS = {TEA: "tea.html", THEME: "settings.html"}
NAMES = {TEA: "2026-11-19T10-00-00-order-the-green-tea", THEME: "2026-11-20T10-00-00-switch-to-the-dark-theme"}


async def done(task: str, pages: Path, folder: Path) -> None:
    async with Browser(BrowserOptions(url=(pages / STARTS[task]).as_uri(), viewport=(480, 320))) as browser:
        policy = ScriptedPolicy(MOVES[task], browser)
        with RunFolder.create_in(folder, RunInfo(instruction=task)) as memory:
            run = await Agent(policy, browser, Allows(), ScreenChanged()).run(task, memory)
            assert run.ending is not None
            assert run.ending.reason == "finished", run.ending.detail
            memory.end(run.ending)


def trajectory(folder: Path) -> Trajectory:
    return load(folder)[1]


def again(run: Path, name: str, reason: str = "finished", verdict: bool | None = None) -> Path:
    """A copy of a run beside it, which ended so."""
    folder = Path(shutil.copytree(run, run.with_name(name)))
    ending = Ending.model_validate({"reason": reason, "verdict": None if verdict is None else {"success": verdict}})
    with RunFolder.open(folder) as memory:
        memory.end(ending)
    return folder
