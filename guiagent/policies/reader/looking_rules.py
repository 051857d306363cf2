"""Clauses that go somewhere, wait, look for something, or ask for a value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guiagent.policies.reader import numbers, questions, words
from guiagent.policies.reader.goals import Find, Goal, Open, Press, Read, Rest, Return, ScrollBy
from guiagent.policies.reader.names import Namer
from guiagent.policies.reader.rules import rule
from guiagent.policies.reader.targets import Target

ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|edu|gov|[a-z]{2})(?:/\S*)?|localhost(?::\d+)?\S*"
)


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
        rf"(?:to|until|till|for)\s+(?:you (?:can )?(?:see|find|reach)\s+)?(.+?)(?: is {questions.SHOWN})?$", rest, re.I
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
        rf"(?:until|for) (.+?)(?: to (?:appear|load)| (?:appears|loads|is {questions.SHOWN}|shows up))?$",
        found["rest"],
        re.I,
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
        return [questions.question(part, namer) for part in parts]
    if first == "find" and not re.match(r"find out", found[0], re.I):
        return [Find(namer.target(found["rest"]))]
    rest = re.sub(r"^(?:me|us|back|out|with|about)\s+", "", found["rest"], flags=re.I)
    return [questions.question(part, namer) for part in namer.listed(rest, question=True)]


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
        rf"(?P<rest>.+?) (?:(?:is|are)(?: now)? {questions.SHOWN}|appears?)",
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
