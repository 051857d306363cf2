"""What a tracker has when a task begins."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from random import Random

from guiagent.sandboxes.tracker.projects import Project
from guiagent.sandboxes.tracker.state import Issue, Milestone
from guiagent.sandboxes.tracker.world import World


def drawing(world: World, task: str) -> Random:
    """The chance of one task in one world."""
    return Random(f"{world.seed}:task:{task}")


def issues_of(world: World, project: Project) -> tuple[Issue, ...]:
    """The issues of a project."""
    return tuple(issue for issue in world.initial.issues if issue.project == project.key)


def open_issues(world: World, fits: Callable[[Issue], bool] = lambda issue: True) -> list[Issue]:
    """The issues of all projects that are open, not blocked by another one, and fit."""
    blocked = {link.target for link in world.initial.links if link.kind == "blocks"}
    return [issue for issue in world.initial.issues if issue.is_open and issue.key not in blocked and fits(issue)]


def issue_of(world: World, key: str) -> Issue:
    """The issue with this key."""
    return next(issue for issue in world.initial.issues if issue.key == key)


def labels_on(world: World, key: str) -> tuple[str, ...]:
    """The labels on an issue."""
    return tuple(row.label for row in world.initial.issue_labels if row.issue == key)


def labels_in(world: World, project: str) -> list[str]:
    """The labels of a project."""
    return [row.name for row in world.initial.labels if row.project == project]


def names_in(world: World, project: str) -> list[str]:
    """The members of a project."""
    return [row.name for row in world.initial.members if row.project == project]


def coming(world: World, project: Project) -> list[Milestone]:
    """The open milestones of a project, the next one first."""
    rows = [row for row in world.initial.milestones if row.project == project.key and not row.closed]
    return sorted(rows, key=lambda row: row.due)


def said(issue: Issue) -> str:
    """How an instruction names an issue by what it is about."""
    return f"{issue.key} '{issue.title}'"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence tells them: "Ada, Bruno and Carla"."""
    return f"{', '.join(names[:-1])} and {names[-1]}"


def day(date: datetime.date) -> str:
    """A date in an instruction: "3 December 2024"."""
    return f"{date.day} {date:%B %Y}"
