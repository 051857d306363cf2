"""A scripted solution for each of MiniWoB++'s tasks: it looks under the pixels, and works the page as agents do.

A step is what one place on the screen needs: a click, a click and what is typed there, a drag. As a solution knows
where things are, it searches for nothing: its steps are the fewest that do the task, not what it takes to find out.

Every task can be done this way, but on these of the first 500 seeds: tic-tac-toe 444 and 465, which no moves win, and
terminal 325 and 477, whose page takes no file for the right one. Chance is asked again, rather than the screen, where
the screen does not tell at one look: count-sides (a canvas), hot-cold, stock-market, tic-tac-toe.
"""

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
