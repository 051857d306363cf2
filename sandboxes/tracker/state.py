"""What can change in a tracker. The judge compares values of these types; pages read and write the same rows.

None of the rows that are judged has a time of day, a number of its own or an order: all that is dated carries the
world's day, and a comment has no id. So the way that an agent took to a state leaves no trace in it. What does follow
the order of clicks, the activity and the visits, is not judged. A new issue's key is the next of its project.
"""

from __future__ import annotations

import datetime
from typing import Literal

from guiagent.actions import Value

Status = Literal["todo", "doing", "review", "done"]
Priority = Literal["low", "medium", "high", "urgent"]
Kind = Literal["blocks", "duplicates"]

STATUSES: tuple[Status, ...] = ("todo", "doing", "review", "done")
PRIORITIES: tuple[Priority, ...] = ("low", "medium", "high", "urgent")
KINDS: tuple[Kind, ...] = ("blocks", "duplicates")
ROLES = ("Manager", "Member", "Guest")
COLOURS = ("Grey", "Blue", "Green", "Amber", "Red", "Purple")


class Issue(Value):
    """An issue; `assignee` and `milestone` are empty where there is none, `estimate`, in hours, is then 0."""

    key: str
    project: str
    title: str
    description: str = ""
    status: Status = "todo"
    priority: Priority = "medium"
    assignee: str = ""
    milestone: str = ""
    due: datetime.date | None = None
    estimate: int = 0
    reporter: str
    created: datetime.date

    @property
    def is_open(self) -> bool:
        return self.status != "done"

    @property
    def number(self) -> int:
        """The figure of its key."""
        return int(self.key.rpartition("-")[2])


class IssueLabel(Value):
    """A label on an issue."""

    issue: str
    label: str


class Link(Value):
    """`source` blocks or duplicates `target`."""

    source: str
    kind: Kind
    target: str


class Comment(Value):
    """What somebody wrote on an issue."""

    issue: str
    author: str
    text: str
    placed: datetime.date


class Watch(Value):
    """Somebody wants to hear of an issue."""

    issue: str
    person: str


class Label(Value):
    """A label of a project; its name is unique there."""

    project: str
    name: str
    colour: str = "Grey"


class Milestone(Value):
    """A milestone of a project; its name is unique there."""

    project: str
    name: str
    due: datetime.date
    closed: bool = False


class Member(Value):
    """Somebody who works on a project."""

    project: str
    name: str
    role: str = "Member"


class Activity(Value):
    """What somebody did in a project, in words, for its activity page."""

    project: str
    person: str
    words: str
    day: datetime.date


class Visit(Value):
    """A page that was asked for, with its query."""

    id: int
    path: str


class TrackerState(Value):
    """Everything in a tracker that somebody can change, and the pages that were asked for."""

    issues: tuple[Issue, ...] = ()
    issue_labels: tuple[IssueLabel, ...] = ()
    links: tuple[Link, ...] = ()
    comments: tuple[Comment, ...] = ()
    watches: tuple[Watch, ...] = ()
    labels: tuple[Label, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    members: tuple[Member, ...] = ()
    activity: tuple[Activity, ...] = ()
    visits: tuple[Visit, ...] = ()


ROWS: dict[str, type[Value]] = {
    "issues": Issue,
    "issue_labels": IssueLabel,
    "links": Link,
    "comments": Comment,
    "watches": Watch,
    "labels": Label,
    "milestones": Milestone,
    "members": Member,
    "activity": Activity,
    "visits": Visit,
}
"""The table of each field of `TrackerState`, and the value that a row of it is."""
