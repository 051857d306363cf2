"""Clauses that make something of several parts: a new thing with its fields, an invitation, a journey, a role."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guiagent.policies.reader import loose_rules, words
from guiagent.policies.reader.goals import Choose, Fill, Goal, Press, Tick
from guiagent.policies.reader.names import Namer
from guiagent.policies.reader.rules import rule
from guiagent.policies.reader.targets import Target


def created(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Add an address with city Oslo and zip 0150": opened where its fields are not there, filled in, and saved."""
    fills = loose_rules.pairs(found["rest"], namer)
    if not fills or found["thing"].endswith("account"):
        return None
    thing, verb = namer.target(found["thing"]).name, found["verb"].lower()
    return [_opening(verb, thing, fills[0].target), *fills, _sending((f"{verb} {thing}", "save", f"save {thing}"))]


def _opening(verb: str, thing: str, first: Target) -> Press:
    """The press that shows the fields for a new thing."""
    names = (f"add {thing}", f"new {thing}", f"create {thing}", verb, "new", "add", "+")
    others = tuple(Target(name, "button") for name in names if name != f"{verb} {thing}")
    return Press(Target(f"{verb} {thing}", "button"), others, optional=True, unless=first.name)


def _sending(names: Sequence[str]) -> Press:
    """The press, at the end of the fields, that sends them; left out where the task says itself what to press."""
    others = (*names[1:], "save", "submit", "add", "create", "send", "done", "ok")
    return Press(Target(names[0], "button"), tuple(Target(name, "button") for name in others), times=0)


def enlisted(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Invite a@b.c as an editor"."""
    verb = found["verb"].lower()
    open_ = Press(Target(verb, "button"), (Target("add", "button"),), optional=True, unless="email")
    role = [Choose(namer.target(found["role"]), Target("role", "dropdown"))] if found["role"] else []
    names = (f"send {'invitation' if verb == 'invite' else verb}", verb, "send invite")
    return [open_, Fill(Target("email", "field"), namer.value(found["who"])), *role, _sending(names)]


def travelled(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Find a one-way flight from A to B on DATE for 2 passengers"."""
    goals: list[Goal] = []
    if way := re.search(r"one[- ]way|return|round[- ]trip", found["thing"], re.I):
        goals.append(Choose(Target(way[0].replace("-", " "))))
    goals += [
        Fill(Target("from", "field"), namer.value(found["a"])),
        Fill(Target("to", "field"), namer.value(found["b"])),
    ]
    if found["day"]:
        goals.append(Fill(Target("departure", "field"), namer.value(found["day"])))
    if found["count"]:
        count = words.NUMBERS.get(found["count"].lower(), found["count"])
        goals.append(Fill(namer.field(found["who"]), count))
    noun = found["thing"].split()[-1]
    return [*goals, _sending(("search", f"search {noun}", f"find {noun}", "find", "show"))]


def made(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Make it the default address" ticks what says so; "make Ada an admin" chooses in Ada's row."""
    if found["who"].lower() in words.PRONOUNS:
        return [Tick(Target(namer.target(found["role"]).name, "check"))]
    who = namer.target(found["who"]).name
    return [Choose(namer.target(found["role"]), Target("", "dropdown", who, "row"))]


def changed(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Change Ada's role to admin", "change the quantity of the mug to 3"."""
    value = namer.value(found["value"])
    target = Target(namer.target(found["what"]).name, "field", namer.target(found["who"]).name, "row")
    return [Fill(target, words.NUMBERS.get(value.lower(), value))]


THINGS = r"(?:an? |the |one |another )?(?:new )?(?P<thing>[a-z][a-z -]{1,30}?)"
MAKING = (
    rule(created, rf"(?P<verb>create|add|make|register|open|write|file|submit|post|start)\s+{THINGS}\s+"
         r"(?:with|whose|where|having)\s+(?P<rest>.+)"),
    rule(enlisted, r"(?P<verb>invite|add|enrol|enroll|share with)\s+(?P<who>\x01\d+\x02|[\w.]+@\S+)"
         r"(?:\s+as\s+(?:an? |the )?(?P<role>[\w -]+?))?"
         r"(?:\s+to (?:the|my|our) (?:team|group|project|workspace|list))?"),
    rule(travelled, r"(?:find|search(?: for)?|look for|book|get(?: me)?|show(?: me)?)\s+(?:an?\s+|the\s+)?"
         r"(?P<thing>[a-z][a-z -]{2,40}?)\s+from\s+(?P<a>[A-Z\x01][^,]*?)\s+to\s+(?P<b>[A-Z\x01]\S*(?: [A-Z]\S*)*)"
         r"(?:,?\s+on\s+(?:the\s+)?(?P<day>[^,]*?\d[^,]*?))?(?:,?\s+for\s+(?P<count>\d+|\w+)\s+(?P<who>[a-z]+))?"),
    rule(made, r"make\s+(?P<who>(?!sure\b)[^,]+?)\s+(?:an?|the|my)\s+(?P<role>[\w -]+)"),
    rule(changed, r"(?:change|set|update|switch)\s+(?P<who>(?!the\s)[A-Z\x01][^,]*?)(?:'s|\u2019s)\s+"
         r"(?P<what>[\w -]+?)\s+to\s+"
         r"(?:an? |the )?(?P<value>.+)"),
)  # fmt: skip
