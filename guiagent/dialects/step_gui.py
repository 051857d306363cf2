"""Step-GUI and GELab-Zero: `explain:…`, `action:CLICK`, `point:x,y`, `summary:…`, with tabs between them.

The Chinese prompt, the actions and the form are those of stepfun-ai/gelab-zero
`copilot_tools/parser_0920_summary.py`, for a browser instead of a phone: 0 to 1000, one turn, only the current
screenshot. What has been done is told as the list of explanations; the model's own running summary is passed over,
since a policy here remembers nothing but its steps.

A slide scrolls: what lies under the finger goes along. A long press holds the left button. AWAKE is refused, INFO and
ABORT give up. PRESS, NAVIGATE and BACK are ours; other actions are written and read in the plain vocabulary, their
values as JSON. Line breaks, tabs and backslashes of a value are escaped as in JSON, since tabs stand between fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guiagent.actions import Action, Click, Finish, GiveUp, Navigate, Point, Press, Scroll, Type, Wait
from guiagent.dialects.calls import Called
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.prompts import prompt
from guiagent.dialects.setting import Setting
from guiagent.dialects.spellings import snake, unpacked
from guiagent.dialects.verbs import Verbs, Words, all_actions, in_json
from guiagent.dialects.wording import joined, plain
from guiagent.errors import UnreadableReply
from guiagent.records import Decision

FORM = "write explain:…, action:CLICK, point:x,y and summary:… with tabs between them"
LAYOUT = Layout(image_first=False, folds=True, one_turn=True)
_NAMES = "explain|action|action_type|point1|point2|point|value|return|summary|status"
_FIELD = re.compile(rf"(?:^|\t|\n|\\t|(?<=\S)\s+)({_NAMES})\s*[:\uff1a]\s*", re.IGNORECASE)
_TAB_FIELD = re.compile(r"(?:^|\t)(\w+)[:\uff1a]")
_THINK = re.compile(r"<\s*/?\s*T(?:H)?INK\s*>", re.IGNORECASE)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_VALUE = {
    "type": "text",
    "wait": "seconds",
    "press": "keys",
    "navigate": "url",
    "awake": "app",
    "info": "reason",
    "abort": "reason",
    "complete": "answer",
}
"""What the value of an action is."""
_RENAMED = {"slide": "swipe", "longpress": "long_press"}
VERBS = Verbs(FORM, amounts={"wait": {"seconds": 5}})


@dataclass(frozen=True)
class StepGui:
    """A `Grammar`."""

    layout: Layout = LAYOUT

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        return ""

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        return prompt("step_gui", setting, task=task, past="\n".join(past) or "暂无历史操作") + "\n"

    def written(self, decision: Decision, frame: Frame) -> str:
        said = _escaped(decision.thought)
        lines = [_line(*_words(action, frame)) for action in decision.actions]
        return "\n".join(f"explain:{said}\t{line}\tsummary:{said}" for line in lines)

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        text = _THINK.split(text)[-1].strip()
        records = [_fields(part) for part in re.split(r"\n(?=explain\s*[:\uff1a])", text)]
        held = [fields for fields in records if fields.get("action")]
        if not held:
            if any(records):
                raise UnreadableReply(f"no action is named; {FORM}")
            return in_json(text, frame, FORM)
        thought = str(held[0].pop("explain", ""))
        return Said(all_actions(VERBS, [_called(fields) for fields in held], frame, at), thought)


def _fields(text: str) -> dict[str, Any]:
    """The fields of one line: between tabs, or, where it has none, at the known names."""
    pattern = _TAB_FIELD if "\t" in text else _FIELD
    found = list(pattern.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    pairs = [(match[1].lower(), text[match.end() : end]) for match, end in zip(found, ends, strict=False)]
    return {name: _unescaped(value) for name, value in pairs if name != "summary"}


def _called(fields: dict[str, Any]) -> Called:
    given = {name: value for name, value in fields.items() if name != "explain"}
    verb = snake(str(given.pop("action")).strip())
    if "value" in given or "return" in given:
        value = given.pop("value", None) if "value" in given else given.pop("return")
        given.pop("return", None)
        given[_VALUE.get(verb, "text")] = value
    if "point1" in given or "point2" in given:
        given["from"], given["to"] = given.pop("point1", ""), given.pop("point2", "")
    readable = {name: value if name in ("text", "answer", "reason") else _plain(value) for name, value in given.items()}
    return Called(_RENAMED.get(verb, verb), named=readable)


def _plain(value: str) -> Any:
    value = value.strip()
    return unpacked(value) if value.startswith(("[", "{")) else value


def _words(action: Action, frame: Frame) -> Words:
    match action:
        case Click(button="left", count=1, held=()):
            return "CLICK", {"point": _pair(action.point, frame)}
        case Scroll(held=()) if frame.holds(end := Point(action.point.x - action.dx, action.point.y - action.dy)):
            return "SLIDE", {"point1": _pair(action.point, frame), "point2": _pair(end, frame)}
        case Type():
            return "TYPE", {"value": action.text}
        case Press() if keys := joined(action.keys, "+"):
            return "PRESS", {"value": keys}
        case Wait():
            return "WAIT", {"value": f"{action.seconds:g}"}
        case Navigate():
            return "NAVIGATE", {"value": action.url}
        case Finish():
            return "COMPLETE", {"return": action.answer}
        case GiveUp():
            return "ABORT", {"value": action.reason}
    name, arguments = plain(action, frame)
    return name.upper(), arguments


def _line(name: str, arguments: dict[str, Any]) -> str:
    values = {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in arguments.items()
    }
    return "\t".join((f"action:{name}", *(f"{key}:{_escaped(value)}" for key, value in values.items())))


def _pair(point: Point, frame: Frame) -> str:
    return ",".join(str(value) for value in frame.pair(point))


def _escaped(text: str) -> str:
    for char, escape in (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(char, escape)
    return text


def _unescaped(text: str) -> str:
    return re.sub(r"\\([ntr\\])", lambda found: _ESCAPES[found[1]], text)
