"""GLM-4.1V to GLM-5V: one user turn that holds everything; `left_click(start_box='[x,y]')` in a box, then `Memory:`.

The action space, rules and form are those of zai-org/GLM-V `examples/gui-agent` (PC), in thousandths that end at 999.
There the current screenshot stands first; here all of them stand in their order, so that a request grows at its end
alone. The memory is kept as the end of the thought, and stands in the later turns with it.

An answer stands in `DONE(content=…)`, which is ours, as are the rows for the browser. Three clicks, held keys and the
rest are written and read as calls of the plain vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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

FORM = "write one action, as left_click(start_box='[x,y]', element_info=''), then `Memory:` and a JSON list"
_BOX = re.compile(r"<\|begin_of_box\|>(.*?)(?:<\|end_of_box\|>|\Z)", re.DOTALL)
_TOKENS = re.compile(r"</?\|(?:begin|end)_of_box\|>|</?answer>")
_MEMORY = re.compile(r"^[ \t]*Memory\s*[:\uff1a]", re.MULTILINE)
_BARE = re.compile(r"^[ \t]*(WAIT|DONE|FAIL)[ \t]*\.?$", re.MULTILINE)
WORDING = Wording(
    place=lambda pair: f"[{pair[0]},{pair[1]}]",
    spot="start_box",
    ends=("start_box", "end_box"),
    clicks={
        ("left", 1): "left_click",
        ("right", 1): "right_click",
        ("middle", 1): "middle_click",
        ("left", 2): "left_double_click",
    },
    drag="left_drag",
    move="hover",
    press=("key", "keys"),
    joint="+",
    finish=("DONE", "content"),
    give_up=("FAIL", "content"),
    wait="WAIT",
    steps="step",
)
LAYOUT = Layout(image_first=False, folds=True, before="\nScreenshot:\n", after="\n", one_turn=True)
_PLACED = ("start_box", "element_info")
VERBS = Verbs(
    FORM,
    order={
        **dict.fromkeys(("click", "left_click", "right_click", "middle_click", "hover", "left_double_click"), _PLACED),
        "left_drag": ("start_box", "end_box", "element_info"),
        "key": ("keys",),
        **dict.fromkeys(("type", "done", "fail"), ("content",)),
        "scroll": ("start_box", "direction", "step", "element_info"),
    },
    amounts={"wait": {"seconds": 5}, "scroll": {"step": 5}},
)


@dataclass(frozen=True)
class Glm:
    """A `Grammar`."""

    layout: Layout = LAYOUT

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        return ""

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        return prompt("glm", setting, task=task, past="\n".join(past) or "(none)")

    def written(self, decision: Decision, frame: Frame) -> str:
        calls = "\n".join(call(*WORDING.words(action, frame)) for action in decision.actions)
        words, memory = _remembered(decision.thought)
        return "\n".join(filter(None, (words, calls, "Memory:", memory)))

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        said, memory = _remembered(text)
        boxed = "\n".join(_BOX.findall(said))
        calls = _calls(boxed if boxed.strip() else said)
        if not calls and boxed.strip() and "{" not in boxed:
            raise UnreadableReply(f"in the box stands no action; {FORM}")
        if not calls:
            return in_json(boxed or said, frame, FORM)
        thought = _TOKENS.sub("", _BOX.split(said)[0] if boxed.strip() else said.partition(f"{calls[0].name}(")[0])
        kept = f"\nMemory: {memory}" if memory not in ("", "[]") else ""
        return Said(all_actions(VERBS, calls, frame, at), thought.strip() + kept)


def _calls(text: str) -> list[Called]:
    """The calls at the beginnings of lines, else those within words; `DONE` needs no brackets."""
    text = _BARE.sub(r"\1()", text)
    return calls_in(text, VERBS.names) or calls_in(text, VERBS.names, inline=True)


def _remembered(text: str) -> tuple[str, str]:
    """The text before `Memory:`, and the memory, "[]" where there is none."""
    marks = list(_MEMORY.finditer(text))
    if not marks:
        return text, "[]"
    if not (before := text[: marks[-1].start()].strip()):  # as on phones, where the memory stands first
        return text, "[]"
    return before, _TOKENS.sub("", text[marks[-1].end() :]).strip() or "[]"
