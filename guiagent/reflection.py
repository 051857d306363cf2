"""What came of a step, told from the two screens alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from guiagent.actions import Action, Box, Finish, GiveUp, Hold, Look, Move, Point, Wait, points_of
from guiagent.pixels import Change, compare
from guiagent.records import Decision, Observation, Reflection

SMALL, LARGE = 0.01, 0.35
"""Shares of the screen: below the first a change is small, above the second most of the screen is new."""


class ScreenChanged:
    """A `Reflector` that says whether the screen changed, where and how much."""

    async def reflect(self, before: Observation, decision: Decision, after: Observation) -> Reflection:
        went = _whereabouts(before, after)
        change = await asyncio.to_thread(compare, before.screen.png, after.screen.png)
        moved = bool(went) or bool(change)
        note = " ".join(
            part for part in (went, _seen(change, after, decision.actions), _wanted(decision, moved)) if part
        )
        return Reflection(progress=_progress(decision.actions, moved), note=note)


def _whereabouts(before: Observation, after: Observation) -> str:
    if len(after.tabs) > len(before.tabs):
        return f"A new tab opened: {after.url}."
    if after.tab != before.tab or len(after.tabs) != len(before.tabs):
        return f"Another tab is in front: {after.url}."
    if after.url != before.url:
        return f"The page is now {after.url}."
    return ""


def _seen(change: Change, after: Observation, actions: Sequence[Action]) -> str:
    if change.box is None:
        return "The screen did not change."
    if change.fraction > LARGE:
        return f"Most of the screen changed ({change.fraction:.0%})."
    middle = Point((change.box.left + change.box.right) // 2, (change.box.top + change.box.bottom) // 2)
    amount = "A little" if change.fraction < SMALL else f"{change.fraction:.0%} of the screen"
    return f"{amount} changed, {_place(middle, after)}{_near(change.box, actions)}."


def _place(point: Point, screen: Observation) -> str:
    """Where a point is, in words: `at the top left`."""
    row = ("at the top", "in the middle", "at the bottom")[min(2, 3 * point.y // max(1, screen.height))]
    column = (" left", "", " right")[min(2, 3 * point.x // max(1, screen.width))]
    return f"{row}{column}"


def _near(box: Box, actions: Sequence[Action]) -> str:
    aimed = [point for action in actions for point in points_of(action)]
    if not aimed:
        return ""
    return ", where it was aimed" if any(box.near(point, 0) for point in aimed) else ", away from where it was aimed"


def _wanted(decision: Decision, moved: bool) -> str:
    """What had been expected, where nothing at all came of it."""
    return f"Expected was: {decision.expected}" if decision.expected and not moved else ""


def _progress(actions: Sequence[Action], moved: bool) -> bool | None:
    """A screen that moves is progress where something was meant to move it; waiting and pointing tell nothing."""
    if all(isinstance(action, Wait | Move | Hold | Look | Finish | GiveUp) for action in actions):
        return None
    return moved
