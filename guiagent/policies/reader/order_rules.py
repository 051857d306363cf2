"""Clauses that compare: numbers in their order, the cheapest, the longest, the greatest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guiagent.policies.reader import dates
from guiagent.policies.reader.goals import Goal
from guiagent.policies.reader.looks import described
from guiagent.policies.reader.names import Namer
from guiagent.policies.reader.notes import Count, Every, Extreme, PickDay
from guiagent.policies.reader.rules import rule

LEAST = "cheapest|lowest|least|smallest|shortest|quickest|fastest|minimum|fewest"
MOST = "dearest|highest|greatest|largest|biggest|longest|slowest|maximum|most expensive"
MONEY = re.compile(r"\b(?:cheapest|dearest|expensive|prices?|costs?|fares?|fees?|salary|pay)\b", re.I)
LASTING = re.compile(r"\b(?:shortest|quickest|fastest|longest|slowest|durations?|times?)\b", re.I)
PRESS = r"(?:click|press|tap|choose|select|pick|buy|book|take|order|open|get)(?: on)?"


def counted(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    return [Count(down=bool(re.search(r"desc|decr|down|reverse|greatest|highest|largest", found["order"], re.I)))]


def extreme(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Take the offer with the lowest price", "choose the shortest flight"."""
    words = found["most"] + " " + (found["of"] or "")
    sort = "money" if MONEY.search(words) else "duration" if LASTING.search(words) else "number"
    if sort == "number" and not re.search(r"\b(?:number|value|score|digit)s?\b", words, re.I):
        return None
    return [Extreme(sort, re.fullmatch(MOST, found["most"], re.I) is not None)]


def dated(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Pick 24 May 2021 as the date of departure"."""
    text = namer.value(found["value"])
    day = dates.read_date(text)
    return [PickDay(day, namer.field(found["place"] or "date"), text)] if day else None


def every(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Select all the shades of green", "click every red square"."""
    what = namer.plain(found["what"])
    looks = f"{found['shade']} shape" if found["shade"] else what
    return [Every(looks)] if described(looks) else None


ORDERING = (
    rule(every, rf"{PRESS}\s+(?:all|every|each)(?: of)?(?: the)?\s+"
         r"(?P<what>(?:shades? of (?P<shade>[a-z]+))|[^\x01]+)"),

    rule(dated, r"(?:select|choose|pick|set)\s+(?P<value>\S[^,]*?\d)(?:\s+(?:as|for|in|from)\s+"
         r"(?P<place>.*\b(?:date|day|calendar|picker)\b.*))?"),

    rule(counted, rf"{PRESS}\s+(?:all )?(?:of )?(?:the )?numbers(?: below)?\s+(?:in|from)\s+(?:the )?"
         r"(?P<order>[\w ]*?(?:ascending|increasing|rising|descending|decreasing|falling|lowest|smallest|"
         r"highest|greatest|largest)[\w ]*)"),
    rule(extreme, rf"{PRESS}\s+(?:the |an? )(?P<thing>[\w -]+?)\s+(?:with|that has|of|at)\s+the\s+"
         rf"(?P<most>{LEAST}|{MOST})\s+(?P<of>[\w ]+)"),
    rule(extreme, rf"{PRESS}\s+the\s+(?P<most>{LEAST}|{MOST})\s+"
         r"(?P<of>(?:number|value|price|fare|offer|ticket|option|one|score)s?)"),
)  # fmt: skip
