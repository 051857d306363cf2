"""Measures resets and steps beside BrowserGym: the same pages of MiniWoB++, the same clicks and keys, in one run.

Run it with `python -m guiagent.measure.browsergym`. The two take turns, a task each, so that their ratio holds on a
busy machine too. A reset ends with the first observation; a step is an action and the settled observation after it.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from guiagent.actions import Click, DeviceAction, Point, Type
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.computers.find import find_light
from guiagent.computers.process import BrowserProcess
from guiagent.errors import ComputerError
from guiagent.sandboxes.miniwob import MiniWob
from guiagent.sandboxes.miniwob.station import pages

PYTHON = "GUIAGENT_BROWSERGYM_PYTHON"
PEER = Path(__file__).with_name("browsergym_peer.py")
TASKS = ("click-checkboxes", "enter-text", "click-tab-2", "email-inbox")
SEEDS = (1, 2)
VIEWPORT, SCALE = (332, 214), 3.0
"""BrowserGym's own viewport; ours is drawn at the scale at which the suite is run, nine times as many pixels."""

ACTIONS: tuple[DeviceAction, ...] = (
    Click(point=Point(240, 60)),
    Click(point=Point(240, 330)),
    Type(text="tea"),
    Click(point=Point(600, 30)),
    Click(point=Point(270, 360)),
)
THEIRS = (
    "mouse_click(80, 20)",
    "mouse_click(80, 110)",
    "keyboard_type('tea')",
    "mouse_click(200, 10)",
    "mouse_click(90, 120)",
)
"""The same, in BrowserGym's words and CSS pixels."""


@dataclass
class Seconds:
    """What each reset and each step took."""

    resets: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)


async def ours(process: BrowserProcess, task: str, taken: Seconds) -> None:
    """Add what a task takes here, an episode a seed."""
    for seed in SEEDS:
        began = time.perf_counter()
        async with MiniWob(page=task).open(seed) as session:
            options = BrowserOptions(url=session.url, viewport=VIEWPORT, scale=SCALE)
            async with Browser(options, process=process) as browser:
                await session.instruction()
                await browser.observe()
                taken.resets.append(time.perf_counter() - began)
                for action in ACTIONS:
                    began = time.perf_counter()
                    await browser.perform(action)
                    await browser.observe()
                    taken.steps.append(time.perf_counter() - began)


def theirs(python: str, task: str, taken: Seconds) -> None:
    """Add what a task takes in BrowserGym, whose interpreter's own start is not counted. Raises ComputerError."""
    order = {"tasks": [task], "seeds": SEEDS, "actions": THEIRS, "executable": str(find_light().path)}
    done = subprocess.run(
        [python, "-P", str(PEER)],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MINIWOB_URL": f"{(pages() / 'miniwob').as_uri()}/"},
    )
    if done.returncode:
        raise ComputerError(f"BrowserGym could not be measured: {done.stderr.strip()[-600:]}")
    told = json.loads(done.stdout)
    taken.resets += told["resets"]
    taken.steps += told["steps"]


async def main() -> None:
    """Print the table, or how to come by one."""
    python = os.environ.get(PYTHON, "")
    if not python:
        print(
            f"beside BrowserGym: not measured; {PYTHON} names no interpreter that has browsergym-miniwob "
            "(docs/browsergym.md)",
            file=sys.stderr,
        )
        return
    mine, others = Seconds(), Seconds()
    async with BrowserProcess(BrowserOptions(executable=find_light().path)) as process:
        await ours(process, TASKS[0], Seconds())  # warm
        for task in TASKS:
            await ours(process, task, mine)
            await asyncio.to_thread(theirs, python, task, others)
    table = Table("MiniWoB++, median", "BrowserGym", "guiagent", "ratio")
    for name, one, other in (("reset", others.resets, mine.resets), ("step", others.steps, mine.steps)):
        table.add_row(name, f"{median(one):.3f} s", f"{median(other):.3f} s", f"{median(one) / median(other):.1f}")
    Console().print(table)


if __name__ == "__main__":
    asyncio.run(main())
