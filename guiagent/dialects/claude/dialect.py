"""The dialect of Claude's own computer tools, in every version.

A request is rebuilt from the recorded steps: Claude's messages go back as they came, thinking and its signatures
included, and nothing that was sent is sent otherwise later, but for screenshots that leave several at a time.

Newer models bind their thinking to all that was sent before it, and refuse it once that has changed. So with the
toolset, which those models speak, the thinking of the turns before a change of screenshots leaves together with them,
and that of a reply which took several tries: what is left was thought over just what is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guiagent.dialects.claude.blocks import (
    NOT_EXECUTED,
    Block,
    Message,
    has_picture,
    lines,
    marked,
    picture,
    result,
    text,
    without_pictures,
    without_thinking,
)
from guiagent.dialects.claude.reading import content_of, decision_in
from guiagent.dialects.claude.turns import Answers, calls_of, foreign, frame_of
from guiagent.dialects.claude.versions import Version, version
from guiagent.dialects.images import SentImage
from guiagent.dialects.screens import Screens, sent
from guiagent.dialects.talk import complaint
from guiagent.dialects.telling import told
from guiagent.dialects.tools import extras, pointer, rules
from guiagent.messages import Body, Reply
from guiagent.records import Decision, Observation, Step

NEWEST = 2
"""The newest turns of ours that a cache breakpoint follows: what the last request wrote is what the next one reads."""


@dataclass(frozen=True)
class ClaudeDialect:
    """A `Dialect`. `kinds` are the actions that the computer can do, None offers them all; `secrets` are names.

    A Body is that of the Messages API, with the values of the header `anthropic-beta` in `betas`.
    """

    version: str
    image: SentImage
    screens: Screens
    kinds: frozenset[str] | None = None
    secrets: tuple[str, ...] = ()

    def ask(self, instruction: str, now: Observation, history: Sequence[Step]) -> Body:
        """Tools and rules, then the task and the screens by turns with what Claude said to each."""
        seen = [*(step.before for step in history), now]
        gone = self.screens.dropped(len(seen))
        opening = [*lines([f"Task: {instruction}", *told(seen[0])]), self._screen(seen[0], gone <= 0)]
        messages = [_user(opening)]
        for index, step in enumerate(history):
            messages += self._turn(history[:index], step, seen[index + 1], gone)
        ours = extras(self.kinds)
        system = text(rules([each.name for each in ours], self.secrets))
        custom = [
            {"name": each.name, "description": each.description, "input_schema": each.parameters} for each in ours
        ]
        size = frame_of(seen[0].screen, self.image).sent
        body: dict[str, Any] = {
            "tools": [self._version.tool(size, self.kinds), *custom],
            "system": marked([system]),
            "messages": _cached(messages),
        }
        return body | ({"betas": [self._version.beta]} if self._version.beta else {})

    def read(self, reply: Reply, now: Observation, history: Sequence[Step]) -> Decision:
        """The decision in a message; words without a tool are the answer. Raises UnreadableReply."""
        return decision_in(reply, self._version, frame_of(now.screen, self.image), pointer(history))

    def again(self, request: Body, reply: Reply, why: str) -> Body:
        """The request with the message and a complaint as the result of its first call.

        A message that cannot be sent back, as one cut off, is left out, and the complaint goes on with our last turn.
        """
        content = [] if reply.stop == "length" else _sayable(content_of(reply.raw) or [])
        if not content:
            *earlier, ours = request["messages"]
            return {**request, "messages": [*earlier, _user([*ours["content"], text(complaint(why))])]}
        uses = [block for block in content if block["type"] == "tool_use"]
        told_off = [result(use, NOT_EXECUTED if at else complaint(why), failed=True) for at, use in enumerate(uses)]
        turns = [{"role": "assistant", "content": content}, _user(told_off or [text(complaint(why))])]
        return {**request, "messages": [*request["messages"], *turns]}

    def lighter(self, request: Body) -> Body:
        """The request with the images of the last turn that has any, and no others."""
        messages = request["messages"]
        last = max((at for at, message in enumerate(messages) if has_picture(message)), default=0)
        lighter = [message if at == last else without_pictures(message) for at, message in enumerate(messages)]
        if self._version.toolset and lighter != messages:
            lighter = [{**message, "content": without_thinking(message["content"])} for message in lighter]
        return {**request, "messages": lighter}

    @property
    def _version(self) -> Version:
        return version(self.version)

    def _turn(self, earlier: Sequence[Step], step: Step, now: Observation, gone: int) -> list[Message]:
        """Claude's message of a step, and our answer to it."""
        shown, where = len(earlier) + 1 >= gone, pointer(earlier)
        if (calls := calls_of(step, self._version, self.image, where)) is None:
            said, answer = foreign(step, now, self.image, shown)
        else:
            said = self._said(step, self.screens.dropped(len(earlier) + 1) == gone and not step.decision.rejected)
            uses = [block for block in said if block["type"] == "tool_use"]
            answer = Answers(step, uses, calls, now, where, self._version, self.image, shown).blocks()
        return [{"role": "assistant", "content": said}, _user(answer)]

    def _said(self, step: Step, unchanged: bool) -> list[Block]:
        """Claude's message as it came; without its thinking where what came before it is no longer all sent."""
        kept = _sayable(content_of(step.decision.reply) or [])
        return kept if unchanged or not self._version.toolset else without_thinking(kept)

    def _screen(self, seen: Observation, shown: bool) -> Block:
        return picture(sent(seen.screen, self.image) if shown else None)


def _sayable(content: Sequence[Any]) -> list[Block]:
    """The blocks of a message but for blank texts, which the API writes and does not take back."""
    return [dict(block) for block in content if block["type"] != "text" or block["text"].strip()]


def _user(content: list[Block]) -> Message:
    return {"role": "user", "content": content}


def _cached(messages: Sequence[Message]) -> list[Message]:
    """The messages with a cache breakpoint after each of the newest turns of ours."""
    ours = [at for at, message in enumerate(messages) if message["role"] == "user"][-NEWEST:]
    return [
        {**message, "content": marked(message["content"])} if at in ours else message
        for at, message in enumerate(messages)
    ]
