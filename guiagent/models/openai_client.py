"""The openai SDK's client, held to what an `Endpoint` says: nothing goes elsewhere, and nothing else goes along."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import openai

from guiagent.models.endpoint import CONNECT_SECONDS, Endpoint
from guiagent.models.openai_faults import BrokenOff, in_vain


def client_of(endpoint: Endpoint) -> openai.AsyncOpenAI:
    """A client that tries again what may pass: 408, 409, 429, 5xx and broken connections, `endpoint.retries` times.

    It waits as long as `Retry-After` says, up to two minutes, or backs off with jitter; a longer wait it refuses. A
    query in the base URL, as Azure's `?api-version=`, goes with every request.
    """
    place = urlsplit(endpoint.base_url)
    timeout = openai.Timeout(endpoint.read_seconds, connect=CONNECT_SECONDS)
    return _Client(
        # Without a key the SDK would look for one in the environment.
        api_key=endpoint.key or "none",
        base_url=urlunsplit(place._replace(query="", fragment="")),
        default_query=dict(parse_qsl(place.query)),
        max_retries=endpoint.retries,
        timeout=timeout,
        http_client=openai.DefaultAsyncHttpxClient(
            # Proxies of the environment are for the network, never for this machine.
            trust_env=endpoint.away,
            # The SDK would follow a redirect with the screenshots to wherever it points.
            follow_redirects=False,
            timeout=timeout,
            event_hooks={"response": [_not_again_in_vain, _whole]},
        ),
    )


def headers_of(endpoint: Endpoint) -> dict[str, str | openai.Omit]:
    """What each request says of the key: a bearer, or as Azure's dated API takes it; nothing where there is none.

    Azure's `/openai/v1`, which has no date in its address, takes a bearer as others do.
    """
    if not endpoint.key:
        return {"Authorization": openai.Omit()}
    if "api-version=" in urlsplit(endpoint.base_url).query:
        return {"Authorization": openai.Omit(), "api-key": endpoint.key}
    return {"Authorization": f"Bearer {endpoint.key}"}


class _Client(openai.AsyncOpenAI):
    """The SDK's own headers tell of this machine, and of the environment's organization, project and custom headers."""

    @property
    def default_headers(self) -> dict[str, str | openai.Omit]:
        return {"Accept": "application/json", "Content-Type": "application/json", "User-Agent": "guiagent"}


async def _not_again_in_vain(response: Any) -> None:
    """What no second try mends would be tried again by its status alone: a used-up quota, a request too long."""
    if response.status_code in (429, 500) and in_vain(response.status_code, await response.aread()):
        response.headers["x-should-retry"] = "false"  # the SDK heeds it as a server's word


async def _whole(response: Any) -> None:
    """Half an answer is tried again, as one whose connection broke: the SDK takes what is raised here for that."""
    if response.status_code == 200 and (body := await response.aread()).lstrip().startswith(b"{"):
        try:
            json.loads(body)
        except ValueError as error:
            raise BrokenOff(f"it is not JSON: {body.decode(errors='replace').strip()}") from error
