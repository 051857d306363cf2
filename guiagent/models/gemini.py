"""Gemini, through the google-genai SDK: asked with its own tools, or in words and pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from guiagent.messages import Body, Image, Message, Reply, Talk, Text, base64_of, sendable
from guiagent.models.endpoint import Endpoint
from guiagent.models.gemini_answer import Blocked, NotAnAnswer, answer_in
from guiagent.models.gemini_client import GeminiClient


class Gemini:
    """A `Model` that takes the body of a `generateContent` request, in the API's own JSON."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint, self._client = endpoint, GeminiClient(endpoint)

    async def reply(self, request: Body) -> Reply:
        """The reply, with the model's content as it came as `raw`. Raises ModelError or ContextOverflow."""
        (text, requests), seconds = await self._endpoint.within(self._client.generate(self._bounded(request)))
        try:
            reply = answer_in(text)
        except Blocked as error:
            raise self._endpoint.fault.refused(str(error)) from error
        except NotAnAnswer as error:
            raise self._endpoint.fault.nonsense(str(error)) from error
        return self._endpoint.accounted(reply, requests, seconds)

    async def aclose(self) -> None:
        """Close the connections; the next reply would open new ones."""
        await self._client.aclose()

    def _bounded(self, request: Body) -> dict[str, Any]:
        """The request with what the endpoint says of every reply."""
        said: dict[str, Any] = {"maxOutputTokens": self._endpoint.max_tokens}
        if self._endpoint.temperature is not None:
            said["temperature"] = self._endpoint.temperature
        return {**request, "generationConfig": said | dict(request.get("generationConfig", {}))}


class GeminiTalk:
    """A `Model` that takes messages; it is given no tools."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._model = Gemini(endpoint)

    async def reply(self, request: Talk) -> Reply:
        """The words of the reply. Raises ModelError or ContextOverflow."""
        reply = await self._model.reply(await asyncio.to_thread(_body, request))
        return reply.model_copy(update={"raw": None})

    async def aclose(self) -> None:
        """Close the connections; the next reply would open new ones."""
        await self._model.aclose()


def _body(talk: Talk) -> dict[str, Any]:
    system = [_part(part) for message in talk if message.role == "system" for part in message.parts]
    contents = [_content(message) for message in talk if message.role != "system"]
    return {"contents": contents} | ({"systemInstruction": {"parts": system}} if system else {})


def _content(message: Message) -> Mapping[str, Any]:
    role = "model" if message.role == "assistant" else "user"
    return {"role": role, "parts": [_part(part) for part in message.parts]}


def _part(part: Text | Image) -> Mapping[str, Any]:
    if isinstance(part, Text):
        return {"text": sendable(part.text)}
    return {"inlineData": {"mimeType": "image/png", "data": base64_of(part.png)}}
