"""What a learner sees and may do, as Gymnasium's spaces, and how a point of the latter is read as an action."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium import spaces
from pydantic import ValidationError

from guiagent.actions import ACTION, Action
from guiagent.errors import ActionFailed

KINDS = (
    "click",
    "double_click",
    "right_click",
    "move",
    "drag",
    "scroll",
    "type",
    "press",
    "wait",
    "back",
    "finish",
    "give_up",
)
"""What `kind` counts through."""

FURTHEST = 2000
"""Screenshot pixels that a scroll may go at once."""

LONGEST = 20_000


class Words(spaces.Text):
    """Any text of at most LONGEST characters; samples are short and printable."""

    def __init__(self) -> None:
        super().__init__(max_length=24, min_length=0)

    def contains(self, x: Any) -> bool:
        """Whether it is a text that is not too long."""
        return isinstance(x, str) and len(x) <= LONGEST


def seeing(width: int, height: int) -> spaces.Dict:
    """A screenshot, rows of pixels of three colours, and the instruction."""
    pixels = spaces.Box(0, 255, (height, width, 3), np.uint8)
    return spaces.Dict({"screenshot": pixels, "instruction": Words()})


def doing(width: int, height: int) -> spaces.Dict:
    """`kind` says what is done; of the rest, what that kind has no use for is passed over.

    `point` and `to` are pixels of the screenshot (x, y), `to` where a drag ends; `by` how far (dx, dy) a scroll goes;
    `text` is typed, or is the chord to press as "Control+a", or the answer, or the reason to give up.
    """
    return spaces.Dict(
        {
            "kind": spaces.Discrete(len(KINDS)),
            "point": spaces.MultiDiscrete([width, height]),
            "to": spaces.MultiDiscrete([width, height]),
            "by": spaces.MultiDiscrete([2 * FURTHEST + 1] * 2, start=[-FURTHEST] * 2),
            "text": Words(),
        }
    )


def action_of(said: Any) -> Action:
    """The action that is meant: a sample of `doing`, one of ours, or ours as JSON. Raises ActionFailed."""
    try:
        if isinstance(said, str):
            return ACTION.validate_json(said)
        if isinstance(said, Mapping):
            return ACTION.validate_python(said if isinstance(said.get("kind"), str) else _read(said))
        return ACTION.validate_python(said)
    except (ValidationError, json.JSONDecodeError) as error:
        raise ActionFailed(f"this is no action: {error}") from error


def _read(sample: Mapping[str, Any]) -> dict[str, Any]:
    kind = KINDS[int(sample["kind"])]
    point, to = (tuple(int(each) for each in sample[name]) for name in ("point", "to"))
    text = str(sample["text"])
    match kind:
        case "click" | "move":
            return {"kind": kind, "point": point}
        case "double_click":
            return {"kind": "click", "point": point, "count": 2}
        case "right_click":
            return {"kind": "click", "point": point, "button": "right"}
        case "drag":
            return {"kind": kind, "path": (point, to)}
        case "scroll":
            return {"kind": kind, "point": point, "dx": int(sample["by"][0]), "dy": int(sample["by"][1])}
        case "type":
            return {"kind": kind, "text": text}
        case "press":
            return {"kind": kind, "keys": (text or "Enter",)}
        case "finish":
            return {"kind": kind, "answer": text}
        case "give_up":
            return {"kind": kind, "reason": text}
        case _:
            return {"kind": kind}
