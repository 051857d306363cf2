"""What is there and what is missing to run guiagent here, and how to mend it."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from guiagent.actions import Value
from guiagent.errors import ComputerError

KEYS = (
    "GUIAGENT_API_KEY",
    "OPENAI_API_KEY",
    "ANTHROPIC_API_KEY",
    "GEMINI_API_KEY",
    "GOOGLE_API_KEY",
    "OPENROUTER_API_KEY",
)
PACKAGES = ("guiagent", "playwright", "pydantic", "openai", "rapidocr", "opencv-python-headless")

State = Literal["ok", "optional", "missing"]


class Finding(Value):
    """One thing that was looked at: `missing` keeps guiagent from its main job, `optional` from some of it."""

    name: str
    state: State
    found: str
    mend: str = ""


def python() -> Finding:
    version = platform.python_version()
    state: State = "ok" if sys.version_info >= (3, 11) else "missing"
    return Finding(name="python", state=state, found=version, mend="" if state == "ok" else "install Python 3.11+")


def packages() -> Finding:
    have = {name: _version(name) for name in PACKAGES}
    absent = [name for name, version in have.items() if not version]
    found = ", ".join(f"{name} {version or '-'}" for name, version in have.items())
    mend = f"pip install {' '.join(absent)}" if absent else ""
    return Finding(name="packages", state="missing" if absent else "ok", found=found, mend=mend)


def browser() -> Finding:
    """A browser that is there, and that starts."""
    from guiagent.computers.find import find_browser

    mend = "guiagent doctor --fix, or install Chrome, Chromium or Edge, or say where one is with GUIAGENT_BROWSER"
    try:
        found = find_browser()
        version = _said_by([str(found.path), "--version"])
    except ComputerError as error:
        return Finding(name="browser", state="missing", found=str(error), mend=mend)
    if version is None:
        return Finding(name="browser", state="missing", found=f"{found.path} does not start", mend=mend)
    return Finding(name="browser", state="ok", found=f"{version.strip()} ({found.path})")


def shell() -> Finding:
    """The browser that benchmarks and tests start many times over."""
    from guiagent.computers.find import SHELL, find_light

    mend = "a fresh page costs a third of the work in it: guiagent doctor --fix --only shell"
    try:
        found = find_light()
    except ComputerError as error:
        return Finding(name="shell", state="optional", found=str(error))
    if found.name != SHELL:
        return Finding(name="shell", state="optional", found="Chromium's headless shell is not there", mend=mend)
    return Finding(name="shell", state="ok", found=str(found.path))


def display() -> Finding:
    if sys.platform in {"darwin", "win32"}:
        return Finding(name="display", state="ok", found=sys.platform)
    shown = [f"{name}={os.environ[name]}" for name in ("DISPLAY", "WAYLAND_DISPLAY") if os.environ.get(name)]
    if shown:
        return Finding(name="display", state="ok", found=" ".join(shown))
    return Finding(name="display", state="optional", found="none", mend="only --headed needs one; try xvfb-run")


def keys() -> Finding:
    """Keys by name only: no value is ever read further than whether it is there."""
    there = [name for name in KEYS if os.environ.get(name)]
    if there:
        return Finding(name="keys", state="ok", found=f"{', '.join(there)} (set)")
    mend = "only models behind an API need one, as in: export OPENAI_API_KEY=..."
    return Finding(name="keys", state="optional", found="none set", mend=mend)


def gpu() -> Finding:
    listed = _said_by(["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader"])
    if listed and listed.strip():
        return Finding(name="gpu", state="ok", found="; ".join(listed.strip().splitlines()))
    return Finding(name="gpu", state="optional", found="none", mend="only a model in this process needs one")


def local() -> Finding:
    """What runs weights in this process. It is not imported: that takes seconds."""
    have = {name: _version(name) for name in ("torch", "transformers")}
    if not all(have.values()):
        mend = "only open weights in this process need them: pip install 'guiagent[local]'"
        return Finding(name="weights", state="optional", found="torch or transformers is not installed", mend=mend)
    return Finding(name="weights", state="ok", found=", ".join(f"{name} {version}" for name, version in have.items()))


def ocr() -> Finding:
    """The reader's OCR, whose models come inside its package."""
    version, spec = _version("rapidocr"), find_spec("rapidocr")
    if not version or not spec or not spec.submodule_search_locations:
        return Finding(name="ocr", state="missing", found="rapidocr is not installed", mend="pip install rapidocr")
    models = list((Path(spec.submodule_search_locations[0]) / "models").glob("*.onnx"))
    if not models:
        mend = "pip install --force-reinstall rapidocr"
        return Finding(name="ocr", state="missing", found=f"rapidocr {version} without its models", mend=mend)
    return Finding(name="ocr", state="ok", found=f"rapidocr {version}, {len(models)} models inside its package")


def room() -> Finding:
    """Where runs are kept can be written, and has room."""
    place = Path.cwd()
    free = shutil.disk_usage(place).free / 1e9
    if not os.access(place, os.W_OK):
        return Finding(name="runs", state="missing", found=f"{place} cannot be written", mend="use --out DIR")
    state: State = "ok" if free > 0.5 else "missing"
    return Finding(
        name="runs", state=state, found=f"{free:.1f} GB free", mend="" if state == "ok" else "free some disk"
    )


CHECKS: dict[str, Callable[[], Finding]] = {
    "python": python,
    "packages": packages,
    "browser": browser,
    "shell": shell,
    "ocr": ocr,
    "runs": room,
    "display": display,
    "keys": keys,
    "gpu": gpu,
    "weights": local,
}


def install_browser() -> str:
    """Install a browser that is missing: Playwright's own, else Debian's. Returns one line on what was done.

    Raises ComputerError when neither can be had, with what each attempt said last.
    """
    attempts: list[tuple[str, list[list[str]]]] = [
        ("Playwright's Chromium", [[sys.executable, "-m", "playwright", "install", "chromium"]])
    ]
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        apt = [
            [*sudo, "apt-get", "update", "-qq"],
            [*sudo, "apt-get", "install", "-y", "-qq", "chromium", "fonts-liberation"],
        ]
        attempts.append(("Debian's chromium", apt))
    complaints = []
    for name, commands in attempts:
        complaint = next((said for command in commands if (said := _complaint_of(command))), "")
        if not complaint and browser().state == "ok":
            return f"no browser was there: installed {name}"
        complaints.append(f"{name}: {complaint or 'installed, but does not start'}")
    raise ComputerError(f"no browser could be installed ({'; '.join(complaints)}); install Chrome or Chromium by hand")


def install_shell() -> str:
    """Install the headless shell, Debian's beside Debian's Chromium, else Playwright's; one line on what was done.

    Nothing needs it, so that one that cannot be had is no error.
    """
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    debian = [
        [*sudo, "apt-get", "update", "-qq"],
        [*sudo, "apt-get", "install", "-y", "-qq", "chromium-headless-shell"],
    ]
    playwright = [[sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]]
    own = shutil.which("apt-get") and shutil.which("chromium")
    complaint = next((said for command in (debian if own else playwright) if (said := _complaint_of(command))), "")
    if complaint or shell().state != "ok":
        return (
            f"Chromium's headless shell could not be installed ({complaint or 'it is not there'}); going on without it"
        )
    return "installed Chromium's headless shell, which makes fresh pages in a third of the time"


async def examine(names: tuple[str, ...]) -> list[Finding]:
    """The findings of the named checks, in order, made side by side."""
    return list(await asyncio.gather(*(asyncio.to_thread(CHECKS[name]) for name in names)))


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _said_by(command: list[str]) -> str | None:
    """What a command prints within ten seconds, or None where it is not there or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _complaint_of(command: list[str]) -> str:
    """Run an installer; its last words where it failed, else nothing."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=900, check=False, env=environment, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    words = (done.stderr or done.stdout).strip().splitlines() or ["failed without a word"]
    return "" if done.returncode == 0 else words[-1][:200]
