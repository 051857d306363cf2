"""What happened to the browser since it was last looked at, in sentences for the model."""

from __future__ import annotations

import asyncio

MOST = 20
"""Sentences that one observation carries; a page that makes more noise is summed up."""


class News:
    """Collects sentences, and wakes who waits for something to happen."""

    def __init__(self) -> None:
        self._told: list[str] = []
        self._missed = 0
        self.said = 0
        self._stirred = asyncio.Event()

    def add(self, sentence: str) -> None:
        """Tell it with the next observation; `said` counts what has been told ever."""
        self.said += 1
        if len(self._told) < MOST:
            self._told.append(sentence)
        else:
            self._missed += 1
        self.stir()

    def stir(self) -> None:
        """Something happened that is worth a look, whether or not it is told."""
        self._stirred.set()

    async def next(self) -> None:
        """Wait until something happens."""
        self._stirred.clear()
        await self._stirred.wait()

    def drain(self) -> tuple[str, ...]:
        """What there is to tell, once."""
        more = (f"… and {self._missed} things more.",) if self._missed else ()
        told, self._told, self._missed = tuple(self._told), [], 0
        return told + more
