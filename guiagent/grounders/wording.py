"""What a description in plain words says: what is written on the thing, what kind it is, and which of several."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from rapidfuzz import fuzz

Kind = Literal["field", "button", "link", "other"]
Side = Literal["left", "right", "top", "bottom"]

LIKE = 86
"""How alike, from 0 to 100, two texts are that differ by what a recogniser got wrong."""
LONGEST = 400
"""Characters of a description that are read."""
_QUOTED = re.compile(r"[\"\u201c\u201e\u00ab](.+?)[\"\u201d\u00bb]|(?<!\w)['\u2018`](.+?)['\u2019`](?!\w)")
_CONTEXT = re.compile(
    r"\b(?:in|on|at|of|for|from|with|within|inside|under|below|above|beneath|beside|by|near|next to|to the)\b"
    r"|\b(?:that|which|whose)\b|[,;(]",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:(?P<field>(?:(?:search|text|input|combo|list)[ -]?(?:box|area))|field|input|drop-?down|picker)"
    r"|(?P<button>button)|(?P<link>link))\b",
    re.IGNORECASE,
)
_THINGS = (
    "field|input|textbox|box|area|dropdown|combobox|picker|button|link|tab|icon|menu|item|entry|option|label|heading|title"
    "|text|checkbox|radio|switch|image"
)
_SAYS = re.compile(rf"\b(?!(?:{_THINGS}|the|a|an)\b)\w+", re.IGNORECASE)
"""A word that tells one thing from another: "in" begins a context in "Save in the header", but not in "Log in link"."""
_ENDS = re.compile(
    rf"^.*\b(?:labell?ed|named|called|saying|reading)\s+|^(?:(?:the|a|an|this|that|text|button|link|menu|tab|label)\s+)+"
    rf"|(?:\s+(?:{_THINGS}|here))+$",
    re.IGNORECASE,
)
_ORDINALS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1}
_SIDES: dict[str, Side] = {
    **dict.fromkeys(("left", "leftmost"), "left"),
    **dict.fromkeys(("right", "rightmost"), "right"),
    **dict.fromkeys(("top", "upper", "header", "topmost", "above"), "top"),
    **dict.fromkeys(("bottom", "lower", "footer", "bottommost", "below"), "bottom"),
}
_WORD = re.compile(r"[\w+#$\u20ac\u00a3%&@/.'-]*\w[\w+#$\u20ac\u00a3%&@/'-]*|[^\w\s]")
_CONFUSED = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b"})


@dataclass(frozen=True)
class Wording:
    """A description taken apart.

    `heads` are what may be written on the thing, the likeliest first, and `context` what else is said of it. `place`
    counts from 0 in reading order, -1 from the end.
    """

    heads: tuple[str, ...]
    context: str
    kind: Kind
    place: int | None
    sides: tuple[Side, ...]

    @classmethod
    def of(cls, description: str) -> Wording:
        text = " ".join(description.split())[:LONGEST]
        quoted = [next(filter(None, found.groups())) for found in _QUOTED.finditer(text)]
        about = _QUOTED.sub(" ", text) if quoted else text
        heads = (quoted[0],) if quoted else tuple(dict.fromkeys(_names(text)))
        context = " ".join([*quoted[1:], about]) if quoted else text
        said = re.findall(r"[\w]+", about.lower())
        return cls(
            heads=heads,
            context=context,
            kind=_kind(about if quoted else _CONTEXT.split(about)[0]),
            place=next((_ORDINALS[word] for word in said if word in _ORDINALS), None),
            sides=tuple(dict.fromkeys(_SIDES[word] for word in said if word in _SIDES)),
        )


def _kind(text: str) -> Kind:
    """The kind of thing that is named last: a "search box button" is a button."""
    named = [found.lastgroup for found in _KIND.finditer(text)]
    return cast(Kind, named[-1]) if named else "other"


def _names(text: str) -> Iterator[str]:
    """The whole text, then what stands before each word that begins a context, the longest first, since a name may
    hold such words; each as it is, trimmed, and without the word that counts ("First name" is a name).
    """
    cuts = [cut.start() for cut in _CONTEXT.finditer(text) if _SAYS.search(text, cut.end())]
    for end in (len(text), *reversed(cuts)):
        words = text[:end].split()
        uncounted = " ".join(word for word in words if word.lower() not in _ORDINALS)
        yield from filter(None, (" ".join(words), _trimmed(" ".join(words)), _trimmed(uncounted)))


def _trimmed(name: str) -> str:
    """A name without articles and the word for what kind of thing it is."""
    while (shorter := _ENDS.sub("", name).strip()) not in ("", name):
        name = shorter
    return name.strip(" .:")


def likeness(name: str, words: str) -> tuple[int, float]:
    """How well a text on the screen is what a name says: 4 the same, 3 but for signs that look alike, 2 it holds the
    name, 1 about the same, 0 not; and how much of the text the name is, from 0 to 1.
    """
    mine, theirs = plain(name), plain(words)
    if not mine or not theirs:
        return 0, 0.0
    share = min(1.0, len(mine) / len(theirs))
    if mine == theirs:
        return 4, 1.0
    if folded(mine) == folded(theirs):
        return 3, 1.0
    if f" {mine} " in f" {theirs} " or (len(mine) >= 5 and folded(mine) in folded(theirs)):
        return 2, share
    ratio = fuzz.ratio(folded(mine), folded(theirs))
    return (1, ratio / 100) if len(mine) >= 4 and ratio >= LIKE else (0, 0.0)


@lru_cache(maxsize=4096)
def plain(words: str) -> str:
    """Words in lower case without accents and without the signs around and between them."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(bare.lower())).strip(" .:,*")


@lru_cache(maxsize=4096)
def folded(words: str) -> str:
    """Plain words with no spaces, and one sign for those that a recogniser takes for one another."""
    return plain(words).replace(" ", "").translate(_CONFUSED)
