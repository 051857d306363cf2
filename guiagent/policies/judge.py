"""A vision-language model as a reflector: it compares the screen before a step with the one after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from guiagent.messages import Image, Message, Talk, Text
from guiagent.protocols import Model
from guiagent.records import Decision, Observation, Reflection
from guiagent.tolerant_json import NotJson, values_in
from guiagent.words import action_words, plain

PROMPT = Path(__file__).with_name("judge.txt")
LONGEST = 400
"""Characters of a note that go on to the next prompt."""


def _as_it_is(png: bytes) -> bytes:
    return png


@dataclass(frozen=True)
class VlmReflector:
    """A `Reflector`; `resized` makes a screenshot as small as the model takes it."""

    model: Model[Talk]
    resized: Callable[[bytes], bytes] = _as_it_is

    async def reflect(self, before: Observation, decision: Decision, after: Observation) -> Reflection:
        """The model's judgement; one that cannot be read is said so, and judges nothing. Raises ModelError."""
        reply = await self.model.reply(self._ask(before, decision, after))
        return _judgement(reply.text).model_copy(update={"usage": reply.usage})

    def _ask(self, before: Observation, decision: Decision, after: Observation) -> Talk:
        then = (
            Text(text=_told("Before", before)),
            Image(png=self.resized(before.screen.png)),
            Text(text=f"{_done(decision)}\n{_told('After', after)}"),
            Image(png=self.resized(after.screen.png)),
        )
        return (
            Message(role="system", parts=(Text(text=_prompt()),)),
            Message(role="user", parts=then),
        )


@cache
def _prompt() -> str:
    return PROMPT.read_text(encoding="utf-8")


def _told(when: str, seen: Observation) -> str:
    notices = "".join(f"\nNotice: {plain(notice, LONGEST)}" for notice in seen.notices)
    address = f", at {plain(seen.url, LONGEST)}" if seen.url else ""
    return f"{when}, {seen.width}x{seen.height} pixels{address}:{notices}"


def _done(decision: Decision) -> str:
    lines = [f"The agent thought: {decision.thought}"] if decision.thought else []
    lines += [f"It did: {action_words(action)}" for action in decision.actions]
    lines += [f"It expected: {decision.expected}"] if decision.expected else []
    return "\n".join(lines)


def _judgement(text: str) -> Reflection:
    """Progress and note of the last object that has them: reasoning models think in drafts before it."""
    try:
        judged = [value for value in values_in(text) if isinstance(value, dict) and "progress" in value]
    except NotJson:
        judged = []
    if not judged or judged[-1]["progress"] not in (True, False, None):
        return Reflection(note="(the reflecting model's judgement could not be read)")
    note = judged[-1].get("note")
    return Reflection(progress=judged[-1]["progress"], note=note[:LONGEST] if isinstance(note, str) else "")
