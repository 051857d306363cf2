"""Any server that speaks OpenAI's chat completions (vLLM, SGLang, Ollama, OpenRouter …), through the openai SDK."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from time import monotonic
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import openai

from guiagent.models.completion import NotACompletion, completion_in
from guiagent.models.faults import Fault, asks_too_much, unsupported, words_in
from guiagent.models.price import Price
from guiagent.protocols import Image, Message, Reply, Text

OPENAI = "https://api.openai.com/v1"
CONNECT_SECONDS = 10.0
SHORT = 1024
"""Tokens that hold a decision, if hardly any thinking."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class OpenAICompatible:
    """A `Model` behind a base URL; no request goes anywhere else, redirects are refused, nothing is reported home.

    `read_seconds` bounds one answer, `seconds` a reply with all its retries. 408, 409, 429, 5xx and broken connections
    are tried again by the SDK, `retries` times, when `Retry-After` says (up to two minutes) or with jittered back-off.
    `response_format` is the API's own; where the server does not know a parameter it is left out from then on.
    """

    def __init__(
        self,
        model: str,
        base_url: str = OPENAI,
        api_key: str = "",
        *,
        max_tokens: int = 4096,
        temperature: float | None = 0.0,
        response_format: Mapping[str, Any] | None = None,
        price: Price | None = None,
        retries: int = 4,
        read_seconds: float = 180.0,
        seconds: float = 600.0,
    ) -> None:
        self.model, self.base_url, self._key = model, base_url, api_key
        self._price, self._retries = price, retries
        self._read_seconds, self._seconds = read_seconds, seconds
        self._parameters: dict[str, Any] = {"max_tokens": max_tokens}
        if temperature is not None:
            self._parameters["temperature"] = temperature
        if response_format is not None:
            self._parameters["response_format"] = dict(response_format)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections; the next reply would open new ones."""
        if client := self.__dict__.pop("_client", None):
            await client.close()

    async def reply(self, messages: Sequence[Message]) -> Reply:
        """One completion. Raises ModelError, in one line that says what to do, or ContextOverflow."""
        turns = await asyncio.to_thread(lambda: [_wire(message) for message in messages])
        began = monotonic()
        try:
            async with asyncio.timeout(self._seconds) as clock:
                text, requests = await self._complete(turns)
        except TimeoutError as error:
            if not clock.expired():
                raise
            raise self._fault.silent(self._seconds) from error
        try:
            reply = completion_in(text)
        except NotACompletion as error:
            raise self._fault.nonsense(str(error)) from error
        usage = reply.usage.model_copy(update={"requests": requests, "seconds": monotonic() - began})
        if usage.usd is None and usage.tokens and self._price is not None:
            usage = usage.model_copy(update={"usd": self._price.usd(usage)})
        return reply.model_copy(update={"usage": usage})

    async def _complete(self, turns: list[Any]) -> tuple[str, int]:
        """The body of the answer, and how many requests it took."""
        requests = 0
        while True:
            try:
                answer = await self._client.chat.completions.with_raw_response.create(
                    model=self.model,
                    messages=[],
                    # Within `messages` the SDK would walk every turn for fields to rename: 3 ms a screenshot.
                    extra_body={"messages": turns, **self._parameters},
                    extra_headers=self._headers,
                )
            except openai.APIStatusError as error:
                requests += 1
                code, said = error.status_code, words_in(error.body, error.response.text)
                named = error.param if isinstance(error.param, str) else ""
                if not (self._leave_out(unsupported(code, said, named, self._parameters)) or self._shorten(code, said)):
                    raise self._fault.status(code, said, error.response.headers.get("location", "")) from error
            except openai.APITimeoutError as error:
                raise self._fault.silent(self._read_seconds) from error
            except openai.APIConnectionError as error:
                raise self._fault.unreachable(error) from error
            else:
                return answer.text, requests + 1 + answer.retries_taken

    def _leave_out(self, name: str | None) -> bool:
        """Stop sending a parameter that the server does not know; False where there is none to leave out."""
        if name is None:
            return False
        value = self._parameters.pop(name)
        if name == "max_tokens":  # OpenAI's newer models call it so
            self._parameters["max_completion_tokens"] = value
        return True

    def _shorten(self, code: int, said: str) -> bool:
        """Ask for no more than SHORT tokens where more do not fit beside the request; False where that is not so."""
        name = next((name for name in ("max_tokens", "max_completion_tokens") if name in self._parameters), None)
        if name is None or self._parameters[name] <= SHORT or not asks_too_much(code, said):
            return False
        self._parameters[name] = SHORT
        return True

    @cached_property
    def _client(self) -> openai.AsyncOpenAI:
        """Opened at the first reply. Proxies of the environment are for the network, never for this machine."""
        away = urlsplit(self.base_url).hostname not in LOOPBACK
        timeout = openai.Timeout(self._read_seconds, connect=CONNECT_SECONDS)
        # The SDK would follow a redirect with the screenshots to wherever it points.
        http = openai.DefaultAsyncHttpxClient(trust_env=away, follow_redirects=False, timeout=timeout)
        return openai.AsyncOpenAI(
            api_key=self._key or "none",
            base_url=self.base_url,
            max_retries=self._retries,
            timeout=timeout,
            http_client=http,
        )

    @property
    def _headers(self) -> dict[str, str | openai.Omit]:
        """What the SDK would take from the environment and send along to whatever server, said or left out here."""
        return {
            "Authorization": f"Bearer {self._key}" if self._key else openai.Omit(),
            "OpenAI-Organization": openai.Omit(),
            "OpenAI-Project": openai.Omit(),
        }

    @property
    def _fault(self) -> Fault:
        return Fault(self.model, self.base_url, self._key)


def _wire(message: Message) -> dict[str, Any]:
    """A message as it goes out: plain text where there is no image, for servers whose assistants speak only that."""
    texts = [_utf8(part.text) for part in message.parts if isinstance(part, Text)]
    if len(texts) == len(message.parts):
        return {"role": message.role, "content": "\n".join(texts)}
    return {"role": message.role, "content": [_part(part) for part in message.parts]}


def _part(part: Text | Image) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "text", "text": _utf8(part.text)}
    return {"type": "image_url", "image_url": {"url": _data_uri(part.png)}}


def _utf8(text: str) -> str:
    """Text that can be sent: half a surrogate pair, as a command line may hold, becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


@lru_cache(maxsize=32)
def _data_uri(png: bytes) -> str:
    """Kept for the screenshots that stay in a conversation, since each request repeats them."""
    return f"data:image/png;base64,{b64encode(png).decode()}"
