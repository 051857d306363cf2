"""The seams of seeing: who finds places on a screen, compares pictures with words, or adds to an observation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from guiagent.records import Located, Mark, Observation
from guiagent.screen import Screen


class Grounder(Protocol):
    """Finds the place that a description means."""

    async def locate(self, screen: Screen, description: str) -> Located:
        """A pixel of the screen, or why there is none.

        Raises ModelError where nobody could be asked, UnreadableReply, with what it cost, where the answer is no place.
        """


class Candidates(Protocol):
    """Finds the places on a screen that something can be done at."""

    async def places(self, now: Observation) -> tuple[Mark, ...]:
        """In reading order, without overlapping doubles; labels are what stands there, where that can be told."""


class Scorer(Protocol):
    """Says how well pictures go with words."""

    async def scores(self, pictures: Sequence[bytes], text: str) -> Sequence[float]:
        """A score a picture (PNG), higher where it goes better with the text; only those of one call compare.

        Raises ModelError.
        """


class Embedder(Protocol):
    """Turns pictures and texts into vectors of length 1 and one dimension; what is alike points the same way."""

    async def name(self) -> str:
        """Tells its weights from all others, so that vectors kept on disk are known to be its own.

        Raises ModelError.
        """

    async def pictures(self, pictures: Sequence[bytes]) -> Sequence[Sequence[float]]:
        """A vector a picture (PNG). Raises ModelError."""

    async def texts(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """A vector a text. Raises ModelError."""


class Annotator(Protocol):
    """Adds to an observation what a policy is to be shown beside the screenshot: numbered marks, past examples."""

    async def annotate(self, now: Observation) -> Observation:
        """The observation with its own part added; recorded with it, and so the same on resuming."""
