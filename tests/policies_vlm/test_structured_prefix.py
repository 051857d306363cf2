"""On the wire, a request begins with the one before it, byte for byte: so that a server's prompt cache holds."""

from __future__ import annotations

from bisect import bisect_left
from contextlib import aclosing
from itertools import pairwise

import pytest

from guiagent.actions import Click, Point
from guiagent.catalogue import Profile, profiles
from guiagent.cli.served import formed
from guiagent.models.endpoint import Endpoint
from guiagent.models.openai_compatible import OpenAICompatible
from guiagent.policies.vlm import VlmPolicy
from guiagent.records import Done, Observation, Step
from tests.fakes import does, painted
from tests.servers.openai_server import OpenAIServer, Says

STEPS = 20
GOOD = '{"thought": "t", "actions": [{"kind": "click", "point": [0, 0]}], "expect": "e"}'
OURS = [profile for profile in profiles() if not profile.tool and profile.speech.startswith("json")]
"""Asked in our own words. The others keep as many screenshots as they were trained with."""
ROOMY = [profile for profile in OURS if (profile.context or 0) >= 128_000]


async def sent(profile: Profile) -> list[bytes]:
    """The bodies of the requests of a run."""
    seen = [
        Observation(screen=painted(f"screen {at}", (640, 400)), url=f"http://shop.test/{at}") for at in range(STEPS)
    ]
    past = [
        Step(index=at, before=seen[at], decision=does(Click(point=Point(1, at))), outcomes=(Done(),), after=seen[at])
        for at in range(STEPS)
    ]
    dialect = profile.speaker()
    with OpenAIServer(Says(GOOD)) as server:
        async with aclosing(OpenAICompatible(Endpoint("m", server.base_url))) as model:
            policy = VlmPolicy(formed(profile, model, dialect), dialect)
            for at in range(STEPS):
                await policy.decide("Buy tea", seen[at], past[:at])
    return [request.body for request in server.requests]


def shared(bodies: list[bytes]) -> float:
    """The share of the bytes of each request that the next one begins with."""
    return sum(begun(*pair) for pair in pairwise(bodies)) / sum(map(len, bodies[:-1]))


def begun(earlier: bytes, later: bytes) -> int:
    """How many bytes both begin with."""
    return bisect_left(range(len(earlier)), 1, key=lambda at: earlier[: at + 1] != later[: at + 1])


@pytest.mark.parametrize("profile", ROOMY[:: max(1, len(ROOMY) // 6)], ids=lambda profile: profile.family)
async def test_a_family_with_room_for_twenty_screenshots_keeps_them(profile: Profile) -> None:
    assert shared(await sent(profile)) >= 0.95


def test_every_family_with_room_drops_its_screenshots_twenty_at_a_time_and_no_small_one_does() -> None:
    assert [profile.family for profile in ROOMY if profile.screens.block < 20] == []
    small = [profile for profile in OURS if (profile.context or 0) < 128_000]
    assert [profile.family for profile in small if profile.screens.block > 8] == []
