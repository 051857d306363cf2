"""CogAgent-9B-20241220: one turn with task, steps and one screenshot; answers `Grounded Operation: CLICK(box=…)`.

The prompt and the operations are those of THUDM/CogAgent, `inference/cli_demo.py` and `Action_space_en.md`: boxes of
three-digit thousandths, 000 to 999, whose middle is meant. A point is written as a box of no size.

What that space has no operation for is written and read as a call of the plain vocabulary. Its variables (QUOTE_TEXT,
LLM, QUOTE_CLIPBOARD) are refused: nothing here would fill them in. `END` takes no answer in training; one that stands
in it is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guiagent.actions import Action, Navigate, Point, Press, Scroll
from guiagent.dialects.calls import Called, calls_in, literal
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.setting import Setting
from guiagent.dialects.spellings import snake
from guiagent.dialects.verbs import Verbs, Words, all_actions, in_json
from guiagent.dialects.wording import Wording, counted, turned
from guiagent.errors import UnreadableReply
from guiagent.records import Decision

FORM = "write `Action:` in words and `Grounded Operation: CLICK(box=[[x1,y1,x2,y2]], element_info='…')`"
_MARK = re.compile(r"Grounded Operation\s*[:\uff1a]")
_WORDS = re.compile(r"Action\s*[:\uff1a]\s*(.*)")
_LINE = re.compile(r"Step (\d+): (?:Action: (.*?) )?Grounded Operation: (.*)")
_ZEROS = re.compile(r"""('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|(?<![\w.])0+(?=\d)""", re.DOTALL)
"""The zeros that fill numbers up to three digits, which Python does not take; and strings, which stay as they are."""
_VARIABLE = re.compile(r"__CogName_\w+__")
_STORES = "nothing can be stored here: read the text on the screenshot, and write it out where it is needed"
WORDING = Wording(
    place=lambda pair: [[*pair, *pair]],
    spot="box",
    ends=("start_box", "end_box"),
    clicks={("left", 1): "CLICK", ("left", 2): "DOUBLE_CLICK", ("right", 1): "RIGHT_CLICK"},
    drag="DRAG",
    move="HOVER",
    press=("KEY_PRESS", "key"),
    joint="+",
    typed=("TYPE", "text"),
    finish=("END", "answer"),
    give_up=("GIVE_UP", "reason"),
    wait="WAIT",
    pause=-1,
)
_BOXES = (WORDING.spot, *WORDING.ends)
LAYOUT = Layout(folds=True, one_turn=True, tells="turn")
VERBS = Verbs(
    FORM,
    renamed={"end": ("finish", {})},
    absent=dict.fromkeys(("quote_text", "llm", "quote_clipboard"), _STORES),
    amounts={f"scroll_{side}": {"step_count": 5} for side in ("up", "down", "left", "right")},
)


@dataclass(frozen=True)
class CogAgent:
    """A `Grammar`."""

    layout: Layout = LAYOUT

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        return ""

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        steps = "".join(f"\n{_told(line)}" for line in past)
        return f"Task: {task}\nHistory steps: {steps}\n(Platform: WIN)\n(Answer in Action-Operation format.)\n"

    def written(self, decision: Decision, frame: Frame) -> str:
        calls = "\n".join(_operation(*_words(action, frame)) for action in decision.actions)
        thought = " ".join(decision.thought.split())
        return f"Action: {thought}\nGrounded Operation: {calls}"

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        parts = _MARK.split(text)[1:]
        held = [calls_in(_unfilled(part)) for part in parts] or [calls_in(_unfilled(text), VERBS.names)]
        if any(calls != held[0] for calls in held):
            raise UnreadableReply(f"the reply holds {len(held)} different operations; {FORM}")
        calls = held[0]
        if parts and not calls:
            raise UnreadableReply(f"after `Grounded Operation:` there is no operation; {FORM}")
        if not calls:
            return in_json(text, frame, FORM)
        words = _WORDS.search(text)
        return Said(
            all_actions(VERBS, [each for called in calls for each in _meant(called)], frame, at),
            words[1].strip() if words else "",
        )


def _meant(called: Called) -> list[Called]:
    """An operation in words that are read elsewhere: gestures are chords, opening an address is navigating."""
    given, name = called.arguments, snake(called.name)
    if any(isinstance(value, str) and _VARIABLE.search(value) for value in given.values()):
        raise UnreadableReply(f"{called.name}: {_STORES}")
    if name == "launch" and str(given.get("url")) not in ("None", ""):
        return [Called("navigate", named={"url": given["url"]})]
    if name == "gesture":
        return [_chord(called)]
    if name == "key_press" and (key := _KEYS.get(str(given.get("key")).lower())):
        return [Called("press", named={"keys": [key]})]
    return [called]


def _chord(called: Called) -> Called:
    """`GESTURE(actions=[KEY_DOWN(key='Lcontrol'), KEY_PRESS(key='A'), KEY_UP(key='Lcontrol')])` as one chord."""
    parts = called.by_name(("actions",)).get("actions")
    if not isinstance(parts, list) or not all(isinstance(part, Called) for part in parts):
        raise UnreadableReply(f"GESTURE takes a list of KEY_DOWN, KEY_PRESS and KEY_UP; {FORM}")
    keys = [_KEYS.get(str(part.arguments.get("key")).lower(), part.arguments.get("key")) for part in parts]
    down = [key for part, key in zip(parts, keys, strict=True) if snake(part.name) in ("key_down", "key_press")]
    return Called("press", named={"keys": down})


_KEYS = {
    **dict.fromkeys(("lcontrol", "rcontrol", "right control"), "Control"),
    **dict.fromkeys(("lmenu", "rmenu"), "Alt"),
    **dict.fromkeys(("lshift", "rshift", "right shift"), "Shift"),
    "right command": "Meta",
    **{f"{side} arrow": f"Arrow{side.capitalize()}" for side in ("up", "down", "left", "right")},
}


def _words(action: Action, frame: Frame) -> Words:
    match action:
        case Scroll(held=()) if bool(action.dx) != bool(action.dy):
            side, pixels, _ = turned(action, frame)
            box = WORDING.place(frame.pair(action.point))
            return f"SCROLL_{side.upper()}", {"box": box, "step_count": counted(pixels)}
        case Press(keys=(_, _, *_)):
            return "PRESS", {"keys": list(action.keys)}
        case Press(keys=(key,)):
            return "KEY_PRESS", {"key": [key]} if len(key) > 1 and "+" in key else {"key": key}
        case Navigate():
            return "LAUNCH", {"app": "None", "url": action.url}
    return WORDING.words(action, frame)


def _operation(name: str, arguments: dict[str, Any]) -> str:
    """A call with its boxes as the family writes them: `CLICK(box=[[079,252,079,252]])`."""
    values = (f"{key}={_box(value) if key in _BOXES else literal(value)}" for key, value in arguments.items())
    return f"{name}({', '.join(values)})"


def _box(value: list[list[int]]) -> str:
    return f"[[{','.join(f'{number:03}' for number in value[0])}]]"


def _unfilled(part: str) -> str:
    return _ZEROS.sub(lambda found: found[1] or "", part)


def _told(line: str) -> str:
    """A step of the past as the family has it: its number from 0, the operation, a tab, the action in words."""
    found = _LINE.fullmatch(line)
    return f"{int(found[1]) - 1}. {found[3]}\t{found[2] or ''}".rstrip() if found else line
