"""The functions of Gemini's computer-use tool, as data: which generation offers which, and what each one stands for.

Names, arguments and defaults are those of Google's page on computer use (browser environment). Both generations are
read whoever was asked: they agree where their names do, but for the arguments of `drag_and_drop`, which takes either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from guiagent.actions import ACTION, Action
from guiagent.dialects.arguments import Arguments
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.gemini import arguments
from guiagent.dialects.gemini.arguments import Read
from guiagent.dialects.places import short
from guiagent.dialects.tools import extra_action
from guiagent.errors import UnreadableReply

ASIDE = frozenset({"intent", "safety_decision"})
"""Arguments that say something about a call and nothing about what is to be done."""


@dataclass(frozen=True)
class Function:
    """A predefined function: the kinds of action that it may need, and how its arguments are read."""

    kinds: frozenset[str]
    read: Read


def _function(read: Read, *kinds: str) -> Function:
    return Function(frozenset(kinds), read)


FUNCTIONS: dict[str, Function] = {
    "click": _function(arguments.click(), "click"),
    "double_click": _function(arguments.click(count=2), "click"),
    "triple_click": _function(arguments.click(count=3), "click"),
    "right_click": _function(arguments.click(button="right"), "click"),
    "middle_click": _function(arguments.click(button="middle"), "click"),
    "move": _function(arguments.at("move"), "move"),
    "mouse_down": _function(arguments.at("mouse_down"), "mouse_down"),
    "mouse_up": _function(arguments.at("mouse_up"), "mouse_up"),
    "type": _function(arguments.typing(enter=False, clear=False), "type", "press"),
    "press_key": _function(arguments.press, "press"),
    "hotkey": _function(arguments.press, "press"),
    "key_down": _function(arguments.key("key_down"), "key_down"),
    "key_up": _function(arguments.key("key_up"), "key_up"),
    "scroll": _function(arguments.scroll, "scroll"),
    "drag_and_drop": _function(arguments.drag, "drag"),
    "take_screenshot": _function(arguments.plainly("look")),
    "wait": _function(arguments.wait, "wait"),
    "navigate": _function(arguments.navigate, "navigate"),
    "go_back": _function(arguments.plainly("back"), "back"),
    # The earlier generation's own:
    "click_at": _function(arguments.click(), "click"),
    "hover_at": _function(arguments.at("move"), "move"),
    "type_text_at": _function(arguments.typing(enter=True, clear=True), "click", "press", "type"),
    "key_combination": _function(arguments.press, "press"),
    "scroll_at": _function(arguments.scroll, "scroll"),
    "scroll_document": _function(arguments.scroll, "scroll"),
    "wait_5_seconds": _function(arguments.plainly("wait", seconds=5), "wait"),
    # The browser is open from the start, so that all there is to do is to show it.
    "open_web_browser": _function(arguments.plainly("look")),
}

OFFERED: dict[str, tuple[str, ...]] = {
    "2.5": (
        *("open_web_browser", "wait_5_seconds", "go_back", "go_forward", "search", "navigate", "click_at", "hover_at"),
        *("type_text_at", "key_combination", "scroll_document", "scroll_at", "drag_and_drop"),
    ),
    "3.5": (
        *("click", "double_click", "triple_click", "middle_click", "right_click", "mouse_down", "mouse_up", "move"),
        *("type", "drag_and_drop", "wait", "press_key", "key_down", "key_up", "hotkey", "take_screenshot", "scroll"),
        *("go_back", "navigate", "go_forward"),
    ),
}
"""What the tool offers in a browser, unless told otherwise; to exclude anything else is an error of the server's.

`go_forward` and `search` are never done: no computer here goes forward, and no search engine is ours to choose.
"""


def excluded(generation: str, kinds: frozenset[str] | None) -> list[str]:
    """What a generation offers and a computer that does these kinds of action (None: all) cannot do, in order."""
    return [name for name in OFFERED[generation] if not _can(name, kinds)]


def _can(name: str, kinds: frozenset[str] | None) -> bool:
    function = FUNCTIONS.get(name)
    return function is not None and (kinds is None or function.kinds <= kinds)


def actions_of(name: str, given: Mapping[str, Any], frame: Frame) -> tuple[Action, ...]:
    """The actions that a call stands for, in order; arguments that nobody knows are passed over, since the service
    adds some of its own. Raises UnreadableReply, in words that the model can act on."""
    said = {key: value for key, value in given.items() if key not in ASIDE}
    if (function := FUNCTIONS.get(name)) is None:
        return (_ours(name, said),)
    fields = function.read(Arguments(name, said, frame))
    try:
        return tuple(ACTION.validate_python(each) for each in fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        raise UnreadableReply(f"{name}: {where}: {first['msg']}, not {short(first['input'])}") from error


def _ours(name: str, given: Mapping[str, Any]) -> Action:
    if (action := extra_action(name, given)) is not None:
        return action
    if any(name in names for names in OFFERED.values()):
        raise UnreadableReply(f"{name} cannot be done here; use navigate with an address, or what the page shows")
    raise UnreadableReply(f"there is no function {name!r:.60}")
