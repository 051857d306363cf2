"""Arithmetic as it stands on a screen: sums, and equations of the first degree with one unknown."""

from __future__ import annotations

import re
from fractions import Fraction

TIMES = str.maketrans(
    {"\u00d7": "*", "\u00b7": "*", "\u2212": "-", "\u2013": "-", "\u00f7": "/", ":": "/", "\u4e00": "-"}
)
PART = re.compile(r"\s*(?P<sign>[-+*/x()=?_])|\s*(?P<number>\d+(?:\.\d+)?)|\s*(?P<name>[a-wyzA-Z])\b")
Linear = tuple[Fraction, Fraction]
"""a + b·x."""


def solved(line: str) -> str | None:
    """The answer of "12 + 7 =" or of "x - 4 = 10"; None where a line is neither."""
    parts = _parts(line)
    if parts is None or not any(part in "+-*/x" for part in parts):
        return None
    left, _, right = _split(parts)
    ours, theirs = _value(left), _value(right)
    if ours is None or (right and theirs is None):
        return None
    if theirs is None:
        return _said(ours[0]) if ours[1] == 0 and len(left) > 1 else None
    slope = ours[1] - theirs[1]
    return None if slope == 0 else _said((theirs[0] - ours[0]) / slope)


def _parts(line: str) -> list[str] | None:
    parts, at, text = [], 0, line.translate(TIMES).strip()
    while at < len(text):
        found = PART.match(text, at)
        if found is None:
            return None
        part = found["sign"] or found["number"] or found["name"]
        parts.append(part)
        at = found.end()
    known = [part for part in parts if part not in {"?", "_"}]
    digits = sum(part[0].isdigit() for part in known)
    return known if digits and (digits > 1 or "=" in known) else None


def _split(parts: list[str]) -> tuple[list[str], str, list[str]]:
    at = parts.index("=") if "=" in parts else len(parts)
    return parts[:at], "=", parts[at + 1 :]


def _value(parts: list[str]) -> Linear | None:
    """The value of terms with + and -, each a product of numbers and at most one unknown."""
    total: Linear = (Fraction(0), Fraction(0))
    term: Linear | None = None
    sign, over = 1, ""
    for part in _marked(parts):
        if part in {"+", "-"}:
            if term is None:
                sign = -sign if part == "-" else sign
                continue
            total, term, sign, over = _added(total, term, sign), None, -1 if part == "-" else 1, ""
        elif part in {"*", "/"}:
            over = part
        else:
            factor: Linear = (Fraction(part), Fraction(0)) if part[0].isdigit() else (Fraction(0), Fraction(1))
            term = factor if term is None else _times(term, factor, over)
            if term is None:
                return None
    return _added(total, term, sign) if term is not None else None


def _marked(parts: list[str]) -> list[str]:
    """The parts with "x" told apart: a multiplication between two numbers, the unknown elsewhere."""
    marked = []
    for at, part in enumerate(parts):
        between = 0 < at < len(parts) - 1 and parts[at - 1][0].isdigit() and parts[at + 1][0].isdigit()
        marked.append("*" if part == "x" and between else part)
    return [part for part in marked if part not in "()"]


def _added(total: Linear, term: Linear, sign: int) -> Linear:
    return total[0] + sign * term[0], total[1] + sign * term[1]


def _times(term: Linear, factor: Linear, over: str) -> Linear | None:
    if over == "/":
        return None if factor[1] or not factor[0] else (term[0] / factor[0], term[1] / factor[0])
    if term[1] and factor[1]:
        return None
    return term[0] * factor[0], term[0] * factor[1] + term[1] * factor[0]


def _said(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
