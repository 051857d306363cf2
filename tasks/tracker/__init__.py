"""The project tracker's tasks: each sets itself in the tracker of any seed."""

from collections.abc import Callable
from types import MappingProxyType

from guiagent.sandboxes.tracker import Tracker, World
from guiagent.suites import Suite
from guiagent.tasks._planned import Plan, PlannedTask
from guiagent.tasks.tracker.asking import busiest, count_open, hours_of, most_used_label, sum_hours, who_has
from guiagent.tasks.tracker.comparing import (
    assign_next_due,
    close_duplicates,
    close_milestone,
    delete_unused_label,
    hand_over,
    most_hours,
    raise_overdue,
    unblock,
)
from guiagent.tasks.tracker.projects import (
    add_member,
    change_role,
    create_issue,
    link_issues,
    new_label,
    new_milestone,
    rename_label,
)
from guiagent.tasks.tracker.refusing import assign_stranger, close_blocked, foreign_milestone, no_such_issue
from guiagent.tasks.tracker.simple import (
    add_comment,
    copy_fields,
    move_on_board,
    relabel,
    reschedule,
    set_priority,
    take_over,
    watch,
)

TrackerTask = PlannedTask[World]

_LEVELS: dict[int, tuple[Callable[[World], Plan], ...]] = {
    1: (set_priority, add_comment, watch, move_on_board, relabel, hours_of, who_has, no_such_issue),
    2: (
        take_over,
        reschedule,
        create_issue,
        link_issues,
        new_label,
        rename_label,
        new_milestone,
        add_member,
        change_role,
        count_open,
        assign_stranger,
        close_blocked,
        foreign_milestone,
    ),
    3: (
        copy_fields,
        assign_next_due,
        close_duplicates,
        unblock,
        raise_overdue,
        most_hours,
        hand_over,
        close_milestone,
        delete_unused_label,
        sum_hours,
        most_used_label,
        busiest,
    ),
}

TASKS = MappingProxyType(
    {
        name: TrackerTask(name, plan, Tracker, level)
        for level, plans in _LEVELS.items()
        for plan in plans
        if (name := plan.__name__.replace("_", "-"))
    }
)
SUITE = Suite("tracker", version="1", tasks=TASKS)

__all__ = ["SUITE", "TASKS", "Plan", "TrackerTask"]
