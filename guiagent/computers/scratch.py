"""One folder that holds every temporary file of a browser, and goes with it however the run ends."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import psutil

from guiagent.computers import watchdog

PREFIX = "guiagent-"
_OWNER = "owner.json"
_YOUNG = 60.0
"""Seconds in which a folder without an owner's name is taken for one that is just being made."""


class Scratch:
    """The folder `root` with a watchdog beside it."""

    def __init__(self, root: Path, watcher: subprocess.Popen[bytes]) -> None:
        self.root = root
        self._watcher = watcher

    @classmethod
    def make(cls) -> Scratch:
        """Make the folder and start its watchdog."""
        root = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
        owner = psutil.Process()
        (root / _OWNER).write_text(json.dumps({"pid": owner.pid, "started": owner.create_time()}))
        return cls(root, _watch(root))

    def folder(self, name: str) -> Path:
        """A folder in it, made where it is not there yet."""
        folder = self.root / name
        folder.mkdir(exist_ok=True)
        return folder

    async def remove(self) -> None:
        """Remove the folder; what could not be removed, or still runs in it, is the watchdog's to end, and awaited."""
        await asyncio.to_thread(self._remove)

    def _remove(self) -> None:
        pipe: IO[bytes] | None = self._watcher.stdin
        if not any(watchdog.inhabitants(self.root)):
            shutil.rmtree(self.root, ignore_errors=True)
        if pipe is not None:
            pipe.close()
        with suppress(subprocess.TimeoutExpired):
            self._watcher.wait(watchdog.PATIENCE + 2)


def sweep() -> None:
    """Clear what runs left behind whose owner and watchdog were both killed."""
    for root in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if _stale(root):
                watchdog.clear(root.resolve())


def _watch(root: Path) -> subprocess.Popen[bytes]:
    """Start the watchdog in a session of its own, where no signal for our process group reaches it."""
    return subprocess.Popen(
        [sys.executable, watchdog.__file__, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=tempfile.gettempdir(),
    )


def _stale(root: Path) -> bool:
    """Whether this is a folder of ours whose owner is gone."""
    facts = root.lstat()
    if root.is_symlink() or not root.is_dir() or (hasattr(os, "getuid") and facts.st_uid != os.getuid()):
        return False
    try:
        owner = json.loads((root / _OWNER).read_text())
        pid, started = int(owner["pid"]), float(owner["started"])
    except (OSError, ValueError, KeyError, TypeError):
        return (root / "profile").is_dir() and time.time() - facts.st_mtime > _YOUNG
    try:
        return abs(psutil.Process(pid).create_time() - started) > 1
    except psutil.Error:
        return True
