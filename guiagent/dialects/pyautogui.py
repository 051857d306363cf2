"""Families that answer in PyAutoGUI code: OpenCUA, Kimi-VL and Kimi K2.5 to K3, Aguvis.

The prompts' forms and functions are those of OSWorld's agents `mm_agents/opencua` and `mm_agents/kimi`, and of
xlang-ai/aguvis `src/aguvis/constants.py`. Functions for the browser, and the answer of a task, are ours where they have
none. What PyAutoGUI has no call for is written and read as a function `computer.…` of the plain vocabulary.

Kimi writes shares of the screen; where both numbers are above 1 they are pixels of the screenshot, as documented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from guiagent.actions import Action, Click, Drag, Move, Point, Press, Type
from guiagent.dialects.calls import literal
from guiagent.dialects.code import FORM, Fields, actions_in
from guiagent.dialects.code_written import code_of
from guiagent.dialects.coordinates import OVERSHOOT, PIXELS, Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.places import number
from guiagent.dialects.prompts import prompt
from guiagent.dialects.setting import Setting
from guiagent.dialects.verbs import in_json
from guiagent.errors import UnreadableReply
from guiagent.records import Decision

ASKED = (
    "# Task Instruction:\n{task}\n\nPlease generate the next move according to the screenshot, task instruction and "
    "previous steps (if provided).\n"
)
_BLOCK = re.compile(r"```(?:python|code|py)?[ \t]*\n?(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)
_CODE = re.compile(r"^[ \t]*#{1,3}\s*Code\s*[:\uff1a]?", re.MULTILINE | re.IGNORECASE)
_SECTION = re.compile(
    r"^[ \t]*#{1,3}\s*(Observation|Thought|Action|Code)\s*[:\uff1a]?[ \t]*", re.MULTILINE | re.IGNORECASE
)
_THINKING = re.compile(r"◁/?think▷")
_THOUGHT = re.compile(r"◁/think▷")
_CALL = re.compile(r"^[ \t]*(?:pyautogui|computer|mobile|browser|time)\.\w+\(", re.MULTILINE)
_STEP = re.compile(r"^#\s*Step \d+:\s*", re.MULTILINE)
LAYOUT = Layout()
FOLDED = Layout(folds=True)


@dataclass(frozen=True)
class Sections:
    """A `Grammar`: `## Thought:`, `## Action:` and `## Code:`, the code in a block (OpenCUA, Kimi)."""

    text: str
    layout: Layout = LAYOUT
    pixels_above_one: bool = False
    triple: str = "pyautogui.tripleClick"

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        return prompt(self.text, setting)

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        told = ["# Previous steps:", *past, ""] if past else []
        return "\n".join((*told, ASKED.format(task=task)))

    def written(self, decision: Decision, frame: Frame) -> str:
        code = code_of(decision.actions, frame, self.triple).replace("```", "\\x60``")
        kind = "python" if code.startswith("pyautogui") else "code"
        return (
            f"## Thought:\n{decision.thought}\n\n## Action:\n{in_words(decision)}\n\n## Code:\n```{kind}\n{code}\n```"
        )

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        answer = _THOUGHT.split(text)[-1]
        if _THINKING.search(answer):
            raise UnreadableReply(f"the reply ends within its reasoning; {FORM}")
        code = _code(answer)
        if code is None:
            return in_json(answer, frame, FORM)
        choose = _or_pixels(frame) if self.pixels_above_one else (lambda fields: frame)
        return Said(_decided(code, choose, at), _thought(text))


@dataclass(frozen=True)
class Recipients:
    """A `Grammar`: parts addressed to `all`, its words, and to `os`, its code (Aguvis)."""

    layout: Layout = FOLDED

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        return prompt("aguvis", setting)

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        return (
            "Please generate the next move according to the ui screenshot, instruction and previous actions.\n\n"
            f"Instruction: {task}\n\nPrevious actions:\n" + ("\n".join(past) or "None")
        )

    def written(self, decision: Decision, frame: Frame) -> str:
        code = code_of(decision.actions, frame).replace("<|", "\\x3c|")
        words = f"<|recipient|>all\nThought: {decision.thought}\nAction: {in_words(decision)}\n"
        return f"{words}<|recipient|>os\n{code}\n<|diff_marker|>"

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        parts = [part.removesuffix("<|diff_marker|>").strip() for part in text.split("<|recipient|>")]
        ordered = [part.removeprefix("os").strip() for part in parts if re.match(r"os\s", part)]
        code = "\n".join(ordered) if ordered else _code(text.replace("<|diff_marker|>", ""))
        if not code:
            return in_json(text, frame, FORM)
        words = next((part.removeprefix("all").strip() for part in parts if re.match(r"(?:all\s|Thought)", part)), "")
        thought, _, action = f"\n{words}".partition("\nAction:")
        return Said(
            _decided(code, lambda fields: frame, at), thought.replace("\nThought:", "").strip() or action.strip()
        )


def opencua() -> Sections:
    return Sections("opencua", triple="computer.triple_click")


def kimi() -> Sections:
    return Sections("kimi", pixels_above_one=True)


def _or_pixels(frame: Frame) -> Callable[[Fields], Frame]:
    def chosen(fields: Fields) -> Frame:
        pair = fields.get("to") or (fields.get("x"), fields.get("y"))
        values = [value for part in pair if (value := number(part)) is not None]
        return replace(frame, convention=PIXELS) if len(values) == 2 and min(values) > 1 + OVERSHOOT else frame

    return chosen


def _decided(code: str, frame: Callable[[Fields], Frame], at: Point | None) -> tuple[Action, ...]:
    if not (found := actions_in(code, frame, at)):
        raise UnreadableReply(f"the code does nothing; {FORM}")
    return found


def _code(text: str) -> str | None:
    """The code of a reply: its last block, else what follows `## Code:`, else the lines that call; None without."""
    if blocks := [
        str(block) for block in _BLOCK.findall(text) if _CALL.search(block) or not block.lstrip().startswith("{")
    ]:
        return blocks[-1].strip()
    if marks := list(_CODE.finditer(text)):
        return text[marks[-1].end() :].strip()
    if lines := [line.strip() for line in text.splitlines() if _CALL.match(line)]:
        return "\n".join(lines)
    return None


def _thought(text: str) -> str:
    """The words under `## Thought:`, else what stands before `## Action:`, else the action in words."""
    text = _STEP.sub("", _THINKING.sub("\n", text))
    first, *rest = _SECTION.split(text)
    sections = {name.lower(): str(words).strip() for name, words in zip(rest[::2], rest[1::2], strict=True)}
    return sections.get("thought") or str(first).partition("```")[0].strip() or sections.get("action", "")


def in_words(decision: Decision) -> str:
    """The decision as one short sentence, without its places."""
    said = []
    for action in decision.actions:
        match action:
            case Click() | Move() | Drag():
                said.append(f"{action.kind} {action.target}".strip())
            case Type():
                said.append(f"type {literal(action.text)}")
            case Press():
                said.append(f"press {'+'.join(action.keys)}")
            case _:
                said.append(action.kind.replace("_", " "))
    return f"{', then '.join(said).capitalize()}." if said else ""
