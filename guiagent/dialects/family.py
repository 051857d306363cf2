"""The dialect of a family of models that was trained to act on screens: its own grammar, in its own order of turns.

A request grows by appending, so that a server's prompt cache and a model's own KV cache hold; only screenshots leave
it, several at a time (`Screens`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guiagent.dialects.coordinates import Frame
from guiagent.dialects.decision import after_reasoning, check, reasoning
from guiagent.dialects.grammar import Grammar
from guiagent.dialects.screens import sent
from guiagent.dialects.setting import Setting
from guiagent.dialects.talk import sent_back, with_last_image
from guiagent.dialects.telling import all_done, came_of, reflected, secrecy, told
from guiagent.dialects.tools import pointer
from guiagent.errors import UnreadableReply
from guiagent.messages import Image, Message, Reply, Talk, Text
from guiagent.records import Decision, Observation, Step

MOST = 8
"""Actions that one reply may hold."""
Part = Text | Image


@dataclass(frozen=True)
class FamilyDialect:
    """A `Dialect` in words and pictures."""

    grammar: Grammar
    setting: Setting

    def ask(self, instruction: str, now: Observation, history: Sequence[Step]) -> Talk:
        """The system prompt where there is one, then screens by turns with what was decided on each."""
        gone = self.setting.screens.dropped(len(history) + 1)
        first = gone if self.grammar.layout.folds else 0
        past = [self._line(step) for step in history[:first]]
        # The first screen's, as the opening is never said otherwise later.
        frame = self.setting.frame((history[0].before if history else now).screen)
        opening = self.grammar.opening(instruction, frame, self.setting, past)
        turns = list(self._turns(opening, now, history, first, gone))
        if self.grammar.layout.one_turn:
            turns = [Message(role="user", parts=tuple(part for turn in turns for part in turn.parts))]
        if system := self.grammar.system(instruction, frame, self.setting):
            turns.insert(0, Message(role="system", parts=(Text(text=system),)))
        return tuple(turns)

    def read(self, reply: Reply, now: Observation, history: Sequence[Step]) -> Decision:
        """The decision in a reply, repaired where its meaning is plain; UnreadableReply with what to write instead."""
        try:
            text = after_reasoning(reply.text, "reply with an action in the form that you were told")
            said = self.grammar.read(text, self.setting.frame(now.screen), pointer(history))
            check(said.actions, MOST)
        except UnreadableReply as error:
            if reply.stop == "length":
                raise UnreadableReply(f"the reply was cut off for its length ({error}): think less") from error
            raise
        thought = said.thought or (reasoning(reply.text) if self.grammar.layout.thinks else "")
        return Decision(thought=thought, actions=said.actions, reply=reply.text, usage=reply.usage)

    def again(self, request: Talk, reply: Reply, why: str) -> Talk:
        return sent_back(request, reply, why)

    def lighter(self, request: Talk) -> Talk:
        return with_last_image(request)

    def _turns(
        self, opening: str, now: Observation, history: Sequence[Step], first: int, gone: int
    ) -> Iterator[Message]:
        seen = [*(step.before for step in history), now]
        for index in range(first, len(seen)):
            words = [opening, *self._rules()] if index == first else [self.grammar.layout.following]
            words += self._came_of(history[index - 1]) if index else []
            words += _shown_beside(seen[index], seen[index - 1] if index else None)
            yield Message(role="user", parts=self._shown(seen[index], index < gone, filter(None, words)))
            if index < len(history):
                step = history[index]
                text = self.grammar.written(step.decision, self.setting.frame(step.before.screen))
                yield Message(role="assistant", parts=(Text(text=text),))

    def _shown(self, screen: Observation, gone: bool, words: Iterator[str]) -> tuple[Part, ...]:
        layout = self.grammar.layout
        picture = Text(text=layout.gone) if gone else Image(png=sent(screen.screen, self.setting.image))
        around = [Text(text=layout.before), picture, Text(text=layout.after)]
        told = [Text(text="\n".join(words))]
        parts: list[Part] = [*around, *told] if layout.image_first else [*told, *around]
        return tuple(part for part in parts if not isinstance(part, Text) or part.text)

    def _rules(self) -> tuple[str, ...]:
        """What no family's own prompt says: how secrets are written, where there are any."""
        return (secrecy(self.setting.secrets),) if self.setting.secrets else ()

    def _came_of(self, step: Step) -> list[str]:
        """What is worth saying of the step before: nothing where all went well, as in these families' training."""
        if (own := self.grammar.layout.came_of) is not None:
            return [own(step)]
        if all_done(step):
            return [] if step.reflection.progress is not False else reflected(step)
        return came_of(step)

    def _line(self, step: Step) -> str:
        """A step that has left the request, as one line of the past."""
        frame: Frame = self.setting.frame(step.before.screen)
        thought = step.decision.thought if self.grammar.layout.tells == "thought" else ""
        said = thought or self.grammar.written(step.decision, frame)
        trouble = "" if all_done(step) else f" ({'; '.join(came_of(step))})"
        return " ".join(f"Step {step.index + 1}: {said}{trouble}".split())


def _shown_beside(now: Observation, since: Observation | None) -> list[str]:
    """What a screenshot cannot show, less the address: no family was trained with one."""
    return told(now.model_copy(update={"url": ""}), since.model_copy(update={"url": ""}) if since else None)
