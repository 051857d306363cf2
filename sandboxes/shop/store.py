"""A shop's database: its tables, and how they are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guiagent.sandboxes._tables import Tables
from guiagent.sandboxes.shop.state import ROWS, ShopState


def _read_as(row: dict[str, Any]) -> dict[str, Any]:
    """The carts of browsers that are not logged in belong to "guest"."""
    return row | {"owner": "guest"} if "@" not in str(row.get("owner", "@")) else row


TABLES = Tables(
    world="shop",
    schema=Path(__file__).parent / "schema.sql",
    state=ShopState,
    rows=ROWS,
    read_as=_read_as,
)
