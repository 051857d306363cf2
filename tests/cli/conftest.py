"""The command line as a person meets it: a process of its own, a page on loopback, a model's server on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

AGENT = Path(__file__).parents[2] / "agent.py"

FORM = """<!doctype html><meta charset="utf-8"><title>Sign in</title>
<style>body{font:16px sans-serif;margin:40px} input,button{font:16px sans-serif;padding:8px;display:block;margin:8px 0}
</style><h1>Sign in</h1><form method="post" action="/in">
<label>User <input name="user"></label><label>Password <input name="password" type="text"></label>
<button>Sign in</button></form>"""

ECHO = """<script>
const echo = (text) => {
  document.title = text; console.log(text); history.replaceState(0, 0, "#" + text);
  document.cookie = "said=" + encodeURIComponent(text); document.cookie = "mine=1";
};
document.querySelector("[name=password]").oninput = (event) => echo(event.target.value);
</script>"""


@dataclass
class Site:
    """A small site that remembers what was posted to it."""

    url: str = ""
    posted: list[dict[str, list[str]]] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    """A page with a sign-in form; the password is an ordinary text field, so that only a mask can hide it."""
    there = Site()

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {"/": FORM, "/echo": FORM + ECHO}
            self._answer(pages.get(urlsplit(self.path).path, "<h1>Nothing here</h1>"))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            there.posted.append(parse_qs(body))
            self._answer("<h1>Welcome</h1>")

        def _answer(self, page: str) -> None:
            content = page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    there.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield there
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Shell:
    """A terminal without a person at it, in a folder of its own."""

    folder: Path

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """Begin a command; keys of the machine's own environment are not passed on."""
        clean = {
            name: value for name, value in os.environ.items() if not name.endswith(("_API_KEY", "_BASE_URL", "DISPLAY"))
        }
        return subprocess.Popen(
            [sys.executable, str(AGENT), *words],
            cwd=self.folder,
            env={**clean, "COLUMNS": "200", "GUIAGENT_STATE": str(self.folder / "state"), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, **environment: str) -> Said:
        with self.start(*words, **environment) as process:
            out, err = process.communicate(timeout=120)
        return Said(process.returncode, out, err)

    def everything(self, run: str = "run") -> bytes:
        """Every byte of a run's folder but the browser's own cookies, pictures included."""
        return b"".join(file.read_bytes() for file in sorted((self.folder / run).rglob("*")) if file.is_file())


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)
