"""MiniWoB++'s 125 registered tasks (Shi et al. 2017, Liu et al. 2018), each judged by its own page's points."""

from guiagent.suites import Suite
from guiagent.tasks.miniwob.task import TASKS, MiniWobTask, subsets

SUITE = Suite("miniwob", version="1", tasks=TASKS, viewport=(332, 214), scale=3.0, steps=25, subsets=subsets())

__all__ = ["SUITE", "TASKS", "MiniWobTask"]
