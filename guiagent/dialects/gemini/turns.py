"""The turns of a conversation on the wire: the task, and for each step the model's content and what came of it.

Google's rules: the model's content goes back as it came, thought signatures included; all responses to the calls of
one content stand in one content of the user's, in their order; a screenshot rides within a function's response.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guiagent.dialects.coordinates import Frame
from guiagent.dialects.gemini.functions import actions_of
from guiagent.dialects.gemini.parts import arguments_of, concern_in, function_calls, parts_of, picture, text_part
from guiagent.dialects.telling import ADDRESS, came_of, reflected, told
from guiagent.dialects.tools import Call, Result, results
from guiagent.errors import UnreadableReply
from guiagent.messages import GONE
from guiagent.records import Blocked, Observation, Step
from guiagent.words import plain

NOT_BEGUN = "not done: an earlier call of this turn was not carried out to its end"


def opening(instruction: str, now: Observation, png: bytes | None) -> dict[str, Any]:
    """The user's first content: the task in words, then the screen."""
    words = "\n".join((instruction, *told(now)))
    return {"role": "user", "parts": [text_part(words), picture(png)]}


def calls_in(content: Any, frame: Frame) -> list[Call]:
    """The calls of a content with the actions that they stand for. Raises UnreadableReply."""
    return [_call(call, frame) for call in function_calls(content)]


def _call(call: Mapping[str, Any], frame: Frame) -> Call:
    name = str(call.get("name") or "")
    return Call(str(call.get("id") or ""), name, actions_of(name, arguments_of(call), frame))


def turn(step: Step, frame: Frame, after: Observation, png: bytes | None) -> list[dict[str, Any]]:
    """A step as two contents: what the model said on the screen that `frame` is of, and what came of it."""
    said = step.decision.reply
    try:
        calls = calls_in(said, frame)
    except UnreadableReply:
        calls = []
    if not calls:
        return [_paraphrased(step), _in_words(step, after, png)]
    made = list(function_calls(said))
    parts = [
        _response(call, _outcome(result, after) | _acknowledged(call, step))
        for call, result in zip(made, results(calls, step.outcomes), strict=True)
    ]
    return [replayed(said), {"role": "user", "parts": _with_screen(parts, step, after, png)}]


def replayed(said: Mapping[str, Any]) -> dict[str, Any]:
    """The model's content as it came."""
    return {"role": "model", **said}


def refused(said: Any, text: str, why: str, url: str) -> list[dict[str, Any]]:
    """A reply that could not be read, and why: as the error of each of its calls, or in words."""
    if made := list(function_calls(said)):
        parts = [_response(call, {"url": url, "error": why}) for call in made]
        return [replayed(said), {"role": "user", "parts": parts}]
    content = replayed(said) if parts_of(said) else {"role": "model", "parts": [text_part(text.strip() or "(nothing)")]}
    return [content, {"role": "user", "parts": [text_part(why)]}]


def _response(call: Mapping[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    named = {key: call[key] for key in ("id", "name") if call.get(key)}
    return {"functionResponse": {**named, "response": response}}


def _outcome(result: Result, after: Observation) -> dict[str, Any]:
    url = plain(after.url, ADDRESS)
    if not result.begun:
        return {"url": url, "error": NOT_BEGUN}
    return {"url": url, "error": result.trouble} if result.trouble else {"url": url, "output": "done"}


def _acknowledged(call: Mapping[str, Any], step: Step) -> dict[str, str]:
    """A person said yes to what the safety system asked; where the guard stopped the step at once, nobody did."""
    stopped = bool(step.outcomes) and isinstance(step.outcomes[0], Blocked)
    return {"safety_acknowledgement": "true"} if concern_in(call) and not stopped else {}


def _with_screen(
    parts: list[dict[str, Any]], step: Step, after: Observation, png: bytes | None
) -> list[dict[str, Any]]:
    """The responses with the screen in the last, and there in words what it cannot show."""
    last = parts[-1]["functionResponse"]
    lines = [*reflected(step), *told(after.model_copy(update={"url": ""}), step.before)]
    _add(last["response"], lines if png is not None else [*lines, GONE.text])
    if png is not None:
        last["parts"] = [picture(png)]
    return parts


def _add(response: dict[str, Any], lines: Sequence[str]) -> None:
    key = "error" if "error" in response else "output"
    response[key] = "\n".join((response[key], *lines))


def _paraphrased(step: Step) -> dict[str, Any]:
    """A decision that was no content of this protocol's, as of a run that another model began."""
    actions = ", ".join(action.model_dump_json(exclude_defaults=True) for action in step.decision.actions)
    return {"role": "model", "parts": [text_part(f"{step.decision.thought}\n{actions}".strip())]}


def _in_words(step: Step, after: Observation, png: bytes | None) -> dict[str, Any]:
    return {"role": "user", "parts": [text_part("\n".join((*came_of(step), *told(after, step.before)))), picture(png)]}


def without_screen(content: Mapping[str, Any]) -> dict[str, Any]:
    """A content with the note in the place of its screenshots, as it stands in later requests."""
    return {**content, "parts": [_without(part) for part in parts_of(content)]}


def _without(part: Mapping[str, Any]) -> Mapping[str, Any]:
    if "inlineData" in part:
        return picture(None)
    response = part.get("functionResponse")
    if not isinstance(response, Mapping) or "parts" not in response:
        return part
    kept = {key: value for key, value in response.items() if key != "parts"} | {"response": dict(response["response"])}
    _add(kept["response"], [GONE.text])
    return {"functionResponse": kept}


def shows(content: Mapping[str, Any]) -> bool:
    """Whether a content holds a screenshot."""
    return any("inlineData" in part or "parts" in part.get("functionResponse", {}) for part in parts_of(content))
