"""Every family runs a whole task in this process: by chance to a typed end, and forced to the right answers to success.

The checkpoints are the families' own classes with small random weights. One browser serves them all.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio
import torch

from guiagent.actions import Click, Finish, Navigate, Type
from guiagent.candidates.marker import Marker
from guiagent.candidates.page import PageCandidates
from guiagent.catalogue import MARKS, Profile, profiles
from guiagent.computers.annotated import Annotated
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.guards import AllOf
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.messages import Talk
from guiagent.models.local.loading import Loading
from guiagent.models.local.model import LocalModel
from guiagent.perception import Grounder
from guiagent.policies.grounding import CLICK, PolicyGrounder
from guiagent.policies.vlm import VlmPolicy
from guiagent.protocols import Computer, Policy
from guiagent.records import Decision, Located, Observation, Step, Trajectory
from guiagent.reflection import ScreenChanged
from tests.models.local.checkpoints import checkpoint
from tests.models.local.checkpoints_odd_all import ODD
from tests.models.local.forcing import Script, Taught, TaughtGrounder
from tests.models.local.notes import NOTE, SIZE, TASK, Notes, Solution
from tests.models.local.recipes import FAMILIES

os.environ["HF_HUB_OFFLINE"] = "1"
pytestmark = pytest.mark.asyncio(loop_scope="module")

FEW = 12
"""Tokens of nonsense that are enough."""


CHECKPOINTS = (*sorted(FAMILIES), *ODD)
ANOTHER = {"Pixtral": ("pixtral",), "BLIP-2": ("blip-2", "blip-2 on T5"), "InstructBLIP": ("instructblip on T5",)}
"""Checkpoints of a family that its `model_type` alone does not tell."""


Case = tuple[Profile, str]


def cases() -> Iterator[Case]:
    """Each family with the first of its types that there is a checkpoint of, then each checkpoint that is left."""
    families = [(profile, profile.weights.types) for profile in profiles() if profile.weights]
    families = [(profile, (*types, *ANOTHER.get(profile.family, ()))) for profile, types in families]
    left = dict.fromkeys(CHECKPOINTS)
    for profile, types in families:
        if kind := next((kind for kind in types if kind in CHECKPOINTS), None):
            left.pop(kind, None)
            yield profile, kind
    for kind in left:
        yield from [(profile, kind) for profile, types in families if kind in types][:1]


WHOLE = [case for case in cases() if case[0].role != "scorer"]
"""Every family of the catalogue whose weights transformers has classes for."""
SPEAKING = list({kind: (profile, kind) for profile, kind in reversed(WHOLE)}.values())[::-1]
"""Every checkpoint once."""


def named(cases: Sequence[Case]) -> pytest.MarkDecorator:
    ids = [f"{profile.family} ({kind})" for profile, kind in cases]
    return pytest.mark.parametrize(("profile", "kind"), cases, ids=ids)


def place(kind: str, folder: Path) -> Path:
    """The folder of a tiny checkpoint, written once."""
    if kind in FAMILIES:
        return checkpoint(kind, folder)
    odd = folder / kind
    if not odd.exists():
        odd.mkdir()
        ODD[kind]().written(odd)
    return odd


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Small matrices are multiplied sooner by one thread than by several that wait for each other."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("checkpoints")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with Browser(BrowserOptions(viewport=SIZE)) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def notes(browser: Browser) -> AsyncIterator[Notes]:
    """The world, opened anew in the same browser."""
    with Notes(answers=()) as world:
        await browser.perform(Navigate(url=world.origin))
        yield world


@dataclass(frozen=True)
class Planned:
    """A planner that knows the task and leaves each place to a grounder."""

    grounder: Grounder

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        if not history:
            return Decision(actions=(Type(text=NOTE),))
        located = await self.grounder.locate(now.screen, "Save") if len(history) == 1 else Located(point=None)
        return Decision(actions=(Click(point=located.point) if located.point else Finish(),))


@dataclass(frozen=True)
class Bench:
    """What every run has: the checkpoints' folder, one browser, and what the models are made to say."""

    folder: Path
    browser: Browser
    script: Script

    async def run(self, profile: Profile, kind: str, tokens: int, steps: int) -> Trajectory:
        """A run as the command line wires it for the family: nonsense where nothing is to be taught."""
        dialect = profile.speaker(CLICK if profile.role == "pointer" else self.browser.kinds)
        model = LocalModel(
            str(place(kind, self.folder)),
            Loading(device="cpu"),
            max_tokens=tokens,
            temperature=0.0,
            load=self.script.load,
        )
        policy = VlmPolicy(model, dialect)
        agent = Agent(self._policy(profile, policy), self._computer(profile), AllOf(()), ScreenChanged())
        return await replace(agent, limits=Limits(steps=steps)).run(TASK)

    def _policy(self, profile: Profile, policy: VlmPolicy[Talk]) -> Policy:
        solution = Solution(self.browser)
        if profile.role != "pointer":
            return Taught(policy, self.script, solution.step) if self.script.heeded else policy
        pointer: Grounder = PolicyGrounder(policy, asked="{}")
        if self.script.heeded:
            pointer = TaughtGrounder(pointer, policy.dialect, self.script, solution.where)
        return Planned(pointer)

    def _computer(self, profile: Profile) -> Computer:
        if profile.speech != MARKS:
            return self.browser
        return Annotated(self.browser, (Marker(PageCandidates(self.browser)),))


@named(SPEAKING)
async def test_nonsense_comes_to_a_typed_end(
    profile: Profile, kind: str, folder: Path, browser: Browser, notes: Notes
) -> None:
    ran = await Bench(folder, browser, Script(heeded=False)).run(profile, kind, FEW, steps=2)
    assert ran.ending is not None
    assert ran.ending.reason in ("unreadable_reply", "steps", "gave_up", "finished", "stuck")
    assert not notes.saved


@named(WHOLE)
async def test_right_answers_do_the_task(
    profile: Profile, kind: str, folder: Path, browser: Browser, notes: Notes
) -> None:
    script = Script()
    ran = await Bench(folder, browser, script).run(profile, kind, 512, steps=6)
    assert ran.ending is not None
    assert ran.ending.reason == "finished", ran.ending
    assert notes.saved == [NOTE]
    assert script.said
    assert not any(step.decision.rejected for step in ran.steps)
