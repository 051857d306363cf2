"""The spellings in which a secret's value can turn up in a text: quoted, escaped, base64, hexadecimal."""

from __future__ import annotations

import base64
import html
import json
import re
import string
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

SHORTEST = 6
"""Characters; a shorter piece of base64 or hexadecimal is as likely to be something else."""


def disguises(value: str) -> tuple[str, ...]:
    """The value itself and its other spellings, the longest first."""
    forms = {value, value.strip(), *_quoted(value), *_escaped(value)}
    forms |= {form for form in (*_base64(value.encode()), *_hex(value.encode())) if len(form) >= SHORTEST}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _quoted(value: str) -> Iterator[str]:
    """As parts of URLs and forms; browsers differ in which characters they leave as they are."""
    everything = "".join(f"%{byte:02X}" for byte in value.encode())
    for quoted in (
        quote(value),
        quote(value, safe=""),
        quote(value, safe="~()*!'"),
        quote_plus(value),
        everything,
        *_in_address(value),
    ):
        yield quoted
        yield re.sub("%..", lambda found: found[0].lower(), quoted)


def _in_address(value: str) -> Iterator[str]:
    """As Chromium writes it into a path, a query or a fragment that a script has set."""
    for changed in ('"#<>?`{}', "\"#<>'", '"<>`'):
        yield quote(value, safe="".join(sign for sign in string.punctuation if sign not in changed))


def _escaped(value: str) -> Iterator[str]:
    """In HTML, in JSON (both ways to write what is not ASCII), and in a repr."""
    once = html.escape(value)
    yield from (once, html.escape(value, quote=False), once.replace("&#x27;", "&#39;"), once.replace("&#x27;", "'"))
    yield from (json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], repr(value)[1:-1])


def _base64(data: bytes) -> Iterator[str]:
    """Whole, and the part that stays the same within a longer text, at each of the three places it can begin."""
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        whole = encode(data).decode()
        yield from (whole, whole.rstrip("="))
        for before in range(3):
            first, last = -(-before * 8 // 6), (before + len(data)) * 8 // 6
            yield encode(bytes(before) + data).decode()[first:last]


def _hex(data: bytes) -> Iterator[str]:
    yield from (data.hex(), data.hex().upper(), data.hex(" "), data.hex(":"))
