"""OpenAI's Responses API, through the openai SDK."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import cached_property
from random import uniform
from typing import Any

import openai

from guiagent.errors import ModelError
from guiagent.messages import Body, Reply
from guiagent.models.capacity import Capacity
from guiagent.models.endpoint import Endpoint
from guiagent.models.faults import unsupported, words_in
from guiagent.models.openai_client import client_of, headers_of
from guiagent.models.openai_faults import fault_of, spent
from guiagent.models.responses_body import Failure, NotAResponse, failure_in, reply_in

SPARABLE = ("reasoning", "prompt_cache_key", "parallel_tool_calls", "temperature", "max_output_tokens")
"""Parameters without which the same is asked, for servers and accounts that may not have them: the summary of a
reasoning is for verified organisations alone."""
EXHAUSTED = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active")
REFUSED = ("invalid_prompt", "content_policy_violation", "content_filter")


@dataclass(frozen=True)
class OpenAIResponses:
    """A `Model`. No request goes anywhere but to the endpoint, redirects are refused, nothing is reported home.

    What passes (408, 409, 429, 5xx, broken connections) is tried again by the SDK, when `Retry-After` says or with
    jittered back-off, and so is here a response that says of itself that the server failed. A used-up quota is not.
    """

    endpoint: Endpoint
    _spared: set[str] = field(default_factory=set, init=False, repr=False)
    _capacity: Capacity = field(default_factory=Capacity, init=False, repr=False)

    async def reply(self, request: Body) -> Reply:
        """One response. Raises ModelError, in one line that says what to do, or ContextOverflow."""
        with self._capacity.holding(_pictures_in(request)):
            (text, requests), seconds = await self.endpoint.within(self._answer(self._whole(request)))
        try:
            reply = reply_in(text)
        except NotAResponse as error:
            raise self.endpoint.fault.nonsense(str(error)) from error
        if reply.stop == "content_filter":
            raise self.endpoint.fault.refused("a content filter stopped the reply")
        return self.endpoint.accounted(reply, requests, seconds)

    async def aclose(self) -> None:
        """Close the connections; the next reply would open new ones."""
        if client := self.__dict__.pop("_client", None):
            await client.close()

    def _whole(self, request: Body) -> dict[str, Any]:
        """The request with our bounds, which stand before its growing end."""
        temperature = self.endpoint.temperature
        bounds = {"max_output_tokens": self.endpoint.max_tokens}
        body = bounds | ({} if temperature is None else {"temperature": temperature}) | dict(request)
        return {name: value for name, value in body.items() if name not in self._spared}

    async def _answer(self, body: dict[str, Any]) -> tuple[str, int]:
        """The body of the answer, and how many requests it took.

        A response may say of itself, with status 200, that the server failed: the SDK takes it for an answer.
        """
        requests = 0
        while True:
            text, asked = await self._create(body)
            requests += asked
            if (failure := failure_in(text)) is None:
                return text, requests
            if not failure.passes or requests > self.endpoint.retries:
                raise self._told(failure)
            await asyncio.sleep(min(8.0, 0.25 * 2**requests) * uniform(0.75, 1))

    async def _create(self, body: dict[str, Any]) -> tuple[str, int]:
        requests = 1
        while True:
            try:
                answer = await self._client.responses.with_raw_response.create(
                    model=self.endpoint.model,
                    # Within `input` the SDK would walk every item for fields to rename.
                    extra_body=body,
                    extra_headers=headers_of(self.endpoint),
                )
            except openai.APIStatusError as error:
                if (name := _refused(error, body)) is None:
                    raise self._told(_failure(error)) from error
                del body[name]
                self._spared.add(name)
                requests += 1
            except openai.APIConnectionError as error:
                raise fault_of(self.endpoint, error) from error
            else:
                return answer.text, requests + answer.retries_taken

    def _told(self, failure: Failure) -> ModelError:
        fault, said = self.endpoint.fault, failure.said
        if failure.code in EXHAUSTED:
            return fault.exhausted(said)
        if failure.code in REFUSED:
            return fault.refused(said)
        coded = f"{said} ({failure.code})" if failure.code else said
        return fault.status(failure.status, coded, failure.location)

    @cached_property
    def _client(self) -> openai.AsyncOpenAI:
        return client_of(self.endpoint)


def _pictures_in(request: Body) -> int:
    """How many pictures a request shows, one that stands in many places, as for those that are gone, counted once."""
    items = request["input"]
    parts = [part for item in items if item.get("role") == "user" for part in item["content"]]
    screens = [item["output"] for item in items if item.get("type") == "computer_call_output"]
    return len({picture["image_url"] for picture in (*parts, *screens) if "image_url" in picture})


def _failure(error: openai.APIStatusError) -> Failure:
    exhausted = spent(error.status_code, error.response.content)
    return Failure(
        status=error.status_code,
        code=EXHAUSTED[0] if exhausted else error.code or "",
        said=words_in(error.body, error.response.text),
        location=error.response.headers.get("location", ""),
    )


def _refused(error: openai.APIStatusError, body: Body) -> str | None:
    """The parameter that the server will not have, if it is one that can be spared; None where that is not it."""
    sent = [name for name in SPARABLE if name in body]
    named = error.param if isinstance(error.param, str) else ""
    if error.status_code in (400, 422) and named.partition(".")[0] in sent:
        return named.partition(".")[0]
    return unsupported(error.status_code, words_in(error.body, error.response.text), named, sent)
