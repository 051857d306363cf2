"""Where a model is asked and within what bounds, the same for every provider's adapter."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar
from urllib.parse import urlsplit

from guiagent.messages import Reply
from guiagent.models.faults import Fault
from guiagent.models.price import Price
from guiagent.usage import Usage

CONNECT_SECONDS = 10.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Endpoint:
    """A model of a provider's server; no request goes anywhere but to `base_url`. The key never shows.

    `keys` are the names of the environment variables that may hold the key, for messages. `read_seconds` bounds one
    answer, `seconds` a reply with all its retries. `temperature` None: none is sent.
    """

    model: str
    base_url: str
    key: str = field(default="", repr=False)
    keys: tuple[str, ...] = ()
    max_tokens: int = 16384
    temperature: float | None = None
    price: Price | None = None
    retries: int = 4
    read_seconds: float = 300.0
    seconds: float = 600.0

    @property
    def fault(self) -> Fault:
        return Fault(self.model, self.base_url, self.key, self.keys)

    @property
    def away(self) -> bool:
        """Whether the server is on another machine: proxies of the environment are for those alone."""
        return urlsplit(self.base_url).hostname not in LOOPBACK

    async def within(self, asking: Awaitable[Answer]) -> tuple[Answer, float]:
        """The answer and its seconds. Raises ModelError where all the time for a reply is over first."""
        began = monotonic()
        try:
            async with asyncio.timeout(self.seconds) as clock:
                return await asking, monotonic() - began
        except TimeoutError as error:
            if not clock.expired():
                raise
            raise self.fault.silent(self.seconds) from error

    def accounted(self, reply: Reply, requests: int, seconds: float) -> Reply:
        """The reply with all that it took, its cost as `_priced` knows it."""
        usage = reply.usage.model_copy(update={"requests": requests, "seconds": seconds})
        return reply.model_copy(update={"usage": self._priced(usage)})

    def _priced(self, usage: Usage) -> Usage:
        """The usage with its cost: of the provider's own word where it has one, else by the price, else unknown."""
        if usage.usd is not None or not usage.tokens or self.price is None:
            return usage
        return usage.model_copy(update={"usd": self.price.usd(usage)})
