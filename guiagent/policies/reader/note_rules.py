"""Clauses about values that are read in one place and typed in another, and about several fields at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guiagent.policies.reader.goals import Copy, Fill, Goal, Write
from guiagent.policies.reader.names import Namer
from guiagent.policies.reader.notes import Fields, Numbers, Put, Solve, Take, Word
from guiagent.policies.reader.rules import rule
from guiagent.policies.reader.targets import Target
from guiagent.policies.reader.words import RANKS

TYPE = r"(?:type(?: in)?|enter|write|put|input|insert|paste|fill in|fill|copy)"
FIELDS = r"(?:(?:text |input |form )?(?:fields?|box(?:es)?|inputs?|textbox(?:es)?|form))"
IT = r"(?:it|that|this|the (?:result|answer|solution|number|word|value|text)|your (?:answer|result|solution))"
TEXT = r"(?:(?:all )?(?:of )?the )?(?:text|content|contents|words|value)"


def taken(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Copy the text from the second text area": the field's own text, by the keyboard."""
    source = namer.target(found["source"])
    if source.sort not in {"field", "area"}:
        return None
    into = found["into"]
    return [Take(source), Put(namer.field(into), paste=True)] if into else [Take(source)]


def pasted(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    return [Put(namer.field(found["into"]), paste=True)]


def put(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Type it into the box": what was read before."""
    return [Put(namer.field(found["into"]))]


def word(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    return [Word(RANKS[found["rank"].lower()], namer.target(found["place"]) if found["place"] else Target(""))]


def solved(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    return [Solve()]


def looked_up(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Enter the value of Height into the text field"."""
    return [Copy(namer.target(found["what"]), namer.field(found["into"]))]


def every(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Enter 'A' into both fields"."""
    return [Fields(namer.value(re.sub(r"^.*?(?=\x01)", "", found["value"])))]


def each_own(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    return [Fields()]


def several(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Enter the city 'A' and the street 'B' into the fields"."""
    parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", found["rest"])
    pairs = [
        re.fullmatch(r"(?:the |my |your |an? )?(?P<name>[\w -]+?)\s+(?P<value>\x01\d+\x02)", part) for part in parts
    ]
    if len(pairs) < 2 or not all(pairs):
        return None
    return [Fill(namer.field(pair["name"]), namer.value(pair["value"])) for pair in pairs if pair]


def cased(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Type 'Abc' in lower case letters in the box"."""
    value, case = namer.value(found["value"]), found["case"].lower()
    said = value.lower() if case in {"lower", "small"} else value.title() if case == "title" else value.upper()
    return [Fill(namer.field(found["into"]), said)] if found["into"] else [Write(said)]


def used(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Use the box to enter 'A'"."""
    return [Fill(namer.field(found["into"]), namer.value(found["value"]))]


def dialled(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Choose 7 with the slider"."""
    tool = namer.target(found["tool"])
    if tool.sort not in {"slider", "field", "dropdown"} or not re.search(r"\d|\x01", found["value"]):
        return None
    return [Fill(Target(tool.name, tool.sort, tool.scope, tool.where, tool.ordinal), namer.value(found["value"]))]


def combined(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Set the sliders to 3, 9 and 4"."""
    values = tuple(re.findall(r"-?\d+(?:\.\d+)?", found["values"]))
    return [Numbers("slider" if found["kind"].startswith("slider") else "field", values)]


NOTING = (
    rule(several, rf"{TYPE}\s+(?P<rest>.+?)(?:\s+(?:into|in|to)\s+(?:the\s+)?{FIELDS})?"),
    rule(every, rf"{TYPE}\s+(?P<value>[^\x01]*\x01\d+\x02)\s+(?:into|in|to)\s+(?:both|all|every|each)(?: of)?(?: the)? "
         rf"{FIELDS}"),
    rule(each_own, rf"{TYPE}\s+the (?:values?|text|data) "
         r"(?:that |which )?(?:corresponds? (?:with|to)|belongs? to|goes with|"
         rf"(?:of|for|by|beside)) (?:each|every) (?:label|field|name)(?:\s+(?:into|in|to) (?:the|its) [\w ]+)?"),
    rule(looked_up, rf"{TYPE}\s+the value (?:of|for|that belongs to)\s+(?P<what>.+?)\s+(?:into|in)\s+(?P<into>.+)"),
    rule(taken, rf"copy\s+{TEXT}?\s*(?:of|from|in)\s+(?P<source>.+?)"
         r"(?:\s+(?:and paste (?:it )?)?(?:into|to)\s+(?P<into>.+))?"),
    rule(pasted, rf"paste\s+{IT}\s+(?:into|in|to)\s+(?P<into>.+)"),
    rule(put, rf"{TYPE}\s+{IT}\s+(?:into|in|to)\s+(?P<into>.+)"),
    rule(word, rf"(?:find|read|look for|locate|get)\s+the\s+(?P<rank>{'|'.join(RANKS)})\s+word"
         r"(?:\s+(?:in|of|from)\s+(?P<place>.+))?"),
    rule(solved, r"(?:solve|work out|calculate|compute)\s+(?:for [a-z]|(?:the|this) (?:[\w-]+ ){0,2}?"
         r"(?:problem|equation|sum|expression|exercise|question))(?:\s+(?:below|above|shown))?"),
    rule(cased, rf"{TYPE}\s+(?:[^\x01]{{0,20}})?"
         r"(?P<value>\x01\d+\x02)\s+in\s+(?:all\s+)?"
         r"(?P<case>lower|upper|small|capital|title)[ -]?(?:case)?(?:d)?(?:\s+(?:letters|characters))?"
         r"(?:\s+(?:in|into)\s+(?P<into>.+))?"),
    rule(used, r"use\s+(?P<into>(?:the|a) [^\x01]+?)\s+to\s+(?:enter|type|write|search for|look for)\s+(?P<value>.+)"),
    rule(dialled, r"(?:select|choose|pick|set)\s+(?P<value>\S+)\s+(?:with|using|on|in)\s+(?P<tool>.+)"),
    rule(combined, r"(?:set|move|adjust|change|bring)\s+(?:all )?(?:the )?(?P<kind>sliders|spinners|numbers)\s+to\s+"
         r"(?:the )?[a-z ]*\[?(?P<values>-?\d[\d.]*(?:(?:,|\s+and)\s*-?\d[\d.]*)+)\]?"),
)  # fmt: skip
