"""The dialect of Gemini's own computer-use tool, in both generations of its functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from guiagent.actions import Action, Finish, GiveUp
from guiagent.dialects.coordinates import SPACES, Frame
from guiagent.dialects.gemini.functions import FUNCTIONS, excluded
from guiagent.dialects.gemini.parts import arguments_of, concern_in, function_calls, parts_of, text_part, texts
from guiagent.dialects.gemini.turns import calls_in, opening, refused, shows, turn, without_screen
from guiagent.dialects.images import SentImage
from guiagent.dialects.screens import Screens, sent, size_of
from guiagent.dialects.talk import complaint
from guiagent.dialects.tools import Extra, extras, rules
from guiagent.errors import UnreadableReply
from guiagent.messages import Body, Reply
from guiagent.records import Decision, Observation, Step
from guiagent.screen import Screen

OWN = frozenset({"navigate", "back"})
"""Those of our tools that the provider's has itself."""
WHOLE = frozenset({"", "stop", "finish_reason_unspecified"})
"""Reasons to stop of a reply that is all that the model wanted to say."""


@dataclass(frozen=True)
class GeminiDialect:
    """A `Dialect`. `generation` is that of the functions; `kinds` are what the computer does, `secrets` are names."""

    generation: str
    image: SentImage
    screens: Screens
    kinds: frozenset[str] | None = None
    secrets: tuple[str, ...] = ()

    def ask(self, instruction: str, now: Observation, history: Sequence[Step]) -> Body:
        """The body of a `generateContent` request: the task, and each step with the screen that it led to."""
        seen = [*(step.before for step in history), now]
        gone = self.screens.dropped(len(seen))
        pngs = [None if at < gone else sent(each.screen, self.image) for at, each in enumerate(seen)]
        contents = [opening(instruction, seen[0], pngs[0])]
        for step, after, png in zip(history, seen[1:], pngs[1:], strict=True):
            contents += turn(step, self._frame(step.before.screen), after, png)
        return {**self._constant, "contents": contents}

    def read(self, reply: Reply, now: Observation, history: Sequence[Step]) -> Decision:
        """The actions of all calls in a reply, or the answer of one without any. Raises UnreadableReply."""
        made = list(function_calls(reply.raw))
        calls = calls_in(reply.raw, self._frame(now.screen))
        actions = tuple(action for call in calls for action in call.actions) or (_answer(reply),)
        if any(isinstance(action, Finish | GiveUp) for action in actions[:-1]):
            raise UnreadableReply("give_up ends the work: it may only stand last")
        return Decision(
            thought=_thought(reply, made),
            actions=actions,
            concerns=tuple(concern for call in made if (concern := concern_in(call))),
            reply=reply.raw,
            usage=reply.usage,
        )

    def again(self, request: Body, reply: Reply, why: str) -> Body:
        """The request with the reply as it came, and what was wrong with it as the response to its calls."""
        contents = request["contents"]
        return {**request, "contents": [*contents, *refused(reply.raw, reply.text, complaint(why), _url(contents))]}

    def lighter(self, request: Body) -> Body:
        contents = request["contents"]
        last = max((at for at, content in enumerate(contents) if shows(content)), default=0)
        return {
            **request,
            "contents": [each if at >= last else without_screen(each) for at, each in enumerate(contents)],
        }

    def _frame(self, screen: Screen) -> Frame:
        return Frame(SPACES["999"], self.image.size(*size_of(screen)), size_of(screen))

    @cached_property
    def _constant(self) -> dict[str, Any]:
        """All that is the same in every request."""
        ours = extras(self.kinds, without=OWN)
        # Google's own samples give its tool and a caller's functions in two entries.
        tools = [{"computerUse": self._computer}, {"functionDeclarations": [_declared(each) for each in ours]}]
        return {
            "systemInstruction": {"parts": [text_part(rules(self._browser(ours), self.secrets))]},
            "tools": tools,
            "generationConfig": {"thinkingConfig": {"includeThoughts": True}},
        }

    @property
    def _computer(self) -> dict[str, Any]:
        told: dict[str, Any] = {"environment": "ENVIRONMENT_BROWSER"}
        if without := excluded(self.generation, self.kinds):
            told["excludedPredefinedFunctions"] = without
        return told

    def _browser(self, ours: Sequence[Extra]) -> list[str]:
        """The names of the tools that are for the browser itself."""
        own = [name for name in ("navigate", "go_back") if self.kinds is None or FUNCTIONS[name].kinds <= self.kinds]
        return [*own, *(each.name for each in ours)]


def _declared(extra: Extra) -> dict[str, Any]:
    return {"name": extra.name, "description": extra.description, "parametersJsonSchema": extra.parameters}


def _answer(reply: Reply) -> Action:
    """The last word of a reply that calls no function."""
    text = reply.text.strip()
    if reply.stop == "length":
        raise UnreadableReply("it was cut off for its length: think less")
    if reply.stop not in WHOLE:
        raise UnreadableReply(f"it ends with {reply.stop.replace('_', ' ')}{text and f' ({text})'}: call one function")
    if not text:
        raise UnreadableReply("it is empty: call a function, or answer in words when the task is done")
    return Finish(answer=text)


def _thought(reply: Reply, calls: Sequence[Mapping[str, Any]]) -> str:
    """What the model says beside its calls, else what each is for, else what it thought."""
    intents = [str(intent) for call in calls if (intent := arguments_of(call).get("intent"))]
    beside = texts(reply.raw, thoughts=False) if calls else ""
    return beside or "; ".join(dict.fromkeys(intents)) or texts(reply.raw, thoughts=True)


def _url(contents: Sequence[Mapping[str, Any]]) -> str:
    """The address that was told last."""
    for part in (part for content in reversed(contents) for part in reversed(parts_of(content))):
        if url := part.get("functionResponse", {}).get("response", {}).get("url"):
            return str(url)
        lines = str(part.get("text", "")).splitlines()
        if address := next((line for line in lines if line.startswith("Address: ")), ""):
            return address.removeprefix("Address: ")
    return ""
