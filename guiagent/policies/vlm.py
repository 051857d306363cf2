"""A vision-language model as a policy: asked and read through a dialect, and told what was wrong where it cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from guiagent.errors import ContextOverflow, UnreadableReply
from guiagent.protocols import GONE, Dialect, Image, Message, Model, Reply, Text
from guiagent.records import Decision, Observation, Rejected, Step, Usage

ATTEMPTS = 3
"""Replies that are asked for, all in all, before a decision is given up."""
ECHO = 2000
"""Characters of an unreadable reply that go back to the model; a longer one is cut in the middle."""

Messages = tuple[Message, ...]


@dataclass(frozen=True)
class VlmPolicy:
    """A `Policy` that asks a model in its dialect."""

    model: Model
    dialect: Dialect

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        """The first readable reply of three. UnreadableReply and the decision carry the refused ones, and all costs."""
        # Scaling and reading screenshots takes tens of milliseconds, which the loop's clock must not stand still for.
        messages = await asyncio.to_thread(self.dialect.ask, instruction, now, history)
        rejected: tuple[Rejected, ...] = ()
        usage = Usage()
        while len(rejected) < ATTEMPTS:
            reply, messages = await self._reply(messages)
            usage += reply.usage
            try:
                decision = self.dialect.read(reply, now)
            except UnreadableReply as unreadable:
                rejected += (Rejected(reply=reply.text, why=str(unreadable)),)
                messages += _sent_back(reply, str(unreadable))
            else:
                return decision.model_copy(update={"rejected": rejected, "usage": usage})
        raise UnreadableReply(f"{ATTEMPTS} replies could not be read; the last: {rejected[-1].why}", rejected, usage)

    async def _reply(self, messages: Messages) -> tuple[Reply, Messages]:
        """The reply, and the messages it answers: where they overflow the context, without the older screenshots."""
        try:
            return await self.model.reply(messages), messages
        except ContextOverflow:
            lighter = _with_last_image(messages)
            if lighter == messages:
                raise
            return await self.model.reply(lighter), lighter


def _with_last_image(messages: Messages) -> Messages:
    """The messages with words in the place of every image but the last."""
    last = max((at for at, message in enumerate(messages) if _images(message)), default=0)
    return tuple(
        message
        if at == last
        else message.model_copy(
            update={"parts": tuple(GONE if isinstance(part, Image) else part for part in message.parts)}
        )
        for at, message in enumerate(messages)
    )


def _images(message: Message) -> bool:
    return any(isinstance(part, Image) for part in message.parts)


def _sent_back(reply: Reply, why: str) -> tuple[Message, Message]:
    """The reply as the model's own turn, and what was wrong with it."""
    text = reply.text.strip() or "(nothing)"
    if len(text) > ECHO:
        text = f"{text[: ECHO // 2]}\n[…]\n{text[-ECHO // 2 :]}"
    complaint = f"Nothing was done: your reply cannot be read. {why[:1].upper()}{why[1:]}. Reply again."
    return (
        Message(role="assistant", parts=(Text(text=text),)),
        Message(role="user", parts=(Text(text=complaint),)),
    )
