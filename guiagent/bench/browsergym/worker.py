"""BrowserGym's side of the bridge: `python worker.py`, run by an interpreter that has BrowserGym, asked on stdin.

An order is a line of JSON, and so is its answer; the end of stdin is the end. BrowserGym sets the task up, holds the
page and validates; it is given none of its own actions, and its page is only looked at and touched by device input.
Points come in CSS pixels. Nothing of guiagent is imported here. (BrowserGym: Le Sellier De Chezelles et al. 2024.)
"""

from __future__ import annotations

import base64
import functools
import importlib
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import browsergym.core
import gymnasium
import playwright.sync_api

QUIET, BOUND = 0.1, 3.0
"""Seconds between two looks that must be equal, and those after which a screen is shown all the same."""


class Desk:
    """The environment that is open, if any."""

    def __init__(self) -> None:
        self.env: Any = None
        self.judged: dict[str, Any] = {}

    def list(self, family: str) -> list[str]:
        """The names of a family's tasks."""
        importlib.import_module(f"browsergym.{family}")
        known = [name.removeprefix("browsergym/") for name in gymnasium.registry if name.startswith("browsergym/")]
        return sorted(name for name in known if name.split(".")[0] == family)

    def open(self, task: str, seed: int, scale: float, executable: str, settings: dict[str, Any]) -> dict[str, Any]:
        """Set a task up and tell what is to be done; `settings` are BrowserEnv's own."""
        importlib.import_module(f"browsergym.{task.split('.')[0]}")
        browsergym.core._set_global_playwright(_driver(executable))
        made = gymnasium.make(
            f"browsergym/{task}",
            disable_env_checker=True,
            use_raw_page_output=True,  # no accessibility tree: nobody reads it
            pre_observation_delay=0.0,
            pw_context_kwargs={"device_scale_factor": scale},
            **settings,
        )
        self.env = made.unwrapped
        self.env.reset(seed=seed)
        self.judged = {"reward": 0.0, "over": False, "message": "", "info": {}}
        goal = self.env.goal_object
        return {
            "goal": "\n".join(part["text"] for part in goal if part["type"] == "text"),
            "pictures": sum(part["type"] != "text" for part in goal),
        }

    def look(self) -> dict[str, Any]:
        """The page in front, once two looks at it are equal."""
        end, last, settled = time.monotonic() + BOUND, b"", False
        while not settled and time.monotonic() < end:
            now = self.env.page.screenshot(animations="allow", caret="initial", scale="device")
            settled, last = now == last, now
            if not settled:
                self.env.page.wait_for_timeout(QUIET * 1000)
        pages = self.env.context.pages
        return {
            "png": base64.b64encode(last).decode(),
            "url": self.env.page.url,
            "tabs": [{"title": page.title(), "url": page.url} for page in pages],
            "tab": pages.index(self.env.page),
            "settled": settled,
        }

    def act(self, action: dict[str, Any]) -> dict[str, Any]:
        """Do one thing with mouse or keyboard, and let the task judge what came of it."""
        info, _, _ = self.env.pre_step()
        failed = ""
        try:
            _perform(self.env, action)
        except (playwright.sync_api.Error, IndexError) as error:
            failed = str(error).splitlines()[0]
        self._judge(info)
        return {"failed": failed}

    def say(self, text: str, infeasible: bool) -> dict[str, Any]:
        """Tell the user an answer, or that the task cannot be done."""
        info, answer, refuse = self.env.pre_step()
        (refuse if infeasible else answer)(text)
        self._judge(info)
        return self.judged

    def state(self) -> dict[str, Any]:
        """What the task's own validation has said so far."""
        return self.judged

    def close(self) -> None:
        """Tear the task down."""
        if self.env is not None:
            self.env.close()
            self.env = None

    def _judge(self, info: dict[str, Any]) -> None:
        if self.judged["over"]:
            return
        _, reward, over, _, info = self.env.post_step(info)
        told = [each["message"] for each in self.env.chat.messages if each["role"] == "user"]
        self.judged = {
            "reward": max(self.judged["reward"], float(reward)),
            "over": bool(over),
            "message": told[-1] if told else "",
            "info": json.loads(json.dumps(info.get("task_info") or {}, default=str)),
        }


def _driver(executable: str) -> Any:
    driver: Any = playwright.sync_api.sync_playwright().start()
    if executable:
        driver.chromium.launch = functools.partial(driver.chromium.launch, executable_path=executable)
    return driver


def _perform(env: Any, action: dict[str, Any]) -> None:
    keyboard = env.page.keyboard
    for key in action.get("held", ()):
        keyboard.down(key)
    try:
        _points(env.page, action) if "point" in action or "path" in action else _others(env, action)
    finally:
        for key in action.get("held", ()):
            keyboard.up(key)


def _points(page: Any, action: dict[str, Any]) -> None:
    mouse, path = page.mouse, action.get("path") or [action["point"]]
    mouse.move(*path[0])
    match action["kind"]:
        case "click":
            mouse.click(*path[0], button=action["button"], click_count=action["count"])
        case "drag":
            mouse.down()
            for point in path[1:]:
                mouse.move(*point, steps=5)
            mouse.up()
        case "mouse_down":
            mouse.down()
        case "mouse_up":
            mouse.up()
        case "scroll":
            mouse.wheel(action["dx"], action["dy"])


def _others(env: Any, action: dict[str, Any]) -> None:
    page, keyboard = env.page, env.page.keyboard
    match action["kind"]:
        case "type":
            keyboard.type(action["text"])
        case "press" | "hold":
            _chord(page, action["keys"], action.get("seconds", 0))
        case "key_down":
            keyboard.down(action["key"])
        case "key_up":
            keyboard.up(action["key"])
        case "wait":
            page.wait_for_timeout(1000 * action["seconds"])
        case "navigate":
            page.goto(action["url"])
        case "back":
            page.go_back()
        case "select_tab":
            env.page = env.context.pages[action["index"]]
            env.page.bring_to_front()


def _chord(page: Any, keys: list[str], seconds: float) -> None:
    for key in keys:
        page.keyboard.down(key)
    page.wait_for_timeout(1000 * seconds)
    for key in reversed(keys):
        page.keyboard.up(key)


def _answer(desk: Desk, order: dict[str, Any]) -> Any:
    do = order.pop("do")
    known: dict[str, Callable[..., Any]] = {"list": desk.list, "open": desk.open, "look": desk.look, "act": desk.act}
    return (known | {"say": desk.say, "state": desk.state, "close": desk.close})[do](**order)


def _orders() -> queue.SimpleQueue[dict[str, Any]]:
    """Orders as they come; when no more can come, this process ends, and with it the driver and its browsers."""
    orders: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            orders.put(json.loads(line))
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return orders


def main() -> None:
    """Serve until stdin ends. What libraries print goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    desk, orders = Desk(), _orders()
    while True:
        try:
            answer = {"ok": _answer(desk, orders.get())}
        except Exception as error:  # noqa: BLE001, whatever BrowserGym or a task of it raises is told to who asked
            answer = {"error": f"{type(error).__name__}: {error}"[:2000]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
