"""What the providers' own computer tools have in common: calls and their results, our few tools beside them, rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from guiagent.actions import ACTION, Action, GiveUp, Point, Value, points_of
from guiagent.dialects.telling import outcome_words, secrecy
from guiagent.errors import UnreadableReply
from guiagent.records import Done, Outcome, Step

PROMPT = Path(__file__).with_name("native.txt")


@dataclass(frozen=True)
class Call:
    """A call of a tool in a reply: its id, its name, and the actions that it stands for, in order."""

    id: str
    name: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Result:
    """What came of a call: the outcomes of its actions, fewer than these where it or one before it was stopped."""

    call: Call
    outcomes: tuple[Outcome, ...]

    @property
    def begun(self) -> bool:
        return bool(self.outcomes) or not self.call.actions

    @property
    def trouble(self) -> str:
        """What went wrong, in words; empty where all of it was done, or nothing was begun."""
        return next((outcome_words(outcome) for outcome in self.outcomes if not isinstance(outcome, Done)), "")


def results(calls: Sequence[Call], outcomes: Sequence[Outcome]) -> list[Result]:
    """What came of each call of a decision, whose actions are those of the calls one after the other."""
    found, at = [], 0
    for call in calls:
        found.append(Result(call, tuple(outcomes[at : at + len(call.actions)])))
        at += len(call.actions)
    return found


def pointer(history: Sequence[Step]) -> Point | None:
    """Where the mouse was left: the last point that an action of these steps reached."""
    for step in reversed(history):
        done = zip(step.decision.actions, step.outcomes, strict=False)
        reached = [points_of(action)[-1] for action, outcome in done if points_of(action) and isinstance(outcome, Done)]
        if reached:
            return reached[-1]
    return None


class Extra(Value):
    """A tool of ours beside a provider's own, for what it has none for: the action of the same kind."""

    name: str
    description: str
    parameters: dict[str, Any]


def _extra(name: str, description: str, **properties: Any) -> Extra:
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return Extra(name=name, description=description, parameters=schema)


EXTRAS = (
    _extra(
        "navigate",
        "Open an address in the current tab.",
        url={"type": "string", "description": "The whole address, as https://example.com/path."},
    ),
    _extra("back", "Go back in the current tab's history."),
    _extra(
        "select_tab",
        "Bring a tab to the front.",
        index={"type": "integer", "description": "Its number, as listed beside the screenshot, counted from 0."},
    ),
    _extra(
        "give_up",
        "Say that the task cannot be done. This ends the work on it.",
        reason={"type": "string", "description": "Why it cannot be done, for the person who set it."},
    ),
)
"""In an order that never changes, since they stand at the beginning of each request."""


def extras(kinds: frozenset[str] | None, without: frozenset[str] = frozenset()) -> tuple[Extra, ...]:
    """Our tools for what a computer can do (None: everything), `without` those that a provider's own tool has."""
    offered = None if kinds is None else kinds | {"give_up"}
    return tuple(each for each in EXTRAS if (offered is None or each.name in offered) and each.name not in without)


def extra_action(name: str, arguments: Mapping[str, Any]) -> Action | None:
    """The action of a call of one of our tools; None where it is none of them. Raises UnreadableReply."""
    if name not in {each.name for each in EXTRAS}:
        return None
    if name == "give_up" and not arguments.get("reason"):
        return GiveUp(reason="no reason given")
    try:
        return ACTION.validate_python({"kind": name, **arguments})
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in error.errors())
        raise UnreadableReply(f"{name} was called with wrong arguments: {wrong}") from None


def rules(tools: Sequence[str], secrets: tuple[str, ...]) -> str:
    """The system prompt: how to work, with the names of the browser's tools and of the secrets."""
    text = _prompt().replace("«browser»", ", ".join(name for name in tools if name != "give_up") or "(there are none)")
    return text.replace("«secrets»", secrecy(secrets)).strip()


@cache
def _prompt() -> str:
    return PROMPT.read_text(encoding="utf-8")
