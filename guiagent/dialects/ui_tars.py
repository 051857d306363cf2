"""UI-TARS 1.0 and 1.5 and Doubao-1.5-UI-TARS: `Thought: …` and `Action: click(start_box='…')`.

The prompts' action lines are those of bytedance/UI-TARS `codes/ui_tars/prompt.py` (COMPUTER_USE and its Doubao form)
and of OSWorld's agent for the open weights; rows for the browser stand among them where the computer can do that.
A past turn is written with the box tokens that the model was trained on (`add_box_token` there).

Hovering, held keys and buttons have no verb: they are written and read as calls of the plain vocabulary.
`call_user` ends the work: nobody is there to be called.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from guiagent.actions import Point
from guiagent.dialects.calls import Called, call, calls_in
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.prompts import prompt
from guiagent.dialects.setting import Setting
from guiagent.dialects.verbs import Verbs, all_actions, in_json
from guiagent.dialects.wording import Wording
from guiagent.errors import UnreadableReply
from guiagent.records import Decision

FORM = "write one `Thought:` and one `Action:`, as Action: click(start_box='<|box_start|>(x,y)<|box_end|>')"
_ACTION = re.compile(r"^[ \t*#`]*Action[ \t*]*[:\uff1a]", re.MULTILINE)
_ACTION_WITHIN = re.compile(r"(?<!\w)Action\s*[:\uff1a]")
_LABEL = re.compile(r"^[ \t*#]*(?:Thought|Reflection|Action_Summary)[ \t*]*[:\uff1a]\s*", re.MULTILINE)
_LABEL_WITHIN = re.compile(r"(?<!\s)\s*Action_Summary\s*[:\uff1a]\s*")
CLICKS = {("left", 1): "click", ("left", 2): "left_double", ("right", 1): "right_single"}
ORDER = {
    **dict.fromkeys(("type", "finished", "call_user"), ("content",)),
    **dict.fromkeys(("click", "left_double", "right_single", "scroll"), ("point", "direction")),
    "hotkey": ("key",),
}
UI_TARS = Wording(
    place=lambda pair: f"<|box_start|>({pair[0]},{pair[1]})<|box_end|>",
    spot="start_box",
    ends=("start_box", "end_box"),
    clicks=CLICKS,
    drag="drag",
    move="mouse_move",
    press=("hotkey", "key"),
    joint=" ",
    finish=("finished", "content"),
    give_up=("call_user", "content"),
)
DOUBAO = replace(
    UI_TARS,
    place=lambda pair: f"<point>{pair[0]} {pair[1]}</point>",
    spot="point",
    ends=("start_point", "end_point"),
)
LAYOUT = Layout(image_first=False)
VERBS = Verbs(FORM, order=ORDER, amounts={"wait": {"seconds": 5}})


@dataclass(frozen=True)
class ThoughtAction:
    """A `Grammar`: one user text with everything that is to be said, then screenshots and answers by turns."""

    text: str
    wording: Wording
    layout: Layout = LAYOUT

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        return "You are a helpful assistant."

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        return prompt(self.text, setting, task=task)

    def written(self, decision: Decision, frame: Frame) -> str:
        calls = [call(*self.wording.words(action, frame)) for action in decision.actions]
        thought = f"Thought: {decision.thought}\n" if decision.thought else ""
        return f"{thought}Action: " + "\n\n".join(calls)

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        thought, calls = thought_and_calls(text)
        if not calls:
            return in_json(text, frame, FORM)
        return Said(all_actions(VERBS, calls, frame, at), thought)


def thought_and_calls(text: str) -> tuple[str, list[Called]]:
    """The thought, and the calls after `Action:`, which may be missing; no calls where there is no trace of one.

    Raises UnreadableReply where `Action:` is there with nothing to do after it, or twice with different calls.
    """
    marks = list(_ACTION.finditer(text)) or list(_ACTION_WITHIN.finditer(text))[-1:]
    if not marks:
        return _unmarked(text)
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = [calls_in(text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]
    held = [part for part in parts if part]
    if not held:
        raise UnreadableReply(f"after `Action:` there is no call; {FORM}")
    if any(part != held[0] for part in held):
        raise UnreadableReply(f"the reply holds {len(held)} different `Action:` parts; {FORM}")
    return _thought(text[: marks[0].start()]), held[0]


def _unmarked(text: str) -> tuple[str, list[Called]]:
    calls = calls_in(text, VERBS.names)
    return (_thought(text.partition(calls[0].name)[0]), calls) if calls else ("", [])


def _thought(text: str) -> str:
    return _LABEL_WITHIN.sub(" ", _LABEL.sub("", text)).strip(" \n\t`")


def ui_tars() -> ThoughtAction:
    return ThoughtAction("ui_tars", UI_TARS)


def doubao() -> ThoughtAction:
    return ThoughtAction("doubao", DOUBAO)
