"""A vision-language model as a policy: asked and read through a dialect, and told what was wrong where it cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from guiagent.errors import ContextOverflow, UnreadableReply
from guiagent.messages import Reply
from guiagent.protocols import Dialect, Model, Request
from guiagent.records import Decision, Observation, Rejected, Step, Usage

ATTEMPTS = 3
"""Replies that are asked for, all in all, before a decision is given up."""


@dataclass(frozen=True)
class VlmPolicy(Generic[Request]):
    """A `Policy` that asks a model in its dialect."""

    model: Model[Request]
    dialect: Dialect[Request]

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        """The first readable reply of three. UnreadableReply and the decision carry the refused ones, and all costs."""
        # Scaling and reading screenshots takes tens of milliseconds, which the loop's clock must not stand still for.
        request = await asyncio.to_thread(self.dialect.ask, instruction, now, history)
        rejected: tuple[Rejected, ...] = ()
        usage = Usage()
        while len(rejected) < ATTEMPTS:
            reply, request = await self._reply(request)
            usage += reply.usage
            try:
                decision = self.dialect.read(reply, now, history)
            except UnreadableReply as unreadable:
                why = str(unreadable)
                rejected += (Rejected(reply=reply.text if reply.raw is None else reply.raw, why=why),)
                request = self.dialect.again(request, reply, why)
            else:
                return decision.model_copy(update={"rejected": rejected, "usage": usage})
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
