"""Going to an address and back, bounded in time, with failures told in words."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress

from playwright.async_api import CDPSession, Error, Page

from guiagent.errors import ActionFailed

SECONDS = 15.0
"""How long a server may take until it begins to answer."""

_REASONS = {
    "ERR_NAME_NOT_RESOLVED": "there is no such host",
    "ERR_CONNECTION_REFUSED": "the host refuses connections at this port",
    "ERR_CONNECTION_RESET": "the host broke the connection off",
    "ERR_CONNECTION_CLOSED": "the host closed the connection without an answer",
    "ERR_EMPTY_RESPONSE": "the host closed the connection without an answer",
    "ERR_CONNECTION_TIMED_OUT": "the host does not answer",
    "ERR_ADDRESS_UNREACHABLE": "the host cannot be reached",
    "ERR_INTERNET_DISCONNECTED": "there is no network",
    "ERR_TOO_MANY_REDIRECTS": "it redirects in a circle",
    "ERR_TUNNEL_CONNECTION_FAILED": "the way to the host is closed in this run",
    "ERR_PROXY_CONNECTION_FAILED": "the way to the host is closed in this run",
    "ERR_BLOCKED_BY_CLIENT": "the address is blocked in this run",
    "ERR_UNSAFE_PORT": "a browser does not speak with this port",
    "ERR_INVALID_URL": "it is no valid address",
    "ERR_INVALID_AUTH_CREDENTIALS": "it asks for a name and a password in a window that is not part of the page",
    "ERR_SSL_PROTOCOL_ERROR": "the host does not speak https at this port",
    "ERR_CERT_AUTHORITY_INVALID": "nobody that this browser trusts vouches for the host's certificate",
    "ERR_CERT_COMMON_NAME_INVALID": "the host's certificate is another host's",
    "ERR_CERT_DATE_INVALID": "the host's certificate has run out",
    "ERR_FILE_NOT_FOUND": "there is no such file",
}
_NO_PAGE = "ERR_ABORTED"
"""An answer that leaves the page as it is, as a download or a `204 No Content` does: nothing failed."""


def check(url: str) -> None:
    """Raises ActionFailed for what a model may not open: anything but http, https and about:blank."""
    if not re.match(r"(?i)https?://[^/]|about:blank$", url.strip()):
        raise ActionFailed(f"cannot open {url!r}: an address begins with http:// or https://, or is about:blank")


async def navigate(url: str, session: CDPSession) -> None:
    """Open an address; returns when the first of its page is there. Raises ActionFailed with the reason."""
    try:
        async with asyncio.timeout(SECONDS):
            answer = await session.send("Page.navigate", {"url": url})
    except TimeoutError:
        await _stop(session)
        raise ActionFailed(f"cannot open {url!r}: no answer within {SECONDS:.0f} seconds") from None
    except Error as error:
        raise ActionFailed(f"cannot open {url!r}: {_reason(error.message)}") from error
    failure = answer.get("errorText", "")
    if failure and _NO_PAGE not in failure:
        raise ActionFailed(f"cannot open {url!r}: {_reason(failure)}")


async def back(page: Page, session: CDPSession) -> None:
    """Go back one page. Raises ActionFailed where there is none."""
    history = await session.send("Page.getNavigationHistory")
    at, entries = history["currentIndex"], history["entries"]
    if at == 0 or (at == 1 and entries[0]["url"] == "about:blank"):
        raise ActionFailed("there is no page to go back to")
    try:
        await page.go_back(wait_until="commit", timeout=SECONDS * 1000)
    except Error as error:
        await _stop(session)
        raise ActionFailed(f"cannot go back to {entries[at - 1]['url']!r}: {_reason(error.message)}") from error


async def _stop(session: CDPSession) -> None:
    """Give up what is loading, so that the page which is there stays usable."""
    with suppress(Error):
        await session.send("Page.stopLoading")


def _reason(message: str) -> str:
    """What Chromium's error means, in words, with its name."""
    found = re.search(r"ERR_[A-Z_]+", message)
    if found is None:
        return message.strip().splitlines()[0]
    words = _REASONS.get(found.group())
    return f"{words} ({found.group()})" if words else found.group()
