"""OpenAI's Responses API, through the openai SDK."""

from __future__ import annotations

from dataclasses import dataclass

from guiagent.models.endpoint import Endpoint
from guiagent.protocols import Body, Reply


@dataclass(frozen=True)
class OpenAIResponses:
    """A `Model`."""

    endpoint: Endpoint

    async def reply(self, request: Body) -> Reply:
        raise NotImplementedError

    async def aclose(self) -> None:
        raise NotImplementedError
