"""Stands in for BrowserGym where it is not installed: the few names of it that the bridge uses, in its own words."""

from __future__ import annotations

from typing import Any

import gymnasium

_driver: Any = None


def _set_global_playwright(driver: Any) -> None:
    global _driver
    _driver = driver


class Chat:
    def __init__(self) -> None:
        self.messages: list[dict[str, str]] = []

    def add_message(self, role: str, msg: str) -> None:
        self.messages.append({"role": role, "message": msg})


class BrowserEnv(gymnasium.Env[Any, Any]):
    """Sets a task up in a page of its own, and lets it validate after each step."""

    def __init__(self, task: Any, pw_context_kwargs: dict[str, Any], **settings: Any) -> None:
        assert settings == {"use_raw_page_output": True, "pre_observation_delay": 0.0}
        self._task, self._context_settings = task, pw_context_kwargs

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        self.task, self.chat = self._task(seed), Chat()
        self.browser = _driver.chromium.launch()
        self.context = self.browser.new_context(viewport={"width": 300, "height": 200}, **self._context_settings)
        self.page = self.context.new_page()
        self.goal_object = self.task.setup(self.page)
        return {}, {}

    def pre_step(self) -> tuple[dict[str, Any], Any, Any]:
        def told(role: str) -> Any:
            return lambda text: self.chat.add_message(role, text)

        return {}, told("assistant"), told("infeasible")

    def post_step(self, info: dict[str, Any]) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        reward, done, message, told = self.task.validate(self.page, self.chat.messages)
        if message:
            self.chat.add_message("user", message)
        return {}, reward, done, False, {**info, "task_info": told}

    def close(self) -> None:
        self.context.close()
        self.browser.close()


def register_task(name: str, task: Any) -> None:
    gymnasium.register(f"browsergym/{name}", entry_point=lambda **settings: BrowserEnv(task, **settings))
