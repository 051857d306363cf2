"""How values look: money, dates, codes and other kinds, by the words that their names have."""

from __future__ import annotations

import re

from guiagent.policies.reader.match import plain

MONEY = r"[-+]?\s?(?:[$€£¥]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£¥]|USD|EUR|GBP)|\d+[.,]\d\d)"
CODE = r"#?[A-Z]{0,6}[-#]?\d[\w-]*|[A-Z0-9]{2,}(?:-[A-Z0-9]+)+|[A-Z0-9]{5,}"
DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\w+ \d{1,2},? \d{4}|\d{1,2} \w+ \d{4}"
KINDS: tuple[tuple[str, str], ...] = (
    (r"price|costs?|revenue|income|sales|profit|salary|total|amount|subtotal|fee|balance|charge|sum", MONEY),
    (r"number|code|id|reference|no|ref|order|ticket|confirmation|tracking", CODE),
    (r"date|day|when|deadline|updated|since|born", DAY),
    (r"e-?mail", r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    (r"phone|telephone", r"\+?[\d() -]{6,}"),
    (
        r"duration|how long",
        r"\d+(?:\s?(?:-|\u2013|to)\s?\d+)?\s(?:(?:business|working) )?(?:minute|hour|day|week|month|year)s?",
    ),
    (r"time|hour", r"\d{1,2}:\d{2}(?:\s?[ap]m)?"),
    (r"quantity|stock|rating|age|score|count|points|level", r"\d[\d.,]*"),
)
"""What values look like, by the words that their names have."""


def shape_of(name: str) -> str:
    """The pattern that values of such a name have; empty where its words do not say."""
    words = plain(name)
    return next((shape for names, shape in KINDS if re.search(rf"\b(?:{names})\b", words)), "")


def fitting(words: str, shape: str) -> str:
    if not shape:
        return words.strip(" :")
    found = re.search(rf"(?<![\w]){shape}", words)
    return found[0].strip(" .,") if found else ""
