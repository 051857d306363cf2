"""Any server that speaks OpenAI's chat completions (vLLM, SGLang, Ollama, OpenRouter …), through the openai SDK."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import openai

from guiagent.messages import Reply, Talk
from guiagent.models.capacity import Capacity
from guiagent.models.completion import Declined, NotACompletion, completion_in
from guiagent.models.endpoint import Endpoint
from guiagent.models.openai_client import client_of, headers_of
from guiagent.models.openai_faults import fault_of, refusal_in
from guiagent.models.parameters import Parameters, Schema
from guiagent.models.wire import pictures_in, turns_of
from guiagent.protocols import Model


class OpenAICompatible:
    """A `Model` behind a base URL, which remembers what its server has refused: parameters, forms, too many images."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._parameters = Parameters(endpoint)
        self._capacity = Capacity()

    def answering(self, schema: Schema) -> Model[Talk]:
        """The same model, over the same connections, asked for answers of this JSON schema: a hope, never trusted."""
        return _Answering(self, schema)

    async def reply(self, request: Talk, schema: Schema | None = None) -> Reply:
        """One completion. Raises ModelError, in one line that says what to do, or ContextOverflow."""
        with self._capacity.holding(pictures_in(request)):
            turns = await asyncio.to_thread(turns_of, request)
            (text, requests), seconds = await self.endpoint.within(self._complete(turns, schema))
        reply = self._read(text)
        if schema is not None:
            self._parameters.answered(reply)
        return self.endpoint.accounted(reply, requests, seconds)

    async def aclose(self) -> None:
        """Close the connections; the next reply would open new ones."""
        if client := self.__dict__.pop("_client", None):
            await client.close()

    def _read(self, text: str) -> Reply:
        try:
            return completion_in(text)
        except Declined as error:
            raise self.endpoint.fault.refused(str(error)) from error
        except NotACompletion as error:
            raise self.endpoint.fault.nonsense(str(error)) from error

    async def _complete(self, turns: list[dict[str, Any]], schema: Schema | None) -> tuple[str, int]:
        """The body of the answer, and how many requests it took."""
        requests = 0
        while True:
            try:
                answer = await self._client.chat.completions.with_raw_response.create(
                    model=self.endpoint.model,
                    # The SDK would walk every turn for fields to rename, 3 ms a screenshot, and put the rest behind the
                    # turns, which alone differ from one request to the next.
                    messages=cast(Any, openai.omit),
                    extra_body={**self._parameters.sent(schema), "messages": turns},
                    extra_headers=headers_of(self.endpoint),
                )
            except openai.APIStatusError as error:
                requests += 1 + int(error.request.headers.get("x-stainless-retry-count", 0))
                if not self._parameters.refused(refusal_in(error), schema):
                    raise fault_of(self.endpoint, error) from error
            except openai.APIConnectionError as error:
                raise fault_of(self.endpoint, error) from error
            else:
                return answer.text, requests + 1 + answer.retries_taken

    @cached_property
    def _client(self) -> openai.AsyncOpenAI:
        """Opened at the first reply."""
        return client_of(self.endpoint)


@dataclass(frozen=True)
class _Answering:
    """A `Model` that is asked for one form of answer."""

    model: OpenAICompatible
    schema: Schema

    async def reply(self, request: Talk) -> Reply:
        return await self.model.reply(request, self.schema)
