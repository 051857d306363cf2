"""Asks a grounder the questions of a set, some at a time, and writes down each answer as it comes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from guiagent.bench.grounding.items import GroundingSet, Item
from guiagent.bench.grounding.pictures import screen_of
from guiagent.bench.grounding.results import Results
from guiagent.bench.grounding.rows import GroundingRow, Run, facets, status_of
from guiagent.errors import OperatorError, UnreadableReply
from guiagent.perception import Grounder
from guiagent.usage import Usage

Halt = Literal["cost", "errors"]
"""Why it stopped before the end: the money is spent, or nothing answers."""

IN_A_ROW = 5
"""Errors of the environment one after the other, after which nothing better is to be expected."""


@dataclass
class GroundingRunner:
    """One run. `jobs` questions are asked at a time; no more is asked once `max_usd` is spent, earlier rows included.

    A model that cannot be reached, and a picture that it does not take, are errors of the environment.
    """

    grounder: Grounder
    run: Run
    questions: GroundingSet
    results: Results
    jobs: int = 1
    max_usd: float | None = None
    _in_a_row: int = field(default=0, init=False)

    async def ask(self, items: Sequence[Item], told: Callable[[GroundingRow], None] = lambda row: None) -> Halt | None:
        """Ask them in order; None where all were asked. However it ends, the answers that came are kept.

        Raises RunFolderError where they cannot be.
        """
        left = iter(items)
        try:
            async with asyncio.TaskGroup() as group:
                workers = [group.create_task(self._work(left, told)) for _ in range(self.jobs)]
        except ExceptionGroup as errors:  # one of them is enough to be told
            raise errors.exceptions[0] from errors
        if any(worker.result() for worker in workers):
            return "errors" if self._in_a_row >= IN_A_ROW else "cost"
        return None

    async def _work(self, left: Iterator[Item], told: Callable[[GroundingRow], None]) -> bool:
        """Take questions until there are no more: False; or until it is no use to go on: True."""
        for item in left:
            if self._spent_up() or self._in_a_row >= IN_A_ROW:
                return True
            row = await self._asked(item)
            self._in_a_row = 0 if row.counts else self._in_a_row + 1
            self.results.add(row)
            told(row)
        return False

    def _spent_up(self) -> bool:
        if self.max_usd is None:
            return False
        return sum(row.usage.usd or 0.0 for row in self.results.rows(self.run)) >= self.max_usd

    async def _asked(self, item: Item) -> GroundingRow:
        began, clock = datetime.now(UTC), time.monotonic()
        told: dict[str, Any] = {**self.run.model_dump(), **facets(item), "began": began}
        told["attempt"] = 1 + sum(row.item == item.id for row in self.results.rows(self.run))
        try:
            screen = await asyncio.to_thread(screen_of, self.questions.images[item.image], f"the picture of {item.id}")
            clock = time.monotonic()
            found = await self.grounder.locate(screen, item.instruction)
            told |= {"status": status_of(item.target, found.point), **dict(found)}
        except UnreadableReply as error:
            told |= {"status": "wrong_format", "said": str(error), "usage": error.usage or Usage()}
        except OperatorError as error:
            told |= {"status": "env_error", "said": str(error)}
        return GroundingRow(**told, seconds=time.monotonic() - clock)
