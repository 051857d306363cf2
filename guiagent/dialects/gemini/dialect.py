"""The dialect of Gemini's own computer-use tool, in both generations of its functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guiagent.dialects.images import SentImage
from guiagent.dialects.screens import Screens
from guiagent.protocols import Body, Reply
from guiagent.records import Decision, Observation, Step


@dataclass(frozen=True)
class GeminiDialect:
    """A `Dialect`."""

    generation: str
    image: SentImage
    screens: Screens
    kinds: frozenset[str] | None = None
    secrets: tuple[str, ...] = ()

    def ask(self, instruction: str, now: Observation, history: Sequence[Step]) -> Body:
        raise NotImplementedError

    def read(self, reply: Reply, now: Observation, history: Sequence[Step]) -> Decision:
        raise NotImplementedError

    def again(self, request: Body, reply: Reply, why: str) -> Body:
        raise NotImplementedError

    def lighter(self, request: Body) -> Body:
        raise NotImplementedError
