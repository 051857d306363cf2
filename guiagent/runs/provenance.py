"""Which versions did a run: the packages that matter, and the commit of guiagent's checkout."""

from __future__ import annotations

import platform
from importlib import metadata
from pathlib import Path


def versions(browser: str = "") -> dict[str, str]:
    """Versions by name; `browser` as the browser itself tells it, left out where there is none."""
    found = {"python": platform.python_version(), "system": platform.platform()}
    for package in ("guiagent", "playwright"):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue  # run from a checkout that is not installed, or without a browser
    return {**found, "browser": browser} if browser else found


def git_hash(checkout: Path | None = None) -> str:
    """The commit that guiagent's checkout is at, or "" outside of one; read from git's files, without git."""
    folder = _git_folder(checkout or Path(__file__).resolve().parents[2])
    if folder is None:
        return ""
    try:
        head = (folder / "HEAD").read_text().strip()
        return _commit(_common(folder), head.removeprefix("ref: ")) if head.startswith("ref: ") else head
    except OSError:  # a checkout in a state that git would mend: not worth failing a run for
        return ""


def _git_folder(checkout: Path) -> Path | None:
    path = checkout / ".git"
    if path.is_file():  # a work tree beside its repository
        return checkout / path.read_text().removeprefix("gitdir:").strip()
    return path if path.is_dir() else None


def _common(folder: Path) -> Path:
    shared = folder / "commondir"
    return folder / shared.read_text().strip() if shared.exists() else folder


def _commit(folder: Path, ref: str) -> str:
    if (loose := folder / ref).exists():
        return loose.read_text().strip()
    for line in (folder / "packed-refs").read_text().splitlines():
        commit, _, name = line.partition(" ")
        if name == ref:
            return commit
    return ""
