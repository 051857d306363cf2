"""A task's world with a browser in it: opened from a seed, acted in, judged. Asynchronous, as all of guiagent is."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from guiagent.actions import Action, DeviceAction, Finish, GiveUp, Look
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.computers.process import BrowserProcess
from guiagent.errors import ActionFailed, SandboxError
from guiagent.guards import AllOf, DomainGuard
from guiagent.guards.domains import AllowList
from guiagent.protocols import Episode, Sandbox, Session, Task
from guiagent.records import Ending, Observation, Verdict

LOOPBACK = "127.0.0.1"


@dataclass
class Stage:
    """One browser process for all worlds, a fresh context for each."""

    task: Task
    world: Sandbox
    options: BrowserOptions
    seed: int = 0
    instruction: str = ""
    _guard: AllOf = field(default_factory=lambda: AllOf((DomainGuard(AllowList.of((LOOPBACK,))),)))
    _process: BrowserProcess | None = None
    _opened: AsyncExitStack = field(default_factory=AsyncExitStack)
    _session: Session | None = None
    _browser: Browser | None = None
    _now: Observation | None = None

    async def open(self, seed: int) -> Observation:
        """Close the last world, and open the one of this seed."""
        await self._opened.aclose()
        if self._process is None or not self._process.alive:
            await self._end_process()
            self._process = await BrowserProcess(self.options).__aenter__()
        self.seed = seed
        self._session = session = await self._opened.enter_async_context(self.world.open(seed))
        where = BrowserOptions(url=session.url, viewport=self.options.viewport, scale=self.options.scale)
        self._browser = await self._opened.enter_async_context(Browser(where, process=self._process))
        if isinstance(session, Episode):
            self.instruction = await session.instruction()
        else:
            self.instruction = self.task.instruction(seed)
        return await self.look()

    async def look(self) -> Observation:
        """The screen as it is, settled."""
        if self._browser is None:
            raise SandboxError("the environment is not open: reset it first")
        self._now = await self._browser.observe()
        return self._now

    async def perform(self, action: DeviceAction | Look) -> str:
        """Do it where the guard allows it; what went wrong in words, or nothing."""
        if self._browser is None or self._now is None:
            raise SandboxError("the environment is not open: reset it first")
        if isinstance(action, Look):
            return ""
        if blocked := await self._guard.review(action, self._now):
            return blocked.reason
        try:
            await self._browser.perform(action)
        except ActionFailed as failed:
            return str(failed)
        return ""

    async def over(self) -> bool:
        """Whether the world itself says that nothing counts any more."""
        return isinstance(self._session, Episode) and await self._session.over()

    async def verdict(self, ending: Ending) -> Verdict:
        """What the task's check says of the world as it is."""
        if self._session is None:
            raise SandboxError("the environment is not open: reset it first")
        return self.task.check(self.seed, await self._session.inspect(), ending)

    async def close(self) -> None:
        """Close the world and the browser."""
        await self._opened.aclose()
        await self._end_process()
        self._session = self._browser = self._now = None

    async def _end_process(self) -> None:
        if self._process is not None:
            await self._process.__aexit__(None, None, None)
            self._process = None


def said(action: Action) -> Ending | None:
    """The ending that an action is, if it is a last word."""
    match action:
        case Finish(answer=answer):
            return Ending(reason="finished", answer=answer)
        case GiveUp(reason=reason):
            return Ending(reason="gave_up", detail=reason)
        case _:
            return None
