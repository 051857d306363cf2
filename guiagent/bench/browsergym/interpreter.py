"""The interpreter that has BrowserGym: started beside this one, asked a line at a time, and ended with its browsers.

BrowserGym pins a Playwright of 2024; in an environment of its own that is nobody's trouble.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from guiagent.computers.find import find_browser
from guiagent.errors import SandboxError

PYTHON = "GUIAGENT_BROWSERGYM_PYTHON"
"""The environment variable that names the interpreter."""

PATIENCE = 600.0
"""Seconds that an answer may take: some sites are reset by setting a task up."""

WORKER = Path(__file__).with_name("worker.py")
_LINE = 2**26


@dataclass(frozen=True)
class BrowserGymOptions:
    """Where BrowserGym is and how its tasks are shown.

    `python` is the interpreter that has it; None: the one named in the environment, or this one. The page's screenshot
    is `scale` times its CSS pixels. `settings` are keyword arguments of BrowserGym's `BrowserEnv`, as `slow_mo`; what a
    task itself asks for is kept otherwise. `environ` is added to the interpreter's environment, as MINIWOB_URL.
    """

    python: Path | None = None
    scale: float = 1.0
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    environ: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def interpreter(self) -> str:
        """The interpreter to start."""
        return str(self.python or os.environ.get(PYTHON) or sys.executable)


class Interpreter:
    """Use as `async with Interpreter(options) as interpreter`."""

    def __init__(self, options: BrowserGymOptions) -> None:
        self._options = options
        self._lock = asyncio.Lock()
        self._said: deque[str] = deque(maxlen=8)

    async def __aenter__(self) -> Self:
        options = self._options
        try:
            self._process = await asyncio.create_subprocess_exec(
                options.interpreter,
                "-P",
                str(WORKER),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
                limit=_LINE,
                env={**os.environ, "PYTHONWARNINGS": "ignore", **options.environ},
            )
        except OSError as error:
            raise SandboxError(f"cannot start {options.interpreter!r} for BrowserGym: {error.strerror}") from error
        self._listening = asyncio.ensure_future(self._listen())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            with suppress(SandboxError):
                await self.ask("close", within=20.0)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await self._listening

    async def ask(self, do: str, *, within: float = PATIENCE, **order: Any) -> Any:
        """Its answer. Raises SandboxError where it fails, ends or is silent for too long."""
        async with self._lock:
            line = await self._answer(json.dumps({"do": do, **order}), within)
        if not line:
            raise SandboxError(await self._why())
        answer = json.loads(line)
        if "error" in answer:
            raise SandboxError(f"BrowserGym could not {do} {order.get('task', '')}: {answer['error']}")
        return answer["ok"]

    async def _answer(self, order: str, within: float) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(f"{order}\n".encode())
            await self._process.stdin.drain()
            async with asyncio.timeout(within):
                return await self._process.stdout.readline()
        except TimeoutError as error:
            raise SandboxError(f"BrowserGym did not answer in {within:g} seconds") from error
        except OSError:
            return b""

    async def _listen(self) -> None:
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            self._said.append(line.decode(errors="replace").strip())

    async def _why(self) -> str:
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                await asyncio.shield(self._listening)
        words, python = " ".join(self._said), self._options.interpreter
        if "No module named" in words:
            return (
                f"{python} has no BrowserGym: make an environment for it, pip install browsergym-miniwob (or another "
                f"of its benchmarks) there, and name its interpreter in {PYTHON}; docs/browsergym.md says how"
            )
        return f"BrowserGym's interpreter {python} ended: {words[-600:] or 'it said nothing'}"


def browser() -> str:
    """The Chromium that BrowserGym is given, since its own Playwright brings none. Raises ComputerError."""
    return str(find_browser().path)
