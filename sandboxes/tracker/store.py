"""A tracker's database: its tables, and which of them the judge compares."""

from __future__ import annotations

from pathlib import Path

from guiagent.sandboxes._tables import Tables
from guiagent.sandboxes.tracker.state import ROWS, TrackerState

TABLES = Tables(
    world="tracker",
    schema=Path(__file__).parent / "schema.sql",
    state=TrackerState,
    rows=ROWS,
    unjudged=frozenset({"activity", "visits"}),
)
"""`activity` tells each click in its order, and of two ways to the same end both are right: it is not judged."""
