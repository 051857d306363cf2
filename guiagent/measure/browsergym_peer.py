"""BrowserGym's part of the comparison: run by an interpreter that has it, as `python browsergym_peer.py`.

Told on stdin what to do, as JSON {tasks, seeds, actions, executable}; answers with the seconds of each reset and step.
It is BrowserGym as it comes, through Gymnasium's own interface, with its action set of coordinates.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import time
from typing import Any

import browsergym.core
import browsergym.miniwob
import gymnasium
import playwright.sync_api
from browsergym.core.action.highlevel import HighLevelActionSet


def _timed(env: Any, seed: int, actions: list[str]) -> tuple[float, list[float]]:
    began = time.perf_counter()
    env.reset(seed=seed)
    reset, steps = time.perf_counter() - began, []
    for action in actions:
        began = time.perf_counter()
        seen = env.step(action)[0]
        steps.append(time.perf_counter() - began)
        if seen["last_action_error"]:
            raise SystemExit(f"BrowserGym could not {action}: {seen['last_action_error']}")
    return reset, steps


def main() -> None:
    """Measure, and say so in one line."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    order = json.load(sys.stdin)
    driver: Any = playwright.sync_api.sync_playwright().start()
    driver.chromium.launch = functools.partial(driver.chromium.launch, executable_path=order["executable"])
    browsergym.core._set_global_playwright(driver)
    resets, steps = [], []
    for task in order["tasks"]:
        coordinates = HighLevelActionSet(subsets=["coord"]).to_python_code
        env = gymnasium.make(f"browsergym/miniwob.{task}", action_mapping=coordinates)
        for seed in order["seeds"]:
            reset, took = _timed(env.unwrapped, seed, order["actions"])
            resets.append(reset)
            steps += took
        env.close()
    answers.write(json.dumps({"resets": resets, "steps": steps}) + "\n")
    answers.flush()
    driver.stop()


if __name__ == "__main__":
    main()
