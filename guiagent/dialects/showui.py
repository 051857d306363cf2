"""ShowUI-2B as a navigator: `{'action': 'CLICK', 'value': None, 'position': [x, y]}`, shares of the screen.

The prompt is that of showlab/ShowUI `data/template/shared_navigation.py` (web), all of it in one turn: rules, task,
past actions, the screenshot. SELECT opens a list by a click; SELECT_TEXT drags over the text; COPY presses Control c,
since the text is selected. `ANSWER` ends the task. Typing where the focus is has an INPUT without a position.
Everything else is written and read as an object of the plain vocabulary, `{'action': 'press', …}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guiagent.actions import Action, Click, Drag, Finish, Move, Point, Press, Scroll, Type
from guiagent.dialects.calls import Called
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.prompts import prompt
from guiagent.dialects.setting import Setting
from guiagent.dialects.spellings import snake, snake_keys
from guiagent.dialects.verbs import Verbs, all_actions, in_json
from guiagent.dialects.wording import plain, turned
from guiagent.errors import UnreadableReply
from guiagent.records import Decision
from guiagent.tolerant_json import NotJson, values_in

FORM = "write {'action': 'CLICK', 'value': None, 'position': [x, y]}"
LAYOUT = Layout(image_first=False, folds=True, one_turn=True, tells="turn")
_STEP = re.compile(r"Step \d+: ")
VERBS = Verbs(
    FORM,
    renamed={
        "select": ("click", {}),
        "enter": ("press", {"keys": ["Enter"]}),
        "copy": ("press", {"keys": ["Control", "c"]}),
        "select_text": ("drag", {}),
        "answer": ("finish", {}),
    },
)
_VALUE = {"input": "text", "type": "text", "answer": "answer", "scroll": "direction", "swipe": "direction"}
"""What the value of an action is; of the others it says nothing that is done."""


@dataclass(frozen=True)
class ShowUi:
    """A `Grammar`."""

    layout: Layout = LAYOUT

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        return ""

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        history = "\n".join(f"Action History: {_STEP.sub('', line, count=1)}" for line in past)
        return prompt("showui", setting, task=task, past=history)

    def written(self, decision: Decision, frame: Frame) -> str:
        return ", ".join(_written(action, frame) for action in decision.actions)

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        calls = [call for value in _objects(text) if (call := _call(value)) is not None]
        if not calls:
            return in_json(text, frame, FORM)
        return Said(all_actions(VERBS, calls, frame, at))


def _objects(text: str) -> list[Any]:
    try:
        values = values_in(text)
    except NotJson as error:
        raise UnreadableReply(f"the action cannot be read: {error}; {FORM}") from error
    return [part for value in values for part in (value if isinstance(value, list) else [value])]


def _call(value: Any) -> Called | None:
    """The call of an object that names an action; None for any other."""
    fields = snake_keys(value) if isinstance(value, dict) else {}
    if not isinstance(named := fields.pop("action", None), str):
        return None
    name, said, position = snake(named), fields.pop("value", None), fields.pop("position", None)
    if (argument := _VALUE.get(name)) and said is not None:
        fields[argument] = snake(str(said)) if argument == "direction" else said
    if name in ("select_text", "drag", "swipe") and isinstance(position, list) and len(position) == 2:
        fields["from"], fields["to"] = position
    elif position is not None:
        fields["position"] = position
    return Called(name, named=fields)


def _written(action: Action, frame: Frame) -> str:
    name, value, position = _words(action, frame)
    if name:
        return _dictionary({"action": name, "value": value, "position": position})
    kind, fields = plain(action, frame)
    return _dictionary({"action": kind, **fields})


def _dictionary(fields: Mapping[str, Any]) -> str:
    """As Python shows one, with JSON's escapes."""
    return f"{{{', '.join(f'{_quoted(key)}: {_literal(value)}' for key, value in fields.items())}}}"


def _literal(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_literal(part) for part in value)}]"
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    return "'" + json.dumps(text, ensure_ascii=False)[1:-1].replace("'", "\\'") + "'"


def _words(action: Action, frame: Frame) -> tuple[str, Any, Any]:
    """An action of the family's own: its name, value and position; no name where it has none."""
    match action:
        case Click(button="left", count=1, held=()):
            return "CLICK", None, frame.pair(action.point)
        case Move():
            return "HOVER", None, frame.pair(action.point)
        case Drag(path=(start, end), held=()):
            return "SELECT_TEXT", None, [frame.pair(start), frame.pair(end)]
        case Type():
            return "INPUT", action.text, None
        case Press(keys=("Enter",)):
            return "ENTER", None, None
        case Finish():
            return "ANSWER", action.answer, None
        case Scroll(held=()) if bool(action.dx) != bool(action.dy):
            side, pixels, length = turned(action, frame)
            if pixels == round(length / 2) and action.point == (frame.screen[0] // 2, frame.screen[1] // 2):
                return "SCROLL", side, None
    return "", None, None
