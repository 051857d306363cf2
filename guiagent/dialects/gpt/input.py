"""The input items of a request: words, pictures, what came of a call, and what stands for a picture that is gone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from guiagent.dialects.gpt.output import Item, call_id, checks_of
from guiagent.messages import GONE, data_uri, sendable

CARD = Path(__file__).with_name("gone.png")
"""A small picture of GONE's words. The output of a computer call is a picture and nothing else: words in its place are
refused, and an empty picture is taken for an empty screen."""
DETAIL = "original"
"""No server may scale a picture, or every click is off. The SDK's type of a computer call's output does not name the
field, but the API's guide for this tool sends it there, and before GPT-5.5 its default is not this one."""


def text(words: str) -> Item:
    return {"type": "input_text", "text": sendable(words)}


def picture(png: bytes | None) -> Item:
    """A part of a message; None for one that is no longer shown."""
    if png is None:
        return text(GONE.text)
    return {"type": "input_image", "image_url": data_uri(png), "detail": DETAIL}


def message(parts: Sequence[Item]) -> Item:
    return {"type": "message", "role": "user", "content": list(parts)}


def computer_output(call: Item, png: bytes | None) -> Item:
    """What came of a computer call, with every check acknowledged that it waited for."""
    return shown(call_id(call), card() if png is None else data_uri(png)) | (
        {"acknowledged_safety_checks": checks} if (checks := checks_of(call)) else {}
    )


def shown(call: str, url: str) -> Item:
    """A picture, by its data URL, as the output of a computer call."""
    screenshot = {"type": "computer_screenshot", "image_url": url, "detail": DETAIL}
    return {"type": "computer_call_output", "call_id": call, "output": screenshot}


def function_output(call: str, words: str) -> Item:
    return {"type": "function_call_output", "call_id": call, "output": words}


@cache
def card() -> str:
    """The data URL of CARD."""
    return data_uri(CARD.read_bytes())
