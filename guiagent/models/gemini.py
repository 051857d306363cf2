"""Gemini, through the google-genai SDK."""

from __future__ import annotations

from dataclasses import dataclass

from guiagent.models.endpoint import Endpoint
from guiagent.protocols import Body, Reply, Talk


@dataclass(frozen=True)
class Gemini:
    """A `Model`."""

    endpoint: Endpoint

    async def reply(self, request: Body) -> Reply:
        raise NotImplementedError

    async def aclose(self) -> None:
        raise NotImplementedError


@dataclass(frozen=True)
class GeminiTalk:
    """A `Model`."""

    endpoint: Endpoint

    async def reply(self, request: Talk) -> Reply:
        raise NotImplementedError

    async def aclose(self) -> None:
        raise NotImplementedError
