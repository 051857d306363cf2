"""Parts of a content on the wire: texts, pictures, and what a part of the model's own says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guiagent.messages import GONE, base64_of, sendable
from guiagent.records import Concern

Part = Mapping[str, Any]
Content = Mapping[str, Any]
FINE = frozenset({"", "regular", "allow", "allowed"})
"""Safety decisions that need nobody's yes, as no decision at all does."""


def text_part(text: str) -> dict[str, Any]:
    """Text that can be sent: half a surrogate pair, as a command line may hold, becomes a question mark."""
    return {"text": sendable(text)}


def picture(png: bytes | None) -> dict[str, Any]:
    """A screenshot, or the note in its place where it is no longer sent."""
    return text_part(GONE.text) if png is None else {"inlineData": {"mimeType": "image/png", "data": base64_of(png)}}


def parts_of(content: Any) -> list[Part]:
    """The parts of a content, of those that are parts; none where it is no content."""
    parts = content.get("parts") if isinstance(content, Mapping) else None
    return [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []


def function_calls(content: Any) -> Iterator[Mapping[str, Any]]:
    """The function calls in a content of the model's, in order."""
    for part in parts_of(content):
        if isinstance(call := part.get("functionCall"), Mapping):
            yield call


def texts(content: Any, *, thoughts: bool) -> str:
    """The words of a content: its thoughts, or all but its thoughts."""
    said = [part["text"] for part in parts_of(content) if bool(part.get("thought")) == thoughts and "text" in part]
    return " ".join(text.strip() for text in said if isinstance(text, str) and text.strip())


def arguments_of(call: Mapping[str, Any]) -> Mapping[str, Any]:
    arguments = call.get("args")
    return arguments if isinstance(arguments, Mapping) else {}


def concern_in(call: Mapping[str, Any]) -> Concern | None:
    """What the provider's safety system wants a person to confirm before a call is carried out, if anything."""
    said = arguments_of(call).get("safety_decision")
    if said is None:
        return None
    fields = said if isinstance(said, Mapping) else {"decision": said}
    decision = str(fields.get("decision") or "")
    if decision.lower() in FINE:
        return None
    why = str(fields.get("explanation") or f"{call.get('name', 'a call')} needs confirmation")
    return Concern(id=str(call.get("id") or ""), code=decision, message=why)
