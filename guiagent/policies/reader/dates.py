"""Dates and times as a native field takes them: digits in the order of its placeholder."""

from __future__ import annotations

import re
from datetime import date, datetime

SHAPE = re.compile(
    r"(?P<a>dd|mm|yyyy)\s*(?P<sign>[/.\-])\s*(?P<b>dd|mm|yyyy)\s*(?P=sign)?\s*(?P<c>dd|mm|yyyy)", re.IGNORECASE
)
WRITTEN = ("%Y-%m-%d", "%Y/%m/%d", "%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%B %d %Y", "%d.%m.%Y")


def is_dated(words: str) -> bool:
    """Whether a field's words are a native date's placeholder."""
    return SHAPE.search(_clean(words)) is not None


def digits(text: str, words: str) -> str:
    """The digits to type for a date, in the order that the placeholder gives; empty where the text is no date."""
    shape, day = SHAPE.search(_clean(words)), _date(text, _clean(words))
    if shape is None or day is None:
        return ""
    parts = {"dd": f"{day.day:02}", "mm": f"{day.month:02}", "yyyy": f"{day.year:04}"}
    return "".join(parts[shape[name].lower()] for name in "abc")


def read_date(text: str) -> date | None:
    """The day that a text writes; None where it writes none."""
    return _date(text, "") if re.search(r"\d", text) else None


def _clean(words: str) -> str:
    return re.sub(r"\s+", "", words.lower())


def _date(text: str, words: str) -> date | None:
    bare = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text.strip())
    shape = SHAPE.search(words)
    orders = {"dd": "%d", "mm": "%m", "yyyy": "%Y"}
    own = "/".join(orders[shape[name].lower()] for name in "abc") if shape else "%m/%d/%Y"
    for form in (*WRITTEN, own, own.replace("/", "-"), "%m/%d/%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(bare, form).date()
        except ValueError:  # not written in this form
            continue
    return None


TIME = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE)


def is_time(text: str) -> bool:
    return TIME.fullmatch(text.strip()) is not None


def timed(text: str) -> str:
    """A time with two digits for its hour, as a native field of hours, minutes and halves takes it key by key."""
    found = TIME.fullmatch(text.strip())
    if found is None:
        return text
    half = f" {found['half'].upper()}" if found["half"] else ""
    return f"{int(found['hour']):02}:{found['minute']}{half}"
