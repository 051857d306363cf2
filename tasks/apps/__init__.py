"""Tasks in real applications, as other hands wrote them: a project in Trac, a folder in copyparty."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from guiagent.sandboxes.copyparty import Copyparty
from guiagent.sandboxes.trac import Trac
from guiagent.suites import Suite
from guiagent.tasks._planned import Plan, PlannedTask
from guiagent.tasks.apps import copyparty, trac

AppTask = PlannedTask[Any]

_TRAC: dict[int, tuple[Callable[[Any], Plan], ...]] = {
    1: (trac.ask_extension,),
    2: (trac.file_ticket, trac.close_ticket, trac.plan_ticket, trac.correct_page, trac.close_what_is_not_there),
    3: (trac.count_open, trac.close_oldest),
}
_COPYPARTY: dict[int, tuple[Callable[[Any], Plan], ...]] = {
    1: (copyparty.read_contact,),
    2: (
        copyparty.make_folder,
        copyparty.rename_file,
        copyparty.move_file,
        copyparty.delete_file,
        copyparty.delete_what_is_not_there,
    ),
    3: (copyparty.delete_largest, copyparty.move_by_contact),
}

TASKS = MappingProxyType(
    {
        name: AppTask(name, plan, app, level)
        for app, levels in ((Trac, _TRAC), (Copyparty, _COPYPARTY))
        for level, plans in levels.items()
        for plan in plans
        if (name := f"{app.tables.world}-{plan.__name__.replace('_', '-')}")
    }
)
SUITE = Suite("apps", version="1", tasks=TASKS, viewport=(1024, 768))

__all__ = ["SUITE", "TASKS", "AppTask"]
