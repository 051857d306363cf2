"""From a task's text to clauses: literals are set aside, then sentences, list items and conjunctions part it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guiagent.policies.reader.words import VERBS

QUOTED = re.compile(
    r"\u201c([^\u201d]*)\u201d|\u2018([^\u2019]*)\u2019|«([^»]*)»|`([^`]*)`|\"([^\"]*)\"|(?<![\w'])'((?:[^']|'(?=\w))+?)'(?!\w)",
    re.DOTALL,
)
ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s,;]+[^\s,;.!?)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|<secret:[^>\s]+>")
HELD = re.compile(r"\x01(\d+)\x02")

OPENERS = re.compile(
    r"^(?:(?:please|kindly|now|firstly|secondly|thirdly|next|then|finally|lastly|also|afterwards?|"
    r"after that|and|but|so|once (?:that is )?done|when (?:that is )?done|in the end|to (?:begin|start)(?: with)?|"
    r"i (?:want|need|would like|'d like) you to|i want to|i'd like to|(?:can|could|would|will) you(?: please)?|"
    r"you (?:should|must|need to|have to)|let's|simply|just|carefully|again|at the end|on (?:this|the) (?:page|site|"
    r"website|screen|form)|(?:in|using|with) the (?:form|page|website|site))\b[,:]?\s*)+",
    re.IGNORECASE,
)
BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013]|\(?\d{1,2}[.):]|\(?[a-h][.)]|step \d+\s*[:.)-])\s+", re.IGNORECASE)
PURPOSE = re.compile(
    r"[,;]?\s+(?:so that|in order to|so (?:you|we|i|it) can|because|as (?:you|we|i) (?:will|need)|"
    r"since (?:you|we|i))\b.*$",
    re.IGNORECASE | re.DOTALL,
)


SEEKING = re.compile(
    r"(?:[,\s]*\b(?P<to>to)\s+)?\bfind\s+(?:and|then)\s+(?=(?:click|pick|select|press|choose|open|tap)\b)",
    re.IGNORECASE,
)
"""What is said of every click: the thing is to be found first."""


@dataclass(frozen=True)
class Literals:
    """The quoted strings and addresses of a task; in its text they stand as marks that no rule can part."""

    values: tuple[str, ...]

    def restore(self, text: str) -> str:
        """The text with its literals back, without their quotes."""
        return HELD.sub(lambda held: self.values[int(held[1])], text).strip()

    def is_literal(self, text: str) -> bool:
        return HELD.fullmatch(text.strip()) is not None


def set_aside(task: str) -> tuple[str, Literals]:
    """The task with marks in the place of its literals, and the literals."""
    values: list[str] = []

    def held(found: re.Match[str]) -> str:
        groups = [group for group in found.groups() if group is not None]
        values.append(groups[0] if groups else found[0])
        return f"\x01{len(values) - 1}\x02"

    marked = QUOTED.sub(held, task.replace("\r", ""))
    return ADDRESS.sub(held, marked), Literals(tuple(values))


def clauses(marked: str) -> list[str]:
    """The clauses of a marked text, in order, without openers, bullets and purposes."""
    found: list[str] = []
    whole = re.sub(r"[.;]\s+(?=(?:otherwise|or else|if not)\b)", ", ", marked, flags=re.IGNORECASE)
    whole = SEEKING.sub(lambda found: ", " if found["to"] else "", whole)
    for sentence in _sentences(whole):
        for clause in _conjuncts(sentence):
            if re.fullmatch(r"\s*(?:Next|Finish|Back)[.!]?\s*", clause) and found:
                clause = f"click {clause.strip(' .!')}"  # a step that is only a button's name
            bare = opened(PURPOSE.sub("", clause))
            if bare:
                found.append(bare)
    return found


def opened(clause: str) -> str:
    """A clause without politeness and sequence words before it and punctuation after it."""
    bare = BULLET.sub("", clause).strip().strip(",;:.!?").strip()
    bare = OPENERS.sub("", bare).strip()
    ranked = re.match(r"(?:first|second|third|last)(?P<sign>[,:])?\s+(?P<rest>\w.*)$", bare, re.IGNORECASE | re.DOTALL)
    if ranked and (ranked["sign"] or begins(ranked["rest"], "then")):
        bare = OPENERS.sub("", ranked["rest"]).strip()
    return re.sub(
        r"[,\s]+(?:please|thanks?(?: you)?|for me|then|afterwards|when (?:you are |you're )?(?:done|finished|ready))$",
        "",
        bare,
        flags=re.IGNORECASE,
    )


def _sentences(marked: str) -> list[str]:
    rows = marked.split("\n")
    inline = [part for row in rows for part in _numbered(row)]
    parted = [
        part for row in inline for part in re.split(r"(?<=[.!?;\x02])(?:(?<!\x02)\s+|(?<=\x02)[.;]\s*)(?=\S)", row)
    ]
    return [part for part in parted if part.strip(" .,;:!?")]


def _numbered(row: str) -> list[str]:
    """A row parted at numbers that count up from its first one: "1. Open A 2. Click B"; other numbers are values."""
    marks = list(re.finditer(r"(?:(?<=\s)|^)(?:step )?(?:(\d{1,2})[.):]|[•→])\s+(?=[A-Za-z\x01])", row, re.IGNORECASE))
    cuts: list[re.Match[str]] = []
    expected = 0
    for mark in marks:
        number = int(mark[1]) if mark[1] else expected
        if number == expected or (not cuts and (number == 1 or mark.start() == 0)):
            cuts.append(mark)
            expected = number + 1
    starts, ends = [0, *(mark.end() for mark in cuts)], [*(mark.start() for mark in cuts), len(row)]
    return [BULLET.sub("", row[start:end]) for start, end in zip(starts, ends, strict=True)]


ENTRIES = re.compile(r"\s*add\b[^:.]*\b(?:items?|tasks?|to-?dos?|entries|things|notes?)\s*:", re.IGNORECASE)


def _conjuncts(sentence: str) -> list[str]:
    """A sentence parted where "and", "then", or a comma is followed by a verb that begins a clause."""
    if ENTRIES.match(sentence):
        head, *rest = re.split(r"[,;]?\s+(?:and )?then\s", sentence, maxsplit=1, flags=re.IGNORECASE)
        return [head, *(part for more in rest for part in _conjuncts(more))]
    parts, start = [], 0
    joint = re.compile(
        r"\s*(?:[,;:]\s*(?:and\s+|but\s+)?(?:then\s+|also\s+|finally\s+|after that,?\s+|afterwards,?\s+|next,?\s+)*|"
        r"\s+(?:and|but)\s+(?:then\s+|also\s+|finally\s+|after that,?\s+|afterwards,?\s+|next,?\s+)*|\s+then\s+"
        r"|\s+before\s+(?=\w+ing\b))",
        re.IGNORECASE,
    )
    for found in joint.finditer(sentence):
        part = sentence[start : found.start()]
        if found.start() >= start and begins(sentence[found.end() :], part):
            parts.append("" if ":" in found[0] and _announces(part) else part)
            start = found.end()
    return [*parts, sentence[start:]]


def _announces(part: str) -> bool:
    """Whether what stands before a colon only says what the steps after it are for: "create an account: …"."""
    word = re.match(r"\s*(\w+)", part)
    return not HELD.search(part) and not (word and word[1].lower() in {"click", "press", "open", "go", "tap", "select"})


def begins(rest: str, before: str) -> bool:
    """Whether what follows a conjunction begins a clause: a verb, or "if", but not a name's next capitalised word."""
    rest = re.sub(r"^(?:please|just|simply|carefully|again)\s+", "", rest, flags=re.IGNORECASE)
    word = re.match(r"([A-Za-z][\w-]*)", rest)
    if word is None or not before.strip(" ,.;:"):
        return False
    first = word[1]
    if re.match(r"(?:if|when|once|in case)\s", opened(before), re.IGNORECASE) and not re.search(r",|\bthen\b", before):
        return False
    if re.match(r"if\s|when\s|once\s|(?:what|how)\s", rest, re.IGNORECASE):
        return True
    if first.lower() not in VERBS:
        return False
    if first[0].isupper() and re.search(r"\b(?:to|with|as)\s+\S+$", before):
        return not re.match(r"[\w ]+\s(?:to|with|as)\s", rest)  # "set Password to 'x' and Repeat password to 'x'"
    return first[0].islower() or not re.search(r"[A-Z]\w*$", before)
