"""The bridge to BrowserGym: with a stand-in of it everywhere, with itself where an interpreter that has it is named."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from guiagent.actions import Action, Click, Finish, GiveUp, Point, Press, Type
from guiagent.bench.browsergym import BrowserGym, BrowserGymOptions, BrowserGymTask, attempt, browsergym_suite
from guiagent.bench.browsergym.interpreter import PYTHON
from guiagent.errors import SandboxError
from guiagent.policies.reader import ReaderPolicy
from guiagent.protocols import Episode
from guiagent.records import Ending, Trajectory, Verdict
from tests.fakes import Says, does

STAND_IN = Path(__file__).parent / "browsergym_stand_in"
OPTIONS = BrowserGymOptions(python=Path(sys.executable), scale=2.0, environ={"PYTHONPATH": str(STAND_IN)})
LAMP = Click(point=Point(460, 240))


async def tried(task: str, *actions: Action) -> Trajectory:
    world = BrowserGym(task=task, options=OPTIONS)
    return await attempt(world, Says([does(action) for action in actions]), seed=4)


def verdict(trajectory: Trajectory) -> Verdict:
    assert trajectory.ending is not None
    assert trajectory.ending.verdict is not None
    return trajectory.ending.verdict


async def test_an_agent_does_a_task_from_its_pixels_and_browsergym_judges_it() -> None:
    field = Click(point=Point(40, 40))
    trajectory = await tried("lamps.lamp", field, Type(text="hi"), Press(keys=("ctrl+a",)), Type(text="ho"), LAMP)
    assert trajectory.instruction == "Light lamp 4."
    assert (trajectory.steps[0].before.width, trajectory.steps[0].before.height) == (600, 400)
    assert trajectory.steps[-1].decision.thought == "the task is over"
    assert verdict(trajectory) == Verdict(success=True, score=1.0)


async def test_a_reward_that_never_came_is_no_success() -> None:
    told = verdict(await tried("lamps.lamp", Finish(answer="it is lit")))
    assert told == Verdict(success=False, score=0.0, notes=("BrowserGym's reward is 0",))


@pytest.mark.parametrize("last", [Finish(answer="word"), GiveUp(reason="no word")])
async def test_the_last_word_is_said_to_the_user_before_judging(last: Action) -> None:
    assert verdict(await tried("lamps.word", last)).success


async def test_a_session_is_an_episode_that_tells_what_browsergym_says() -> None:
    async with BrowserGym(task="lamps.lamp", options=OPTIONS).open(1) as session:
        assert isinstance(session, Episode)
        assert not await session.over()
        await session.computer.observe()
        await session.computer.perform(Click(point=Point(40, 40)))
        await session.computer.perform(Type(text="tea"))
        assert (await session.inspect()).info == {"typed": "tea"}
        await session.computer.perform(LAMP)
        assert await session.over()
        assert (await session.inspect()).message == "thank you"


async def test_a_goal_with_a_picture_is_refused() -> None:
    with pytest.raises(SandboxError, match=r"lamps\.picture has 1 pictures"):
        await tried("lamps.picture")


async def test_an_unknown_task_is_told_in_browsergyms_words() -> None:
    with pytest.raises(SandboxError, match=r"could not open lamps\.moon: NameNotFound"):
        await tried("lamps.moon")


def test_a_family_is_a_suite_that_brings_its_world() -> None:
    suite = browsergym_suite("lamps", OPTIONS)
    assert list(suite.tasks) == ["lamps.lamp", "lamps.picture", "lamps.word"]
    assert suite.tasks["lamps.word"].sandbox == "browsergym/lamps.word"
    assert set(suite.worlds) == {"browsergym"}


def test_only_its_own_state_is_judged() -> None:
    with pytest.raises(SandboxError, match="judges a task of BrowserGym"):
        BrowserGymTask("lamps.lamp").check(0, LAMP, Ending(reason="finished"))


def test_without_browsergym_the_way_to_it_is_told() -> None:
    with pytest.raises(SandboxError, match=r"has no BrowserGym: make an environment for it.*docs/browsergym\.md"):
        browsergym_suite("miniwob", BrowserGymOptions(python=Path(sys.executable)))


@pytest.mark.skipif(PYTHON not in os.environ, reason=f"{PYTHON} names no interpreter with BrowserGym")
async def test_the_reader_does_a_task_of_miniwob_in_browsergym_itself() -> None:
    world = BrowserGym(task="miniwob.click-test", options=BrowserGymOptions(scale=3.0))
    assert verdict(await attempt(world, ReaderPolicy(), seed=3)) == Verdict(success=True, score=1.0)
