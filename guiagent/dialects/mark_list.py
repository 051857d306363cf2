"""The list of marks beside a picture, and the marks that it alone names well enough where tags have no room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from guiagent.dialects.coordinates import Size
from guiagent.records import Mark
from guiagent.words import plain

LISTED, LABEL = 60, 40
"""Marks whose labels stand beside a picture that has room for tags, and the characters of each."""
CROWDED = 2400
"""Pixels of the sent picture for each mark below which tags hide what they number: every label is listed instead."""


def listed(marks: Sequence[Mark], size: Size) -> list[str]:
    """Lines on the marks of a picture of this size: how many, and what is written at each where that is known."""
    if not marks:
        return ["There are no marks on this screenshot."]
    shown = _shown(marks, size)
    untagged = "; where a frame has no room for its number, look it up here" if told(marks, size) else ""
    head = f"Marks on this screenshot, 1 to {len(marks)}{untagged}{':' if shown else '.'}"
    return [head, *(f"{at + 1} {label}" for at, label in shown.items())]


def told(marks: Sequence[Mark], size: Size) -> frozenset[int]:
    """Indices of the marks that can do without a tag: on a crowded picture, those whose label is listed, and once."""
    if not _crowded(marks, size):
        return frozenset()
    shown = {at: label.casefold() for at, label in _shown(marks, size).items()}
    counts = Counter(shown.values())
    return frozenset(at for at, label in shown.items() if counts[label] == 1)


def _shown(marks: Sequence[Mark], size: Size) -> dict[int, str]:
    """The labels that are listed, by index."""
    most = len(marks) if _crowded(marks, size) else LISTED
    return {at: label for at, mark in enumerate(marks[:most]) if (label := plain(mark.label, LABEL))}


def _crowded(marks: Sequence[Mark], size: Size) -> bool:
    return size[0] * size[1] < CROWDED * len(marks)
