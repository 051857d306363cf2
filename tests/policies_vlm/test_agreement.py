"""What is sent, what comes back and what is clicked agree: at every size and scale, with every way of speaking.

A server finds a red square in the very image that it was sent and answers with its middle, in its provider's wire
format and numbers; a real browser clicks; the page says what was hit.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image

from guiagent.actions import Click
from guiagent.catalogue import resolve
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.measure.answering import answering
from guiagent.models.claude import Claude
from guiagent.models.endpoint import Endpoint
from guiagent.models.gemini import Gemini
from guiagent.models.openai_compatible import OpenAICompatible
from guiagent.models.responses import OpenAIResponses
from guiagent.policies.vlm import VlmPolicy
from guiagent.protocols import Model

pytestmark = pytest.mark.asyncio(loop_scope="module")

VIEWPORTS = ((332, 214), (801, 599), (1024, 768), (1280, 800), (1440, 900))
SCALES = (1.0, 1.5, 3.0)
SQUARE = 9
"""CSS pixels of a side of the square: larger than what is lost where a screen is sent three times smaller."""
PAGE = f"""<!doctype html><style>b{{position:fixed;width:{SQUARE}px;height:{SQUARE}px;background:#f00}}</style>
<body style="margin:0">
<script>
hits = [];
addEventListener("mousedown", (event) => hits.push(event.target.tagName));
const place = (x, y) => {{ document.body.innerHTML = `<b style="left:${{x}}px;top:${{y}}px"></b>`; }};
</script>"""


def image_in(body: Any) -> Image.Image:
    """The last PNG in a request, wherever its provider wants it."""
    texts = [text for text in json.dumps(body).split('"') if "iVBORw0KGgo" in text]
    return Image.open(io.BytesIO(base64.b64decode(texts[-1][texts[-1].index("iVBOR") :]))).convert("RGB")


def red(image: Image.Image) -> tuple[float, float]:
    """The middle of what is red, in pixels of the image."""
    pixels = np.asarray(image).astype(int)
    rows, columns = np.nonzero((pixels[..., 0] > 150) & (pixels[..., 1] < 110) & (pixels[..., 2] < 110))
    return float(columns.mean()) + 0.5, float(rows.mean()) + 0.5


def pixels(body: Any, turn: int) -> tuple[int, int]:
    x, y = red(image_in(body))
    return int(x), int(y)


def thousandths(body: Any, turn: int) -> tuple[int, int]:
    image = image_in(body)
    x, y = (min(999, round(at / side * 1000)) for at, side in zip(red(image), image.size, strict=True))
    return x, y


@dataclass(frozen=True)
class Way:
    """A way of speaking: a model and its dialect, who asks it, and in what numbers it answers."""

    name: str
    dialect: str | None
    base: str
    asked: Callable[[Endpoint], Model[Any]]
    aim: Callable[[Any, int], tuple[int, int]]

    def __str__(self) -> str:
        return f"{self.name} {self.dialect or ''}".strip()


def compatible(endpoint: Endpoint) -> Model[Any]:
    return OpenAICompatible(endpoint)


WAYS = (
    Way("claude-sonnet-5-5", None, "", Claude, pixels),
    Way("claude-haiku-4-5", None, "", Claude, pixels),
    Way("gpt-6-sol", None, "/v1", OpenAIResponses, pixels),
    Way("gemini-3.8-flash", None, "", Gemini, thousandths),
    Way("qwen2.5-vl-7b", None, "/v1", compatible, pixels),
)


SCREENS = [(viewport, scale) for viewport in VIEWPORTS for scale in SCALES]


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=SCREENS, ids=str)
async def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    viewport, scale = request.param
    page = tmp_path_factory.mktemp("agreement") / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    async with Browser(BrowserOptions(url=page.as_uri(), viewport=viewport, scale=scale)) as browser:
        await browser.observe()
        yield browser


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_what_is_sent_what_comes_back_and_what_is_clicked_agree(browser: Browser, way: Way) -> None:
    page, (width, height) = browser._live.tabs.current, browser._options.viewport
    places = [(width - SQUARE, height - SQUARE), (width // 3, height * 2 // 3)]
    dialect = resolve(way.name, way.dialect).speaker(browser.kinds)
    await page.evaluate("hits.length = 0")
    async with AsyncExitStack() as stack:
        origin, bodies = await stack.enter_async_context(answering(way.aim))
        model = way.asked(Endpoint(way.name, origin + way.base, "key"))
        stack.push_async_callback(model.aclose)  # type: ignore[attr-defined]
        for x, y in places:
            await page.evaluate("([x, y]) => place(x, y)", [x, y])
            decision = await VlmPolicy(model, dialect).decide("Click the red square", await browser.observe(), ())
            (click,) = decision.actions
            assert isinstance(click, Click)
            await browser.perform(click)
    assert await page.evaluate("hits") == ["B"] * len(places)
    assert len({image_in(body).size for body in bodies}) == 1
