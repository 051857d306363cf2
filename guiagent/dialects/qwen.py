"""Qwen2-VL to Qwen3.8 and the agents trained from them that speak alike: calls of `computer_use`, after an action line.

Sources: the function-call cookbooks of QwenLM/Qwen2.5-VL and Qwen3-VL; the OSWorld agents for Qwen3-VL, Qwen3.5 and 3.8
and Mobile-Agent-v3.5 for the order of turns; the chat templates for the XML form. Coordinates are the profile's:
pixels of the resized image for Qwen2.5-VL, whose size the function then tells, thousandths for the others. Qwen2-VL was
taught to point and not to act, and is spoken to as its successors are.

`computer_use` has no word for tabs and addresses, which are functions of our own beside it, nor, before Qwen3.8, for
keys and buttons held down from one step to the next. A scroll counts in the model's own numbers, on a screen whose
resolution it is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from guiagent.actions import Point
from guiagent.dialects.computer_use import HELD, QWEN, calls_of, function, offered, signature
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.setting import Setting
from guiagent.dialects.tool_actions import said_in
from guiagent.dialects.tool_call import Form, JsonForm, XmlForm
from guiagent.dialects.tools import extras
from guiagent.records import Decision

DECLARED = frozenset(("action", "keys", "text", "coordinate", "pixels", "time", "status", "url", "index", "reason"))
FOLDED = "This screenshot has been collapsed."
"""What stands for an old screenshot in the OSWorld agents of Qwen3.5 and 3.8."""
CALLED = (
    *("key", *HELD, "left_mouse_down", "left_mouse_up", "type", "mouse_move", "left_click", "left_click_drag"),
    *("right_click", "middle_click", "double_click", "triple_click", "scroll", "hscroll", "screenshot", "wait"),
    *("terminate", "answer", "call_user"),
)
"""What `action` may be for Qwen3.8: as its OSWorld agent has it, and `answer`, since a call of the user ends a run."""


@dataclass(frozen=True)
class ComputerUse:
    """A `Grammar`. `tools` is the text around the functions, `values` what `action` may be, `before` what comes first.

    `own` are the functions of ours beside it; a family that was trained on one function alone has none.
    """

    form: Form
    tools: str
    layout: Layout
    values: tuple[str, ...] = QWEN
    before: str = ""
    own: bool = True

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        functions = [signature(offered(self.values, setting.kinds), resolution(frame))]
        beside = extras(setting.kinds, frozenset({"give_up"})) if self.own else ()
        functions += [function(each.name, each.description, each.parameters) for each in beside]
        listed = "\n".join(json.dumps(each, ensure_ascii=False) for each in functions)
        parts = (self.before, filled(self.tools, tools=listed), filled("qwen_format"))
        return "\n\n".join(filter(None, parts))

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        return filled("qwen_opening", task=task, past="\n".join(past) or "None")

    def written(self, decision: Decision, frame: Frame) -> str:
        calls = [call for action in decision.actions for call in calls_of(action, frame)]
        thought = " ".join(decision.thought.split())
        lines = [f"Action: {thought}"] if thought else []
        return "\n".join((*lines, *(self.form.written(*call) for call in calls)))

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        example = self.form.written("computer_use", {"action": "left_click", "coordinate": frame.pair(_middle(frame))})
        return said_in(text, frame, at, DECLARED, example)


def resolution(frame: Frame) -> str:
    """The size of the screen as the model is told it: that of the resized image, or of the space it points in."""
    width, height = frame.sent if frame.convention.span is None else (frame.convention.span,) * 2
    return f"{width:g}x{height:g}"


def filled(name: str, **values: str) -> str:
    """The prompt `name`.txt with its «values» filled in, all at once: nothing in them is taken for the prompt's own."""
    return re.sub(r"«(\w+)»", lambda value: values.get(value[1], value[0]), _text(name))


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8").rstrip()


def _middle(frame: Frame) -> Point:
    return Point(frame.screen[0] // 2, frame.screen[1] // 2)


HELPFUL = "You are a helpful assistant."
FOLDS = Layout(folds=True)
JSON, XML = "qwen_json", "qwen_xml"

QWEN2_5 = ComputerUse(JsonForm(), JSON, FOLDS, before=HELPFUL)
QWEN3 = ComputerUse(JsonForm(), JSON, FOLDS)
QWEN3_5 = ComputerUse(XmlForm(), XML, Layout(gone=FOLDED))
QWEN3_8 = ComputerUse(XmlForm(), XML, Layout(gone=FOLDED), values=CALLED)
GUI_OWL = ComputerUse(JsonForm(), JSON, FOLDS, values=(*QWEN, "interact"))
EVOCUA = ComputerUse(JsonForm(), JSON, FOLDS, values=(*QWEN, *HELD))
