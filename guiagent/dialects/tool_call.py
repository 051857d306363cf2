"""Tool calls as the Qwen family writes them in its replies: Hermes' JSON, and the XML of Qwen3.5 and later.

The forms are those of the models' own chat templates: `<tool_call>` around `{"name": …, "arguments": {…}}`, or around
`<function=…>` with one `<parameter=…>` for each argument, whose value is bare text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from guiagent.dialects.arguments import chord
from guiagent.dialects.spellings import snake
from guiagent.errors import UnreadableReply
from guiagent.tolerant_json import NotJson, values_in

_MARKER = re.compile(r"<tool_calls?>|<function\s*=|<parameter\s*=")
_LABEL = re.compile(r"^[ \t]*(?:Thought|Action)\s*[:\uff1a]\s*", re.MULTILINE)
_FUNCTION = re.compile(r"<function\s*=\s*[\"']?([\w.-]+)[\"']?\s*>")
_OPENED = re.compile(r"<parameter\s*=\s*[\"']?([\w.-]+)[\"']?\s*>")
_ENDED = re.compile(r"</function>|</tool_call>|<tool_call>|<function\s*=")
# The value of a parameter may itself hold tags: it ends at the closing one that is followed by more of the call.
_CLOSED = re.compile(r"</parameter>(?=\s*(?:<parameter\s*=|</function>|</tool_calls?>|<tool_calls?>|$))")
_BROKEN = re.compile(r"[\[\]'\"]")
_KEYS = frozenset(("key", "keys"))
_NAMED = re.compile(r"^\s*keys?\s*=\s*(?=[\['\"])")
_VERBATIM = frozenset(("text", "content"))
"""What is typed: its quotes and spaces are the model's own."""


class Form(Protocol):
    """How a family writes a call."""

    def written(self, name: str, arguments: Mapping[str, Any]) -> str:
        """A call as the family itself writes it."""


class JsonForm:
    """Hermes' form, that of Qwen2.5-VL and Qwen3-VL."""

    def written(self, name: str, arguments: Mapping[str, Any]) -> str:
        call = json.dumps({"name": name, "arguments": arguments}, ensure_ascii=False)
        return f"<tool_call>\n{call}\n</tool_call>"


class XmlForm:
    """The form of Qwen3-Coder, which Qwen3.5 and later have in their chat template."""

    def written(self, name: str, arguments: Mapping[str, Any]) -> str:
        lines = [f"<parameter={key}>\n{_bare(value)}\n</parameter>" for key, value in arguments.items()]
        return "\n".join(("<tool_call>", f"<function={name}>", *lines, "</function>", "</tool_call>"))


def marked(text: str) -> bool:
    """Whether a reply means to call a tool, well or badly."""
    return _MARKER.search(text) is not None


def before_call(text: str) -> str:
    """The words in front of the first call, less their labels: what the model thought."""
    said = _MARKER.split(text, maxsplit=1)[0] if marked(text) else text.partition("{")[0]
    return _LABEL.sub("", said).strip().removesuffix("```json").strip()


def tool_calls_in(text: str, declared: frozenset[str]) -> list[dict[str, Any]]:
    """The calls in a reply, each `{"name": …, "arguments": {…}}` as it was written; none where there is no trace.

    `declared` are the parameters that the model was told of. Raises UnreadableReply for a call that is cut off or that
    cannot be read: what stands inside it is never taken alone.
    """
    marker = _MARKER.search(text)
    if marker is None:
        return [value for value in _values(text) if _is_call(value)] if '"arguments"' in text else []
    rest = text[marker.start() :].removeprefix("<tool_calls>").lstrip()
    inner = rest.removeprefix("<tool_call>").lstrip()
    if _FUNCTION.match(inner) or _OPENED.match(inner):
        return _xml_calls(rest, declared)
    values = [each for value in _values(rest) for each in (value if isinstance(value, list) else [value])]
    found = [value for value in values if isinstance(value, dict)]
    if not found:
        raise UnreadableReply(f"the tool call {rest[:60]!r} holds no call")
    return found


def _is_call(value: Any) -> bool:
    return isinstance(value, dict) and "arguments" in value and isinstance(value.get("name"), str)


def _values(text: str) -> list[Any]:
    try:
        return values_in(text)
    except NotJson as error:
        inner, closing, _ = text.partition("</tool_call>")
        if closing and inner.rstrip().endswith("}") and not inner.rstrip().endswith("}}"):
            return _values(inner.rstrip() + "}")  # a call that was closed, less its own last bracket
        raise UnreadableReply(f"the JSON of the tool call cannot be read: {error}") from error


def _xml_calls(text: str, declared: frozenset[str]) -> list[dict[str, Any]]:
    """Every call of the text, in order; one without a `<function=…>` is taken for what its action says."""
    found, at = [], 0
    while True:
        function, parameter = _FUNCTION.search(text, at), _OPENED.search(text, at)
        if function is None and parameter is None:
            break
        if function is not None and (parameter is None or function.start() < parameter.start()):
            name, at = function[1], function.end()
        elif parameter is not None:
            name, at = "computer_use", parameter.start()
        arguments, at = _parameters(text, at, declared)
        found.append({"name": name, "arguments": arguments})
    if not found:
        raise UnreadableReply("the tool call names no function")
    return found


def _parameters(text: str, at: int, declared: frozenset[str]) -> tuple[dict[str, Any], int]:
    """The arguments of the call that goes on at `at`, and where it ends."""
    found: dict[str, Any] = {}
    while opened := _OPENED.search(text, at):
        ended = _ENDED.search(text, at)
        if ended is not None and ended.start() < opened.start():
            break
        name, start = snake(opened[1]), opened.end()
        following = _OPENED.match(text, start + len(text[start:]) - len(text[start:].lstrip()))
        if following is not None and _is_stray(name, snake(following[1]), declared):
            at = start
            continue
        value, at = _value(text, start, name)
        if value != "" and found.setdefault(name, value) != value:
            raise UnreadableReply(f"the parameter {name!r} stands twice with different values")
    ended = _ENDED.search(text, at)
    return found, ended.end() if ended is not None and ended[0].startswith("</") else at


def _is_stray(name: str, following: str, declared: frozenset[str]) -> bool:
    """Whether a parameter opens for nothing before another one: the function's own name, or the same one twice."""
    return following in declared and (name not in declared or name == following)


def _value(text: str, start: int, name: str) -> tuple[Any, int]:
    """The value of a parameter that begins at `start`, and where it ends."""
    closed, opened, ended = (pattern.search(text, start) for pattern in (_CLOSED, _OPENED, _ENDED))
    ends = [match.start() for match in ((opened, ended) if name not in _VERBATIM or closed is None else ()) if match]
    if closed is not None and closed.start() <= min(ends, default=len(text)):
        return coerced(name, text[start : closed.start()]), closed.end()
    if not ends:
        raise UnreadableReply(f"the tool call is cut off in its parameter {name!r}")
    return coerced(name, text[start : min(ends)].removesuffix("</parameter>")), min(ends)


def coerced(name: str, value: str) -> Any:
    """The value of a parameter from its bare text: what is typed stays as it is, everything else loses its quotes.

    Numbers and places stay text, since they are read from text as well.
    """
    if name in _VERBATIM:
        return value.removeprefix("\n").removesuffix("\n")
    value = value.strip()
    if name in _KEYS:
        return keys_of(value)
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return value.lower() if value in ("True", "False") else value


def keys_of(value: Any) -> Any:
    """Keys from a list that came broken, as `["ctrl"`, `"['ctrl"` or `["['ctrl', 'a']"]`; else the value itself.

    A single character is a key as it stands, be it `[`.
    """
    if isinstance(value, str):
        value = _NAMED.sub("", value)
        return keys_of(_list_in(value)) if len(value) > 1 and _BROKEN.search(value) else value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return [key for part in value for key in _keys(part)]
    return value


def _keys(part: str) -> Sequence[str]:
    """The keys of one entry of a list: one, or all those of `ctrl c` and of what a broken list left in it."""
    part = _NAMED.sub("", part)
    return _split(part) if len(part) > 1 and _BROKEN.search(part) else chord(part) if " " in part.strip() else [part]


def _list_in(text: str) -> list[str]:
    try:
        found = values_in(text)
    except NotJson:  # it was no list, or half of one
        return [text]
    return found[0] if len(found) == 1 and isinstance(found[0], list) else [text]


def _split(text: str) -> list[str]:
    """What stands between commas, less the brackets and quotes that a broken list leaves around it."""
    parts = [part.strip().strip("'\"").strip() for part in text.split(",")]
    bare = [part if len(part) == 1 else part.strip("[](){}'\" ") for part in parts]
    return [part for part in bare if part]


def _bare(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
