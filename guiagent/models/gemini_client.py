"""The google-genai SDK, held to one endpoint: nothing of the environment, no redirects, retries when the server says.

Requests go through it as JSON of our own (`extra_body`) and answers come back as text: its types would write a thought
signature in another base64 alphabet than it came in, and would drop what they do not know.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import httpx2
import tenacity
from google import genai
from google.genai import errors, types

from guiagent.models.endpoint import CONNECT_SECONDS, Endpoint
from guiagent.models.gemini_faults import error_of, passes, wait_for, whole

VERSION = "v1beta"
"""Of the API: the one that has the computer-use tool."""
SHORTEST, LONGEST = 0.5, 8.0
"""Seconds of the first and the longest back-off, each with as much jitter as the first."""


class GeminiClient:
    """Sends bodies of `generateContent` requests, each until it is answered or `retries` are over."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def generate(self, body: Mapping[str, Any]) -> tuple[str, int]:
        """The text of the answer's body, and how many requests it took. Raises ModelError or ContextOverflow."""
        attempts = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(self._endpoint.retries + 1),
            retry=tenacity.retry_if_exception(passes),
            wait=_wait,
            reraise=True,
        )
        try:
            text: str = await attempts(self._once, body)
        except (errors.APIError, httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, ValueError) as error:
            raise error_of(error, self._endpoint) from error
        return text, int(attempts.statistics["attempt_number"])

    async def _once(self, body: Mapping[str, Any]) -> str:
        config = types.GenerateContentConfig(
            should_return_http_response=True,
            http_options=types.HttpOptions(extra_body=dict(body)),
        )
        client = self._client
        async with asyncio.timeout(self._endpoint.read_seconds):
            # `contents` must not be empty here; the body's own stand in its place on the wire.
            answer = await client.aio.models.generate_content(model=self._endpoint.model, contents="-", config=config)
        return whole((answer.sdk_http_response and answer.sdk_http_response.body) or "")

    async def aclose(self) -> None:
        """Close the connections; the next request would open new ones."""
        if (client := self.__dict__.pop("_client", None)) is not None:
            client.close()
            await self.__dict__.pop("_http").aclose()

    @cached_property
    def _client(self) -> genai.Client:
        """Opened at the first request."""
        # It warns on stderr of keys in the environment, which it then does not use.
        logging.getLogger("google_genai").setLevel(logging.ERROR)
        return genai.Client(
            vertexai=False,
            api_key=self._endpoint.key or "none",
            http_options=types.HttpOptions(
                base_url=self._endpoint.base_url, api_version=VERSION, httpx_async_client=self._http
            ),
        )

    @cached_property
    def _http(self) -> httpx2.AsyncClient:
        """Proxies of the environment are for the network, never for this machine; redirects are not followed."""
        return httpx2.AsyncClient(
            trust_env=self._endpoint.away, follow_redirects=False, event_hooks={"request": [self._before]}
        )

    async def _before(self, request: httpx2.Request) -> None:
        """Puts right what the SDK forces on every request: a key, also where there is none, and no time-out at all."""
        if not self._endpoint.key:
            request.headers.pop("x-goog-api-key", None)
        seconds = self._endpoint.read_seconds
        request.extensions["timeout"] = httpx2.Timeout(seconds, connect=CONNECT_SECONDS).as_dict()


_BACK_OFF = tenacity.wait_exponential_jitter(initial=SHORTEST, max=LONGEST, jitter=SHORTEST)


def _wait(state: tenacity.RetryCallState) -> float:
    """Seconds until the next attempt: as the server says, else longer each time."""
    error = state.outcome.exception() if state.outcome else None
    said = wait_for(error) if error else None
    return _BACK_OFF(state) if said is None else said
