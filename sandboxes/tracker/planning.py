"""Labels, milestones and members of a project, and what was done in it, in the database."""

from __future__ import annotations

import datetime
import sqlite3

from guiagent.sandboxes.tracker.state import Activity, Label, Member, Milestone


def labels(database: sqlite3.Connection, project: str) -> tuple[Label, ...]:
    """The labels of a project, by name."""
    rows = database.execute("SELECT * FROM labels WHERE project = ? ORDER BY lower(name)", (project,))
    return tuple(Label.model_validate(dict(row)) for row in rows)


def add_label(database: sqlite3.Connection, label: Label) -> None:
    """Keep a new label; its name is known to be free."""
    with database:
        database.execute("INSERT INTO labels VALUES (:project, :name, :colour)", label.model_dump())


def rename_label(database: sqlite3.Connection, project: str, name: str, new: str) -> None:
    """Call a label otherwise, on every issue that has it."""
    with database:
        database.execute("UPDATE labels SET name = ? WHERE project = ? AND name = ?", (new, project, name))
        database.execute(
            "UPDATE issue_labels SET label = ? WHERE label = ? AND issue IN (SELECT key FROM issues WHERE project = ?)",
            (new, name, project),
        )


def delete_label(database: sqlite3.Connection, project: str, name: str) -> None:
    """Take a label away, from every issue too."""
    with database:
        database.execute("DELETE FROM labels WHERE project = ? AND name = ?", (project, name))
        database.execute(
            "DELETE FROM issue_labels WHERE label = ? AND issue IN (SELECT key FROM issues WHERE project = ?)",
            (name, project),
        )


def milestones(database: sqlite3.Connection, project: str) -> tuple[Milestone, ...]:
    """The milestones of a project, by their day."""
    rows = database.execute("SELECT * FROM milestones WHERE project = ? ORDER BY due, name", (project,))
    return tuple(Milestone.model_validate(dict(row)) for row in rows)


def save_milestone(database: sqlite3.Connection, milestone: Milestone) -> None:
    """Keep a milestone, new or changed."""
    with database:
        database.execute(
            "INSERT INTO milestones VALUES (:project, :name, :due, :closed) "
            "ON CONFLICT DO UPDATE SET due = excluded.due, closed = excluded.closed",
            milestone.model_dump(mode="json"),
        )


def members(database: sqlite3.Connection, project: str) -> tuple[Member, ...]:
    """Who works on a project, by name."""
    rows = database.execute("SELECT * FROM members WHERE project = ? ORDER BY name", (project,))
    return tuple(Member.model_validate(dict(row)) for row in rows)


def save_member(database: sqlite3.Connection, member: Member) -> None:
    """Keep a member, new or with another role."""
    with database:
        database.execute(
            "INSERT INTO members VALUES (:project, :name, :role) ON CONFLICT DO UPDATE SET role = excluded.role",
            member.model_dump(),
        )


def remove_member(database: sqlite3.Connection, project: str, name: str) -> None:
    """Somebody works on a project no longer."""
    with database:
        database.execute("DELETE FROM members WHERE project = ? AND name = ?", (project, name))


def activity(database: sqlite3.Connection, project: str, most: int) -> tuple[Activity, ...]:
    """What was done in a project, or in all, the latest first."""
    query = "SELECT * FROM activity WHERE ? IN ('', project) ORDER BY rowid DESC LIMIT ?"
    rows = database.execute(query, (project, most))
    return tuple(Activity.model_validate(dict(row)) for row in rows)


def did(database: sqlite3.Connection, project: str, person: str, words: str, day: datetime.date) -> None:
    """Write down what somebody did."""
    with database:
        database.execute("INSERT INTO activity VALUES (?, ?, ?, ?)", (project, person, words, day.isoformat()))
