"""Shows a policy what was done on similar screens of past runs."""

from __future__ import annotations

from dataclasses import dataclass

from guiagent.recall.recall import Recall
from guiagent.records import Observation


@dataclass(frozen=True)
class RecallAnnotator:
    """An `Annotator` for one task; it fills `Observation.examples` with at most `most` texts, the most alike first."""

    recall: Recall
    instruction: str
    most: int = 3

    async def open(self) -> tuple[str, ...]:
        """Index the past runs, and say what was found."""
        return await self.recall.open()

    async def annotate(self, now: Observation) -> Observation:
        """Raises ModelError where the embedder fails."""
        found = await self.recall.similar(self.instruction, now.screen, self.most)
        return now.model_copy(update={"examples": tuple(each.past.text for each in found)})
