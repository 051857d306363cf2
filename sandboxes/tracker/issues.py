"""Issues in the database: found, changed, created, and refused where something blocks them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from guiagent.sandboxes.tracker.state import Comment, Issue, Link


def find(database: sqlite3.Connection, key: str) -> Issue | None:
    """The issue with this key."""
    row = database.execute("SELECT * FROM issues WHERE key = ?", (key,)).fetchone()
    return Issue.model_validate(dict(row)) if row else None


def all_(database: sqlite3.Connection, project: str = "") -> list[Issue]:
    """The issues of a project, or of all, in the order of their numbers."""
    rows = database.execute("SELECT * FROM issues WHERE ? IN ('', project)", (project,)).fetchall()
    return sorted((Issue.model_validate(dict(row)) for row in rows), key=lambda issue: (issue.project, issue.number))


def next_key(database: sqlite3.Connection, project: str) -> str:
    """The key of the issue that is created next."""
    return f"{project}-{max((issue.number for issue in all_(database, project)), default=0) + 1}"


def save(database: sqlite3.Connection, issue: Issue, labels: Sequence[str] | None = None) -> None:
    """Keep an issue, new or changed, and where they are given, its labels."""
    names = list(Issue.model_fields)
    marks = ", ".join(f":{name}" for name in names)
    updates = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    with database:
        database.execute(
            f"INSERT INTO issues VALUES ({marks}) ON CONFLICT DO UPDATE SET {updates}",
            issue.model_dump(mode="json"),
        )
        if labels is not None:
            database.execute("DELETE FROM issue_labels WHERE issue = ?", (issue.key,))
            database.executemany("INSERT INTO issue_labels VALUES (?, ?)", [(issue.key, name) for name in labels])


def labels_of(database: sqlite3.Connection, key: str) -> tuple[str, ...]:
    """The labels on an issue."""
    rows = database.execute("SELECT label FROM issue_labels WHERE issue = ? ORDER BY label", (key,))
    return tuple(row["label"] for row in rows)


def labels_by_issue(database: sqlite3.Connection) -> dict[str, list[str]]:
    """The labels of every issue that has some."""
    found: dict[str, list[str]] = {}
    for row in database.execute("SELECT * FROM issue_labels ORDER BY label"):
        found.setdefault(row["issue"], []).append(row["label"])
    return found


def blockers(database: sqlite3.Connection, key: str) -> tuple[str, ...]:
    """The issues that are not done and block this one."""
    query = (
        "SELECT key FROM links JOIN issues ON source = key WHERE kind = 'blocks' AND target = ? AND status != 'done'"
    )
    return tuple(row["key"] for row in database.execute(query, (key,)))


def links_of(database: sqlite3.Connection, key: str) -> tuple[Link, ...]:
    """The links from and to an issue."""
    rows = database.execute("SELECT * FROM links WHERE ? IN (source, target) ORDER BY kind, rowid", (key,))
    return tuple(Link.model_validate(dict(row)) for row in rows)


def link(database: sqlite3.Connection, link: Link, *, there: bool) -> None:
    """Make a link, or take it away."""
    statement = (
        "INSERT OR IGNORE INTO links VALUES (:source, :kind, :target)"
        if there
        else "DELETE FROM links WHERE source = :source AND kind = :kind AND target = :target"
    )
    with database:
        database.execute(statement, link.model_dump())


def comments_of(database: sqlite3.Connection, key: str) -> tuple[Comment, ...]:
    """What was written on an issue, the oldest first."""
    rows = database.execute("SELECT * FROM comments WHERE issue = ? ORDER BY placed, rowid", (key,))
    return tuple(Comment.model_validate(dict(row)) for row in rows)


def comment(database: sqlite3.Connection, comment: Comment) -> None:
    """Keep a comment."""
    with database:
        database.execute(
            "INSERT INTO comments VALUES (:issue, :author, :text, :placed)", comment.model_dump(mode="json")
        )


def watchers(database: sqlite3.Connection, key: str) -> tuple[str, ...]:
    """Who watches an issue."""
    return tuple(row["person"] for row in database.execute("SELECT person FROM watches WHERE issue = ?", (key,)))


def watch(database: sqlite3.Connection, key: str, person: str, *, there: bool) -> None:
    """Watch an issue, or no longer."""
    statement = (
        "INSERT OR IGNORE INTO watches VALUES (?, ?)" if there else "DELETE FROM watches WHERE issue = ? AND person = ?"
    )
    with database:
        database.execute(statement, (key, person))


def changes(before: Issue, after: Issue) -> list[str]:
    """What changed, by field, for the activity."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return [f"{name} of {before.key}" for name in old if old[name] != new[name]]


def changed(issue: Issue, fields: dict[str, Any]) -> Issue:
    """The issue with these fields."""
    return Issue.model_validate(issue.model_dump() | fields)
