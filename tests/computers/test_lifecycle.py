"""However the agent ends, its browser, its driver and its temporary folder are gone within five seconds."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from guiagent.computers import watchdog
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.computers.scratch import PREFIX, Scratch, sweep

OWNER = """
import asyncio, sys
from guiagent.computers.browser import Browser, BrowserOptions

async def main():
    async with Browser(BrowserOptions()) as browser:
        await browser.observe()
        print(browser._scratch.root, flush=True)
        if sys.argv[1] == "raise":
            raise RuntimeError("on purpose")
        await asyncio.sleep(60)

asyncio.run(main())
"""


def start(how: str) -> tuple[subprocess.Popen[str], Path]:
    """A process of its own that owns a browser; returns it with its scratch folder."""
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, how],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert owner.stdout is not None
    root = Path(owner.stdout.readline().strip())
    assert root.name.startswith(PREFIX), "the owner did not come up"
    return owner, root


def lives(process: psutil.Process) -> bool:
    """A zombie does not: it waits for whoever adopted it to take notice."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(owner: subprocess.Popen[str], root: Path, children: list[psutil.Process]) -> bool:
    """Whether all is gone five seconds after the owner's end."""
    owner.wait(10)
    assert owner.stdout is not None
    owner.stdout.close()
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if not any(map(lives, children)) and not root.exists() and not list(watchdog.inhabitants(root)):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("end", ["raise", signal.SIGINT, signal.SIGTERM, signal.SIGKILL, "SIGKILL to all"], ids=str)
def test_nothing_is_left_behind(end: str | signal.Signals) -> None:
    owner, root = start(str(end))
    children = psutil.Process(owner.pid).children(recursive=True)
    if isinstance(end, signal.Signals):
        owner.send_signal(end)
    elif end.endswith("to all"):
        os.killpg(owner.pid, getattr(signal, end.split()[0]))
    assert gone(owner, root, children)
    if end != "raise":
        assert len(children) > 5, "there was a driver and a browser"


async def test_a_normal_end_leaves_nothing_either() -> None:
    async with Browser(BrowserOptions()) as browser:
        root = browser._scratch.root
        inside = list(watchdog.inhabitants(root))
        assert len(inside) > 3
    assert not root.exists()
    assert not [p for p in inside if lives(p)]


async def test_a_cancelled_run_leaves_nothing_either() -> None:
    roots: list[Path] = []

    async def run() -> None:
        async with Browser(BrowserOptions()) as browser:
            roots.append(browser._scratch.root)
            await asyncio.sleep(60)

    task = asyncio.ensure_future(run())
    while not roots:
        await asyncio.wait({task}, timeout=0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not roots[0].exists()


def test_what_an_owner_without_a_watchdog_left_is_swept_at_the_next_start() -> None:
    root = Path(tempfile.mkdtemp(prefix=PREFIX))
    (root / "owner.json").write_text(json.dumps({"pid": 2**22 + 1, "started": 1.0}))
    left = subprocess.Popen(["sleep", "60"], env={**os.environ, "TMPDIR": str(root / "tmp")})
    sweep()
    assert not root.exists()
    left.wait(5)


def test_what_a_living_owner_has_is_not_swept() -> None:
    scratch = Scratch.make()
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", str(scratch.root)])
    sweep()
    assert scratch.root.exists()
    asyncio.run(scratch.remove())
    assert not scratch.root.exists()
    assert bystander.poll() is None, "a process that only names the folder is not the watchdog's to end"
    bystander.kill()
    bystander.wait()
