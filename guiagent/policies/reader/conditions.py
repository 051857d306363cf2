"""Clauses that hold only where something is so: "if …, …, otherwise …", "… unless …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from guiagent.policies.reader.cases import Judge
from guiagent.policies.reader.clauses import begins
from guiagent.policies.reader.names import Namer
from guiagent.policies.reader.targets import Target

FRONT = re.compile(
    r"(?P<word>if|when|in case|once|unless)\s+(?P<condition>.+?)\s*"
    r"(?:,\s*(?:then\s+)?|\bthen\b\s*|\s(?=(?:click|press|close|dismiss|accept|tap|choose)\b))(?P<deed>.+)$",
    re.IGNORECASE | re.DOTALL,
)
BEHIND = re.compile(
    r"(?P<deed>(?!tell|check|see|say|report|verify|find|know)[^\x01,]+?(?:\x01\d+\x02[^\x01,]*?)*)\s*,?\s+(?:only\s+)?(?P<word>if|unless)\s+(?P<condition>.+)$",
    re.IGNORECASE | re.DOTALL,
)
OTHERWISE = re.compile(r"\s*[,;.]?\s*(?:and\s+)?(?:otherwise|or else|else|if not)[,:]?\s+", re.IGNORECASE)
THERE = re.compile(
    r"(?:there(?:'s| is| are)|you (?:see|find|are shown|get)|it (?:shows|says)|the page (?:shows|says)) (?P<a>.+)|"
    r"(?P<b>.+?) (?:appears?|opens?|is (?:shown|there|visible|present|open|displayed)|shows? up|pops? up|comes up)",
    re.IGNORECASE | re.DOTALL,
)
STATED = re.compile(
    r"(?P<subject>.+?)\s+(?:is|are|says|shows|reads|equals|costs?|has)(?P<negated>\s+not|n't)?\s+"
    r"(?:(?P<over>over|above|more than|greater than|higher than|at least)|"
    r"(?P<under>under|below|less than|lower than|cheaper than|at most))?\s*(?P<state>.+)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Condition:
    """The parts of a conditional clause as it was written. `unless`: the deed is for where it does not hold."""

    clause: str
    words: str
    deed: str
    otherwise: str = ""
    unless: bool = False


def parted(clause: str) -> Condition | None:
    """The parts of a clause under a condition; None for any other clause."""
    found = FRONT.match(clause)
    if found is None or not begins(found["deed"], "so"):
        found = BEHIND.fullmatch(clause)
    if found is None:
        return None
    said, *more = OTHERWISE.split(found["deed"] if found["deed"] else "", maxsplit=1)
    condition, *late = OTHERWISE.split(found["condition"], maxsplit=1)
    other = (more or late or [""])[0]
    return Condition(clause, condition.strip(" ,."), said, other, found["word"].lower() == "unless")


def there(condition: Condition, namer: Namer) -> Target | None:
    """The thing that is to be there, where that is the condition."""
    found = THERE.fullmatch(condition.words)
    name = (found["a"] or found["b"]) if found and not condition.unless else ""
    return None if not name or re.match(r"no\s", name) else namer.target(name)


def judged(condition: Condition, namer: Namer) -> Judge | None:
    """What is to be looked at, and what it must be; None where the condition cannot be told from a screen."""
    if shown := THERE.fullmatch(condition.words):
        name = shown["a"] or shown["b"]
        none = re.match(r"no(?:t an?y?)?\s+", name, re.IGNORECASE)
        return Judge(namer.target(name[none.end() :] if none else name), negated=bool(none) != condition.unless)
    stated = STATED.fullmatch(condition.words)
    if stated is None:
        return None
    relation: Literal["is", "over", "under"] = "over" if stated["over"] else "under" if stated["under"] else "is"
    if relation != "is" and not re.search(r"\d", namer.plain(stated["state"])):
        return None
    negated = bool(stated["negated"]) != condition.unless
    return Judge(namer.target(stated["subject"]), namer.value(stated["state"]), relation, negated)
