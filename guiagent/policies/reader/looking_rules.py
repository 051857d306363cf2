"""Clauses that go somewhere, wait, look for something, or ask for a value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guiagent.policies.reader import numbers, words
from guiagent.policies.reader.goals import Find, Goal, Open, Press, Read, Rest, Return, ScrollBy, Target, Unreadable
from guiagent.policies.reader.names import Namer
from guiagent.policies.reader.rules import rule

ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|edu|gov|[a-z]{2})(?:/\S*)?|localhost(?::\d+)?\S*"
)
TOLD = frozenset(
    [
        "answer",
        "message",
        "result",
        "response",
        "error",
        "error message",
        "text",
        "display",
        "outcome",
        "notification",
        "confirmation",
        "confirmation message",
        "success message",
        "reply",
        "warning",
        "status",
    ]
)
"""Names of what a page says in answer to a deed, wherever it stands."""
SHOWN = r"(?:shown|visible|displayed|listed|there|present|on the (?:page|screen))"


def returned(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    return [Return()]


def opened(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    address = namer.plain(found["rest"])
    if not ADDRESS.fullmatch(address):
        return None
    return [Open(address if "://" in address else f"https://{address}")]


def scrolled(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    rest, times = numbers.times(found["rest"].strip())
    if end := re.search(
        r"(?:to|until|till)(?: you reach)? the (?:very )?(top|bottom|end|beginning|start)\b", rest, re.I
    ):
        return [ScrollBy("up" if end[1].lower() in {"top", "beginning", "start"} else "down", to_end=True)]
    if aim := re.search(
        rf"(?:to|until|till|for)\s+(?:you (?:can )?(?:see|find|reach)\s+)?(.+?)(?: is {SHOWN})?$", rest, re.I
    ):
        return [Find(namer.target(aim[1]))]
    way = re.match(r"(?:the (?:page|list) )?(up|down|left|right)", rest, re.I)
    match way[1].lower() if way else "down":
        case "up":
            return [ScrollBy("up", pages=times)]
        case "left":
            return [ScrollBy("left", pages=times)]
        case "right":
            return [ScrollBy("right", pages=times)]
        case _:
            return [ScrollBy("down", pages=times)]


def waited(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    if number := re.search(r"(\d+(?:\.\d+)?|\w+) (?:s|secs?|seconds?|moments?)\b", found["rest"], re.I):
        word = number[1].lower()
        return [Rest(min(60.0, float(word) if word[0].isdigit() else float(words.NUMBERS.get(word, "1"))))]
    aim = re.match(
        rf"(?:until|for) (.+?)(?: to (?:appear|load)| (?:appears|loads|is {SHOWN}|shows up))?$", found["rest"], re.I
    )
    return [Find(namer.target(aim[1]), verify=True)] if aim else None


def verified(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    return [Find(namer.target(found["rest"]), verify=True)]


def asked(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    first = found[0].split()[0].lower().split("'")[0]
    about = re.search(r"(?:^|\s)(?:the )?answer (?:to|of|for) (?:the question )?(?P<thing>.+)$", found[0], re.I)
    if about:
        return [Press(Target(namer.target(about["thing"].rstrip("?")).name)), Read(Target(""), told=True)]
    if first in {"what", "which", "how", "when", "where", "who"}:
        parts = re.split(r"\s+and\s+(?=(?:what|which|how|when|where|who)\b)", found[0], flags=re.I)
        return [question(part, namer) for part in parts]
    if first == "find" and not re.match(r"find out", found[0], re.I):
        return [Find(namer.target(found["rest"]))]
    rest = re.sub(r"^(?:me|us|back|out|with|about)\s+", "", found["rest"], flags=re.I)
    return [question(part, namer) for part in namer.listed(rest, question=True)]


def question(rest: str, namer: Namer) -> Read | Unreadable:
    """ "What is the total?", "how many results are there", "the price of X"."""
    if cost := re.match(
        r"(?:how much (?:does|do|is|are)\s+|what (?:does|do)\s+(?=.*\scost))(?P<thing>.+?)(?:\s+costs?)?"
        r"(?P<more>\s+in\s.+)?[ ?]*$",
        rest,
        re.I,
    ):
        thing = namer.target(cost["thing"])
        return Unreadable(namer.plain(rest)) if cost["more"] else Read(Target("price", "", thing.name, "row"))
    many = re.match(r"(?:how many|(?:the )?(?:total )?number of|(?:the )?count of)\s+(.+)$", rest, re.I)
    many = None if many and re.match(r"(?:the )?number of\s+(?:the|this|your|my)\b", rest, re.I) else many
    bare = many[1] if many else rest
    bare = re.sub(
        r"^(?:what|which|how much|when|where|who)(?:'s| is| are| was| were| does| do)?\s+(?=\S)", "", bare, flags=re.I
    )
    bare = re.sub(
        r"\s+(?:that is |which is |as )?(?:shown|displayed|you (?:see|get|are given)|at the end)$", "", bare.strip(" ?")
    )
    bare = re.sub(
        rf"\s+(?:is|are|was|were|says?|reads?|costs?|there are|are there|does it say)(?:\s+(?:{SHOWN}|now|found))*$",
        "",
        bare,
        flags=re.I,
    )
    bare = re.sub(r"^(?:does|do|did)\s+|\s+(?:shows?|displays?|says?|tells?)$", "", bare, flags=re.I)
    if re.sub(r"^(?:the|an?)\s+", "", bare.lower()) in {"it", "happens", "there", "you see", "that", "page", "screen"}:
        return Read(Target(""), told=True)
    what = namer.target(bare)
    return Read(what, many=bool(many), told=what.name.lower() in TOLD)


GOING = (
    rule(
        returned,
        r"(?:go|navigate|head|return) back",
        r"(?: to (?:the )?(?:previous|last|earlier|prior)(?: page| screen)?| (?:a|one) page",
        r"| once)?|(?:press|click|hit|use) (?:the )?(?:browser'?s? )?back(?: button)? (?:in|of) the browser",
    ),
    rule(
        opened,
        r"(?:go to|navigate to|open|visit|browse to|load|goto)\s+",
        r"(?:the )?(?:page |url |site |website |address )?(?:at )?(?P<rest>.+)",
    ),
    rule(scrolled, r"(?:scroll)\s*(?P<rest>.*)"),
    rule(waited, r"(?:wait|pause|sleep)\s*(?P<rest>.*)"),
)
VERIFYING = (
    rule(
        verified,
        r"(?:make sure|ensure|verify|check|confirm|see|assert)(?: that)? (?:you (?:can )?see |there is )?",
        rf"(?P<rest>.+?) (?:(?:is|are)(?: now)? {SHOWN}|appears?)",
    ),
    rule(
        verified,
        r"(?:make sure|ensure|verify|confirm|check|assert)(?: that)? (?:you (?:can )?see |there is |",
        r"(?:the )?(?:page|screen|text|it) (?:shows|says|displays|contains) )(?P<rest>.+)",
    ),
)
ASKING = (
    rule(
        asked,
        r"(?:report|tell|read|give (?:me|us|back)|return|say|answer|note|get|find(?: out)?|write down|output|print|",
        r"state|",
        r"what(?:'s)?|which|how|when|where|who)\b(?:\s+(?:me|us|back|with|out))*\s*(?P<rest>.+)",
    ),
)
