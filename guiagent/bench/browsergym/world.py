"""A task of BrowserGym as a sandboxed world: it tells what to do, knows when it is over, and validates by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field

from guiagent.actions import Value
from guiagent.bench.browsergym.computer import BrowserGymComputer
from guiagent.bench.browsergym.interpreter import BrowserGymOptions, Interpreter, browser
from guiagent.errors import SandboxError
from guiagent.records import Ending


class BrowserGymState(Value):
    """What the task's own validation says: the highest reward so far, whether it is over, and its last words."""

    task: str
    reward: float = 0.0
    over: bool = False
    message: str = ""
    info: dict[str, Any] = Field(default_factory=dict)


class BrowserGymSession:
    """An open task. Its page is BrowserGym's, so the way in is `computer`, not `url`."""

    def __init__(self, task: str, goal: str, url: str, computer: BrowserGymComputer, interpreter: Interpreter) -> None:
        self.task, self.goal, self.url, self.computer = task, goal, url, computer
        self._interpreter = interpreter

    async def instruction(self) -> str:
        """The goal in words."""
        return self.goal

    async def over(self) -> bool:
        """Whether the task has ended by itself, in success or failure."""
        return (await self.inspect()).over

    async def inspect(self) -> BrowserGymState:
        """What has been validated so far, after each action."""
        return BrowserGymState(task=self.task, **await self._interpreter.ask("state"))

    async def conclude(self, ending: Ending) -> None:
        """Say the agent's last word to the user: its answer, or that the task cannot be done. Do this before judging.

        An agent that was stopped says nothing.
        """
        match ending.reason:
            case "finished":
                await self._interpreter.ask("say", text=ending.answer or "done", infeasible=False)
            case "gave_up":
                await self._interpreter.ask("say", text=ending.detail, infeasible=True)
            case _:
                return


@dataclass(frozen=True)
class BrowserGym:
    """The task of this name: miniwob.click-test. It has no `database` and no `port`: its sites are BrowserGym's."""

    database: Path | None = None
    port: int = 0
    task: str = ""
    options: BrowserGymOptions = field(default_factory=BrowserGymOptions)

    @asynccontextmanager
    async def open(self, seed: int) -> AsyncIterator[BrowserGymSession]:
        """The task with this seed. Raises SandboxError where BrowserGym is missing or cannot set it up."""
        async with Interpreter(self.options) as interpreter:
            told = await interpreter.ask(
                "open",
                task=self.task,
                seed=seed,
                scale=self.options.scale,
                executable=browser(),
                settings=dict(self.options.settings),
            )
            if told["pictures"]:
                raise SandboxError(
                    f"the goal of {self.task} has {told['pictures']} pictures in it, and an instruction is words alone"
                )
            computer = BrowserGymComputer(interpreter, self.options.scale)
            url = (await computer.observe()).url
            yield BrowserGymSession(self.task, told["goal"], url, computer, interpreter)
