"""What a `generateContent` request must be: of the installed SDK's own types, and as Google says of its tool.

The types refuse fields that they do not know, as the API does.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

from google.genai import types
from pydantic import ValidationError

SIGNATURE = base64.b64encode(b"\xfb\xff\xfe, signed").decode()
"""With the letters in which the two base64 alphabets differ: one who decodes it and writes it anew is found out."""
EARLIER = re.compile(r"gemini-2\.5-computer-use|gemini-3-flash|gemini-3\.1-pro")
OFFERED = {
    True: "open_web_browser wait_5_seconds go_back go_forward search navigate click_at hover_at type_text_at "
    "key_combination scroll_document scroll_at drag_and_drop",
    False: "click double_click triple_click middle_click right_click mouse_down mouse_up move type drag_and_drop wait "
    "press_key key_down key_up hotkey take_screenshot scroll go_back navigate go_forward",
}
"""The functions of each generation, the earlier one first."""


def parts_in(contents: list[Any]) -> Iterator[dict[str, Any]]:
    return (part for content in contents for part in content["parts"])


def blobs_in(contents: list[Any]) -> Iterator[dict[str, Any]]:
    for part in parts_in(contents):
        for each in (part, *part.get("functionResponse", {}).get("parts", ())):
            if "inlineData" in each:
                yield each["inlineData"]


def broken_rule(model: str, body: Mapping[str, Any]) -> str | None:
    """The first rule that a request breaks, in words; None where it keeps them all."""
    try:
        _typed(body)
        _ordered(body["contents"])
        _offered(model, body)
        _pictured(body)
    except (Broken, ValidationError) as error:
        return f"rule broken: {error}"
    return None


class Broken(Exception):
    """A rule that a request does not keep."""


def _hold(kept: object, rule: str) -> None:
    if not kept:
        raise Broken(rule)


def _typed(body: Mapping[str, Any]) -> None:
    """Every field is one that the SDK knows."""
    known = {"contents", "systemInstruction", "tools", "toolConfig", "generationConfig", "safetySettings"}
    _hold(not set(body) - known, f"unknown fields {set(body) - known}")
    for content in body["contents"]:
        types.Content.model_validate(content)
    for tool in body.get("tools", ()):
        types.Tool.model_validate(tool)
    types.Content.model_validate(body.get("systemInstruction", {}))
    types.GenerationConfig.model_validate(body.get("generationConfig", {}))


def _ordered(contents: list[Any]) -> None:
    """User and model by turns; all responses to a content's calls in the next content, in order, and nowhere else."""
    _hold(contents and all(each["parts"] for each in contents), "a content has no parts")
    roles = [each["role"] for each in contents]
    _hold(roles == ["user", "model"] * (len(roles) // 2) + ["user"], f"roles {roles}")
    for before, after in zip([None, *contents], contents, strict=False):
        if after["role"] == "user":
            _answered(_calls(before), after)
        else:
            _signed(after)


def _calls(content: dict[str, Any] | None) -> list[dict[str, Any]]:
    return [part["functionCall"] for part in (content or {"parts": []})["parts"] if "functionCall" in part]


def _answered(calls: list[dict[str, Any]], content: dict[str, Any]) -> None:
    responses = [part["functionResponse"] for part in content["parts"] if "functionResponse" in part]
    named = [(each.get("id"), each["name"]) for each in calls]
    _hold([(each.get("id"), each["name"]) for each in responses] == named, f"the calls {named} are answered otherwise")
    _hold(not responses or len(responses) == len(content["parts"]), "responses stand among other parts")
    for made, response in zip(calls, responses, strict=True):
        _hold(isinstance(response["response"].get("url"), str), f"{made['name']} is answered without a url")
        asked = "safety_decision" in made["args"] and "error" not in response["response"]
        acknowledged = response["response"].get("safety_acknowledgement")
        _hold(not asked or acknowledged == "true", "a safety decision is not acknowledged")


def _signed(content: dict[str, Any]) -> None:
    """The first call of a content carries the signature that it came with."""
    first = next((part for part in content["parts"] if "functionCall" in part), None)
    _hold(first is None or first.get("thoughtSignature") == SIGNATURE, "a thought signature is missing or changed")


def _offered(model: str, body: Mapping[str, Any]) -> None:
    """What is excluded is offered, and what is declared has another name."""
    names = OFFERED[bool(EARLIER.match(model))].split()
    for tool in body.get("tools", ()):
        without = tool.get("computerUse", {}).get("excludedPredefinedFunctions", ())
        _hold(set(without) <= set(names), f"excluded functions that there are not: {set(without) - set(names)}")
        ours = {each["name"] for each in tool.get("functionDeclarations", ())}
        _hold(not ours & set(names), f"functions of the tool's own are declared: {ours & set(names)}")


def _pictured(body: Mapping[str, Any]) -> None:
    """Screenshots are PNGs, and after the first content they ride in a function's response."""
    for blob in blobs_in(body["contents"]):
        _hold(blob["mimeType"] == "image/png", "an image is no PNG")
        _hold(base64.b64decode(blob["data"], validate=True)[:8] == b"\x89PNG\r\n\x1a\n", "an image is no PNG")
    if "tools" in body:
        later = [part for part in parts_in(body["contents"][1:]) if "inlineData" in part]
        _hold(not later, "a screenshot stands outside a function's response")
