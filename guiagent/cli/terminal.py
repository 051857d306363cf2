"""The person at the terminal: Ctrl-C once pauses and asks, twice stops; questions of the guard are asked here."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from rich.markup import escape

from guiagent.cli.console import StepPrinter
from guiagent.errors import Interrupted
from guiagent.words import plain


class TerminalPerson:
    """A `Person` who is asked on stderr and answers on stdin. Without a terminal, the first Ctrl-C stops."""

    def __init__(self, printer: StepPrinter, hide: Callable[[str], str] = str) -> None:
        """`hide` takes secrets out of what they type."""
        self.printer, self._hide = printer, hide
        self.there = sys.stdin.isatty() and sys.stderr.isatty()
        self._called = asyncio.Event()
        self._run: asyncio.Task[object] | None = None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take Ctrl-C, and the requests to end, for the task that enters this."""
        self._run = asyncio.current_task()
        loop = asyncio.get_running_loop()
        handlers = {signal.SIGINT: self._interrupt, signal.SIGTERM: self._stop, signal.SIGHUP: self._stop}
        for number, handler in handlers.items():
            loop.add_signal_handler(number, handler)
        try:
            yield
        finally:
            for number in handlers:
                loop.remove_signal_handler(number)

    async def calls(self) -> None:
        await self._called.wait()

    async def turn(self) -> str:
        if not self._called.is_set():
            return ""
        answer = await self._ask("Paused. A hint for the task, [b]stop[/b], or nothing to go on:")
        self._called.clear()
        if answer.lower() in {"stop", "s", "q", "quit", "exit"}:
            raise Interrupted("stopped at the pause")
        return self._hide(answer)

    async def confirm(self, question: object) -> bool:
        """Whether they say yes to the question; anything else is no, and what was typed before it is no answer."""
        _forget_typed()
        return (await self._ask(f"{escape(plain(str(question)))} [b]y/N[/b]")).lower() in {"y", "yes"}

    async def _ask(self, question: str) -> str:
        with self.printer.aside():
            self.printer.console.print(question, style="yellow", end=" ")
            return await _line()

    def _interrupt(self) -> None:
        if self.there and not self._called.is_set():
            self._called.set()
            self.printer.say("pausing … (Ctrl-C again stops)", style="yellow")
        else:
            self._stop()

    def _stop(self) -> None:
        if self._run is not None:
            self._run.cancel()


def _forget_typed() -> None:
    with suppress(ImportError):  # Windows has no such thing
        import termios

        termios.tcflush(sys.stdin, termios.TCIFLUSH)


async def _line() -> str:
    """The next line of stdin, without a thread that would outlive a cancellation; nothing at its end."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[str] = loop.create_future()

    def read() -> None:
        if not ready.done():
            ready.set_result(sys.stdin.readline())

    loop.add_reader(sys.stdin, read)
    try:
        return (await ready).strip()
    finally:
        loop.remove_reader(sys.stdin)
