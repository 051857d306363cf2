"""A task as a Gymnasium environment (Towers et al. 2024): pixels and an instruction in, one action a step."""

from __future__ import annotations

import io
from typing import Any

import gymnasium
import numpy as np
from PIL import Image

from guiagent.bench.gym.loop import Loop
from guiagent.bench.gym.registered import suite_of, world_of
from guiagent.bench.gym.spaces import action_of, doing, seeing
from guiagent.bench.gym.stage import Stage, said
from guiagent.computers.options import BrowserOptions
from guiagent.errors import ActionFailed, UsageError
from guiagent.protocols import Sandbox, Task
from guiagent.records import Ending, Observation

Seen = dict[str, Any]
Info = dict[str, Any]


class GuiEnv(gymnasium.Env[Seen, Any]):
    """An environment for a task of ours, named "shop/buy-two", or any Task with the Sandbox that it is set in.

    Observation: `screenshot`, uint8 of (height, width, 3), and `instruction`. Action: a sample of `action_space`, or
    one of guiagent's own actions, as it is, as a dict or as JSON; one that cannot be done changes nothing, and
    `info["failed"]` says why. The reward is 0 until the end, and then what the check of the world's state gives: its
    score where it has one, else 1 or 0. An episode is terminated by `finish`, `give_up` or the world itself, and
    truncated after `steps`. A reset with a seed opens the world of that seed. It is a synchronous front to what runs in
    an event loop of its own; close it, or its browser stays until this process ends.
    """

    metadata: dict[str, Any] = {"render_modes": ["rgb_array"], "render_fps": 1}  # noqa: RUF012, so Gymnasium has it

    def __init__(
        self,
        task: str | Task,
        world: Sandbox | None = None,
        *,
        viewport: tuple[int, int] | None = None,
        scale: float | None = None,
        steps: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        task, world, options, self.steps = _chosen(task, world, viewport, scale, steps)
        width, height = (round(side * options.scale) for side in options.viewport)
        self.render_mode = render_mode
        self.observation_space = seeing(width, height)
        self.action_space = doing(width, height)
        self._stage = Stage(task, world, options)
        self._loop: Loop | None = None
        self._taken = 0
        self._last = np.zeros((height, width, 3), np.uint8)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Seen, Info]:
        """Open the world of this seed, or of one that is drawn."""
        super().reset(seed=seed)
        chosen = int(self.np_random.integers(2**31)) if seed is None else seed
        self._loop = self._loop or Loop()
        now = self._loop.run(self._stage.open(chosen))
        self._taken = 0
        return self._seen(now), {"seed": chosen}

    def step(self, action: Any) -> tuple[Seen, float, bool, bool, Info]:
        """Do one thing and look again. Raises SandboxError before the first reset."""
        self._loop = self._loop or Loop()
        return self._loop.run(self._step(action))

    def render(self) -> Any:
        """The last screenshot."""
        return self._last.copy() if self.render_mode == "rgb_array" else None

    def close(self) -> None:
        """Close the world, the browser and the loop; a reset opens them again."""
        if self._loop is not None:
            self._loop.run(self._stage.close())
            self._loop.stop()
            self._loop = None

    async def _step(self, action: Any) -> tuple[Seen, float, bool, bool, Info]:
        ending, failed = await self._act(action)
        self._taken += 1
        now = await self._stage.look()
        if ending is None and await self._stage.over():
            ending = Ending(reason="finished")
        terminated = ending is not None
        truncated = not terminated and self._taken >= self.steps
        info: Info = {"failed": failed}
        reward = 0.0
        if terminated or truncated:
            verdict = await self._stage.verdict(ending or Ending(reason="steps"))
            reward = float(verdict.success) if verdict.score is None else verdict.score
            info |= {"success": verdict.success, "notes": list(verdict.notes)}
        return self._seen(now), reward, terminated, truncated, info

    async def _act(self, action: Any) -> tuple[Ending | None, str]:
        """The ending that it is, if it is one; and why it could not be done, if so."""
        try:
            meant = action_of(action)
        except ActionFailed as failed:
            return None, str(failed)
        match meant.kind:
            case "finish" | "give_up":
                return said(meant), ""
            case _:
                return None, await self._stage.perform(meant)

    def _seen(self, now: Observation) -> Seen:
        self._last = np.asarray(Image.open(io.BytesIO(now.screen.png)).convert("RGB"), np.uint8)
        return {"screenshot": self._last, "instruction": self._stage.instruction}


def _chosen(
    task: str | Task, world: Sandbox | None, viewport: tuple[int, int] | None, scale: float | None, steps: int | None
) -> tuple[Task, Sandbox, BrowserOptions, int]:
    """What was asked for; where nothing was, what the task's suite says. Raises UsageError."""
    if not isinstance(task, str):
        if world is None:
            raise UsageError(
                "a Task that is not named as SUITE/TASK needs the Sandbox that it is set in: GuiEnv(task, world)"
            )
        return task, world, BrowserOptions(viewport=viewport or (1280, 800), scale=scale or 1.0), steps or 40
    name, _, short = task.partition("/")
    suite = suite_of(name)
    if short not in suite.tasks:
        raise UsageError(f"there is no task {task!r}; the tasks of {name} are {', '.join(suite.tasks)}")
    found = suite.tasks[short]
    options = BrowserOptions(viewport=viewport or suite.viewport, scale=scale or suite.scale)
    return found, world or world_of(found, suite), options, steps or suite.steps
