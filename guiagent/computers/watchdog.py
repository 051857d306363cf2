"""Ends what a browser's owner left behind: a small process of its own session, started beside the browser.

It holds the reading end of a pipe to its owner. When that end closes, however the owner ended, it kills every process
that still works in the scratch folder and removes the folder. Usage: `python watchdog.py FOLDER < pipe`.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

PATIENCE = 3.0
"""Seconds in which what is left is killed and removed, again and again until nothing is there."""


def main(root: Path) -> None:
    """Wait for the owner's end, then clear up."""
    sys.stdin.buffer.read()
    if root.exists():
        clear(root)


def clear(root: Path) -> None:
    """Kill whatever works in `root` and remove it; gives up after PATIENCE seconds."""
    import psutil  # here, because the process that waits should weigh next to nothing

    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        left = list(inhabitants(root))
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(left, timeout=0.5)
        shutil.rmtree(root, ignore_errors=True)
        if not left and not root.exists():
            return


def inhabitants(root: Path) -> Iterator[psutil.Process]:
    """The processes whose profile or temporary folder lies in `root`, and their descendants."""
    import psutil

    seen = {psutil.Process().pid}
    for process in psutil.process_iter():
        if not _lives_in(process, str(root)):
            continue
        with contextlib.suppress(psutil.Error):
            for one in (process, *process.children(recursive=True)):
                if one.pid not in seen:
                    seen.add(one.pid)
                    yield one


def _lives_in(process: psutil.Process, root: str) -> bool:
    """Told by the command line, or by the environment where it may be read; never by the command's other words."""
    import psutil

    with contextlib.suppress(psutil.Error, OSError):
        if any(part.startswith(f"--user-data-dir={root}") for part in process.cmdline()):
            return True
    with contextlib.suppress(psutil.Error, OSError):
        return process.environ().get("TMPDIR", "").startswith(root)
    return False


if __name__ == "__main__":
    main(Path(sys.argv[1]))
