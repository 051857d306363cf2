"""OS-Atlas-Pro: `Thoughts: …` and `Actions: CLICK <point>[[x, y]]</point>`, 0 to 1000.

The prompt with its basic actions is that of the OS-Copilot/OS-Atlas model cards, whose custom actions are the user's
to define; ours are those of a browser. One turn with the current screenshot, the past as a list of thoughts. Text
stands in brackets, its line breaks and backslashes escaped. What there is no action for stands as one with fields in
JSON: `MIDDLE_CLICK`, `HOLD {"keys": ["a"], "seconds": 2}`. Phones' OPEN_APP and PRESS_HOME are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guiagent.actions import Action, Click, Drag, Finish, GiveUp, Move, Navigate, Point, Press, Scroll, SelectTab, Type
from guiagent.dialects.calls import Called
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.prompts import prompt
from guiagent.dialects.setting import Setting
from guiagent.dialects.spellings import unpacked
from guiagent.dialects.verbs import Verbs, all_actions, in_json
from guiagent.dialects.wording import joined, plain, turned
from guiagent.errors import UnreadableReply
from guiagent.records import Decision

FORM = "write `Thoughts:` and `Actions:`, as CLICK <point>[[x, y]]</point>"
LAYOUT = Layout(image_first=False, folds=True, one_turn=True)
_ACTIONS = re.compile(r"^[ \t*#]*Actions?[ \t*]*[:\uff1a]", re.MULTILINE | re.IGNORECASE)
_THOUGHTS = re.compile(r"^[ \t*#]*Thoughts?[ \t*]*[:\uff1a]\s*", re.MULTILINE | re.IGNORECASE)
_LINE = re.compile(r"^[ \t\-*`]*([A-Z][A-Z_]+)\b[ \t]*([\[<{].*)?$", re.MULTILINE)
_POINT = re.compile(r"<point>([^<]*)</point>")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_VALUE = {"type": "text", "scroll": "direction", "hotkey": "keys", "navigate": "url", "select_tab": "index"}
VERBS = Verbs(FORM, renamed={"press_enter": ("press", {"keys": ["Enter"]})}, amounts={"wait": {"seconds": 5}})
_CLICKS = {("left", 1): "CLICK", ("left", 2): "DOUBLE_CLICK", ("right", 1): "RIGHT_CLICK"}


@dataclass(frozen=True)
class OsAtlas:
    """A `Grammar`."""

    layout: Layout = LAYOUT

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        return ""

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        history = "\n".join(past) or "null"
        return f"{prompt('os_atlas', setting)}\nTask: {task}\nHistory: {history}\n"

    def written(self, decision: Decision, frame: Frame) -> str:
        actions = "\n".join(_written(action, frame) for action in decision.actions)
        return f"Thoughts:\n{decision.thought}\nActions:\n{actions}"

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        before, *parts = _ACTIONS.split(text)
        # The first action may stand on the line of the mark itself.
        held = [lines for part in parts or [text] if (lines := _lines(part))]
        if any(lines != held[0] for lines in held):
            raise UnreadableReply(f"the reply holds {len(held)} different `Actions:` parts; {FORM}")
        if parts and not held and "{" not in parts[-1]:
            raise UnreadableReply(f"after `Actions:` there is none; {FORM}")
        if not held:
            return in_json((parts or [text])[-1], frame, FORM)
        thought = _THOUGHTS.sub("", before).strip() if parts else ""
        return Said(all_actions(VERBS, [_called(*line) for line in held[0]], frame, at), thought)


def _lines(part: str) -> list[tuple[str, str]]:
    """The lines that name an action, each with what follows the name."""
    return [line for line in _LINE.findall(part) if line[0].lower() in VERBS.names]


def _called(name: str, rest: str) -> Called:
    verb, rest = name.lower(), rest.strip()
    points = _POINT.findall(rest)
    if len(points) == 2:
        return Called(verb, named={"from": points[0], "to": points[1]})
    if points:
        tail = _POINT.sub("", rest).strip()
        more = {_VALUE.get(verb, "text"): _text(verb, tail)} if tail else {}
        return Called(verb, named={"point": points[0], **more})
    if rest.startswith("{"):
        fields = unpacked(rest)
        return Called(verb, named=fields if isinstance(fields, dict) else {"text": rest})
    if rest in ("", "[]"):
        return Called(verb)
    return Called(verb, named={_VALUE.get(verb, "text"): _text(verb, rest)})


def _text(verb: str, bracketed: str) -> str:
    if not (bracketed.startswith("[") and bracketed.endswith("]")):
        raise UnreadableReply(f"{verb.upper()}: {bracketed[:60]!r} stands in no brackets; {FORM}")
    inner = re.sub(r"\\([ntr\\])", lambda found: _ESCAPES[found[1]], bracketed[1:-1])
    return inner if verb in ("type", "complete", "impossible") else inner.strip()


def _written(action: Action, frame: Frame) -> str:
    return _aimed(action, frame) or _unaimed(action) or _with_fields(*plain(action, frame))


def _aimed(action: Action, frame: Frame) -> str:
    match action:
        case Click(held=()) if name := _CLICKS.get((action.button, action.count)):
            return f"{name} {_at(action.point, frame)}"
        case Move():
            return f"MOVE {_at(action.point, frame)}"
        case Drag(path=(start, end), held=()):
            return f"DRAG {_at(start, frame)} {_at(end, frame)}"
        case Scroll(held=()) if bool(action.dx) != bool(action.dy):
            return _scrolled(action, frame)
    return ""


def _unaimed(action: Action) -> str:
    match action:
        case Type():
            return f"TYPE [{_escaped(action.text)}]"
        case Press() if keys := joined(action.keys, "+"):
            return f"HOTKEY [{keys}]"
        case Navigate():
            return f"NAVIGATE [{action.url}]"
        case SelectTab():
            return f"SELECT_TAB [{action.index}]"
        case Finish():
            return f"COMPLETE [{_escaped(action.answer)}]"
        case GiveUp():
            return f"IMPOSSIBLE [{_escaped(action.reason)}]"
    return ""


def _scrolled(action: Scroll, frame: Frame) -> str:
    side, pixels, length = turned(action, frame)
    if pixels == round(length / 2) and action.point == (frame.screen[0] // 2, frame.screen[1] // 2):
        return f"SCROLL [{side.upper()}]"
    return _with_fields(*plain(action, frame))


def _with_fields(name: str, fields: dict[str, Any]) -> str:
    return f"{name.upper()} {json.dumps(fields, ensure_ascii=False)}" if fields else name.upper()


def _at(point: Point, frame: Frame) -> str:
    x, y = frame.pair(point)
    return f"<point>[[{x}, {y}]]</point>"


def _escaped(text: str) -> str:
    for char, escape in (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(char, escape)
    return text
