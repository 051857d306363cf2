"""A mailbox's database: its tables, and how the judge reads what the user wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guiagent.sandboxes._tables import Tables
from guiagent.sandboxes.mail.state import FIRST_NEW, ROWS, MailState

SIGNED = "\n-- \n"
"""What stands between a message and its signature, as in RFC 3676."""

_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\xa0": " "})


def plain(text: str) -> str:
    """A text with single blanks between its words and straight quotes."""
    return " ".join(text.translate(_STRAIGHT).split())


def own_words(body: str) -> str:
    """What somebody wrote: without the signature, typed or appended, blanks at will, and a full stop at the end."""
    words, _, rest = f"\n{body}".partition(SIGNED)
    words, signature = plain(words), plain(rest.rpartition(SIGNED)[2])
    return words.removesuffix(signature).rstrip().removesuffix(".")


def _read_as(row: dict[str, Any]) -> dict[str, Any]:
    """What was added after the world had opened has the id 0, so that nothing depends on what was thrown away."""
    if row.get("id", 0) < FIRST_NEW or "path" in row:
        return row
    if "body" not in row:
        return row | {"id": 0}
    about = row["about"] if row["about"] < FIRST_NEW else 0
    return row | {"id": 0, "about": about, "subject": plain(row["subject"]), "body": own_words(row["body"])}


TABLES = Tables(
    world="mail",
    schema=Path(__file__).parent / "schema.sql",
    state=MailState,
    rows=ROWS,
    plain=(),
    unjudged=frozenset({"visits", "unread"}),
    read_as=_read_as,
)
