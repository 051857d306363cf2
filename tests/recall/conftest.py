"""Two runs on real pages, recorded once, and an encoder with weights."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from guiagent.models.encoders import Encoder
from tests.models.encoders.tiny import checkpoint
from tests.recall.past_runs import MOVES, NAMES, PAGES, done


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name, page in PAGES.items():
        (folder / name).write_text(f"<!doctype html><meta charset=utf-8>{page}")
    return folder


@pytest.fixture(scope="session")
def recorded(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both tasks done once, without a check."""
    root = tmp_path_factory.mktemp("runs")
    for task in MOVES:
        asyncio.run(done(task, pages, root / NAMES[task]))
    return root


@pytest.fixture
def runs(recorded: Path, tmp_path: Path) -> Path:
    """A copy of both runs, for a test to change."""
    return Path(shutil.copytree(recorded, tmp_path / "runs"))


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return Encoder(str(checkpoint("clip", tmp_path_factory.mktemp("weights") / "clip")))
