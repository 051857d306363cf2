"""Doubao Seed 1.5-VL to 2 and UI-TARS-2: functions called between tokens of their own, points as `<point>x y</point>`.

The functions and tokens are those of OSWorld's `mm_agents/seed_agent.py` and of the `uitars2` loop of trycua/cua. These
models also write the `Thought: … Action: …` of Doubao-1.5-UI-TARS, which is read here, too.

`press` and `release` keep a key down and let it go. `infeasible` and `call_user` give up. Those for the browser,
`navigate`, `back` and `select_tab`, are ours; the rest of the plain vocabulary is read and written in the same tokens.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from guiagent.actions import Point
from guiagent.dialects.calls import Called
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.prompts import prompt
from guiagent.dialects.setting import Setting
from guiagent.dialects.spellings import unpacked
from guiagent.dialects.ui_tars import DOUBAO, LAYOUT, thought_and_calls
from guiagent.dialects.verbs import Verbs, all_actions, in_json
from guiagent.errors import UnreadableReply
from guiagent.records import Decision

_SECRET = "_never_used_51bce0c785ca2f68081bfa7d91973934"
FORM = f"call a function, as <seed:tool_call{_SECRET}><function{_SECRET}=click>…"
_TAIL = r"(?:_never_used_\w+)?"
_MARK = re.compile(rf"<(?:seed:tool_call|function|parameter){_TAIL}\b")
_FUNCTION = re.compile(
    rf"<function{_TAIL}(?:=|\s+name=)[\"']?([\w.]+)[\"']?[^>]*>(.*?)(?=</function{_TAIL}>|<function{_TAIL}[= ]|$)",
    re.DOTALL,
)
_PARAMETER = re.compile(rf"<parameter{_TAIL}(?:=|\s+name=)[\"']?(\w+)[\"']?[^>]*>(.*?)</parameter{_TAIL}>", re.DOTALL)
_OPENED = re.compile(rf"<parameter{_TAIL}[= ]")
_THOUGHT = re.compile(rf"</?(?:think{_TAIL}|gui_think)>")
_THOUGHT_OUT = re.compile(rf"</(?:think{_TAIL}|gui_think)>")
_VERBATIM = ("content", "text")
_WORDS = {"type": "string"}
_POINT = {"type": "string", "description": "<point>x y</point>"}
FUNCTIONS: dict[str, tuple[str, str, dict[str, dict[str, str]]]] = {
    "click": ("click", "Click with the left button.", {"point": _POINT}),
    "left_double": ("click", "Click twice with the left button.", {"point": _POINT}),
    "right_single": ("click", "Click with the right button.", {"point": _POINT}),
    "drag": ("drag", "Drag from one point to another.", {"start_point": _POINT, "end_point": _POINT}),
    "scroll": (
        "scroll",
        "Show more on the side of the direction.",
        {"point": _POINT, "direction": {"type": "string", "description": "up, down, left or right"}},
    ),
    "move_to": ("move", "Move the mouse.", {"point": _POINT}),
    "mouse_down": ("mouse_down", "Press the left button and keep it down.", {"point": _POINT}),
    "mouse_up": ("mouse_up", "Let the left button go.", {"point": _POINT}),
    "type": (
        "type",
        "Type text. End it with a line break to submit it.",
        {"content": {"type": "string", "description": "The text, as it is."}},
    ),
    "hotkey": ("press", "Press keys together.", {"key": {"type": "string", "description": "As: ctrl c"}}),
    "press": ("key_down", "Press a key and keep it down.", {"key": _WORDS}),
    "release": ("key_up", "Let a key go.", {"key": _WORDS}),
    "wait": ("wait", "Wait for some seconds.", {"time": {"type": "integer"}}),
    "navigate": ("navigate", "Open an address in the current tab.", {"url": _WORDS}),
    "back": ("back", "Go back in the current tab's history.", {}),
    "select_tab": ("select_tab", "Bring a tab to the front, counted from 0.", {"index": {"type": "integer"}}),
    "finished": (
        "finish",
        "The task is done.",
        {"content": {"type": "string", "description": "The answer, where the task asks for one."}},
    ),
    "call_user": ("give_up", "The user is needed to go on.", {"content": _WORDS}),
    "infeasible": ("give_up", "The task cannot be done.", {"content": _WORDS}),
}
"""The kind of action that each function stands for, its description and parameters."""
WORDING = replace(
    DOUBAO, move="move_to", give_up=("infeasible", "content"), keys={"key_down": "press", "key_up": "release"}
)
VERBS = Verbs(
    FORM,
    renamed={"press": ("key_down", {}), "release": ("key_up", {})},
    amounts={"wait": {"seconds": 5}},
    floating=frozenset(("scroll", "swipe", "mouse_down", "mouse_up")),
)


@dataclass(frozen=True)
class Seed:
    """A `Grammar`."""

    layout: Layout = LAYOUT

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        return prompt("seed", setting, functions="\n".join(_schemas(setting)))

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        return task

    def written(self, decision: Decision, frame: Frame) -> str:
        thought = f"<think{_SECRET}>{decision.thought}</think{_SECRET}>\n" if decision.thought else ""
        functions = "".join(_function(*WORDING.words(action, frame)) for action in decision.actions)
        return f"{thought}<seed:tool_call{_SECRET}>{functions}</seed:tool_call{_SECRET}>"

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        *thoughts, answer = _THOUGHT_OUT.split(text)
        if _THOUGHT.search(answer):
            raise UnreadableReply(f"the reply ends within its reasoning; {FORM}")
        if (mark := _MARK.search(answer)) is None:
            return _without_tokens(answer, frame, at)
        thought = _THOUGHT.sub("", "".join((*thoughts, answer[: mark.start()]))).strip()
        return Said(all_actions(VERBS, _calls(answer[mark.start() :]), frame, at), thought)


def _calls(text: str) -> list[Called]:
    found = []
    for name, body in _FUNCTION.findall(text):
        values = dict(_PARAMETER.findall(body))
        if _OPENED.search(_PARAMETER.sub("", body)):
            raise UnreadableReply(f"a parameter of {name} is not closed; {FORM}")
        found.append(Called(name, named={key: _value(key, value) for key, value in values.items()}))
    if not found:
        raise UnreadableReply(f"the tool call names no function; {FORM}")
    return found


def _value(key: str, text: str) -> object:
    return text if key in _VERBATIM else unpacked(text.strip())


def _without_tokens(text: str, frame: Frame, at: Point | None) -> Said:
    thought, calls = thought_and_calls(text)
    return Said(all_actions(_SPOKEN, calls, frame, at), thought) if calls else in_json(text, frame, FORM)


_SPOKEN = replace(VERBS, renamed={}, order={"type": ("content",), "finished": ("content",), "hotkey": ("key",)})


def _function(name: str, arguments: dict[str, object]) -> str:
    values = {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in arguments.items()
    }
    said = "".join(f"<parameter{_SECRET}={key}>{value}</parameter{_SECRET}>" for key, value in values.items())
    return f"<function{_SECRET}={name}>{said}</function{_SECRET}>"


def _schemas(setting: Setting) -> list[str]:
    """The functions for what the computer can do, a line of JSON each."""
    return [
        json.dumps(
            {
                "type": "function",
                "name": name,
                "parameters": {"type": "object", "properties": properties, "required": list(properties)},
                "description": description,
            }
        )
        for name, (kind, description, properties) in FUNCTIONS.items()
        if setting.offers(kind)
    ]
