"""Clauses that point, press, tick, choose and drag; and verbs that are a button's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from guiagent.policies.reader import chords, deeds, numbers, words
from guiagent.policies.reader.goals import Bump, Choose, Chord, Fill, Goal, Haul, Point, Press, Tick
from guiagent.policies.reader.names import Namer
from guiagent.policies.reader.rules import rule
from guiagent.policies.reader.targets import Target


def pressed(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    verb = found["verb"].lower()
    chord = chords.chord(namer.plain(found["rest"])) if verb in {"press", "hit", "push"} else None
    if chord and not namer.literals.is_literal(found["rest"]):
        word = "" if re.search(r"\bkeys?\b|keyboard", found["rest"], re.I) else namer.plain(found["rest"])
        return [Chord(*chord, button="" if word.lower() in {"enter", "return", "tab"} else word)]
    rest, times = numbers.times(found["rest"])
    rest = re.sub(r"^(?:on|onto|over|at|into|in|through to)\s+(?=\S)", "", rest, flags=re.I)
    button, count = deeds.gesture(verb)
    targets = [namer.target(name) for name in namer.listed(rest)]
    return [Press(target, button=button, count=count, times=times) for target in targets]


def through(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Confirm with OK", "finish by clicking Done"."""
    return [Press(namer.target(found["rest"]))]


def ticked(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    verb, state = found["verb"], found.groupdict().get("state")
    if verb.lower() in {"check", "tick", "mark", "agree to", "accept"} and not deeds.tickable(verb, found["rest"]):
        return None
    on = not re.match(r"un|de|clear|turn off|switch off|disable", verb, re.I) and state != "off"
    rest = re.sub(r"^off\s+", "", found["rest"], flags=re.I)  # "check off the first one"
    purpose = re.match(
        r"(?:the |a )?(?:check|tick)? ?box (?:to|for|that says|about|so that|saying)\s+(?P<what>.+)", rest, re.I
    )
    if purpose:
        return [Tick(Target(namer.plain(purpose["what"]), "check"), on)]
    parts = namer.listed(rest, loose=True)
    whole = namer.target(rest).name if len(parts) > 1 else ""
    targets = [namer.target(name) for name in parts]
    return [Tick(replace(target, whole=whole) if whole else target, on) for target in targets]


def chosen(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    grouped = re.fullmatch(r"(?P<group>[^\x01]+?)\s+(?P<name>\x01\d+\x02)", found["rest"])
    if grouped and not found["place"] and namer.target(grouped["group"]).name:
        return [Choose(namer.target(grouped["name"]), namer.field(grouped["group"]))]
    names = namer.listed(found["rest"]) if found["place"] is None else [found["rest"]]
    names = _short(found["rest"]) or names
    if not found["place"]:
        return [Choose(namer.target(name), also=at > 0) for at, name in enumerate(names)]
    several = re.search(r"[^s]s$", found["place"]) and not namer.literals.is_literal(found["rest"])
    each = namer.listed(found["rest"], loose=True) if several else names
    return [Choose(namer.target(name), namer.field(found["place"]), also=at > 0) for at, name in enumerate(each)]


def _short(rest: str) -> list[str]:
    """The members of "A, B and C" where commas part them and each is a name of at most three words."""
    parts = [part for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+(?!.*,)", rest) if part.strip()]
    return parts if "," in rest and len(parts) > 1 and all(len(part.split()) <= 3 for part in parts) else []


def bumped(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    rest, times = numbers.times(found["rest"])
    if level := re.search(r"\s+to\s+(\S+)$", rest):
        return [Fill(namer.field(rest[: level.start()]), words.NUMBERS.get(level[1].lower(), level[1]))]
    by = re.search(r"\s+by\s+(\S+)(?:\s+\w+)?$", rest)
    amount = numbers.number(by[1]) if by else times
    down = re.match(r"dec|lower|reduce", found["verb"], re.I)
    return [Bump(namer.field(rest[: by.start()] if by else rest), -amount if down else amount)]


def proceeded(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    """ "Proceed to the checkout": a button of these words, or the place that they name."""
    return [Press(Target(namer.plain(found[0]), "button"), (namer.target(found["rest"]),))]


def keyed(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    chord = chords.chord(namer.plain(found["rest"]))
    return [Chord(*chord)] if chord else None


def hauled(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    end = namer.plain(found["b"])
    if re.fullmatch(r"\d[\d.,]*\s*%?|on|off", end):
        return None  # a slider's value
    return [Haul(namer.target(found["a"]), namer.target(found["b"]))]


def pointed(found: re.Match[str], namer: Namer) -> Sequence[Goal]:
    return [Point(namer.target(found["rest"]))]


def acted(found: re.Match[str], namer: Namer) -> Sequence[Goal] | None:
    """A verb that buttons carry: "add it to the cart", "delete the row of X", "place the order", "save"."""
    rest = re.sub(r"^(?:one|a single)\s+(?:of\s+)?(?=\S)", "", found["rest"] or "", flags=re.I)
    counted = bool(re.match(r"\d{1,3}\s+\S", rest)) or any(word in words.NUMBERS for word in rest.lower().split()[:1])
    if found["verb"].lower() not in words.VERBS - words.TYPERS or counted:
        return None  # "buy 2 bags": how many is not something that a button says
    if not rest and found["verb"].lower() in {"finish", "complete"}:
        names = ("complete", "done", "finish", "submit", "confirm")
        return [
            Press(Target(found["verb"].lower(), "button"), tuple(Target(n, "button") for n in names), optional=True)
        ]
    return [deeds.act(namer, found["verb"], rest)]


OFF = r"(?:turn|switch) (?P<state>on|off)|uncheck|untick|deselect|unselect|enable|disable|activate|deactivate|unmark"
GESTURES = (
    rule(
        hauled,
        r"(?:drag and drop|drag|move)\s+(?P<a>.+?)\s+(?:and drop (?:it )?)?",
        r"(?:to|onto|on to|into|on|over)\s+(?P<b>.+)",
    ),
    rule(
        pressed,
        r"(?P<verb>double[- ]?click|right[- ]?click|middle[- ]?click|triple[- ]?click)\s+(?P<rest>.+)",
    ),
    rule(
        pointed,
        r"(?:hover|(?:move|rest) (?:the |your )?(?:mouse|pointer|cursor)|point)\s+(?:over|on|at|to|onto|above)?\s*",
        r"(?P<rest>.+)",
    ),
    rule(
        bumped,
        r"(?P<verb>increase|decrease|raise|lower|reduce|increment|decrement)\s+(?P<rest>.+)",
    ),
    rule(
        through,
        r"(?:confirm|submit|save|finish|accept|complete|continue|proceed|agree|end|close)\b[^\x01]*?\s",
        r"(?:with|by (?:click|press|tapp|hitt|choos|select|push)ing(?: on)?)\s+(?P<rest>.+)",
    ),
)
TICKING = (
    rule(ticked, rf"(?P<verb>{OFF})\s+(?P<rest>.+)"),
    rule(ticked, r"(?P<verb>clear)\s+(?P<rest>.*(?:check ?box|tick ?box))"),
    rule(ticked, r"(?P<verb>turn|switch)\s+(?P<rest>.+)\s+(?P<state>on|off)"),
    rule(ticked, r"(?P<verb>check|tick|mark|agree to|accept)\s+(?P<rest>(?!out\b).+)"),
    rule(
        chosen,
        r"(?:select|choose|pick)\s+(?P<rest>.+?)(?:\s+(?:from|in|for|as|under|within|out of)\s+(?P<place>.+))?",
    ),
)
PRESSING = (
    rule(proceeded, r"(?:go on|proceed|continue|head|move on) to\s+(?P<rest>.+)"),
    rule(
        pressed,
        r"(?P<verb>click|press|tap|hit|push|open|follow|go back to|return to|go to|go|goto|navigate to|expand|",
        r"collapse|toggle|switch to|visit|activate|show|view|close|focus|put the (?:cursor|focus))\s+(?P<rest>.+)",
    ),
    rule(keyed, r"(?:press|use|hit) (?:the )?(?P<rest>.+?)(?: keys?)?"),
)
DEEDS = (rule(acted, r"(?P<verb>[a-z][\w-]*)(?:\s+(?P<rest>.+))?"),)
