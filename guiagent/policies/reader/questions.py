"""Questions: what a value is called, whose it is, and how values of its kind look."""

from __future__ import annotations

import re

from guiagent.policies.reader.goals import Read, Unreadable
from guiagent.policies.reader.names import DETERMINER, Namer
from guiagent.policies.reader.targets import Target

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

HAVING = re.compile(
    r"(?:how many|how much|which|what)\s+(?P<what>[\w -]{2,40}?)\s+(?:does|do|did|has|have)\s+(?P<whose>[^,?]+?)"
    r"(?:\s+(?:have|has|get|got|cost|contain|work (?:in|for|at)|belong to|live in|come from|use|need|weigh|take))?"
    r"(?:\s+(?:left|now|in total))?[ ?]*",
    re.IGNORECASE,
)
""" "How many pages does X have", "which department does X work in"."""
LASTING = re.compile(
    r"how (?:long|many (?:days|hours|minutes|weeks)) (?:does|do|will|is|are|did)\s+(?P<whose>.+?)"
    r"(?:\s+(?:takes?|lasts?|valid))?[ ?]*",
    re.IGNORECASE,
)


def owned(rest: str, namer: Namer) -> Read | None:
    """A question that names its value and whose it is; None for another one."""
    if lasting := LASTING.fullmatch(rest):
        return Read(Target("duration", "", whose := namer.target(lasting["whose"]).name, "row", whole=whose))
    having = HAVING.fullmatch(rest)
    if having is None or having["what"].lower().split()[0] in {"is", "are", "was", "were", "it"}:
        return None
    whose = namer.target(having["whose"]).name
    if whose.lower() in {"it", "they", "there", "i", "we", "you", "the page", "page"}:
        return None
    what = DETERMINER.sub("", having["what"])
    return Read(Target(what, "", whose, "row"), many=bool(re.match("how many", rest, re.I)))


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
    if whose := owned(rest, namer):
        return whose
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
    return Read(what, many=bool(many), told=not what.scope and what.name.lower() in TOLD)
