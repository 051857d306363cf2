"""A computer whose observations carry more than the screenshot: numbered marks, examples of past runs."""

from __future__ import annotations

from dataclasses import dataclass

from guiagent.actions import DeviceAction
from guiagent.perception import Annotator
from guiagent.protocols import Computer
from guiagent.records import Observation


@dataclass(frozen=True)
class Annotated:
    """A `Computer`. What the annotators add is part of the observation, so that it is recorded with it."""

    computer: Computer
    annotators: tuple[Annotator, ...]

    @property
    def kinds(self) -> frozenset[str]:
        return self.computer.kinds

    async def observe(self) -> Observation:
        now = await self.computer.observe()
        for annotator in self.annotators:
            now = await annotator.annotate(now)
        return now

    async def perform(self, action: DeviceAction) -> None:
        await self.computer.perform(action)
