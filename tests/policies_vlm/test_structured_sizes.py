"""The image that is sent, the numbers that come back and the pixel that is decided on agree, at every size and scale.

The server scales the image as its own rule has it, finds the mark, and answers in its model's numbers.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import aclosing
from functools import cache

import pytest
from PIL import Image, ImageDraw

from guiagent.actions import Click, Point
from guiagent.catalogue import resolve
from guiagent.dialects.coordinates import Size
from guiagent.dialects.images import Fit, SentImage, SmartResize
from guiagent.models.endpoint import Endpoint
from guiagent.models.openai_compatible import OpenAICompatible
from guiagent.policies.vlm import VlmPolicy
from guiagent.records import Observation
from guiagent.screen import Screen
from tests.servers.openai_server import OpenAIServer, Request, Says

VIEWPORTS = ((332, 214), (800, 600), (1280, 720), (1440, 900), (1920, 1080))
SCALES = (1.0, 1.5, 3.0)
MARK = 12
"""CSS pixels of a side of the mark."""
QWEN_SERVERS = {
    "vLLM, with the checkpoint's bounds": SmartResize(factor=28, least=3136, most=12_845_056),
    "llama.cpp, told --image-min-tokens 1024": SmartResize(factor=28, least=1024 * 784, most=4096 * 784),
    "Ollama's own engine": SmartResize(factor=28, least=3136, most=2 << 20),
}


@cache
def marked(viewport: Size, scale: float) -> tuple[Screen, Point]:
    """A screen of that many device pixels with a red mark two thirds across and down, and the mark's middle."""
    width, height = (round(side * scale) for side in viewport)
    side = round(MARK * scale)
    left, top = width * 2 // 3, height * 2 // 3
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((left, top, left + side - 1, top + side - 1), fill="red")
    png = io.BytesIO()
    image.save(png, "PNG", compress_level=1)
    return Screen.of(png.getvalue()), Point(left + side // 2, top + side // 2)


def mark_in(image: Image.Image) -> tuple[float, float]:
    """The middle of what is red."""
    green = image.convert("RGB").getchannel("G").point(lambda value: 255 * (value < 128))
    box = green.getbbox()
    assert box is not None
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def server_of(rule: SentImage, span: float | None, whole: bool) -> Callable[[Request], Says]:
    """A server that scales what it is sent by its rule, and whose model answers in shares of `span`, None in pixels."""

    def answer(request: Request) -> Says:
        with Image.open(io.BytesIO(request.images[-1])) as sent:
            size = rule.size(*sent.size)
            image = sent if size == sent.size else sent.resize(size)
            place = mark_in(image)
        numbers = [at if span is None else at / side * span for at, side in zip(place, size, strict=True)]
        point = [int(number) if whole else round(number, 4) for number in numbers]
        return Says(json.dumps({"actions": [{"kind": "click", "point": point}]}))

    return answer


WAYS = {
    **{f"qwen2.5-vl-7b on {name}": ("qwen2.5-vl-7b", rule, None, True) for name, rule in QWEN_SERVERS.items()},
    "qwen3-vl-8b on llama.cpp": ("qwen3-vl-8b", SmartResize(factor=32, least=1 << 20, most=1 << 22), 1000, True),
    "internvl3-8b": ("internvl3-8b", Fit(side=1792), 1000, True),
    "kimi-k2.6": ("kimi-k2.6", Fit(side=3584), 1, False),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("viewport", VIEWPORTS, ids=str)
async def test_a_click_lands_on_what_was_seen(viewport: Size, scale: float, way: str) -> None:
    name, rule, span, whole = WAYS[way]
    screen, middle = marked(viewport, scale)
    dialect = resolve(name).speaker()
    with OpenAIServer(server_of(rule, span, whole)) as server:
        async with aclosing(OpenAICompatible(Endpoint(name, server.base_url))) as model:
            decision = await VlmPolicy(model, dialect).decide("Click it", Observation(screen=screen), ())
    (click,) = decision.actions
    assert isinstance(click, Click)
    # What the model's numbers can tell apart, and one pixel for the edges that scaling blurs.
    grain = [side / span if span == 1000 else side / 1500 for side in (screen.width, screen.height)]
    assert abs(click.point.x - middle.x) <= 1.5 + grain[0]
    assert abs(click.point.y - middle.y) <= 1.5 + grain[1]


@pytest.mark.parametrize("rule", QWEN_SERVERS.values(), ids=QWEN_SERVERS)
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("viewport", VIEWPORTS, ids=str)
def test_no_server_scales_an_image_of_a_family_in_pixels_again(viewport: Size, scale: float, rule: SmartResize) -> None:
    width, height = (round(side * scale) for side in viewport)
    for profile in (resolve("qwen2.5-vl-7b"), resolve("my-own", "json:pixels:28")):
        sent = profile.image.size(width, height)
        assert rule.size(*sent) == sent
