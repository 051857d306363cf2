"""What an error of the Gemini API means: whether it passes, when to ask again, and what to tell a person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2
from google.genai import errors

from guiagent.errors import ModelError
from guiagent.models.endpoint import Endpoint
from guiagent.models.faults import words_in

PASSING = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
PATIENCE = 120.0
"""Seconds that the server may ask for; where it asks for more, the request is not tried again."""
_GONE = re.compile(r"per ?day|\blimit: 0\b", re.IGNORECASE)
_KEY = re.compile(r"\bAPI key\b", re.IGNORECASE)
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)s")


class BrokenOff(ValueError):
    """An answer that ends in the middle of its JSON, as a server that is stopped or a proxy leaves it."""


def whole(text: str) -> str:
    """The text of an answer's body. Raises BrokenOff where it is the beginning of one."""
    if text.lstrip().startswith("{"):
        try:
            json.loads(text)
        except ValueError as error:
            raise BrokenOff(f"it is not JSON: {text.strip()}") from error
    return text


def passes(error: BaseException) -> bool:
    """Whether the same request may be answered if it is sent again."""
    if isinstance(error, BrokenOff):
        return True
    if not isinstance(error, errors.APIError):
        return isinstance(error, httpx2.TransportError) and not isinstance(error, httpx2.ReadTimeout)
    if error.code not in PASSING or _used_up(error):
        return False
    said = wait_for(error)
    return said is None or said <= PATIENCE


def wait_for(error: BaseException) -> float | None:
    """The seconds that a server asks to wait: by `Retry-After`, in either form, or by its `RetryInfo`."""
    if not isinstance(error, errors.APIError):
        return None
    said = getattr(error.response, "headers", {}).get("retry-after", "")
    if (found := _retry_after(said)) is not None:
        return found
    delays = [str(detail.get("retryDelay", "")) for detail in _details(error)]
    found_in = next((match for delay in delays if (match := _SECONDS.fullmatch(delay))), None)
    return float(found_in[1]) if found_in else None


def error_of(error: Exception, endpoint: Endpoint) -> ModelError:
    """The fault in one line that says what to do; ContextOverflow where the request is too long."""
    match error:
        case errors.APIError():
            return _status(error, endpoint)
        case TimeoutError() | httpx2.TimeoutException():
            return endpoint.fault.silent(endpoint.read_seconds)
        case httpx2.HTTPError() | httpx2.InvalidURL():
            return endpoint.fault.unreachable(error)
        case _:
            return endpoint.fault.nonsense(str(error))


def _status(error: errors.APIError, endpoint: Endpoint) -> ModelError:
    response = error.response
    text, location = getattr(response, "text", ""), getattr(response, "headers", {}).get("location", "")
    said = words_in(error.details, text)
    if _used_up(error):
        return endpoint.fault.exhausted(said)
    return endpoint.fault.status(error.code, said, location, advice=_advice(error))


def _advice(error: errors.APIError) -> str:
    """What to do, where the API's statuses mean something of their own; empty where they mean the usual."""
    reasons = {str(detail.get("reason", "")) for detail in _details(error)}
    if error.code in (400, 403) and ("API_KEY_INVALID" in reasons or _KEY.search(error.message or "")):
        return "give a valid key in {keys}"
    if error.code == 400 and error.status == "FAILED_PRECONDITION":
        return "this key's project may need billing, or another region; see its account page"
    if error.code == 404:
        return "check --model and --base-url; GET {url}/v1beta/models lists what it has"
    return ""


def _used_up(error: errors.APIError) -> bool:
    """Whether it is a quota that waiting some seconds does not bring back."""
    if error.code != 429:
        return False
    violations = [violation for detail in _details(error) for violation in detail.get("violations") or ()]
    quotas = [str(violation.get("quotaId", "")) for violation in violations if isinstance(violation, Mapping)]
    said = error.message or ""
    if any(_GONE.search(text) for text in (*quotas, said)):
        return True
    # A limit per minute is told with the same words on billing, but also which quota it is, or when to ask again.
    return "billing" in said.lower() and not quotas and wait_for(error) is None


def _details(error: errors.APIError) -> Iterator[Mapping[str, Any]]:
    """The details of an error, whatever else the body holds."""
    body = error.details if isinstance(error.details, Mapping) else {}
    inner = body.get("error")
    details = inner.get("details") if isinstance(inner, Mapping) else None
    return (each for each in details if isinstance(each, Mapping)) if isinstance(details, list) else iter(())


def _retry_after(said: str) -> float | None:
    """Seconds of a `Retry-After` in seconds or as a date; None where it is neither."""
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
