"""What a model's tokens cost, and where that was read."""

from __future__ import annotations

from datetime import date

from guiagent.actions import Value
from guiagent.usage import Usage

MILLION = 1_000_000


class Price(Value):
    """USD per million tokens. `cached` and `cache_write` cost what `input` does where they have no own price."""

    input: float
    output: float
    cached: float | None = None
    cache_write: float | None = None
    source: str
    read: date

    def usd(self, usage: Usage) -> float:
        """The cost of a usage whose input tokens include the cached and the written ones."""
        fresh = max(0, usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens)
        cached = self.input if self.cached is None else self.cached
        written = self.input if self.cache_write is None else self.cache_write
        dollars = fresh * self.input + usage.cached_tokens * cached + usage.cache_write_tokens * written
        return (dollars + usage.output_tokens * self.output) / MILLION
