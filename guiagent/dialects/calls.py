"""Actions written as Python calls, `click(start_box='(1,2)')`: read with `ast.parse` and repairs, never evaluated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guiagent.errors import UnreadableReply

_BEGIN = re.compile(r"^[ \t]*(?:[-*>]\s+|\d+[.)]\s+)?`*([A-Za-z_][\w.]*)[ \t]*\(", re.MULTILINE)
_INLINE = re.compile(r"(?<![\w.])([A-Za-z_][\w.]*)\(")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_ARGUMENT = re.compile(r"(?:^|,)\s*(\w+)\s*=\s*")
_ALONE = re.compile(r"\s*(\w+)\s*=\s*(['\"].*)", re.DOTALL)
_VALID = r"[\\'\"abfnrtv\n]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}|0"
_ESCAPE = re.compile(rf"\\(?:{_VALID})|\\")
_BARE = {"true": True, "false": False, "null": None, "none": None}


@dataclass(frozen=True)
class Called:
    """A call as it is written: its name with dots, the arguments by place, and those by name."""

    name: str
    places: tuple[Any, ...] = ()
    named: Mapping[str, Any] | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        return dict(self.named or {})

    def by_name(self, names: Sequence[str]) -> dict[str, Any]:
        """All arguments by name: those by place are called by `names`, in that order. Raises UnreadableReply."""
        if len(self.places) > len(names):
            raise UnreadableReply(f"{self.name} takes its arguments by name")
        found = dict(zip(names, self.places, strict=False))
        if twice := found.keys() & self.arguments.keys():
            raise UnreadableReply(f"{self.name} has {', '.join(sorted(twice))} twice")
        return found | self.arguments


def calls_in(text: str, names: frozenset[str] | None = None, *, inline: bool = False) -> list[Called]:
    """The calls that stand at the beginnings of lines, in order; none where there are none.

    `names`: calls of others are passed over; `inline`: these may also stand within a line of words. A quote that was
    not escaped and a closing bracket that is missing at the end are repaired.
    Raises UnreadableReply for a call that cannot be read: what follows it is never taken alone.
    """
    pattern = _INLINE if inline else _BEGIN
    found, at = [], 0
    while begin := pattern.search(text, at):
        if names is not None and begin[1].lower() not in names:
            at = begin.end()
            continue
        called, at = _call(text, begin)
        found.append(called)
    return found


def call_in(text: str) -> Called:
    """The call that a text is. Raises UnreadableReply."""
    tree = _parsed(text.strip()) or _parsed(_requoted(text.strip()))
    found = value_of(tree) if tree is not None else None
    if not isinstance(found, Called):
        raise UnreadableReply(f"{_short(text)} cannot be read as a call, as name(argument='value')")
    return found


def call(name: str, arguments: Mapping[str, Any]) -> str:
    """A call as it is written: `name(key='value')`, strings in single quotes with Python's escapes."""
    return f"{name}({', '.join(f'{key}={literal(value)}' for key, value in arguments.items())})"


def literal(value: Any) -> str:
    """A value as Python writes it; a string always in single quotes."""
    if isinstance(value, str):
        return "'" + repr('"' + value)[2:]
    if isinstance(value, list | tuple):
        return f"[{', '.join(literal(part) for part in value)}]"
    return repr(value)


def value_of(node: ast.expr) -> Any:
    """What an expression says without being evaluated: constants, lists of them, and calls. Raises UnreadableReply."""
    match node:
        case ast.Constant(value=str(text)):
            return _whole(text)
        case ast.Constant(value=int() | float() | None as constant):
            return constant
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [value_of(part) for part in parts]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.Name(id=name) if name.lower() in _BARE:
            return _BARE[name.lower()]
        case ast.Call(func=called, args=places, keywords=named):
            return Called(_dotted(called), tuple(value_of(part) for part in places), _named(named))
    raise UnreadableReply(f"{_short(ast.unparse(node))} is no plain value: write numbers and quoted text")


def _named(arguments: Sequence[ast.keyword]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for argument in arguments:
        value = value_of(argument.value)
        if argument.arg and found.setdefault(argument.arg, value) != value:
            raise UnreadableReply(f"{argument.arg!r} stands twice with different values")
    return found


def parsed(text: str, mode: str) -> ast.AST | None:
    """The tree of a text as Python, `eval` or `exec`; None where it is none. Stray backslashes stand for themselves."""
    try:
        return ast.parse(_ESCAPE.sub(lambda found: found[0] if len(found[0]) > 1 else "\\\\", text), mode=mode)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the last two: nested without end
        return None


def _parsed(text: str) -> ast.expr | None:
    tree = parsed(text, "eval")
    return tree.body if isinstance(tree, ast.Expression) else None


def _call(text: str, begin: re.Match[str]) -> tuple[Called, int]:
    """The call that begins there, and where it ends: at its own bracket, or else before the next one or the end."""
    start, refusal = begin.start(1), UnreadableReply(f"{_short(text[begin.start(1) :])} is not closed")
    for end in _ends(text, begin):
        piece = text[start:end].rstrip("` \t\r\n")
        try:
            return call_in(piece), end
        except UnreadableReply as error:
            refusal = error
        if piece.endswith(("'", '"', "]", "}")):
            try:
                return call_in(piece + ")"), end
            except UnreadableReply:
                continue  # the refusal of what was written is the one to tell
    raise refusal


def _ends(text: str, begin: re.Match[str]) -> Iterator[int]:
    if closed := _closed(text, begin.end() - 1):
        yield closed
    following = _BEGIN.search(text, begin.end())
    last = following.start() if following else len(text)
    if (bracket := text.rfind(")", begin.end(), last)) >= 0:
        yield bracket + 1
    yield last


def _closed(text: str, at: int) -> int | None:
    """Where the bracket that opens at `at` is closed, strings passed over; None where it is not."""
    waiting, quote = [], ""
    while at < len(text):
        char = text[at]
        if quote:
            at += char == "\\"
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in _CLOSING:
            waiting.append(_CLOSING[char])
        elif waiting and char == waiting[-1]:
            waiting.pop()
            if not waiting:
                return at + 1
        at += 1
    return None


def _requoted(text: str) -> str:
    """A call with the quotes and line ends inside its strings escaped; the text itself where that is no help."""
    name, bracket, rest = text.partition("(")
    if not bracket or not rest.endswith(")"):
        return text
    body = rest[:-1]
    found = list(_ARGUMENT.finditer(body))
    ends = [*(match.start() for match in found[1:]), len(body)]
    parts = [(match[1], body[match.end() : end].strip()) for match, end in zip(found, ends, strict=False)]
    if not parts or found[0].start() != 0 or not all(_is_closed(value) for _, value in parts):
        alone = _ALONE.fullmatch(body.strip())
        if alone is None or not _is_closed(alone[2]):
            return text
        parts = [(alone[1], alone[2])]
    return f"{name}({', '.join(f'{key}={_escaped(value)}' for key, value in parts)})"


def _is_closed(value: str) -> bool:
    return value[:1] not in ("'", '"') or (len(value) > 1 and value[-1] == value[0])


def _escaped(value: str) -> str:
    if value[:1] not in ("'", '"'):
        return value
    quote, inner = value[0], value[1:-1]
    inner = re.sub(rf"(\\.)|{quote}", lambda found: found[1] or f"\\{quote}", inner, flags=re.DOTALL)
    return quote + inner.replace("\r", "\\r").replace("\n", "\\n") + quote


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=owner, attr=name):
            return f"{_dotted(owner)}.{name}"
    raise UnreadableReply(f"{_short(ast.unparse(node))} is no name of an action")


def _whole(text: str) -> str:
    """Text with the two halves of a character put together, as JSON's escapes write them apart."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise UnreadableReply("a text holds half of a surrogate pair") from None


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
