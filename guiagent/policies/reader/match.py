"""How alike a name in a task and words on a screen are, and which words on a screen belong together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from guiagent.sight.shapes import Box, Scene, Text

CONFUSED = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "\u2019": "'", "\uff0b": "+"}
)
NOISE = re.compile(r"\((?:optional|required)\)|[^\w+\-#$€£%&@/.']+", re.IGNORECASE)


OPERATORS = {
    "\u00d7": "x",
    "*": "x",
    "\u2715": "x",
    "\u2212": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u4e00": "-",
    "\uff0b": "+",
}
SHORT = (
    (r"\b(?:no\.|nr\b\.?|num\b\.?)(?=\s*[:#]?\s*$)", "number"),
    (r"\btel\b\.?", "telephone"),
    (r"\bqty\b\.?", "quantity"),
)
"""Abbreviations that forms use, and what they stand for."""


@lru_cache(maxsize=8192)
def plain(words: str) -> str:
    """Words in lower case without accents, punctuation around them and marks as "*" or "…"."""
    bare = unicodedata.normalize("NFKD", words)
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign)).lower().strip()
    if len(bare) == 1 and not bare.isalnum():
        return OPERATORS.get(bare, bare)
    for pattern, word in SHORT:
        bare = re.sub(pattern, word, bare)
    return " ".join(part.strip(".'-/") or part for part in NOISE.sub(" ", bare).split())


@lru_cache(maxsize=8192)
def folded(words: str) -> str:
    """Plain words with no spaces, and one sign for those that a recogniser takes for one another."""
    return plain(words).replace(" ", "").translate(CONFUSED)


@lru_cache(maxsize=32768)
def alike(name: str, words: str) -> float:
    """0 to 100: 100 the same but for what a recogniser confuses, over 84 a beginning or a part, under 78 unlike."""
    a, b = folded(name), folded(words)
    if not a or not b:
        return 0.0
    if a == b:
        return 100.0 if plain(name) == plain(words) else 98.0
    if not re.search(r"\d", name) and folded(re.sub(r"\s*[(\[]?\d+[)\]]?\s*$", "", words)) == a:
        return 97.0  # "Cart (2)": a name and a count
    if _without_articles(name) == _without_articles(words):
        return 97.0
    if content(name) and content(name) == content(words) and plain(words).split()[0] == plain(name).split()[0]:
        return 93.0  # "Create account" and "Create your account"
    score = float(fuzz.ratio(a, b)) - _odd_words(name, words)
    if len(a) <= 3:
        score = min(score, 60.0)
    if any(sign.isdigit() for sign in plain(name)) and re.findall(r"\d", name) != re.findall(r"\d", words):
        score = min(score, 76.0)
    if len(a) >= 2 and re.match(re.escape(plain(name)) + r"\b", plain(words)):
        return max(score, 94.0 - min(10.0, 0.4 * (len(b) - len(a))))
    if len(a) >= 2 and re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", plain(words)):
        return max(score, 90.0 - min(12.0, 0.4 * (len(b) - len(a))))
    return score


EMPTY = frozenset(
    re.findall(
        r"\S+",
        "a am an and any are as at by can do does for from have has how i in is it its many me much my no of on or our "
        "please s so that the their them then there these they this those to was we were what when where which who "
        "will with you your",
    )
)
"""Words that say nothing about what is meant."""


@lru_cache(maxsize=8192)
def content(words: str) -> frozenset[str]:
    """The words that say what is meant, each without a plural's ending."""
    return frozenset(re.sub(r"(?<=\w{3})(?:es|s)$", "", word) for word in plain(words).split() if word not in EMPTY)


def _without_articles(words: str) -> str:
    return folded(" ".join(word for word in plain(words).split() if word not in {"the", "a", "an"}))


def _odd_words(name: str, words: str) -> float:
    """What words without a counterpart take off: "Create your account" is not "Create account", a letter off is."""
    ours, theirs = [folded(word) for word in plain(name).split()], [folded(word) for word in plain(words).split()]
    if len(ours) == len(theirs):
        strange = sum(max(fuzz.ratio(word, other) for other in theirs) < 50 for word in ours) if len(ours) > 1 else 0
        return 12.0 * strange
    lone = sum(all(fuzz.ratio(word, other) < 70 for other in ours) for word in theirs)
    missed = sum(all(fuzz.ratio(word, other) < 70 for other in theirs) for word in ours)
    joined = folded(name) in folded(words) or folded(words) in folded(name)
    return 0.0 if joined and not lone else 9.0 * (lone + missed)


def likeness(name: str, phrase: Phrase) -> float:
    """How alike a name and a phrase are; words joined from several texts must be the name and nothing more."""
    if len(phrase.texts) == 1:
        return alike(name, phrase.words)
    a, b = folded(name), folded(phrase.words)
    return min(97.0, float(fuzz.ratio(a, b))) if abs(len(a) - len(b)) <= 2 else 0.0


def enough(name: str) -> float:
    """How alike words must be to be taken for a name; short names forgive less."""
    return 84.0 if len(folded(name)) < 6 else 78.0


@dataclass(frozen=True)
class Phrase:
    """Words that may be read as one name; `part`: cut out of a longer line, whose other words go on around it."""

    box: Box
    words: str
    texts: tuple[Text, ...]
    part: bool = False


def phrases(scene: Scene, name: str) -> Iterator[Phrase]:
    """The texts of a scene, the name inside of longer ones, and neighbours joined on a line and below one another."""
    for text in scene.texts:
        inner = within(text, name)
        yield inner or Phrase(text.box, text.words, (text,))
    yield from _lines(scene)
    yield from _wrapped(scene)


def within(text: Text, name: str) -> Phrase | None:
    """The place of a name inside a longer text, from the share of its letters."""
    words, wanted = text.words.split(), len(plain(name).split())
    if not wanted or len(words) <= wanted:
        return None
    best: tuple[float, int] = (0.0, 0)
    for at in range(len(words) - wanted + 1):
        best = max(best, (float(fuzz.ratio(folded(name), folded(" ".join(words[at : at + wanted])))), -at))
    if best[0] < 88 or alike(name, text.words) >= 97:
        return None
    at = -best[1]
    if at == 0 and len(words) <= wanted + 2:
        return None
    before = len(" ".join(words[:at])) + (1 if at else 0)
    said = " ".join(words[at : at + wanted])
    width = text.box.width / max(1, len(text.words))
    x0, x1 = text.box.x0 + before * width, text.box.x0 + (before + len(said)) * width
    return Phrase(Box(int(x0), text.box.y0, int(x1), text.box.y1), said, (text,), part=True)


def _lines(scene: Scene) -> Iterator[Phrase]:
    """Two or three neighbours on a line."""
    for text in scene.texts:
        run, last = [text], text
        for other in sorted(scene.texts, key=lambda other: other.box.x0):
            gap = other.box.x0 - last.box.x1
            if last.box.beside(other.box) > 0.6 and -3 <= gap <= 1.1 * scene.unit and other is not last:
                run.append(other)
                last = other
                yield _joined(run)
            if len(run) == 4:
                break


def _wrapped(scene: Scene) -> Iterator[Phrase]:
    """Two or three lines below one another that begin, end or centre at the same place."""
    for text in scene.texts:
        run, last = [text], text
        for other in sorted(scene.texts, key=lambda other: other.box.y0):
            gap = other.box.y0 - last.box.y1
            near = -0.5 * last.box.height <= gap <= 0.5 * scene.unit and other.box.y0 > last.box.y0 + 0.5 * scene.unit
            if near and _aligned(last.box, other.box, scene.unit) and other is not last:
                run.append(other)
                last = other
                yield _joined(run)
            if len(run) == 3:
                break


def _aligned(one: Box, other: Box, unit: int) -> bool:
    same_size = 0.75 <= one.height / max(1, other.height) <= 1.34
    return same_size and (abs(one.x0 - other.x0) < 0.5 * unit or abs(one.centre.x - other.centre.x) < 0.5 * unit)


def _joined(run: list[Text]) -> Phrase:
    box = run[0].box
    for text in run[1:]:
        box = box.joined(text.box)
    return Phrase(box, " ".join(text.words for text in run), tuple(run))
