"""An application's process: started on a free port of loopback, waited for, and ended with its folder."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from guiagent.errors import SandboxError
from guiagent.sandboxes._apps import keeper
from guiagent.sandboxes._server import HOST

START = 60.0
"""Seconds until it must answer, on a machine that has other things to do."""

TRIES = 3
"""Starts on another free port, where somebody else took the first one meanwhile."""

_STOP = 15.0
_LAST = 600
"""Characters of an application's last words that an error repeats."""

Command = Callable[[int], Sequence[str]]
"""The command line of an application that listens on this port."""


def require(name: str, *modules: str) -> None:
    """Raises SandboxError where one of the modules is not installed that `name` needs."""
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if missing:
        raise SandboxError(
            f"the sandbox {name} needs {', '.join(missing)}, not installed here: pip install 'guiagent[apps]'"
        )


def folder() -> Path:
    """A new folder for a world that is thrown away."""
    return Path(tempfile.mkdtemp(prefix="guiagent-world-")).resolve()


@asynccontextmanager
async def running(command: Command, root: Path, port: int = 0, *, keep: bool = False) -> AsyncIterator[str]:
    """The address of an application while it runs, its files and its output in `root`. Raises SandboxError.

    It ends when the context does or this process is killed, and `root` goes with it unless it is to be kept.
    """
    for left in reversed(range(1 if port else TRIES)):
        chosen = port or _free()
        process = await asyncio.to_thread(_start, command(chosen), root, keep)
        try:
            if await _answers(process, chosen):
                yield f"http://{HOST}:{chosen}"
                return
            if not left:
                raise SandboxError(f"the application ended with code {process.returncode}: {_last_words(root)}")
        finally:
            await asyncio.shield(asyncio.to_thread(_end, process))


def _start(command: Sequence[str], root: Path, keep: bool) -> subprocess.Popen[bytes]:
    home = root / "home"
    home.mkdir(exist_ok=True, parents=True)
    with (root / "output.txt").open("wb") as output:
        return subprocess.Popen(
            [sys.executable, keeper.__file__, "-" if keep else str(root), *command],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=home,
            env=_environ(home),
        )


def _environ(home: Path) -> dict[str, str]:
    """Ours, with a home of its own, and a way out that leads nowhere."""
    nowhere = "http://127.0.0.1:9"
    places = {name: str(home) for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    proxies = {name: nowhere for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")}
    return {**os.environ, **places, **proxies, "no_proxy": HOST, "PYTHONWARNINGS": "ignore"}


def _free() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


async def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until it answers a request; False where it ended instead. Raises SandboxError where it does neither."""
    with suppress(TimeoutError):
        async with asyncio.timeout(START):
            while process.poll() is None:
                if await _asked(port):
                    return process.poll() is None
                await asyncio.sleep(0.05)
            return False
    raise SandboxError(f"the application did not answer on port {port} in {START:.0f} seconds")


async def _asked(port: int) -> bool:
    """Whether a request for the first page is answered."""
    try:
        reader, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    try:
        writer.write(f"GET / HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode())
        return (await reader.read(7)) == b"HTTP/1."
    except OSError:
        return False
    finally:
        writer.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_STOP)


def _last_words(root: Path) -> str:
    with suppress(OSError):
        return " ".join((root / "output.txt").read_text(errors="replace")[-_LAST:].split())
    return "it said nothing"
