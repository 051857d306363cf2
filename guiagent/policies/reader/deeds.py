"""Verbs that buttons carry, with their objects, and the words that go for the same deed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from guiagent.policies.reader.goals import Press
from guiagent.policies.reader.names import DETERMINER, Namer
from guiagent.policies.reader.targets import Target
from guiagent.policies.reader.words import PRONOUNS, STOPS

OBJECT = re.compile(
    r"(?P<thing>.+?)\s+(?P<to>(?:to|from|into|in|on|off|onto) (?:the |my |your |our )?[\w ]{2,24})$", re.I
)
"""A thing and where it is put to or taken from: "the mug from my cart"."""


def act(namer: Namer, verb: str, rest: str) -> Press:
    """A verb that a button may carry, with its object: "delete the row of X", "add it to the cart", "save"."""
    target = namer.target(rest) if rest else Target("")
    if target.ordinal and not target.name:
        return Press(Target(spaced(verb), "button", ordinal=target.ordinal), thing=target, deed=True)
    said = namer.plain(rest)
    words = [word for word in re.sub(r"[^\w\s'-]", " ", said).split() if word.lower() not in STOPS]
    parted = OBJECT.match(rest)
    thing = _thing(namer, parted["thing"] if parted else rest)
    name = " ".join([spaced(verb), *words])
    return Press(Target(name, "button"), tuple(_names(namer, verb, said, thing, parted)), thing=thing, deed=True)


def _thing(namer: Namer, rest: str) -> Target | None:
    """What a deed is done to, by the words that tell it apart; None for "it" and for nothing."""
    target = namer.target(re.sub(r"^(?:to|for|with|on|of|into)\s+(?=\S)", "", rest, flags=re.I)) if rest else Target("")
    name, quoted = (target.scope, False) if target.scope else (target.name, target.quoted)
    if told := re.match(r"(?:the |my |your |our )?[a-z]+ (?:with|from|by|at|on) (?P<x>[A-Z].*)$", name):
        name = told["x"]
    if not name or name.lower().split()[0] in PRONOUNS:
        return None
    return Target(name, quoted=quoted)


def _names(namer: Namer, verb: str, said: str, thing: Target | None, parted: re.Match[str] | None) -> Iterator[Target]:
    """The other names that the button may go by, the likelier first."""
    if parted:
        place = f"{spaced(verb)} {DETERMINER.sub('', namer.plain(parted['to']))}"
        yield Target(place, "button", thing.name, "row") if thing else Target(place, "button")
    yield Target(f"{verb} {said}".strip(), "button")
    if thing:
        yield Target(spaced(verb), "button", thing.name, "row")
    yield Target(spaced(verb), "button", exact=True)
    for name in kin(f"{verb} {said}".strip()):
        yield Target(name, "button")


def gesture(verb: str) -> tuple[Literal["left", "right", "middle"], int]:
    """The mouse button and the count that a verb means."""
    button: Literal["left", "right", "middle"] = (
        "right" if verb.startswith("right") else "middle" if verb.startswith("middle") else "left"
    )
    count = 2 if verb.startswith("double") else 3 if verb.startswith("triple") else 1
    return button, count


def spaced(verb: str) -> str:
    """A verb as buttons write it: "login" → "log in"."""
    return re.sub(r"^(log|sign|check)[- ]?(in|out|up)$", r"\1 \2", verb.lower())


def kin(verb: str) -> tuple[str, ...]:
    """Other words that a button for the same deed may carry."""
    for family in (
        ("log in", "sign in", "login", "submit", "continue"),
        ("log out", "sign out", "logout"),
        ("sign up", "register", "create account", "join"),
        ("check out", "checkout", "proceed to checkout"),
    ):
        if spaced(verb) in family:
            return tuple(word for word in family if word != spaced(verb))
    return ()


def tickable(verb: str, rest: str) -> bool:
    """Whether "check" or "accept" here means a checkbox rather than a look or a button."""
    if verb.lower() in {"agree to", "accept"}:
        return bool(re.search(r"terms|conditions|policy|checkbox|agreement|rules", rest, re.I))
    return not re.match(r"(?:that|if|whether|what|how|the (?:price|total|order number)\b)", rest, re.I)
