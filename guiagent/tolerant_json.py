"""JSON as language models write it: single quotes, trailing commas, comments, raw newlines; never a guessed value.

What is repaired here has one meaning only. A reply that breaks off, repeats a key with another value or holds a number
that is none (`NaN`, `1/2`) is refused with the place where it went wrong.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

DEPTH = 12
_SPACE = re.compile(r"(?:\s|//[^\n]*|#[^\n]*|/\*.*?\*/)*", re.DOTALL)
_OPENS = re.compile(r"""\[|\{(?=\s*["'“}\w/#])""")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?(?![\w./%*])")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_WORDS = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None}
_QUOTES = {'"': '"', "'": "'", "“": "”"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


class NotJson(ValueError):
    """The text is no JSON, and why. `began`: a key or an element had been read, so that it was meant as JSON."""

    def __init__(self, why: str, *, began: bool = False) -> None:
        super().__init__(why)
        self.began = began


def values_in(text: str) -> list[Any]:
    """Every object and array that stands in the text, outermost only, in order, prose around them passed over.

    Raises NotJson where something that was meant as JSON cannot be read: what stands inside it is never taken alone.
    """
    found, at = [], 0
    while (at := _next_bracket(text, at)) >= 0:
        try:
            value, at = _Parser(text).value(at, 0)
        except NotJson as error:
            if error.began:
                raise
            at += 1
        else:
            found.append(value)
    return found


def _next_bracket(text: str, start: int) -> int:
    found = _OPENS.search(text, start)
    return found.start() if found else -1


class _Parser:
    """Reads one value by recursive descent; every method takes and gives back a place in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.began = False

    def value(self, at: int, depth: int) -> tuple[Any, int]:
        if depth > DEPTH:
            self.began = True  # else each of its brackets would be tried in turn
            self._fail("the JSON is nested too deeply", at)
        match self._char(at):
            case "{":
                return self._object(at, depth)
            case "[":
                return self._array(at, depth)
            case char if char in _QUOTES:
                return self._string(at)
        if number := _NUMBER.match(self.text, at):
            return _number(number[0]), number.end()
        word = _WORD.match(self.text, at)
        if word is None or word[0] not in _WORDS:
            self._fail("expected a value", at)
        return _WORDS[word[0]], word.end()

    def _object(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        at = self._space(at + 1)
        while self._char(at) != "}":
            key, at = self._key(at)
            at = self._expect(":", at)
            self.began = True
            value, at = self.value(self._space(at), depth + 1)
            if key in found and found[key] != value:
                self._fail(f"the key {key!r} stands twice with different values", at)
            found[key] = value
            at = self._separator("}", at)
        return found, at + 1

    def _array(self, at: int, depth: int) -> tuple[list[Any], int]:
        found: list[Any] = []
        at = self._space(at + 1)
        while self._char(at) != "]":
            value, at = self.value(at, depth + 1)
            found.append(value)
            at = self._separator("]", at)
        return found, at + 1

    def _key(self, at: int) -> tuple[str, int]:
        if self._char(at) in _QUOTES:
            return self._string(at)
        word = _WORD.match(self.text, at)
        if word is None:
            self._fail("expected a key", at)
        return word[0], word.end()

    def _string(self, at: int) -> tuple[str, int]:
        closing, parts, here = _QUOTES[self.text[at]], [], at + 1
        if self.text.find(closing, here) < 0:  # told at once, for a text that opens many
            raise NotJson("the JSON is not closed", began=self.began)
        while (char := self._char(here)) != closing:
            if char == "\\":
                char, here = self._escape(here)
            else:
                here += 1
            parts.append(char)
        text = "".join(parts)
        try:
            return text.encode("utf-16", "surrogatepass").decode("utf-16"), here + 1
        except UnicodeDecodeError:
            self._fail("half of a surrogate pair", at)

    def _escape(self, at: int) -> tuple[str, int]:
        char = self._char(at + 1)
        if char == "u":
            digits = self.text[at + 2 : at + 6]
            if not re.fullmatch("[0-9a-fA-F]{4}", digits):
                self._fail("a \\u escape needs four hex digits", at)
            return chr(int(digits, 16)), at + 6
        if char in _ESCAPES or char in "\"'/\\“”":
            return _ESCAPES.get(char, char), at + 2
        return "\\" + char, at + 2

    def _separator(self, closing: str, at: int) -> int:
        at = self._space(at)
        if self._char(at) == closing:
            return at
        return self._space(self._expect(",", at))

    def _expect(self, char: str, at: int) -> int:
        at = self._space(at)
        if self._char(at) != char:
            self._fail(f"expected {char!r}", at)
        return at + 1

    def _char(self, at: int) -> str:
        if at >= len(self.text):
            raise NotJson("the JSON is not closed", began=self.began)
        return self.text[at]

    def _space(self, at: int) -> int:
        space = _SPACE.match(self.text, at)
        return at if space is None else space.end()

    def _fail(self, why: str, at: int) -> NoReturn:
        near = " ".join(self.text[max(0, at - 20) : at + 20].split())
        raise NotJson(f"{why} at character {at}, near `{near}`", began=self.began)


def _number(text: str) -> int | float:
    digits = text.lstrip("+")
    return int(digits) if re.fullmatch(r"-?\d{1,15}", digits) else float(digits)
