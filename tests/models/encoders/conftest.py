"""Checkpoints that the tests of encoders share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.models.encoders.tiny import FAMILIES, checkpoint


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A checkpoint of every family."""
    root = tmp_path_factory.mktemp("encoders")
    return {family: checkpoint(family, root / f"tiny-{family}") for family in FAMILIES}
