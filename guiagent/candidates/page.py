"""Candidates that the page itself tells: what can be acted on, by its document and its accessibility tree."""

from __future__ import annotations

from dataclasses import dataclass

from guiagent.actions import Box
from guiagent.protocols import Inspector
from guiagent.records import Mark, Observation

MOST = 200
"""Marks on one screen; beyond that no model reads their numbers."""


@dataclass(frozen=True)
class PageCandidates:
    """`Candidates` of a computer that can be looked at under its pixels."""

    computer: Inspector

    async def places(self, now: Observation) -> tuple[Mark, ...]:
        """What is seen of the page now, which is to be the page that `now` shows."""
        found = [_within(mark, now) for mark in await self.computer.elements()]
        return tuple(mark for mark in found if mark is not None)[:MOST]


def _within(mark: Mark, now: Observation) -> Mark | None:
    """The part of a mark that lies on the screenshot; None where nothing of it does."""
    left, top, right, bottom = mark.box
    box = Box(max(left, 0), max(top, 0), min(right, now.width), min(bottom, now.height))
    return mark.model_copy(update={"box": box}) if box.width > 0 and box.height > 0 else None
