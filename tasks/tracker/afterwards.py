"""What a tracker holds when a task is done."""

from __future__ import annotations

from collections.abc import Collection

from guiagent.sandboxes.tracker.state import Issue, TrackerState
from guiagent.sandboxes.tracker.world import World


def with_rows(world: World, **tables: object) -> TrackerState:
    """The tracker as it opens, with these tables in place of its own."""
    return world.initial.model_copy(update=tables)


def with_issues(world: World, keys: Collection[str], **fields: object) -> tuple[Issue, ...]:
    """All issues, those with these keys changed."""
    return tuple(issue.model_copy(update=fields) if issue.key in keys else issue for issue in world.initial.issues)


def changed(world: World, keys: Collection[str], **fields: object) -> TrackerState:
    """The tracker where nothing but these fields of these issues is otherwise."""
    return with_rows(world, issues=with_issues(world, keys, **fields))
