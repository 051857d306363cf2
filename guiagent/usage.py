"""What asking a model cost: requests, tokens, seconds, money."""

from __future__ import annotations

from guiagent.actions import Value


def _plus(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a + b


class Usage(Value):
    """What a decision or a reflection cost. Sums add up; an unknown (None) makes the sum unknown, never 0.

    Of `seconds`, the first `first_token_seconds` passed until the first token was there, where the model tells.
    """

    requests: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0
    image_tokens: int | None = 0
    seconds: float = 0.0
    first_token_seconds: float | None = None
    usd: float | None = 0.0

    @property
    def tokens_per_second(self) -> float | None:
        """How fast the tokens after the first one came; None where that is not known."""
        if self.first_token_seconds is None or self.seconds <= self.first_token_seconds:
            return None
        return (self.output_tokens - self.requests) / (self.seconds - self.first_token_seconds)

    @property
    def tokens(self) -> int:
        """Input (cached ones included) and output tokens together."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        if Usage() in (self, other):  # nothing was spent, so that nothing about it is unknown
            return other if self == Usage() else self
        mine, theirs = self.model_dump(), other.model_dump()
        return Usage.model_validate({name: _plus(mine[name], theirs[name]) for name in mine})
