"""A scripted solution for each of MiniWoB++'s tasks: it looks under the pixels, and works the page as agents do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from guiagent.tasks.miniwob.solutions import choosing, clicking, dates, dragging, drawing, mail, seeking, typing
from guiagent.tasks.miniwob.solutions.policy import SolvingPolicy
from guiagent.tasks.miniwob.solutions.scene import Solution

SOLUTIONS: Mapping[str, Solution] = MappingProxyType(
    {
        name: solution
        for kind in (clicking, choosing, typing, dates, dragging, drawing, mail, seeking)
        for name, solution in kind.SOLUTIONS.items()
    }
)
"""By the task's name."""

__all__ = ["SOLUTIONS", "SolvingPolicy"]
