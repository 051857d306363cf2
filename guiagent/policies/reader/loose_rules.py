"""Clauses that people write loosely: pairs without prepositions, entries, answers, sums, renaming, filters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guiagent.policies.reader.clauses import HELD
from guiagent.policies.reader.deeds import kin
from guiagent.policies.reader.goals import Add, Choose, Fill, Goal, Press, Tick
from guiagent.policies.reader.names import Namer
from guiagent.policies.reader.rules import rule
from guiagent.policies.reader.targets import Target
from guiagent.policies.reader.words import NUMBERS, VERBS

ENTRIES = r"(?:items?|tasks?|to-?dos?|entr(?:y|ies)|things?|notes?|reminders?)"
LISTS = r"(?:to-?do |task |shopping |grocery )?(?:list|to-?dos|tasks)"
STRONG = re.compile(r"\x01\d+\x02|\S*[\d@]\S*|yes|no|on|off", re.IGNORECASE)
NAMED = re.compile(
    r"(?:the |my |your )?(?P<name>[^:=]{2,40}?)\s*(?:(?<!\d):|=|\s(?:is|are|should be|as)\s)\s*(?P<value>.+)",
    re.I | re.S,
)


def paired(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Name is Ada, country Norway, 3 guests": each part names a field and ends with its value."""
    goals = pairs(found["rest"], namer)
    return goals if len(goals) > 1 or found["verb"] else None


def pairs(rest: str, namer: Namer) -> list[Fill]:
    """The fields and values of a list; none where a part of it is no pair."""
    parts = [part.strip() for part in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+", rest) if part.strip()]
    signed = any(re.search(r"(?<!\d):|=", part) for part in parts)
    found = [_pair(part, weak=len(parts) > 1 and not signed) for part in parts]
    return (
        [Fill(namer.field(name), _value(value, namer)) for name, value in found if name] if all(map(any, found)) else []
    )


def _value(value: str, namer: Namer) -> str:
    said = namer.value(value)
    return NUMBERS.get(said.lower(), said)


def _pair(part: str, weak: bool) -> tuple[str, str]:
    """(name, value); two empty strings where a part is no pair. `weak`: a last word in lower case may be a value."""
    named = NAMED.fullmatch(part)
    if named and _nouns(named["name"]):
        return named["name"], named["value"]
    words = re.sub(r"^(?:the|my|your|a|an|with|and)\s+", "", part, flags=re.I).split()
    if len(words) < 2:
        return "", ""
    if words[0].isdigit() and len(words) == 2 and words[1].isalpha():
        return words[1], words[0]
    begun = re.match(r"(?P<name>[a-z]+(?: [a-z]+)*) (?P<value>[A-Z\d].*)$", " ".join(words))
    if begun and _nouns(begun["name"]):
        return begun["name"], begun["value"]
    at = len(words) - 1
    while at > 1 and words[at][0].isupper() and words[at - 1][0].isupper():
        at -= 1
    value, name = " ".join(words[at:]), " ".join(words[:at])
    good = STRONG.fullmatch(value) or value[0].isupper() or (weak and len(words) <= 3)
    return (name, value) if good and _nouns(name) and len(words) <= 7 else ("", "")


NOUNS = frozenset(re.findall(r"\w+", "follow start end note reply pin rate report request order view block set"))
"""Verbs that are as often the name of a field."""


def _nouns(name: str) -> bool:
    """Whether words may name a field: they begin with no verb that gives an order, and hold no value themselves."""
    first = name.split()[0].lower() if name.split() else ""
    return bool(first) and not HELD.search(name) and (first not in VERBS or first in NOUNS)


def headed(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Fill in the form: name Ada, country Norway"."""
    return pairs(found["rest"], namer)


def enrolled(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Create an account for Ada, email a@b.c": the fields, and a button that is pressed when they are filled."""
    first, _, rest = found["rest"].partition(",")
    known = _pair(first, weak=False)[0].islower() or "@" in namer.plain(first)
    head = found["rest"] if known else rest
    goals: list[Goal] = [] if known else [Fill(Target("name", "field"), namer.value(first))]
    for part in (part.strip() for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", head) if part.strip()):
        name, value = _pair(re.sub(r"^(?:with|using)\s+", "", part), weak=True)
        name, value = (name, value) if name else ("email", part) if "@" in namer.plain(part) else ("", "")
        if not name:
            return None
        goals.append(Fill(namer.field(name), _value(value, namer)))
    others = tuple(Target(each, "button") for each in (*kin("sign up"), "submit"))
    return [*goals, Press(Target("sign up", "button"), others, times=0)]


def added(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Add two items: A and B", "add A to the list"."""
    rest = re.sub(r"\s+to (?:the|my|this) \S*\s*list$", "", found["rest"])
    parts = re.split(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+(?=[A-Z\x01])", rest)
    return [Add(namer.value(part)) for part in parts if part.strip()]


def answered(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    return [Choose(Target(found["answer"], "radio", quoted=True), namer.field(found["rest"].rstrip("?")))]


def reckoned(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Calculate 12 + 7": the keys of a calculator, one by one."""
    signs = {"plus": "+", "minus": "-", "times": "x", "by": "/", "*": "x"}
    middle = signs.get(found["sign"].split()[-1].lower(), found["sign"])
    return [Press(Target(key, "button", quoted=True)) for key in (*found["a"], middle, *found["b"], "=")]


def renamed(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """Press the thing's own button to rename it, give the new name, and agree."""
    thing = namer.target(found["a"]).name
    press = Press(Target("rename", "button", thing, "row"), (Target("edit", "button", thing, "row"),))
    agree = tuple(Target(word, "button") for word in ("save", "rename", "apply", "done"))
    return [
        press,
        Fill(Target("name", "field"), namer.value(found["b"])),
        Press(Target("ok", "button"), agree, optional=True),
    ]


def filtered(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Filter by region South", "filter for South"."""
    name, value = _pair(found["rest"], weak=True)
    if name:
        return [Choose(namer.target(value), namer.field(name))]
    return [Choose(namer.target(found["rest"]))]


def sorted_by(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    return [Choose(namer.target(found["rest"]), Target("sort by", "dropdown"))]


def marked(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Mark X as done" ticks it; "mark X as read" ticks its row and presses what says so."""
    if found["rest"].lower() in {"all", "everything", "it", "them"}:
        return None
    ticks = [Tick(Target(namer.target(name).name, "check")) for name in rows(found["rest"])]
    if re.fullmatch(r"(?:done|complete[d]?|finished)", found["state"], re.I):
        return ticks
    return [*ticks, Press(Target(f"mark as {found['state']}", "button"))]


def picked(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Select the emails from A and B": the boxes in their rows."""
    return [Tick(Target(namer.target(name).name, "check")) for name in rows(found["rest"])]


def rows(rest: str) -> list[str]:
    """The names of rows, without "the message from"."""
    bare = re.sub(rf"^(?:the )?{ROWS}\s+(?:from|of|by|named|called|titled|for)\s+", "", rest, flags=re.I)
    return re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", bare)


ROWS = r"(?:e-?mails?|messages?|mails?|rows?|items?|conversations?|files?|orders?|entries|entry|tasks?|people|users?)"
SUM = r"(?P<a>\d+)\s*(?P<sign>[-+*/x\u00d7\u00f7\u2212]|plus|minus|times|divided by|multiplied by)\s*(?P<b>\d+)"
EARLY = (
    rule(headed, r"(?:fill (?:in|out)|complete|answer|use|enter|do)\s+(?:the|this|our|my|your)\s+[\w -]*?"
         r"(?:form|survey|questionnaire|details|fields|questions|application|poll|quiz)\s*"
         r"(?::|\bwith(?: the following)?:?|\bas follows:?)\s+(?P<rest>.+)"),
    rule(added, rf"add\s+(?:(?:an?|the|\w+)\s+)?(?:new\s+)?(?:following\s+)?{ENTRIES}\s*:?\s+(?P<rest>(?!to\b).+)"),
    rule(added, rf"(?:add|put)\s+(?P<rest>.+?)\s+(?:to|on|in) (?:the|my|this) {LISTS}"),
    rule(added, r"add\s+(?P<rest>\x01\d+\x02(?:(?:,| and|, and)\s*\x01\d+\x02)*)"),
    rule(answered, r"(?:(?:answer|reply|say|choose|select|pick|tick)\s+)?(?P<answer>yes|no)\s+(?:to|for|at)\s+",
         r"(?P<rest>.+)"),
    rule(reckoned, rf"(?:calculate|compute|work out|add up)\s+{SUM}(?: (?:on|with|in) .*)?"),
    rule(renamed, r"rename\s+(?P<a>.+?)\s+(?:to|as|into)\s+(?P<b>.+)"),
    rule(filtered, r"filter\s+(?:(?:the|this|my)\s+\w+\s+)?(?:by|on|for|to)\s+(?:the\s+)?(?P<rest>.+)"),
    rule(sorted_by, r"(?:sort|order)\s+(?:(?:the|this|my|them|it)\s*(?:\w+\s+)?)?by\s+(?:the\s+)?(?P<rest>.+)"),
    rule(marked, r"mark\s+(?P<rest>.+?)\s+as\s+(?P<state>\w+)"),
    rule(picked, rf"(?:select|tick|check|mark)\s+(?P<rest>(?:the )?{ROWS}\s+(?:from|of|by|named|called)\s+.+)"),
    rule(enrolled, r"(?:(?:create|open|make|register)(?: an?| my| your| the)?(?: new)? account|"
         r"sign (?:me )?up|register)\s+"
         r"(?:for|as|with|using|named)\s+(?P<rest>(?!the\b|our\b|a\b).+)"),
)  # fmt: skip
LATE = (rule(paired, r"(?:(?P<verb>type|enter|write|put|input|fill in|use|with|provide)\s+)?(?P<rest>.+)"),)
