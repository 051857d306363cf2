"""Actions, outcomes, endings and sums in the words that people read, on the console as in the report."""

from __future__ import annotations

import unicodedata
from typing import assert_never

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
    Pointing,
    Press,
    Scroll,
    SelectTab,
    Type,
    Typing,
    Wait,
)
from guiagent.records import Concern, Ending
from guiagent.usage import Usage

_CLICKS = {1: "", 2: "double-", 3: "triple-"}
_INVISIBLE = {"Cc", "Cf", "Cs"}


def plain(text: str, most: int = 0) -> str:
    """Text on one line, without what a terminal would obey or hide; cut to `most` characters where that is not 0."""
    line = " ".join("".join(_visible(character) for character in text).split())
    return f"{line[: most - 1].rstrip()}…" if 0 < most < len(line) else line


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "\ufffd" if unicodedata.category(character) in _INVISIBLE and character != "\u200d" else character


def quoted(text: str, most: int = 48) -> str:
    """Text in quotation marks, on one line; newlines stay to be seen, as they are typed as Enter."""
    return f'"{plain(text.replace(chr(10), "⏎"), most)}"'


def action_words(action: Action) -> str:
    """An action in a few words, as `click "Search" (412,96)`."""
    match action:
        case Click() | Move() | Drag() | MouseDown() | MouseUp() | Scroll():
            return _pointing(action)
        case Type() | Press() | Hold() | KeyDown() | KeyUp():
            return _typing(action)
        case Look():
            return f"look closer at {action.box}" if action.box else "look again"
        case Finish():
            return f"finish {quoted(action.answer, 120)}" if action.answer else "finish"
        case GiveUp():
            return f"give up: {plain(action.reason, 120)}"
        case _:
            return _going(action)


def _typing(action: Typing) -> str:
    match action:
        case Type():
            return f"type {quoted(action.text)}"
        case Press():
            return f"press {_chord(action.keys)}"
        case Hold():
            return f"hold {_chord(action.keys)} for {action.seconds:g}s"
        case KeyDown():
            return f"hold down {_chord((action.key,))}"
        case KeyUp():
            return f"let go of {_chord((action.key,))}"
        case never:
            assert_never(never)


def _going(action: Wait | Navigate | Back | SelectTab) -> str:
    match action:
        case Wait():
            return f"wait {action.seconds:g}s"
        case Navigate():
            return f"open {plain(action.url, 80)}"
        case Back():
            return "go back"
        case SelectTab():
            return f"switch to tab {action.index + 1}"
        case never:
            assert_never(never)


def _pointing(action: Pointing) -> str:
    held = "".join(f"{plain(key)}+" for key in getattr(action, "held", ()))
    match action:
        case Click():
            button = "" if action.button == "left" else f"{action.button}-"
            return f"{held}{_CLICKS[action.count]}{button}click{_target(action.target)} {action.point}"
        case Move():
            return f"move to{_target(action.target)} {action.point}"
        case Drag():
            return f"{held}drag{_target(action.target)} {action.path[0]} → {action.path[-1]}"
        case MouseDown():
            return f"press the mouse button at {action.point}"
        case MouseUp():
            return f"let go of the mouse button at {action.point}"
        case Scroll():
            return f"{held}scroll {_distance(action)} at {action.point}"
        case never:
            assert_never(never)


def _target(target: str) -> str:
    return f" {quoted(target)}" if target else ""


def _distance(scroll: Scroll) -> str:
    ways = ((scroll.dy, "down", "up"), (scroll.dx, "right", "left"))
    return " and ".join(f"{abs(by)} px {onwards if by > 0 else back}" for by, onwards, back in ways if by) or "0 px"


def _chord(keys: tuple[str, ...]) -> str:
    return "+".join(plain(key) or repr(key) for key in keys)


def concern_words(concern: Concern) -> str:
    """What a model's provider wants a person to confirm, on one line."""
    return plain(concern.message or concern.code or "no reason given")


def ending_words(ending: Ending | None) -> str:
    """How a run ended, the verdict first: `verified, finished`, `not verified, finished`, `stuck`."""
    if ending is None:
        return "interrupted"
    said = ending.reason.replace("_", " ") if ending.reason not in _LIMITS else f"limit of {_LIMITS[ending.reason]}"
    if ending.verdict is None:
        return said
    return f"{'verified' if ending.verdict.success else 'not verified'}, {said}"


_LIMITS = {"steps": "steps", "seconds": "seconds", "tokens": "tokens", "usd": "cost"}


def tokens_words(tokens: int) -> str:
    """A number of tokens: `870`, `3.4k`, `1.2M`."""
    if tokens < 1000:
        return str(tokens)
    return f"{tokens / 1000:.1f}k" if tokens < 999_950 else f"{tokens / 1e6:.1f}M"


def usd_words(usd: float | None) -> str:
    """A cost: `$0.012`, `$1.24`; `$?` where it is not known, which is not `$0`."""
    if usd is None:
        return "$?"
    if usd == 0:
        return "$0"
    if usd < 0.0005:
        return "<$0.001"
    return f"${usd:.3f}" if usd < 1 else f"${usd:.2f}"


def usage_words(usage: Usage) -> str:
    """What asking took: `3.4k tokens (2.9k kept), $0, first token after 0.3s, 17 tokens/s`; nothing where nobody was.

    Kept are tokens of the request that were not read again.
    """
    if not usage.requests and not usage.tokens:
        return ""
    kept = f" ({tokens_words(usage.cached_tokens)} kept)" if usage.cached_tokens else ""
    parts = [
        f"{tokens_words(usage.tokens)} tokens{kept}",
        "cost unknown" if usage.usd is None else usd_words(usage.usd),
    ]
    if usage.first_token_seconds is not None:
        parts.append(f"first token after {seconds_words(usage.first_token_seconds)}")
    if rate := usage.tokens_per_second:
        parts.append(f"{rate:.3g} tokens/s")
    return ", ".join(parts)


def seconds_words(seconds: float) -> str:
    """A time span: `2.1s`, `48s`, `3m 05s`, `1h 02m`."""
    if seconds < 9.95:
        return f"{seconds:.1f}s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h {minutes:02d}m"
    return f"{minutes}m {rest:02d}s" if minutes else f"{rest}s"
