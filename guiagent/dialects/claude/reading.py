"""From the content of a message of Claude's to its calls, its words and the decision that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guiagent.actions import Action, Finish, GiveUp, Point, points_of
from guiagent.dialects.claude.members import Member
from guiagent.dialects.claude.versions import Version
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.places import short
from guiagent.dialects.tools import EXTRAS, Call, extra_action
from guiagent.errors import UnreadableReply
from guiagent.messages import Reply
from guiagent.records import Decision

Block = Mapping[str, Any]


def content_of(raw: Any) -> list[Block] | None:
    """The content of a message of Claude's; None where it is none, as a reply of another model is not."""
    content = raw.get("content") if isinstance(raw, Mapping) and raw.get("type") == "message" else None
    return content if isinstance(content, list) else None


def decision_in(reply: Reply, version: Version, frame: Frame, pointer: Point | None) -> Decision:
    """The decision that a message makes: its calls, or else its words as the answer. Raises UnreadableReply."""
    content = content_of(reply.raw) or []
    if reply.stop == "length":
        raise UnreadableReply("it was cut off for its length: think and say less, or use fewer tools at once")
    calls = calls_in(content, version, frame, pointer)
    words, thoughts = _said(content, "text"), _said(content, "thinking")
    if calls:
        actions = tuple(action for call in calls for action in call.actions)
        if any(isinstance(action, GiveUp) for action in actions[:-1]):
            raise UnreadableReply("give_up ends the work: nothing may follow it")
        return Decision(thought=words or thoughts, actions=actions, reply=reply.raw)
    if reply.stop == "pause_turn":
        raise UnreadableReply("it pauses without an action: go on")
    if not words:
        raise UnreadableReply("it is empty: use a tool, or say the answer in plain words")
    return Decision(thought=thoughts, actions=(Finish(answer=words),), reply=reply.raw)


def calls_in(content: Sequence[Block], version: Version, frame: Frame, pointer: Point | None) -> list[Call]:
    """The calls of tools in a message, in order; each starts where the one before it leaves the mouse."""
    calls = []
    for block in content:
        if block.get("type") == "tool_use":
            call = Call(block["id"], block["name"], _actions(block, version, frame, pointer))
            calls.append(call)
            pointer = after(call.actions, pointer)
    return calls


def after(actions: Sequence[Action], pointer: Point | None) -> Point | None:
    """Where the mouse is once these are done."""
    return next((points[-1] for action in reversed(actions) if (points := points_of(action))), pointer)


def asked_for(block: Block, version: Version) -> str:
    """The computer's action that a call names; empty where it is a call of another tool."""
    if version.toolset:
        return str(block["name"]) if block["name"] in version.actions else ""
    return str(block["input"].get("action", "")) if block["name"] == "computer" else ""


def _actions(block: Block, version: Version, frame: Frame, pointer: Point | None) -> tuple[Action, ...]:
    if (ours := extra_action(block["name"], block["input"])) is not None:
        return (ours,)
    if (name := asked_for(block, version)) not in version.actions:
        tools = ", ".join((*version.actions, *(each.name for each in EXTRAS)))
        raise UnreadableReply(f"there is no tool or action {short(name or block['name'])}; there are {tools}")
    return Member(name, block["input"], frame, pointer).actions()


def _said(content: Sequence[Block], kind: str) -> str:
    """The text of all blocks of a kind."""
    parts = [str(block.get(kind) or "") for block in content if block.get("type") == kind]
    return "\n".join(part.strip() for part in parts if part.strip())
