"""Claude, through the anthropic SDK: asked with its own tools, or in words and pictures."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from guiagent.messages import Body, Image, Message, Reply, Talk, Text, base64_of, sendable
from guiagent.models.claude_client import ClaudeClient
from guiagent.models.endpoint import Endpoint

NEWEST = 2
"""The newest turns of a talk that a cache breakpoint follows."""
_CACHED = {"type": "ephemeral"}


@dataclass(frozen=True)
class Claude:
    """A `Model` for the body of a request; `betas` in it are sent as the header that they are."""

    endpoint: Endpoint

    async def reply(self, request: Body) -> Reply:
        """The message, whole in `raw`. Raises ModelError, or ContextOverflow."""
        body = {name: value for name, value in request.items() if name != "betas"}
        return await self._client.ask(body, tuple(request.get("betas", ())))

    async def aclose(self) -> None:
        await self._client.aclose()

    @cached_property
    def _client(self) -> ClaudeClient:
        return ClaudeClient(self.endpoint)


@dataclass(frozen=True)
class ClaudeTalk:
    """A `Model` for words and pictures; `raw` of its replies is None, as there is nothing to them but the text."""

    endpoint: Endpoint

    async def reply(self, request: Talk) -> Reply:
        """The words of the answer, without the thinking. Raises ModelError, or ContextOverflow."""
        body = await asyncio.to_thread(_body, request)
        reply = await self._client.ask(body)
        return reply.model_copy(update={"raw": None})

    async def aclose(self) -> None:
        await self._client.aclose()

    @cached_property
    def _client(self) -> ClaudeClient:
        return ClaudeClient(self.endpoint)


def _body(talk: Talk) -> dict[str, Any]:
    """The system's words apart, as the API wants them; cache breakpoints after them and the newest turns of ours."""
    rules = [block for message in talk if message.role == "system" for block in _content(message)]
    said = [(message.role, _content(message)) for message in talk if message.role != "system"]
    for content in [rules, *[content for role, content in said if role == "user"][-NEWEST:]]:
        _mark(content)
    messages = [{"role": role, "content": content} for role, content in said]
    return {**({"system": rules} if rules else {}), "messages": messages}


def _content(message: Message) -> list[dict[str, Any]]:
    return [_part(part) for part in message.parts if isinstance(part, Image) or part.text.strip()]


def _part(part: Text | Image) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "text", "text": sendable(part.text)}
    return {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": base64_of(part.png)}}


def _mark(content: list[dict[str, Any]]) -> None:
    if content:
        content[-1]["cache_control"] = _CACHED
