"""MAI-UI: an agent for phones, with one function, `mobile_use`, of which a browser and a desktop can do most.

Source: Tongyi-MAI/MAI-UI, `src/prompt.py` (Apache-2.0); coordinates are thousandths that end at 999. A swipe is a
finger's: up shows what is further down, half a screen of it, since it says no length. `open` takes an address instead
of an app. Keys other than Enter, the other mouse buttons, tabs and the length of a scroll have no word in it: the
length is lost in the telling, the rest is written in Qwen's words, which are read back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guiagent.actions import Action, Back, Click, Drag, GiveUp, Navigate, Point, Press, Scroll, Wait
from guiagent.dialects import computer_use
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.places import place
from guiagent.dialects.qwen import filled
from guiagent.dialects.setting import Setting
from guiagent.dialects.tool_actions import Arguments, said_in
from guiagent.dialects.tool_call import JsonForm
from guiagent.errors import UnreadableReply
from guiagent.records import Decision

NAME = "mobile_use"
_GROUNDED = re.compile(r'<answer>\s*\{\s*"coordinate"\s*:\s*(\[[^\]{}]*\])\s*\}\s*</answer>')
"""Its answer where it only grounds."""
THINKS = Layout(thinks=True)
DECLARED = frozenset(
    ("action", "coordinate", "start_coordinate", "end_coordinate", "text", "direction", "button", "status")
)


@dataclass(frozen=True)
class MaiUi:
    """A `Grammar`."""

    layout: Layout = THINKS

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        return filled("mai_ui")

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        return task

    def written(self, decision: Decision, frame: Frame) -> str:
        calls = [said for action in decision.actions for said in _said(action, frame)]
        thought = f"<thinking>\n{decision.thought}\n</thinking>"
        return "\n".join((thought, *(JsonForm().written(NAME, arguments) for arguments in calls)))

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        if (grounded := _GROUNDED.search(text)) is not None:
            return Said((Click(point=place(grounded[1], frame)),))
        example = JsonForm().written(NAME, {"action": "click", "coordinate": frame.pair(Point(0, 0))})
        return said_in(text, frame, at, DECLARED, example, meant)


def meant(action: str, arguments: Arguments) -> Arguments | None:
    """What an action of a phone's means on a computer."""
    match action:
        case "swipe" if "coordinate2" in arguments:
            return {"action": action, "start": arguments.get("coordinate"), "end": arguments["coordinate2"]}
        case "swipe" if not arguments.get("direction"):
            raise UnreadableReply('swipe needs a "direction": up, down, left or right')
        case "open" | "awake":
            return _opened(str(arguments.get("text", "")))
        case "system_button":
            return _button(str(arguments.get("button", "")).strip().lower())
        case "info":
            return {"action": "ask_user", "text": arguments.get("text", "")}
    return None


def _opened(name: str) -> Arguments:
    address = name.strip()
    if " " in address or not ("." in address or "://" in address):
        raise UnreadableReply(f"there is no app {name!r}: open takes the address of a page, as https://example.org")
    return {"action": "navigate", "url": address}


def _button(name: str) -> Arguments:
    match name:
        case "back":
            return {"action": "back"}
        case "enter":
            return {"action": "key", "keys": ["Enter"]}
    raise UnreadableReply(f"there is no button {name!r} here: only back and enter")


def _said(action: Action, frame: Frame) -> list[dict[str, Any]]:
    """An action as arguments of `mobile_use`."""
    match action:
        case Click(button="left", count=1 | 2 as count, held=()):
            return [{"action": "click" if count == 1 else "double_click", "coordinate": frame.pair(action.point)}]
        case Scroll(dx=dx, dy=dy):
            side = ("left" if dx > 0 else "right") if dx else ("up" if dy > 0 else "down")
            return [{"action": "swipe", "direction": side, "coordinate": frame.pair(action.point)}]
        case Drag(path=path):
            ends = {"start_coordinate": frame.pair(path[0]), "end_coordinate": frame.pair(path[-1])}
            return [{"action": "drag", **ends}]
        case Press(keys=("Enter",)):
            return [{"action": "system_button", "button": "enter"}]
        case Back():
            return [{"action": "system_button", "button": "back"}]
        case Navigate(url=url):
            return [{"action": "open", "text": url}]
        case Wait(seconds=1.0):
            return [{"action": "wait"}]
        case GiveUp(reason=reason):
            return [{"action": "terminate", "status": "fail", "text": reason}]
    calls = computer_use.calls_of(action, frame)
    return [arguments if "action" in arguments else {"action": name, **arguments} for name, arguments in calls]
