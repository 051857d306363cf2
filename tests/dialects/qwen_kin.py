"""What the tests of the Qwen family's dialects share: a dialect of a profile, a screen of a size, what it reads."""

from __future__ import annotations

from collections.abc import Sequence

from guiagent.actions import Action, Click, Drag, Move, Press
from guiagent.catalogue import profiles
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.family import FamilyDialect
from guiagent.dialects.qwens import QWENS
from guiagent.messages import Message, Reply, Text
from guiagent.records import Decision, Done, Observation, Outcome, Step
from tests.fakes import painted

OF = {profile.dialect: profile for profile in reversed(profiles()) if profile.dialect in QWENS}
"""Each dialect with the first profile that speaks it."""
FULL = painted("now", (1280, 800))


def dialect(name: str, **more: object) -> FamilyDialect:
    found = OF[name].speaker(**more)  # type: ignore[arg-type]
    assert isinstance(found, FamilyDialect)
    return found


def now() -> Observation:
    return Observation(screen=FULL)


def read(name: str, text: str, history: Sequence[Step] = ()) -> Decision:
    return dialect(name).read(Reply(text=text), now(), history)


def frame_of(name: str) -> Frame:
    return dialect(name).setting.frame(FULL)


def step(index: int, *actions: Action, outcomes: Sequence[Outcome] = (Done(),), thought: str = "") -> Step:
    before = Observation(screen=painted(f"screen {index}", (640, 400)))
    decision = Decision(thought=thought or f"thought {index}", actions=actions or (Press(keys=("a",)),))
    return Step(index=index, before=before, decision=decision, outcomes=tuple(outcomes), after=before)


def words(talk: Sequence[Message]) -> list[str]:
    return ["\n".join(part.text for part in message.parts if isinstance(part, Text)) for message in talk]


def bare(actions: Sequence[Action]) -> list[Action]:
    """Actions less the words on what they aim at."""
    aimed = Click | Move | Drag
    return [each.model_copy(update={"target": ""}) if isinstance(each, aimed) else each for each in actions]
