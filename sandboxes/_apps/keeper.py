"""Runs an application for its owner and ends with it: `python keeper.py FOLDER COMMAND... < pipe`.

It holds the reading end of a pipe to its owner. When that end closes, however the owner ended, it kills the
application with all that it started, and removes the folder; "-" in place of a folder removes none. Where the
application ends by itself, so does the keeper, with its exit code.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading


def main(folder: str, command: list[str]) -> None:
    """Start the command and wait for the owner's end."""
    app = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    ending = threading.Event()
    threading.Thread(target=_follow, args=(app, ending), daemon=True).start()
    sys.stdin.buffer.read()
    ending.set()
    end(app)
    if folder != "-":
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def end(app: subprocess.Popen[bytes]) -> None:
    """Kill the application and its descendants."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(app.pid, signal.SIGKILL)
    else:
        app.kill()
    app.wait()


def _follow(app: subprocess.Popen[bytes], ending: threading.Event) -> None:
    code = app.wait()
    if not ending.is_set():
        os._exit(code if code >= 0 else 1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
