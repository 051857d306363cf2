"""Answers on one line, as models write that were shown marks before: `click [7]`, `type [7] [green tea]`, or just `7`.

The forms are those of WebArena's and WebVoyager's prompts, which many models have seen.
"""

from __future__ import annotations

import re
from typing import Any

_LEAD = r"^\W*(?:(?:next |my )?(?:action|answer|output)\s*:\W*)?"
_MARK = r"\W*(?:(?:on|at|in|into|mark|element|number|id|label|box)\b\W*)*(\d{1,4})"
_ALONE = re.compile(_LEAD + r"(?:(?:mark|element|number|id)\W*)?(\d{1,4})\W*$", re.IGNORECASE)
_CLICK = re.compile(
    _LEAD + r"(click|tap|press|select|hover|double[ _]click|right[ _]click)" + _MARK + r"\b", re.IGNORECASE
)
_TYPE = re.compile(_LEAD + r"(?:type|input|fill|enter)" + _MARK + r"\b\W{0,4}?[\[\"'“](.+?)[\]\"'”]", re.IGNORECASE)
_SCROLL = re.compile(_LEAD + r"scroll\b.*?\b(up|down|left|right)\b", re.IGNORECASE)
_STOP = re.compile(_LEAD + r"(?:stop|finish|answer)\W{0,3}\[(.*)\]", re.IGNORECASE)
_BACK = re.compile(_LEAD + r"go[ _]?back\W*$", re.IGNORECASE)
_KINDS = {"hover": "move", "double click": "double_click", "right click": "right_click"}


def action_in(text: str) -> dict[str, Any] | None:
    """The action that the last line of a reply says; None where it says none, or other lines say more."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [(line, said) for line in lines if (said := _said(line)) is not None]
    if len(found) != 1 or found[0][0] != lines[-1]:
        return None
    return found[0][1]


def _said(line: str) -> dict[str, Any] | None:
    if found := _ALONE.match(line):
        return {"kind": "click", "mark": int(found[1])}
    if found := _TYPE.match(line):
        enters = bool(re.search(r"\[1\]\W*$", line))
        return {"kind": "type", "mark": int(found[1]), "text": found[2] + ("\n" if enters else "")}
    if found := _CLICK.match(line):
        kind = found[1].lower().replace("_", " ")
        return {"kind": _KINDS.get(kind, "click"), "mark": int(found[2])}
    if found := _SCROLL.match(line):
        return {"kind": "scroll", "direction": found[1].lower()}
    if found := _STOP.match(line):
        return {"kind": "finish", "answer": found[1]}
    return {"kind": "back"} if _BACK.match(line) else None
