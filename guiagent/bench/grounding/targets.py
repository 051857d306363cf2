"""What can be asked for on a page that is open: elements that are seen whole and whose names are theirs alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from guiagent.actions import Box
from guiagent.bench.grounding.items import Type
from guiagent.protocols import Inspector
from guiagent.records import Mark

LONGEST = 60
"""Characters of a name; a longer one is the text of a whole card or row."""
LEAST, LARGEST = 8, 0.2
"""Pixels of the shorter side, and the share of the screen, that a target has."""


@dataclass(frozen=True)
class Named:
    """A target: its box in pixels of the screenshot, how it is asked for, and whether its name is written on it."""

    box: Box
    instruction: str
    type: Type


async def targets(page: Inspector, size: tuple[int, int], scale: float) -> tuple[Named, ...]:
    """Those on the page in front, in reading order. `size` is the screenshot's. Raises ActionFailed as `probe` does."""
    marks = await page.elements()
    names = Counter(mark.label.casefold() for mark in marks)
    fitting = [mark for mark in marks if names[mark.label.casefold()] == 1 and _can_be_asked_for(mark, size)]
    told = await page.probe(_script(fitting, scale))
    return tuple(_named(mark, *found) for mark, found in zip(fitting, told, strict=True) if found)


def _can_be_asked_for(mark: Mark, size: tuple[int, int]) -> bool:
    name, box = mark.label, mark.box
    says = 2 <= len(name) <= LONGEST and re.search(r"\w", name)
    share = box.width * box.height / (size[0] * size[1])
    return bool(says) and min(box.width, box.height) >= LEAST and share <= LARGEST


def _named(mark: Mark, role: str, written: bool) -> Named:
    """`the "Orders" link` where that stands on it, `the close button` where it is only called so."""
    name = f'"{mark.label}"' if written else mark.label
    return Named(mark.box, f"the {name} {role}", "text" if written else "icon")


def _script(marks: Iterable[Mark], scale: float) -> str:
    told = [[*(side / scale for side in mark.box), mark.label] for mark in marks]
    return f"() => ({_read()})({json.dumps(told)})"


@cache
def _read() -> str:
    """The function in targets.js without the comment at its beginning, so that it can stand as an expression."""
    lines = Path(__file__).with_name("targets.js").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//"))
