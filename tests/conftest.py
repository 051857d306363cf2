"""What holds for every test."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from guiagent.computers.find import SHELL, find_light
from guiagent.errors import ComputerError

# Small models are slower on several threads than on one, and the tests run side by side. Before torch is imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that runs the tests in the background ignores Ctrl-C for them, and so would every process that they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)

WHOLE = ("computers", "guards", "cli", "servers")
"""Folders whose tests are about the browser itself, or begin it as a person would: they have the whole one."""


def _shell() -> str:
    try:
        found = find_light()
    except ComputerError:
        return ""
    return str(found.path) if found.name == SHELL else ""


_NAMED, _SHELL = os.environ.get("GUIAGENT_BROWSER"), _shell()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin Chromium's headless shell where it is there and will do: it starts in a third of the time."""
    part = item.path.relative_to(Path(__file__).parent).parts[0]
    if _NAMED is None and _SHELL and part not in WHOLE:
        os.environ["GUIAGENT_BROWSER"] = _SHELL
    elif _NAMED is None:
        os.environ.pop("GUIAGENT_BROWSER", None)
