"""Clauses that give fields their values: type, fill in, set, search, log in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from guiagent.policies.reader import deeds, words
from guiagent.policies.reader.goals import Copy, Fill, Goal, Press, Search, Tick, Write
from guiagent.policies.reader.names import Namer
from guiagent.policies.reader.rules import rule
from guiagent.policies.reader.targets import Target

TYPE = r"(?:type(?: in)?|enter|write|put|input|key in|insert|paste|provide|specify|use|add|fill in|fill)"
INTO = r"(?:into|in to|in|inside|to|at|on|for|as|under)"
ONS = {"on", "checked", "enabled", "ticked"}
OFFS = {"off", "unchecked", "disabled", "unticked"}


def typed(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Type X into FIELD", "enter X as FIELD, Y as FIELD2"."""
    pairs = namer.pairs(found["rest"], rf"(?P<value>.+?)\s+(?:{INTO})\s+(?P<name>.+)")
    if any(not namer.is_value(value) for _, value, _ in pairs) or not _is_typing(found["verb"], pairs):
        return None
    return [Fill(namer.field(name), namer.value(value), enter) for name, value, enter in pairs]


def _is_typing(verb: str, pairs: Sequence[tuple[str, str, bool]]) -> bool:
    """Whether "add" or "use" means to type: only when it says into a field; a thing is added to a cart."""
    plain = verb.lower() not in {"add", "use", "insert", "provide", "specify"}
    return plain or all(re.search(r"(?:field|box|input|area|bar)$", name, re.I) for name, _, _ in pairs)


def filled(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Fill in FIELD with X, FIELD2 with Y", "set FIELD to X"."""
    pairs = namer.pairs(found["rest"], r"(?P<name>.+?)\s+(?:with|to be|to|as|=|is)\s+(?P<value>.+)")
    if any(not namer.nameable(name) for name, _, _ in pairs):
        return None
    return [_set(namer.field(name), namer.value(value), enter) for name, value, enter in pairs]


def _set(target: Target, value: str, enter: bool = False) -> Goal:
    if value.lower() in ONS | OFFS:
        return Tick(target, value.lower() in ONS)
    return Fill(target, words.NUMBERS.get(value.lower(), value), enter)


def labelled(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "First name: Ada"."""
    return [_set(namer.field(found["name"]), namer.value(found["value"]))]


def bare(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Type 'abc'": where the focus is; only a quoted text is clear enough."""
    return [Write(namer.value(found["value"]))] if namer.literals.is_literal(found["value"]) else None


def search(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    place = found["place"]
    if found["value"].lower() in words.PRONOUNS:
        return None
    return [Search(namer.value(found["value"]), namer.field(place) if place else None)]


def login(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    user, secret = found["user"], found["secret"]
    others = tuple(Target(name, "button") for name in deeds.kin(found["verb"]))
    into = Press(Target(deeds.spaced(found["verb"]), "button"), others)
    goals: list[Goal] = [replace(into, optional=True, unless="password")] if user or secret else []
    if user:
        mailed = re.search("e-?mail", found["who"] or "", re.I) or "@" in namer.plain(user)
        goals.append(Fill(Target("email" if mailed else "username", "field"), namer.value(user)))
    if secret:
        goals.append(Fill(Target("password", "field"), namer.value(secret)))
    return [*goals, into]


def coded(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """ "Enter (or apply) the coupon code SAVE10": the value is the last word, a code or a literal."""
    value = found["value"]
    if not (namer.literals.is_literal(value) or re.search(r"\d|^[A-Z]{3,}$", value)):
        return None
    fill = Fill(namer.field(found["name"]), namer.value(value))
    if found["verb"].lower() in {"apply", "redeem", "use"}:
        return [fill, Press(Target("apply", "button"), (Target("redeem", "button"), Target("submit", "button")))]
    return [fill]


def copied(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    return [Copy(namer.target(found["a"]), namer.field(found["b"]))]


def cleared(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    return [Fill(namer.field(found["rest"]), "")]


SPECIAL = (
    rule(
        copied,
        r"copy\s+(?P<a>.+?)\s+(?:and (?:type|paste|enter|put) (?:it )?)?(?:into|in|to)\s+(?P<b>.+)",
    ),
    rule(
        login,
        r"(?P<verb>log ?in|log-in|sign ?in|sign-in)(?: to [^\x01]+?)?(?:\s+(?:as|with|using)\s+",
        r"(?:(?:the |your )?(?P<who>user ?name|user|email(?: address)?|e-mail|login|account)?\s*)(?P<user>\S+?)",
        r"(?:,?\s+(?:and|with|using|/)\s+(?:(?:the )?password|pass)?\s*(?P<secret>\S+))?)?",
    ),
    rule(
        search,
        r"(?:search|look)\s+(?:for|up)\s+(?P<value>.+?)",
        r"(?:\s+(?:in|using|with|via|on)\s+(?:the\s+)?(?P<place>.*(?:search|field|box|bar|\x02)[^,]*))?",
    ),
)
FILLING = (
    rule(
        filled,
        r"(?:(?:set|change|slide|drag|move|adjust|update|edit|switch|turn|make|rename)|fill(?: in| out)?|",
        r"complete|populate|replace|answer)\s+(?P<rest>.+)",
    ),
    rule(typed, rf"(?P<verb>{TYPE})\s+(?P<rest>.+)"),
)
CLEARING = (rule(cleared, r"(?:clear|empty|erase)\s+(?P<rest>.+)"),)
LOOSE = (
    rule(bare, rf"{TYPE}\s+(?P<value>\x01\d+\x02)"),
    rule(labelled, r"(?P<name>[^\x01:=]{2,40}?)\s*[:=]\s*(?P<value>.+)"),
    rule(
        coded,
        rf"(?P<verb>{TYPE}|apply|redeem)\s+(?P<name>(?:the |a |my |your )?\D[^\x01]*?)\s+(?:of |as )?(?P<value>\S+)",
    ),
)
