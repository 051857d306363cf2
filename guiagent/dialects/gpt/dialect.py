"""The dialect of the `computer` tool of OpenAI's Responses API.

Nothing is kept on the server (`store: false`, never `previous_response_id`): each request holds the whole conversation
with the model's reasoning encrypted, so that a run resumes from disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from guiagent.actions import Action, Finish, GiveUp
from guiagent.dialects.coordinates import PIXELS, Frame
from guiagent.dialects.gpt.amend import last_alone, sent_back
from guiagent.dialects.gpt.output import Item, calls_in, concerns_in, items_of, refusal_in, thought_in, words_in
from guiagent.dialects.gpt.turns import opening, turn
from guiagent.dialects.images import SentImage
from guiagent.dialects.screens import Screens, sent, size_of
from guiagent.dialects.tools import extras, rules
from guiagent.errors import UnreadableReply
from guiagent.messages import Body, Reply
from guiagent.records import Decision, Observation, Step
from guiagent.screen import Screen

IN_OTHER_WORDS = "say the task in other words, or use another model"
CALL_OR_ANSWER = "use a tool, or give the final answer in words"


@dataclass(frozen=True)
class GptDialect:
    """A `Dialect`. `kinds` are the actions that the computer can do, None offers them all; `secrets` are names.

    Azure's deployments are asked at https://NAME.openai.azure.com/openai/v1 in the same words. They have been seen to
    take `detail: original` for `high`, which scales a large screen and with it every click: the catalogue keeps what
    is sent within the bounds of both.
    """

    image: SentImage
    screens: Screens
    kinds: frozenset[str] | None = None
    secrets: tuple[str, ...] = ()

    def ask(self, instruction: str, now: Observation, history: Sequence[Step]) -> Body:
        """A body for `POST /responses`, less model and lengths; it grows at its end but where screenshots are dropped.

        `truncation` stays at the API's default, a refusal: what no longer fits is ours to choose, pairs unbroken.
        One call at a time, since a call holds a list of actions, and each further one would cost a screenshot.
        """
        return {
            "instructions": rules([tool.name for tool in extras(self.kinds)], self.secrets),
            "tools": self._tools,
            "parallel_tool_calls": False,
            "store": False,
            "include": ["reasoning.encrypted_content"],
            "reasoning": {"summary": "auto"},
            "prompt_cache_key": _cache_key(instruction),
            "input": self._conversation(instruction, now, history),
        }

    def read(self, reply: Reply, now: Observation, history: Sequence[Step]) -> Decision:
        """Its calls, or else its words as the answer; a refusal gives up. Raises UnreadableReply."""
        if reply.stop not in ("", "completed"):
            raise UnreadableReply(f"the reply was cut off ({reply.stop}): think less, and send fewer actions at once")
        items = items_of(reply.raw)
        actions: tuple[Action, ...] = tuple(
            action for call in calls_in(items, self._frame(now.screen)) for action in call.actions
        )
        if refusal := refusal_in(items):
            actions = (GiveUp(reason=f"the model refused: {refusal}; {IN_OTHER_WORDS}"),)
        elif not actions:
            actions = (Finish(answer=_answer(items)),)
        if any(isinstance(action, Finish | GiveUp) for action in actions[:-1]):
            raise UnreadableReply("give_up ends the work, so it may only stand last")
        return Decision(
            thought=thought_in(items),
            actions=actions,
            concerns=() if refusal else concerns_in(items),
            reply=reply.raw,
            usage=reply.usage,
        )

    def again(self, request: Body, reply: Reply, why: str) -> Body:
        return sent_back(request, reply, why)

    def lighter(self, request: Body) -> Body:
        return last_alone(request)

    def _conversation(self, instruction: str, now: Observation, history: Sequence[Step]) -> list[Item]:
        seen = [*(step.before for step in history), now]
        gone = self.screens.dropped(len(seen))
        pngs = [None if index < gone else sent(each.screen, self.image) for index, each in enumerate(seen)]
        items = opening(instruction, seen[0], pngs[0])
        for step, (before, after), png in zip(history, pairwise(seen), pngs[1:], strict=True):
            items += turn(step, self._frame(before.screen), after, png)
        return items

    @cached_property
    def _tools(self) -> list[Item]:
        ours = [
            {"type": "function", **tool.model_dump(include={"name", "description", "parameters"}), "strict": True}
            for tool in extras(self.kinds)
        ]
        return [{"type": "computer"}, *ours]

    def _frame(self, screen: Screen) -> Frame:
        return Frame(PIXELS, self.image.size(*size_of(screen)), size_of(screen))


def _answer(items: Sequence[Item]) -> str:
    """The final answer; raises UnreadableReply where there is none, or a comment on the way to one alone."""
    if answer := words_in(items, "final_answer"):
        return answer
    if words_in(items) and words_in(items) == words_in(items, "commentary"):
        raise UnreadableReply(f"there is only a comment; {CALL_OR_ANSWER}")
    if answer := words_in(items):
        return answer
    raise UnreadableReply(f"the reply is empty; {CALL_OR_ANSWER}")


def _cache_key(instruction: str) -> str:
    """What sends the requests of a run to the same cache: the same for the same task, and saying nothing of it.

    There is a cache breakpoint at the end of each request without our doing, where the next one goes on; marking our
    own would need models from GPT-5.6 on.
    """
    return f"guiagent-{hashlib.sha256(instruction.encode('utf-8', 'replace')).hexdigest()[:16]}"
