"""Tasks as Gymnasium environments: what a learner sees, does and gets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from guiagent.actions import Finish, Value
from guiagent.bench.gym import GuiEnv
from guiagent.bench.gym.spaces import KINDS, action_of
from guiagent.errors import ActionFailed, UsageError
from guiagent.records import Ending, Verdict

PAGE = """<!doctype html><title>world {seed}</title><body style="margin: 0; background: hsl({hue} 80% 60%)">
<button style="position: absolute; left: 20px; top: 20px; width: 80px; height: 40px"
 onclick="this.textContent = 'pressed'">press</button>"""


class Answered(Value):
    """This world has no state but its seed."""

    seed: int


@dataclass(frozen=True)
class Room:
    """An open world."""

    url: str
    seed: int

    async def inspect(self) -> Answered:
        return Answered(seed=self.seed)


@dataclass(frozen=True)
class Rooms:
    """Pages on disk, each in the colour of its seed."""

    folder: Path

    @asynccontextmanager
    async def open(self, seed: int) -> AsyncIterator[Room]:
        page = self.folder / f"{seed}.html"
        page.write_text(PAGE.format(seed=seed, hue=seed * 47 % 360))
        yield Room(page.as_uri(), seed)


@dataclass(frozen=True)
class SayTheSeed:
    """The answer is the world's seed."""

    name: str = "say-the-seed"
    sandbox: str = "rooms"
    group: str = "say-the-seed"
    level: int = 1

    def instruction(self, seed: int) -> str:
        return f"Say {seed} in digits, as »n«."

    def check(self, seed: int, state: Value, ending: Ending) -> Verdict:
        right = ending.answer == str(seed) and state == Answered(seed=seed)
        return Verdict(success=right, notes=() if right else ("that is not the seed",))


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuiEnv]:
    made = GuiEnv(SayTheSeed(), Rooms(tmp_path_factory.mktemp("rooms")), viewport=(160, 100), steps=3)
    yield made
    made.close()


def test_gymnasium_finds_nothing_wrong_with_it(env: GuiEnv) -> None:
    check_env(env, skip_render_check=True)


def test_the_world_of_a_seed_is_shown_and_its_check_is_the_reward(env: GuiEnv) -> None:
    seen, info = env.reset(seed=5)
    assert seen["instruction"] == "Say 5 in digits, as »n«."
    assert seen["screenshot"].shape == (100, 160, 3)
    assert info == {"seed": 5}
    pressed, reward, terminated, truncated, _ = env.step({"kind": "click", "point": (60, 40)})
    assert (reward, terminated, truncated) == (0.0, False, False)
    assert np.any(pressed["screenshot"] != seen["screenshot"])
    _, reward, terminated, _, info = env.step('{"kind": "finish", "answer": "5"}')
    assert (reward, terminated, info["success"]) == (1.0, True, True)


def test_after_its_steps_it_is_truncated_and_judged(env: GuiEnv) -> None:
    env.reset(seed=1)
    wait = {"kind": "wait", "seconds": 0}
    ends = [env.step(wait)[1:4] for _ in range(3)]
    assert ends == [(0.0, False, False), (0.0, False, False), (0.0, False, True)]


def test_what_cannot_be_done_changes_nothing_and_is_told(env: GuiEnv) -> None:
    env.reset(seed=1)
    assert "this is no action" in env.step({"kind": "fly"})[4]["failed"]
    assert "example.org" in env.step({"kind": "navigate", "url": "http://example.org/"})[4]["failed"]


def test_a_sample_of_the_space_is_an_action(env: GuiEnv) -> None:
    env.action_space.seed(3)
    for kind in range(len(KINDS)):
        action_of({**env.action_space.sample(), "kind": kind})
    assert action_of(Finish(answer="x")) == Finish(answer="x")
    with pytest.raises(ActionFailed):
        action_of("[]")


def test_every_task_has_a_name_in_gymnasium() -> None:
    spec = gymnasium.spec("guiagent/shop-buy-two-v0")
    assert spec.kwargs == {"task": "shop/buy-two"}
    made = GuiEnv("shop/buy-two", viewport=(640, 480))
    assert made.observation_space["screenshot"].shape == (480, 640, 3)


@pytest.mark.parametrize("name", ["nowhere/buy-two", "shop/buy-nothing"])
def test_an_unknown_task_is_told_with_those_there_are(name: str) -> None:
    with pytest.raises(UsageError, match=r"buy-two|shop"):
        GuiEnv(name)
