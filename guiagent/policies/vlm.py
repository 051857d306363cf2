"""A vision-language model as a policy: asked and read through a dialect, and told what was wrong where it cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from guiagent.errors import ContextOverflow, UnreadableReply
from guiagent.messages import Reply
from guiagent.protocols import Dialect, Model, Request
from guiagent.records import Decision, Observation, Rejected, Step
from guiagent.usage import Usage

ATTEMPTS = 3
"""Replies that are asked for, all in all, before a decision is given up."""


Reading = Callable[[Reply], Awaitable[tuple[Decision, Usage]]]
"""Makes a decision of a reply, and says what doing so cost beside it. UnreadableReply carries what it cost in vain."""


@dataclass(frozen=True)
class VlmPolicy(Generic[Request]):
    """A `Policy` that asks a model in its dialect."""

    model: Model[Request]
    dialect: Dialect[Request]

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        """The first readable reply of three. UnreadableReply and the decision carry the refused ones, and all costs."""

        async def read(reply: Reply) -> tuple[Decision, Usage]:
            return self.dialect.read(reply, now, history), Usage()

        return await self.decided(instruction, now, history, read)

    async def decided(self, instruction: str, now: Observation, history: Sequence[Step], read: Reading) -> Decision:
        """As `decide`, with another way of reading the replies."""
        # Scaling and reading screenshots takes tens of milliseconds, which the loop's clock must not stand still for.
        request = await asyncio.to_thread(self.dialect.ask, instruction, now, history)
        rejected: tuple[Rejected, ...] = ()
        usage = Usage()
        while len(rejected) < ATTEMPTS:
            reply, request = await self._reply(request)
            usage += reply.usage
            try:
                decision, reading = await read(reply)
            except UnreadableReply as unreadable:
                why = str(unreadable)
                usage += unreadable.usage or Usage()
                rejected += (Rejected(reply=reply.text if reply.raw is None else reply.raw, why=why),)
                request = self.dialect.again(request, reply, why)
            else:
                return decision.model_copy(update={"rejected": rejected, "usage": usage + reading})
        raise UnreadableReply(f"{ATTEMPTS} replies could not be read; the last: {rejected[-1].why}", rejected, usage)

    async def _reply(self, request: Request) -> tuple[Reply, Request]:
        """The reply, and the request it answers: where it overflows the context, without the older screenshots."""
        try:
            return await self.model.reply(request), request
        except ContextOverflow:
            lighter = self.dialect.lighter(request)
            if lighter == request:
                raise
            return await self.model.reply(lighter), lighter
