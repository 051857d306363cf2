"""The Messages API, asked through the anthropic SDK at one endpoint and nowhere else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any

import anthropic

from guiagent.errors import ContextOverflow, ModelError
from guiagent.messages import Reply
from guiagent.models.claude_message import NotAMessage, message_in, refusal_in
from guiagent.models.endpoint import CONNECT_SECONDS, Endpoint
from guiagent.models.faults import unsupported, words_in

RULES = Path(__file__).with_name("claude.toml")
BINDING_BETA = "thinking-binding-controls-2026-08-01"
DROP = {"type": "adaptive", "block_binding": {"prefix_mismatch_behavior": "drop_block"}}
"""Lets thinking go that was bound to a request which has changed, as a person's hint on the way changes it."""
UNKNOWN = "check --model and --base-url; GET {url}/v1/models lists what it has"
"""What to do about a 404: the SDK adds /v1 to a base URL itself."""
_SPENT = re.compile(r"credit balance|usage limit|spend(?:ing)? limit", re.IGNORECASE)
_BOUND = re.compile(r"bound to a different|prefix_mismatch_behavior|invalid .?signature", re.IGNORECASE)


class ClaudeClient:
    """Asks for messages. 408, 409, 429, 5xx, 529 and broken connections are tried again by the SDK, when it is told to.

    What a server says it does not take is left out from then on, and thinking that it says is bound is let go.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._parameters = _parameters(endpoint)
        self._betas: tuple[str, ...] = ()
        self._lets_go = False

    async def aclose(self) -> None:
        """Close the connections; the next request would open new ones."""
        if client := self.__dict__.pop("_client", None):
            await client.close()

    async def ask(self, body: Mapping[str, Any], betas: tuple[str, ...] = ()) -> Reply:
        """The message that answers a request's body, less model and parameters, with its cost.

        Raises ModelError, in one line that says what to do, or ContextOverflow.
        """
        (text, requests), seconds = await self.endpoint.within(self._answer(body, betas))
        try:
            reply = message_in(text)
        except NotAMessage as error:
            raise self.endpoint.fault.nonsense(str(error)) from error
        if why := refusal_in(reply):
            raise self.endpoint.fault.refused(why)
        if reply.stop == "model_context_window_exceeded":
            raise ContextOverflow(
                f"{self.endpoint.model!r} stopped because its context is full; make the screen smaller"
            )
        return self.endpoint.accounted(reply, requests, seconds)

    async def _answer(self, body: Mapping[str, Any], betas: tuple[str, ...]) -> tuple[str, int]:
        """The body of the answer, and how many requests it took."""
        fault, requests = self.endpoint.fault, 0
        while True:
            try:
                text, taken = await self._request(body, (*betas, *self._betas))
            except anthropic.APIStatusError as error:
                requests += 1
                code, said = error.status_code, words_in(error.body, error.response.text)
                if not self._learnt(code, said):
                    raise self._refusal(code, said, error.response.headers.get("location", "")) from error
            except anthropic.APITimeoutError as error:
                raise fault.silent(self.endpoint.read_seconds) from error
            except anthropic.APIConnectionError as error:
                raise fault.unreachable(error) from error
            else:
                return text, requests + taken

    async def _request(self, body: Mapping[str, Any], betas: tuple[str, ...]) -> tuple[str, int]:
        messages = self._client.beta.messages if betas else self._client.messages
        answer = await messages.with_raw_response.create(
            model="",
            max_tokens=self.endpoint.max_tokens,
            messages=[],
            # As parameters of its own the SDK would walk every turn for fields to rename, 3 ms a screenshot, and print
            # a warning where the model will be retired.
            extra_body={"model": self.endpoint.model, **body, **self._parameters},
            extra_headers=self._headers | ({"anthropic-beta": ",".join(betas)} if betas else {}),
        )
        return await answer.text(), 1 + answer.retries_taken

    def _refusal(self, code: int, said: str, location: str) -> ModelError:
        """What a status means. A refusal for size is one for the context, too: with fewer screenshots it may pass."""
        if code < 500 and _SPENT.search(said):
            return self.endpoint.fault.exhausted(said)
        refusal = self.endpoint.fault.status(code, said, location, UNKNOWN if code == 404 else "")
        return ContextOverflow(str(refusal)) if code == 413 else refusal

    def _learnt(self, code: int, said: str) -> bool:
        """Whether the same request may pass now: without a parameter, or with bound thinking let go."""
        if code == 400 and not self._lets_go and _BOUND.search(said):
            self._lets_go, self._betas = True, (BINDING_BETA,)
            self._parameters["thinking"] = {**self._parameters.get("thinking", {}), **DROP}
            return True
        name = unsupported(code, said, "", self._parameters)
        if name is not None:
            del self._parameters[name]
            self._betas = () if name == "thinking" else self._betas
        return name is not None

    @cached_property
    def _client(self) -> anthropic.AsyncAnthropic:
        """Opened at the first request, with the key that was given and with nothing that the environment holds."""
        timeout = anthropic.Timeout(self.endpoint.read_seconds, connect=CONNECT_SECONDS)
        client = anthropic.AsyncAnthropic(
            api_key=self.endpoint.key or "none",  # without any, the SDK would look for one in files
            base_url=self.endpoint.base_url,
            max_retries=self.endpoint.retries,
            timeout=timeout,
            open_telemetry=False,
            # The SDK would follow a redirect with the screenshots to wherever it points.
            http_client=anthropic.DefaultAsyncHttpxClient(follow_redirects=False, timeout=timeout, **self._ways),
        )
        client._custom_headers = {}  # those of ANTHROPIC_CUSTOM_HEADERS, which no option keeps out
        return client

    @property
    def _ways(self) -> dict[str, Any]:
        """Proxies of the environment are for other machines; the SDK reads them itself, whatever `trust_env` says."""
        if self.endpoint.away:
            return {}
        return {"trust_env": False, "mounts": dict.fromkeys(("http://", "https://", "all://"))}

    @property
    def _headers(self) -> dict[str, str | anthropic.Omit]:
        return {} if self.endpoint.key else {"Authorization": anthropic.Omit(), "X-Api-Key": anthropic.Omit()}


def _parameters(endpoint: Endpoint) -> dict[str, Any]:
    """What a request holds beside its messages, by the model's generation; the API has no temperature any more."""
    found = _generation(endpoint.model.rpartition("/")[2].lower())
    sent = {"thinking": dict(found["thinking"])} if "thinking" in found else {}
    if "effort" in found:
        sent["output_config"] = {"effort": found["effort"]}
    return sent


def _generation(model: str) -> Mapping[str, Any]:
    table: list[dict[str, Any]] = tomllib.loads(RULES.read_text(encoding="utf-8"))["generation"]
    return next((each for each in table if any(fnmatchcase(model, glob) for glob in each["names"])), {})
