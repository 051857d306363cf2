"""Holo3, 3.1 and 4: one JSON object a step, `{"note", "thought", "tool_call"}`, held to a schema in the system prompt.

Source: H Company's description of its agent loop, as ported by others. The tools are those that the schema lists, and
so every action has one of its own. Coordinates are thousandths. `note` is the model's memory: it stays in its turn.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guiagent.actions import (
    Action,
    Back,
    Click,
    Drag,
    Finish,
    GiveUp,
    Hold,
    KeyDown,
    KeyUp,
    Look,
    MouseDown,
    MouseUp,
    Move,
    Navigate,
    Point,
    Press,
    Scroll,
    SelectTab,
    Type,
    Wait,
)
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.qwen import filled
from guiagent.dialects.setting import Setting
from guiagent.dialects.spellings import snake_keys, unpacked
from guiagent.dialects.telling import all_done, came_of, reflected
from guiagent.dialects.tool_actions import actions_of, called, said_in
from guiagent.errors import UnreadableReply
from guiagent.records import Decision, Step
from guiagent.tolerant_json import NotJson, values_in

FORM = '{"note": null, "thought": "…", "tool_call": {"tool_name": "click", "element": "…", "x": 500, "y": 500}}'
NOTE = "\nNote: "
"""What stands between a thought and the note beside it."""
_X_Y = {"x": "integer", "y": "integer"}
_AT = {"element": "string", **_X_Y}
TOOLS: dict[str, tuple[str, str, dict[str, str]]] = {
    "click": ("click", "Click the left mouse button at (x, y).", _AT),
    "double_click": ("click", "Double-click at (x, y).", _AT),
    "triple_click": ("click", "Triple-click at (x, y), as to select a line.", _AT),
    "right_click": ("click", "Click the right mouse button at (x, y).", _AT),
    "middle_click": ("click", "Click the middle mouse button at (x, y).", _AT),
    "hover": ("move", "Move the mouse to (x, y).", _AT),
    "drag_and_drop": ("drag", "Drag from (x1, y1) to (x2, y2).", dict.fromkeys(("x1", "y1", "x2", "y2"), "integer")),
    "scroll": ("scroll", "Scroll at (x, y); amount is in screens.", {**_AT, "direction": "side", "amount": "number"}),
    "write": ("type", "Type where the focus is.", {"content": "string", "press_enter": "boolean"}),
    "press_key": ("press", "Press keys together, as Control+a.", {"keys": "keys"}),
    "hold_key": ("hold", "Hold keys down for some seconds.", {"keys": "keys", "seconds": "number"}),
    "wait": ("wait", "Wait for the screen to settle.", {"seconds": "number"}),
    "goto": ("navigate", "Open an address in the current tab.", {"url": "string"}),
    "go_back": ("back", "Go back in the tab's history.", {}),
    "switch_tab": ("select_tab", "Bring a tab to the front, counted from 0.", {"index": "integer"}),
    "answer": ("finish", "Say that the task is done, with the answer.", {"content": "string"}),
    "give_up": ("give_up", "Say that the task cannot be done, and why.", {"reason": "string"}),
}
"""Tool -> the kind of action it stands for, its description, and its arguments with their types."""
_TYPES: dict[str, dict[str, Any]] = {
    "side": {"type": "string", "enum": ["up", "down", "left", "right"]},
    "keys": {"type": "array", "items": {"type": "string"}},
}


def outcome(step: Step) -> str:
    """What came of a step: told after each one, and truly, since a constant word makes the model repeat itself."""
    tool = _call_of(step.decision.actions[0], None)["tool_name"]
    if all_done(step):
        changed = "Screen changed." if step.before.screen != step.after.screen else "Screen did not visibly change."
        words = "\n".join((f"Action executed. {changed}", *reflected(step)))
    else:
        words = "\n".join(came_of(step))
    return f'<tool_output tool="{tool}">\n{words}\n</tool_output>'


LAYOUT = Layout(
    image_first=False,
    gone="[screenshot evicted]",
    before="<observation>\n",
    after="\n</observation>",
    came_of=outcome,
)


@dataclass(frozen=True)
class Holo:
    """A `Grammar`."""

    layout: Layout = LAYOUT

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        schema = json.dumps(step_schema(setting))
        return filled("holo", schema=schema, task=task)

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        return ""

    def written(self, decision: Decision, frame: Frame) -> str:
        calls = [_call_of(action, frame) for action in decision.actions]
        thought, _, note = decision.thought.partition(NOTE)
        step = {"note": note or None, "thought": thought, "tool_call": calls[0] if len(calls) == 1 else calls}
        return json.dumps(step, ensure_ascii=False)

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        steps = _steps(text)
        if not steps:
            return said_in(text, frame, at, frozenset(), FORM)
        if len(steps) > 1:
            raise UnreadableReply(f"the reply holds {len(steps)} steps: write one, as {FORM}")
        call, thought, note = (unpacked(steps[0].get(key)) for key in ("tool_call", "thought", "note"))
        calls = call if isinstance(call, list) else [call]
        words = "" if not isinstance(thought, str) else thought
        kept = f"{NOTE}{note}" if isinstance(note, str) and note.strip() else ""
        return Said(actions_of([called(each, meant) for each in calls], frame, at), words + kept)


def step_schema(setting: Setting) -> dict[str, Any]:
    """What a step may be, for what the computer can do."""
    tools = [_tool(name, words, own) for name, (kind, words, own) in TOOLS.items() if setting.offers(kind)]
    properties = {
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "What to remember for later steps."},
        "thought": {"type": "string", "description": "What you see and why you do this."},
        "tool_call": {"anyOf": tools},
    }
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _tool(name: str, words: str, arguments: dict[str, str]) -> dict[str, Any]:
    types = {key: _TYPES.get(kind, {"type": kind}) for key, kind in arguments.items()}
    properties = {"tool_name": {"const": name}, **types}
    return {"type": "object", "description": words, "properties": properties, "required": list(properties)}


def meant(tool: str, arguments: dict[str, Any]) -> dict[str, Any] | None:
    """What a tool's arguments mean in shared words, where ports of the loop have their own for them."""
    if "combo" in arguments:
        return {"action": tool, "keys": arguments["combo"]}
    if tool == "scroll" and "clicks" in arguments:
        return {"action": tool, "pixels": arguments.pop("clicks"), **arguments}
    return None


def _steps(text: str) -> list[dict[str, Any]]:
    try:
        values = values_in(text)
    except NotJson as error:
        raise UnreadableReply(f"the JSON cannot be read: {error}: write {FORM}") from error
    found = [snake_keys(value) for value in values if isinstance(value, dict)]
    steps = [step for step in found if "tool_call" in step]
    return steps[:1] if all(step == steps[0] for step in steps) else steps


def _call_of(action: Action, frame: Frame | None) -> dict[str, Any]:
    """An action as a call; without a frame, its tool alone matters."""
    name, arguments = _tool_of(action)
    places = _places(action, frame) if frame is not None else {}
    return {"tool_name": name, **places, **arguments}


def _places(action: Action, frame: Frame) -> dict[str, Any]:
    match action:
        case Drag(path=path):
            ends = zip(("x1", "y1", "x2", "y2"), (*frame.pair(path[0]), *frame.pair(path[-1])), strict=True)
            return dict(ends)
        case Scroll(point=point):
            return {**_spot(point, frame), **_scrolled(action, frame)}
        case Click() | Move():
            return {**({"element": action.target} if action.target else {}), **_spot(action.point, frame)}
        case MouseDown() | MouseUp():
            return _spot(action.point, frame)
    return {}


def _spot(point: Point, frame: Frame) -> dict[str, Any]:
    return dict(zip("xy", frame.pair(point), strict=True))


def _tool_of(action: Action) -> tuple[str, dict[str, Any]]:
    match action:
        case Click(button=button, count=count, held=held):
            counted = {1: "click", 2: "double_click", 3: "triple_click"}[count]
            more = {"count": count} if button != "left" and count > 1 else {}
            return (counted if button == "left" else f"{button}_click"), {**more, **_held(held)}
        case Drag(held=held):
            return "drag_and_drop", _held(held)
        case Scroll():
            return "scroll", _held(action.held)
        case Move():
            return "hover", {}
        case Finish(answer=answer):
            return "answer", {"content": answer}
        case GiveUp(reason=reason):
            return "give_up", {"reason": reason}
        case MouseDown() | MouseUp() | Look():
            return ("screenshot" if isinstance(action, Look) else action.kind), {}
    return _keyboard_of(action)


def _keyboard_of(
    action: Type | Press | Hold | KeyDown | KeyUp | Wait | Navigate | Back | SelectTab,
) -> tuple[str, dict[str, Any]]:
    match action:
        case Type(text=text):
            return "write", {"content": text, "press_enter": False}
        case Press(keys=keys):
            return "press_key", {"keys": list(keys)}
        case Hold(keys=keys, seconds=seconds):
            return "hold_key", {"keys": list(keys), "seconds": seconds}
        case KeyDown(key=key) | KeyUp(key=key):
            return action.kind, {"keys": [key]}
        case Wait(seconds=seconds):
            return "wait", {"seconds": seconds}
        case Navigate(url=url):
            return "goto", {"url": url}
        case Back():
            return "go_back", {}
        case SelectTab(index=index):
            return "switch_tab", {"index": index}


def _scrolled(action: Scroll, frame: Frame) -> dict[str, Any]:
    """A side and how many screens; both lengths in pixels where it goes aslant, or further than a model may say."""
    by, side, along = (action.dx, ("left", "right"), 0) if action.dx else (action.dy, ("up", "down"), 1)
    screens = round(abs(by) / frame.screen[along], 4)
    if (action.dx and action.dy) or not 0 < screens <= 3:
        return {"dx": action.dx, "dy": action.dy}
    return {"direction": side[by > 0], "amount": screens}


def _held(keys: Sequence[str]) -> dict[str, list[str]]:
    return {"held": list(keys)} if keys else {}
