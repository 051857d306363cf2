"""Puts numbered marks on what a policy is shown."""

from __future__ import annotations

from dataclasses import dataclass

from guiagent.perception import Candidates
from guiagent.records import Observation


@dataclass(frozen=True)
class Marker:
    """An `Annotator`: fills `Observation.marks` with the candidates, in their order."""

    candidates: Candidates

    async def annotate(self, now: Observation) -> Observation:
        return now.model_copy(update={"marks": await self.candidates.places(now)})
