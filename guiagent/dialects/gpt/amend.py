"""What is done to a request once it has failed: sent back with a complaint, or made lighter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from guiagent.dialects.gpt.input import card, function_output, message, shown, text
from guiagent.dialects.gpt.output import Item, call_id, checks_of, is_call, items_of, replayed
from guiagent.dialects.talk import complaint
from guiagent.messages import GONE, Body, Reply

_FIELDS: dict[str, tuple[str, ...]] = {
    "click": ("button", "x", "y"),
    "double_click": ("x", "y"),
    "drag": ("path",),
    "keypress": ("keys",),
    "move": ("x", "y"),
    "screenshot": (),
    "scroll": ("x", "y", "scroll_x", "scroll_y"),
    "type": ("text",),
    "wait": (),
}
"""What an action needs, by its type, to be taken as input: other servers may send what the API itself never does."""
NOT_DONE = "not done: the reply cannot be read"


def sent_back(request: Body, reply: Reply, why: str) -> Body:
    """The request with the reply, each of its calls answered, and what was wrong with it.

    A reply that cannot stand in a request is only told of: one that was cut off, one whose checks nobody has agreed
    to, one with actions that are none, reasoning that led to nothing.
    """
    items = items_of(reply.raw)
    ended = bool(items) and items[-1].get("type") != "reasoning" and reply.stop in ("", "completed")
    whole = ended and all(map(_sound, items))
    answered = [*replayed(items), *_unanswered(items, _last_picture(request))] if whole else []
    return {**request, "input": [*request["input"], *answered, message([text(complaint(why))])]}


def _sound(item: Item) -> bool:
    if item.get("type") != "computer_call":
        return True
    actions = item.get("actions")
    return isinstance(actions, list) and all(map(_well_formed, actions)) and not checks_of(item)


def _well_formed(action: Any) -> bool:
    needed = _FIELDS.get(str(action.get("type"))) if isinstance(action, dict) else None
    return needed is not None and all(name in action for name in needed)


def _unanswered(items: Sequence[Item], url: str) -> Iterator[Item]:
    for item in filter(is_call, items):
        if item["type"] == "computer_call":
            yield shown(call_id(item), url)
        else:
            yield function_output(call_id(item), NOT_DONE)


def last_alone(request: Body) -> Body:
    """The request without any screenshot but the last; itself where it has no other."""
    last = max((at for at, item in enumerate(request["input"]) if any(_pictures(item))), default=0)
    return {**request, "input": [item if at >= last else _blind(item) for at, item in enumerate(request["input"])]}


def _blind(item: Item) -> Item:
    if item.get("type") == "computer_call_output":
        return {**item, "output": {**item["output"], "image_url": card()}}
    if item.get("role") == "user":
        parts = (text(GONE.text) if part["type"] == "input_image" else part for part in item["content"])
        return {**item, "content": list(parts)}
    return item


def _last_picture(request: Body) -> str:
    """The data URL of the screen that the reply was made on."""
    return next((url for item in reversed(request["input"]) for url in _pictures(item)), card())


def _pictures(item: Item) -> Iterator[str]:
    """The data URLs of the screenshots in an item of ours."""
    if item.get("type") == "computer_call_output" and item["output"]["image_url"] != card():
        yield item["output"]["image_url"]
    if item.get("role") == "user":
        yield from (part["image_url"] for part in item["content"] if part["type"] == "input_image")
