"""A model compares two screens and says what came of the step between them."""

from __future__ import annotations

from contextlib import aclosing

import pytest

from guiagent.actions import Click, Point
from guiagent.models.endpoint import Endpoint
from guiagent.models.openai_compatible import OpenAICompatible
from guiagent.policies.judge import VlmReflector
from guiagent.records import Decision, Reflection
from tests.fakes import seen
from tests.servers.openai_server import OpenAIServer, Says

BEFORE, AFTER = seen("before"), seen("after", notices=("alert said: Hi",))
STEP = Decision(thought="I search", actions=(Click(point=Point(5, 7), target="Go"),), expected="a list")


async def judged(server: OpenAIServer) -> Reflection:
    async with aclosing(OpenAICompatible(Endpoint("m", server.base_url))) as model:
        return await VlmReflector(model).reflect(BEFORE, STEP, AFTER)


async def test_it_is_shown_both_screens_and_told_what_was_done_and_expected() -> None:
    with OpenAIServer(Says('{"progress": true, "note": "A list is shown."}')) as server:
        reflection = await judged(server)
    assert (reflection.progress, reflection.note) == (True, "A list is shown.")
    assert reflection.usage.input_tokens == 1000
    (request,) = server.requests
    assert request.images == [BEFORE.screen.png, AFTER.screen.png]
    told = "\n".join(request.texts)
    for said in ("I search", 'click "Go" (5,7)', "a list", "alert said: Hi"):
        assert said in told


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("```json\n{'progress': False, 'note': 'Nothing moved.',}\n```", False),
        ('{"progress": null, "note": "Hard to tell."}', None),
        ('I think {"progress": true} at first … {"progress": false, "note": "No."}', False),
    ],
)
async def test_a_judgement_is_read_as_models_write_it(text: str, progress: bool | None) -> None:
    with OpenAIServer(Says(text)) as server:
        reflection = await judged(server)
    assert reflection.progress is progress
    assert "could not be read" not in reflection.note


@pytest.mark.parametrize("text", ["", "Looks good!", '{"progress": "yes"}', '{"progress": [true]}', '{"progress": tr'])
async def test_a_judgement_that_cannot_be_read_judges_nothing_and_says_so(text: str) -> None:
    with OpenAIServer(Says(text)) as server:
        reflection = await judged(server)
    assert reflection.progress is None
    assert "could not be read" in reflection.note
    assert reflection.usage.requests == 1
