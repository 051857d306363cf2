"""Runs by name: a path, a name, the beginning of one, or `last`."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from guiagent.errors import RunFolderError, UsageError
from guiagent.runs.info import read_info

ROOT = Path("runs")


def name_of(instruction: str, started: datetime) -> str:
    """The name of a run's folder: local time and the first words, as `2026-11-20T20-15-07-buy-two-bags`."""
    return f"{started.astimezone():%Y-%m-%dT%H-%M-%S}-{slug(instruction) or 'run'}"


def slug(text: str) -> str:
    """The first words of a text, as a part of a file's name."""
    plain = unicodedata.normalize("NFKD", text.lower())
    words = re.sub(r"[^\w]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-_")
    return words[:40].rpartition("-")[0] or words[:40] if len(words) > 40 else words


def runs_in(root: Path = ROOT) -> list[Path]:
    """The folders of the runs under `root`, newest first; one whose `run.json` cannot be read is left out."""
    started: dict[Path, datetime] = {}
    for info in root.glob("*/run.json"):
        with suppress(RunFolderError):  # of a newer guiagent, or damaged: `find_run` by its name says what is wrong
            started[info.parent] = read_info(info.parent).started
    return sorted(started, key=lambda path: (started[path], path.name), reverse=True)


def find_run(name: str, root: Path = ROOT) -> Path:
    """The folder of the run that is meant. Raises UsageError that lists the nearest where none or several are."""
    for path in (Path(name), root / name):
        if (path / "run.json").exists():
            return path
    runs = runs_in(root)
    if not runs:
        raise UsageError(f"no run {name!r}: there are no runs in {root}")
    if name == "last":
        return runs[0]
    meant = [run for run in runs if run.name.startswith(name)] or [run for run in runs if name in run.name]
    if len(meant) != 1:
        raise UsageError(_which(name, root, meant, runs))
    return meant[0]


def _which(name: str, root: Path, meant: list[Path], runs: list[Path]) -> str:
    if meant:
        return f"{name!r} means {len(meant)} runs in {root}: {_list(meant)}"
    names = {run.name: run for run in runs}
    nearest = [names[near] for near in get_close_matches(name, names, n=3, cutoff=0.3)]
    return f"no run {name!r} in {root}; the nearest: {_list(nearest or runs)}"


def _list(runs: list[Path]) -> str:
    return ", ".join(run.name for run in runs[:3]) + (", …" if len(runs) > 3 else "")
