"""Names of keys in a task's words, and the chords that they make."""

from __future__ import annotations

import re

from guiagent.policies.reader.numbers import times

KEYS = {
    "enter": "Enter", "return": "Enter", "escape": "Escape", "esc": "Escape", "tab": "Tab", "space": "Space",
    "spacebar": "Space", "space bar": "Space", "backspace": "Backspace", "delete": "Delete", "del": "Delete",
    "home": "Home", "end": "End", "page down": "PageDown", "pagedown": "PageDown", "page up": "PageUp",
    "pageup": "PageUp", "up": "ArrowUp", "down": "ArrowDown", "left": "ArrowLeft", "right": "ArrowRight",
    "up arrow": "ArrowUp", "down arrow": "ArrowDown", "left arrow": "ArrowLeft", "right arrow": "ArrowRight",
    "arrow up": "ArrowUp", "arrow down": "ArrowDown", "arrow left": "ArrowLeft", "arrow right": "ArrowRight",
    "arrowup": "ArrowUp", "arrowdown": "ArrowDown", "arrowleft": "ArrowLeft", "arrowright": "ArrowRight",
    "ctrl": "Control", "control": "Control", "shift": "Shift", "alt": "Alt", "option": "Alt", "cmd": "Meta",
    "command": "Meta", "meta": "Meta", "win": "Meta",
} | {f"f{n}": f"F{n}" for n in range(1, 13)}  # fmt: skip
HELD_KEYS = {"Control", "Shift", "Alt", "Meta"}


def chord(text: str) -> tuple[tuple[str, ...], int] | None:
    """The keys that a text names, and how often: "Ctrl+A", "the down arrow key twice"; None where it names none."""
    bare, count = times(re.sub(r"^(?:the|on)\s+", "", text.strip().lower()))
    bare = re.sub(r"\s*\b(?:keys?|on (?:the|your) keyboard)\b\s*", " ", bare).strip()
    bare, later = times(bare) if count == 1 else (bare, count)
    parts = [part.strip() for part in re.split(r"\s*\+\s*|(?<=ctrl)-|(?<=shift)-|(?<=alt)-|(?<=control)-", bare)]
    keys = tuple(KEYS.get(part, part if len(part) == 1 else "") for part in parts)
    if not all(keys) or (len(keys) == 1 and len(parts[0]) == 1):
        return None
    if any(key not in HELD_KEYS for key in keys[:-1]) or (len(keys) == 1 and keys[0] in HELD_KEYS):
        return None
    return keys, later
