"""Recorded runs to make pages of, and a browser to look at them."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from functools import cache
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image, ImageDraw
from playwright.async_api import Browser

from guiagent.actions import Action, Click, Finish
from guiagent.measure.bare import bare_chromium
from guiagent.records import Decision, Done, Ending, Observation, Reflection, Step, Timings, Verdict
from guiagent.runs import RunFolder, RunInfo
from guiagent.screen import Screen
from guiagent.usage import Usage

Recording = Callable[..., Path]


@cache
def screen(name: str, size: tuple[int, int] = (1280, 800), noise: bool = False) -> Screen:
    """A screen with a word on it; a noisy one is as hard to encode as a photograph."""
    image = Image.effect_noise(size, 40).convert("RGB") if noise else Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((40, 40), name, fill="black")
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return Screen.of(file.getvalue())


def step(index: int, *actions: Action, **more: object) -> Step:
    """A step on a screen that shows its number."""
    words = {name: more.pop(name) for name in ("thought", "expected", "reply", "rejected") if name in more}
    decision = Decision.model_validate(
        {"actions": actions or (Click(point=(100, 200), target="Buy"),), "usage": Usage(requests=1, usd=0.01), **words}
    )
    for name, number in (("before", index), ("after", index + 1)):
        if name not in more:
            more[name] = Observation(screen=screen(f"{number}"), url="http://shop.test/")
    return Step.model_validate(
        {
            "index": index,
            "decision": decision,
            "outcomes": (Done(),) * len(decision.actions),
            "timings": Timings(decide=1),
            "reflection": Reflection(progress=True, note="A little changed."),
            **more,
        }
    )


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    """Makes a run's folder of these steps."""

    def record(*steps: Step, ending: Ending | None = None, instruction: str = "Buy two bags of tea") -> Path:
        info = RunInfo(instruction=instruction, model="a-model", viewport=(1280, 800))
        with RunFolder.create(tmp_path, info) as folder:
            for made in steps:
                folder.finished(made)
            if ending:
                folder.end(ending)
        return folder.path

    return record


@pytest.fixture
def ended() -> Ending:
    return Ending(reason="finished", answer="No. 7", verdict=Verdict(success=True, notes=("order 7 is there",)))


@pytest.fixture
def steps() -> tuple[Step, ...]:
    return (*(step(index) for index in range(4)), step(4, Finish(answer="No. 7")))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with bare_chromium() as browser:
        yield browser
