"""A web site on loopback whose pages a test writes, and browsers that look at it."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from guiagent.actions import Navigate
from guiagent.computers.browser import Browser, BrowserOptions

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """Pages by path; a page is HTML or a function that writes the whole answer. `hits` are the paths asked for."""

    def __init__(self) -> None:
        self._pages: dict[str, str | Answer] = {}
        self.hits: list[str] = []
        self.cookies: list[str] = []
        self.over = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site._answer(self)

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def page(self, content: str | Answer, path: str | None = None) -> str:
        """Put a page there; returns its address."""
        path = path or f"/{len(self._pages)}"
        self._pages[path] = content
        return f"http://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        self.hits.append(request.path)
        self.cookies.append(request.headers.get("Cookie", ""))
        page = self._pages.get(request.path.partition("?")[0])
        if callable(page):
            try:
                page(request)
            except OSError:
                return  # the browser went away in the middle
        else:
            send(request, page, status=404 if page is None else 200)


def send(request: BaseHTTPRequestHandler, html: str | None, status: int = 200, **headers: str) -> None:
    body = (html or "nothing here").encode()
    request.send_response(status)
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.send_header("Content-Type", "text/html; charset=utf-8")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


Open = Callable[..., Any]


@pytest.fixture
async def opened() -> AsyncIterator[Open]:
    """Opens browsers that end with the test: `browser = await opened(url=…, secrets=…)`."""
    async with AsyncExitStack() as stack:

        async def open_(secrets: Any = None, **options: Any) -> Browser:
            return await stack.enter_async_context(Browser(BrowserOptions(**options), secrets))

        yield open_


async def go(browser: Browser, url: str) -> None:
    """Open a page and wait until it stands."""
    await browser.perform(Navigate(url=url))
    await browser.observe()


async def told(browser: Browser, script: str) -> Any:
    """What the page says of itself: for checks only, by the back door."""
    return await browser._live.tabs.current.evaluate(script)
