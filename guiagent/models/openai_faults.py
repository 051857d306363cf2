"""What the openai SDK's errors mean: a quota that is used up, a filter, a refusal, silence, nobody there."""

from __future__ import annotations

import re
from typing import NamedTuple

import httpx2
import openai

from guiagent.errors import ModelError
from guiagent.models.endpoint import Endpoint
from guiagent.models.faults import is_of_the_request, words_in

_SPENT = re.compile(rb"insufficient_quota|exceeded_current_quota|billing_hard_limit")
_FILTERED = re.compile(rb"content_filter|content_policy|content management policy|safety system")


class BrokenOff(httpx2.RemoteProtocolError):
    """An answer that ends in the middle of its JSON, as a server that is stopped or a proxy leaves it."""


class Refusal(NamedTuple):
    """A server's refusal: the HTTP status, its words, and the parameter that it names apart from them, if any."""

    code: int
    said: str
    named: str


def refusal_in(error: openai.APIStatusError) -> Refusal:
    named = error.param if isinstance(error.param, str) else ""
    return Refusal(error.status_code, words_in(error.body, error.response.text), named)


def spent(status: int, body: bytes) -> bool:
    """Whether it is a quota that is used up, which is told with the 429 of a rate limit."""
    return status == 429 and _SPENT.search(body) is not None


def in_vain(status: int, body: bytes) -> bool:
    """Whether the same request would be refused again, whatever the status says: llama.cpp and Ollama answer 500 so."""
    return spent(status, body) or (status == 500 and is_of_the_request(body.decode(errors="replace")))


def fault_of(endpoint: Endpoint, error: openai.APIStatusError | openai.APIConnectionError) -> ModelError:
    """The error in one line that says what to do."""
    fault = endpoint.fault
    match error:
        case openai.APITimeoutError() if type(error.__cause__).__name__ != "ConnectTimeout":
            return fault.silent(endpoint.read_seconds)
        case openai.APIConnectionError(__cause__=BrokenOff() as broken):
            return fault.nonsense(str(broken))
        case openai.APIConnectionError():
            return fault.unreachable(error)
    refusal, body = refusal_in(error), error.response.content
    if spent(refusal.code, body):
        return fault.exhausted(refusal.said)
    if refusal.code == 400 and _FILTERED.search(body):
        return fault.refused(refusal.said)
    return fault.status(refusal.code, refusal.said, error.response.headers.get("location", ""))
