"""Finds a browser on this machine: Chrome, Chromium, Edge, or the build that Playwright brings."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guiagent.errors import ComputerError

INSTALL = (
    "install Google Chrome, Chromium or Microsoft Edge, run `playwright install chromium`, "
    "or name the program in GUIAGENT_BROWSER"
)

SHELL = "Chromium's headless shell"

_NAMES = {
    "Google Chrome": ("google-chrome", "google-chrome-stable", "chrome"),
    "Chromium": ("chromium", "chromium-browser"),
    "Microsoft Edge": ("microsoft-edge", "microsoft-edge-stable", "msedge"),
}
_MAC = {
    "Google Chrome": "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium": "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge": "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
}
_WINDOWS = {
    "Google Chrome": "Google/Chrome/Application/chrome.exe",
    "Chromium": "Chromium/Application/chrome.exe",
    "Microsoft Edge": "Microsoft/Edge/Application/msedge.exe",
}
_SHELLS = ("chrome-headless-shell", "chromium-headless-shell")
_PLAYWRIGHT_SHELL = "chromium_headless_shell-*/chrome-*/*headless*shell*"
_PLAYWRIGHT = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
)


@dataclass(frozen=True)
class Found:
    """A browser's program file, and what it is called."""

    path: Path
    name: str

    def version(self) -> str | None:
        """Its version as it says itself, as `156.0.8078.79`; None where it does not (on Windows it would open)."""
        if sys.platform == "win32":
            return None
        try:
            said = subprocess.run([self.path, "--version"], capture_output=True, text=True, timeout=10, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
        number = re.search(r"\d+(\.\d+){1,3}", said.stdout)
        return number.group() if number else None


def find_browser(environ: Mapping[str, str] | None = None) -> Found:
    """The first browser found, GUIAGENT_BROWSER before all. Raises ComputerError that says how to install one."""
    environ = os.environ if environ is None else environ
    if named := environ.get("GUIAGENT_BROWSER"):
        path = shutil.which(named, path=environ.get("PATH"))
        if path is None:
            raise ComputerError(f"GUIAGENT_BROWSER names {named!r}, which is no program; {INSTALL}")
        return Found(Path(path), Path(path).stem)
    for found in _candidates(environ):
        return found
    raise ComputerError(f"there is no browser on this machine; {INSTALL}")


def find_light(environ: Mapping[str, str] | None = None) -> Found:
    """The browser for many short runs without a window: Chromium's headless shell where there is one, else any.

    A fresh context in it costs a third of the work. GUIAGENT_BROWSER comes before all. Raises ComputerError.
    """
    environ = os.environ if environ is None else environ
    if not environ.get("GUIAGENT_BROWSER"):
        for program in _SHELLS:
            if path := shutil.which(program, path=environ.get("PATH")):
                return Found(Path(path), SHELL)
        for folder in _playwright_folders(environ):
            for path_ in sorted(folder.glob(_PLAYWRIGHT_SHELL), key=_revision, reverse=True):
                if path_.is_file() and os.access(path_, os.X_OK):
                    return Found(path_, SHELL)
    return find_browser(environ)


def _candidates(environ: Mapping[str, str]) -> Iterator[Found]:
    for name, programs in _NAMES.items():
        for program in programs:
            if path := shutil.which(program, path=environ.get("PATH")):
                yield Found(Path(path), name)
    for folders, places in ((_mac_folders(environ), _MAC), (_windows_folders(environ), _WINDOWS)):
        for name, place in places.items():
            yield from (Found(folder / place, name) for folder in folders if (folder / place).is_file())
    for folder in _playwright_folders(environ):
        for pattern in _PLAYWRIGHT:
            newest = sorted(folder.glob(pattern), key=_revision, reverse=True)
            yield from (Found(path, "Playwright's Chromium") for path in newest if os.access(path, os.X_OK))


def _mac_folders(environ: Mapping[str, str]) -> list[Path]:
    if sys.platform != "darwin":
        return []
    return [Path("/Applications"), Path(environ.get("HOME", "/")) / "Applications"]


def _windows_folders(environ: Mapping[str, str]) -> list[Path]:
    if sys.platform != "win32":
        return []
    return [Path(environ[name]) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA") if name in environ]


def _playwright_folders(environ: Mapping[str, str]) -> list[Path]:
    if own := environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return [Path(own)]
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or "/")
    local = Path(environ.get("LOCALAPPDATA", home / "AppData/Local"))
    return [home / ".cache/ms-playwright", home / "Library/Caches/ms-playwright", local / "ms-playwright"]


def _revision(path: Path) -> int:
    number = re.search(r"chromium(?:_headless_shell)?-(\d+)", str(path))
    return int(number.group(1)) if number else 0
