"""AutoGLM-Phone-9B: `<think>…</think><answer>do(action="Tap", element=[x,y])</answer>`, and `finish(message=…)`.

Form, actions and history are those of zai-org/Open-AutoGLM (`phone_agent/config/prompts_en.py`): 0 to 999, and only the
current screenshot stays. A phone's swipe scrolls here: what lies under the finger goes along. A long press holds the
left button. `Launch` and `Home` are refused with what there is instead; `Take_over` gives up, as nobody is there.
`Navigate` and `Press` are ours; what the family has no action for is written and read as `do(action='drag', …)`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guiagent.actions import Action, Click, Finish, GiveUp, Point, Scroll, Type, Wait
from guiagent.dialects.calls import Called, calls_in
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.places import number
from guiagent.dialects.prompts import prompt
from guiagent.dialects.setting import Setting
from guiagent.dialects.spellings import snake
from guiagent.dialects.verbs import Verbs, all_actions, in_json
from guiagent.dialects.wording import plain
from guiagent.errors import UnreadableReply
from guiagent.records import Decision

FORM = 'write <answer>do(action="Tap", element=[x,y])</answer> or <answer>finish(message="…")</answer>'
LAYOUT = Layout(image_first=True, gone="", following="** Screen Info **", thinks=True)
_ANSWER = re.compile(r"<answer>(.*)</answer>|<answer>(.*)", re.DOTALL)
_TAGS = re.compile(r"</?answer>")
_SECONDS = re.compile(r"\s*([\d.]+)\s*(?:s|secs?|seconds?)?\s*", re.IGNORECASE)
_CLICKS = {("left", 1): "Tap", ("left", 2): "Double Tap"}
_OWN = frozenset(("do", "finish"))
_TAPS = frozenset(("click", "tap", "double_tap", "long_press"))
"""What may say in a message why it is delicate."""
VERBS = Verbs(FORM, renamed={"type_name": ("type", {})})


@dataclass(frozen=True)
class AutoGlm:
    """A `Grammar`."""

    layout: Layout = LAYOUT

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        return prompt("autoglm", setting)

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        return f"{task}\n\n** Screen Info **"

    def written(self, decision: Decision, frame: Frame) -> str:
        calls = "\n".join(_written(action, frame) for action in decision.actions)
        return f"<think>{decision.thought}</think>\n<answer>{calls}</answer>"

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        answer = _ANSWER.search(text)
        part = (answer[1] or answer[2] or "") if answer else _TAGS.sub("\n", text)
        calls = calls_in(part, _OWN) or calls_in(part, _OWN, inline=True)
        if not calls and answer and "{" not in part:
            raise UnreadableReply(f"between the <answer> tags stands no action; {FORM}")
        if not calls:
            return in_json(part, frame, FORM)
        thought = text.partition("<answer>")[0] if answer else part.partition(f"{calls[0].name}(")[0]
        return Said(all_actions(VERBS, [_meant(called) for called in calls], frame, at), thought.strip())


def _meant(called: Called) -> Called:
    """`do(action="Tap", element=…)` as a call of `tap`; a place is called so, and a duration is a number of seconds."""
    if called.name == "finish":
        return Called("finish", named={"message": called.by_name(("message",)).get("message")})
    given = called.by_name(("action",))
    if not isinstance(name := given.pop("action", None), str):
        raise UnreadableReply(f"`do` names no action; {FORM}")
    if "element" in given:
        given["point"] = given.pop("element")
    if isinstance(duration := given.get("duration"), str) and (found := _SECONDS.fullmatch(duration)):
        given["duration"] = number(found[1])
    if snake(name) in _TAPS and "message" in given:
        given["note"] = given.pop("message")
    return Called(name, named=given)


def _written(action: Action, frame: Frame) -> str:
    match action:
        case Click(held=()) if name := _CLICKS.get((action.button, action.count)):
            return _call("do", {"action": name, "element": frame.pair(action.point)})
        case Scroll(held=()) if frame.holds(end := Point(action.point.x - action.dx, action.point.y - action.dy)):
            return _call("do", {"action": "Swipe", "start": frame.pair(action.point), "end": frame.pair(end)})
        case Type():
            return _call("do", {"action": "Type", "text": action.text})
        case Wait():
            return _call("do", {"action": "Wait", "duration": f"{action.seconds:g} seconds"})
        case Finish():
            return _call("finish", {"message": action.answer})
        case GiveUp():
            return _call("do", {"action": "Take_over", "message": action.reason})
    name, arguments = plain(action, frame)
    return _call("do", {"action": name.replace("_", " ").title(), **arguments})


def _call(name: str, arguments: dict[str, Any]) -> str:
    """A call as the family writes it, in double quotes and without blanks: `do(action="Tap", element=[79,252])`."""
    said = (f"{key}={json.dumps(value, ensure_ascii=False, separators=(',', ':'))}" for key, value in arguments.items())
    return f"{name}({', '.join(said)})"
