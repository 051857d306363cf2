"""Numbers in digits and words, and how often a thing is to be done."""

from __future__ import annotations

import re

from guiagent.policies.reader.words import NUMBERS


def number(word: str) -> int:
    """A number in digits or words; 1 where it is none."""
    text = NUMBERS.get(word.lower(), word)
    return int(text) if text.isdigit() else 1


def times(text: str) -> tuple[str, int]:
    """A text without "twice" or "three times" at its end, and how often that is."""
    found = re.search(r"\s*\b(?:(once|twice|thrice)|(\w+)\s+(?:more\s+)?times?|(\w+) pages?)$", text, re.I)
    if not found:
        return text, 1
    if found[1]:
        return text[: found.start()], {"once": 1, "twice": 2, "thrice": 3}[found[1].lower()]
    word = (found[2] or found[3]).lower()
    if not (word.isdigit() or word in NUMBERS):
        return text, 1
    return text[: found.start()], max(1, min(30, number(word)))
