"""A provider's own computer tool is calibrated like any other model, by where its clicks are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from guiagent.calibration.verdict import Verdict
from guiagent.dialects.coordinates import PIXELS, SPACES, Convention, Size
from tests.calibration.asked import asking, found
from tests.calibration.pointing import shown
from tests.servers import anthropic_server as claude
from tests.servers import gemini_server as gemini
from tests.servers import responses_server as gpt

Place = tuple[int, int]
Calibrate = Callable[..., Verdict]


def numbers(request: Any, image: Any, convention: Convention, seen: Callable[[Size], Size]) -> Place:
    """What a model writes for the target of the picture in a request."""
    picture = shown(request.images[-1], image)
    size = (picture.screen.width, picture.screen.height)
    x, y = convention.pair(picture.middle, seen(image.size(*size)), size)
    return int(x), int(y)


def as_it_is(size: Size) -> Size:
    return size


def on_claude(convention: Convention = PIXELS, seen: Callable[[Size], Size] = as_it_is, looks: bool = False) -> Verdict:
    def answer(request: claude.Request) -> claude.Message:
        if looks and not request.turns:
            return claude.says(claude.uses("screenshot"))
        return claude.says(claude.uses("left_click", coordinate=list(numbers(request, image, convention, seen))))

    with claude.AnthropicServer(answer) as server:
        model = asking("claude-sonnet-5-5", server.base_url, key="ANTHROPIC_API_KEY")
        image = model.profile.image
        return found(model)


def on_gpt(convention: Convention = PIXELS, seen: Callable[[Size], Size] = as_it_is, looks: bool = False) -> Verdict:
    def answer(request: gpt.Request) -> gpt.Responds:
        if looks and not request.outputs:
            return gpt.Responds(gpt.computer({"type": "screenshot"}))
        return gpt.Responds(gpt.computer(gpt.click(*numbers(request, image, convention, seen))))

    with gpt.ResponsesServer(answer) as server:
        model = asking("gpt-5.5", server.base_url, key="OPENAI_API_KEY")
        image = model.profile.image
        return found(model)


def on_gemini(
    convention: Convention = SPACES["999"], seen: Callable[[Size], Size] = as_it_is, looks: bool = False
) -> Verdict:
    def answer(request: gemini.Request) -> gemini.Acts:
        if looks and not request.responses:
            return gemini.Acts(gemini.call("take_screenshot"))
        x, y = numbers(request, image, convention, seen)
        return gemini.Acts(gemini.call("click", x=x, y=y))

    with gemini.GeminiServer(answer) as server:
        model = asking("gemini-3.5-flash", server.origin, key="GEMINI_API_KEY")
        image = model.profile.image
        return found(model)


EVERYWHERE = pytest.mark.parametrize("calibrated", [on_claude, on_gpt, on_gemini])


@EVERYWHERE
def test_one_that_points_rightly_passes(calibrated: Calibrate) -> None:
    seen = calibrated()
    assert (seen.finding, seen.hits) == ("passed", 12)


@EVERYWHERE
def test_one_that_looks_first_is_shown_the_same_again(calibrated: Calibrate) -> None:
    assert calibrated(looks=True).hits == 12


@EVERYWHERE
def test_swapped_axes_are_told(calibrated: Calibrate) -> None:
    own = SPACES["999"] if calibrated is on_gemini else PIXELS
    seen = calibrated(own.ordered("yx"))
    assert (seen.finding, seen.mend) == ("swapped", ""), seen.words


@pytest.mark.parametrize("calibrated", [on_claude, on_gpt])
def test_thousandths_from_a_tool_of_pixels_are_told(calibrated: Calibrate) -> None:
    seen = calibrated(SPACES["1000"])
    assert seen.finding == "convention"
    assert "speaks thousandths" in seen.words


@EVERYWHERE
def test_numbers_that_lie_outside_are_heard_too(calibrated: Calibrate) -> None:
    """Pixels of an enlarged picture: most of them are refused by the tool's own rules."""
    seen = calibrated(PIXELS, lambda size: (size[0] * 3, size[1] * 3))
    assert seen.finding == "resized", seen.words
    assert "12 of 12 clicks" in seen.words


@pytest.mark.parametrize("calibrated", [on_claude, on_gpt])
def test_images_that_are_resized_on_the_way_are_told(calibrated: Calibrate) -> None:
    seen = calibrated(seen=lambda size: (size[0] // 2, size[1] // 2))
    assert seen.finding == "resized"
    assert "640x480 as about 320x240" in seen.words
