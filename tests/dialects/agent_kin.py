"""What the tests of the other agents' dialects share: a dialect of a profile, a frame of a size, what it reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from guiagent.actions import Action, Click, Point, Press
from guiagent.catalogue import profiles
from guiagent.dialects.agents import AGENTS
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.family import FamilyDialect
from guiagent.messages import Message, Reply, Text
from guiagent.records import Decision, Done, Observation, Outcome, Step
from tests.fakes import painted

OF = {profile.dialect: profile for profile in reversed(profiles()) if profile.dialect in AGENTS}
"""Each dialect with the first profile that speaks it."""
NAMES = sorted(OF)
SIZE = (1000, 800)


@cache
def dialect(name: str) -> FamilyDialect:
    found = OF[name].speaker()
    assert isinstance(found, FamilyDialect)
    return found


def framed(name: str, size: tuple[int, int] = SIZE) -> Frame:
    setting = dialect(name).setting
    return Frame(setting.convention, setting.image.size(*size), size)


@cache
def screen(text: str) -> Observation:
    return Observation(screen=painted(text, SIZE))


def read(name: str, text: str, history: Sequence[Step] = (), stop: str = "") -> Decision:
    return dialect(name).read(Reply(text=text, stop=stop), screen("now"), history)


def step(index: int, *actions: Action, outcomes: Sequence[Outcome] = (Done(),), thought: str = "") -> Step:
    before = screen(f"screen {index}")
    decision = Decision(thought=thought or f"thought {index}", actions=actions or (Press(keys=("a",)),))
    return Step(index=index, before=before, decision=decision, outcomes=tuple(outcomes), after=before)


def words(talk: Sequence[Message]) -> list[str]:
    return ["\n".join(part.text for part in message.parts if isinstance(part, Text)) for message in talk]


def clicked(decision: Decision) -> Point:
    (click,) = decision.actions
    assert isinstance(click, Click)
    return click.point
