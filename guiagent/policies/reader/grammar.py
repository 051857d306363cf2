"""Plain English tasks → goals. General verbs only; a clause that none of the rules reads becomes `Unreadable`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from guiagent.policies.reader import (
    clauses,
    clicking_rules,
    conditions,
    looking_rules,
    loose_rules,
    making_rules,
    names,
    note_rules,
    order_rules,
    typing_rules,
    words,
)
from guiagent.policies.reader.cases import Skip
from guiagent.policies.reader.clauses import begins, set_aside
from guiagent.policies.reader.conditions import Condition
from guiagent.policies.reader.goals import Choose, Find, Goal, Press, Read, Search, Unreadable
from guiagent.policies.reader.names import Namer
from guiagent.policies.reader.rules import Rule
from guiagent.policies.reader.targets import Target

RULES: tuple[Rule, ...] = (
    *looking_rules.GOING,
    *order_rules.ORDERING,
    *note_rules.NOTING,
    *making_rules.MAKING,
    *loose_rules.EARLY,
    *typing_rules.SPECIAL,
    *looking_rules.VERIFYING,
    *clicking_rules.GESTURES,
    *typing_rules.FILLING,
    *clicking_rules.TICKING,
    *typing_rules.CLEARING,
    *clicking_rules.PRESSING,
    *looking_rules.ASKING,
    *loose_rules.LATE,
    *typing_rules.LOOSE,
    *clicking_rules.DEEDS,
)
"""In the order in which they are tried: the first that fits and finds a meaning reads the clause."""

PLACED = re.compile(
    r"(?:[Uu]nder|[Oo]n|[Ii]n|[Ff]rom)\s+(?:(?:the\s+)?(?P<place>[^,\x01]{2,30}\s(?:tab|menu|section)),?|(?P<name>[A-Z]\w+),?)"
    r"\s+(?P<deed>[a-z].+)$",
    re.DOTALL,
)


@lru_cache(maxsize=64)
def read_task(task: str) -> tuple[Goal, ...]:
    """The goals of a task, in order; what cannot be read is there as `Unreadable`."""
    marked, literals = set_aside(task)
    namer = Namer(literals)
    read = [
        goal for clause in clauses.clauses(marked) if not names.is_heading(clause) for goal in _goals(clause, namer)
    ]
    listed = "\n" in marked or re.search(r"(?:^|\s)2[.)]\s", marked)
    return tuple(_resolved(_behind(_deferred([_named(goal) if listed else goal for goal in read]))))


BEHIND = re.compile(
    r"(?:expand|open|unfold|switch(?: between)?|go through|look (?:in|through)|browse|navigate(?: through)?)"
    r"(?: all)?(?: the)?(?: [a-z]+)? (?P<what>tabs|sections|panels|folders|(?:file |folder )?tree)(?: below)?",
    re.IGNORECASE,
)


def _behind(goals: Sequence[Goal]) -> list[Goal]:
    """The goals with "open the sections, and click X" as one: X is behind one of them."""
    kept, among = [], ""
    for goal in goals:
        told = BEHIND.fullmatch(goal.target.whole or goal.target.name) if isinstance(goal, Press) else None
        said = goal.target.whole or goal.target.name if isinstance(goal, Press) else ""
        plural = re.fullmatch(r"(?:all )?(?:the )?(tabs|sections|panels|folders)", said, re.IGNORECASE)
        if told or plural:
            among = (told["what"] if told else plural[1] if plural else "").lower()
            among = "" if among.endswith("tree") else among  # its branches are links as others are
            continue
        kept.append(replace(goal, among=among) if among and isinstance(goal, Press) else goal)
        among = "" if isinstance(goal, Press) else among
    return kept or list(goals)


def _named(goal: Goal) -> Goal:
    """An item of a list that is only a name, "3. Museum tour", is to be chosen."""
    if not isinstance(goal, Unreadable) or not re.fullmatch(r"[A-Z][\w'-]*(?: [\w'-]+){0,3}", goal.clause):
        return goal
    return Choose(Target(goal.clause))


def _deferred(goals: list[Goal]) -> list[Goal]:
    """The goals with a press of no times, which waits for the fields, at its place; left out where another follows."""
    for at, goal in enumerate(goals):
        if isinstance(goal, Press) and goal.times == 0:
            before, after = goals[:at], goals[at + 1 :]
            if any(isinstance(each, Press) for each in after):
                return _deferred([*before, *after])
            stop = next((n for n, each in enumerate(after) if isinstance(each, Read | Find)), len(after))
            return [*before, *after[:stop], replace(goal, times=1), *after[stop:]]
    return goals


def _goals(clause: str, namer: Namer) -> Sequence[Goal]:
    condition = conditions.parted(clause)
    if condition:
        return _under(condition, namer)
    placed = PLACED.match(clause)
    if placed and begins(placed["deed"], "so"):
        return [
            Press(namer.target(placed["place"] or placed["name"]), optional=True),
            *_goals(clauses.opened(placed["deed"]), namer),
        ]
    for pattern, meaning in RULES:
        found = pattern.fullmatch(clause)
        goals = meaning(found, namer) if found else None
        if goals:
            return goals
    return [Unreadable(namer.plain(clause))]


def _under(condition: Condition, namer: Namer) -> Sequence[Goal]:
    """What is to be done where a condition holds, and what else: "if there is a banner, close it"."""
    deeds, others = ([goal for clause in clauses.clauses(part) for goal in _goals(clause, namer)]
                     for part in (condition.deed, condition.otherwise))  # fmt: skip
    there = conditions.there(condition, namer)
    press = deeds[0] if len(deeds) == 1 else None
    if there and isinstance(press, Press) and not others:
        named = replace(press, target=there) if press.target.name.lower() in words.PRONOUNS else press
        return [replace(named, optional=True)]
    judge = conditions.judged(condition, namer)
    if judge is None or any(isinstance(goal, Unreadable) for goal in (*deeds, *others)):
        return [Unreadable(namer.plain(condition.clause))]
    aside = [Skip(len(others))] if others else []
    return [replace(judge, skip=len(deeds) + len(aside)), *deeds, *aside, *others]


def _resolved(goals: Sequence[Goal]) -> Iterator[Goal]:
    """The goals with "it" made out: the thing that was searched for, looked for or pressed last."""
    last: Target | None = None
    for goal in goals:
        if isinstance(goal, Press) and goal.target.name.lower() in words.PRONOUNS and last:
            goal = replace(goal, target=last)
        if isinstance(goal, Press) and goal.target.name.lower() == "confirm":
            agree = ("ok", "yes", *([last.name.split()[0]] if last and last.name else []), "continue")
            goal = replace(goal, others=tuple(Target(word, "button", exact=True) for word in agree))
        if isinstance(goal, Find | Press):
            last = goal.target
        if isinstance(goal, Search):
            last = Target(goal.text, quoted=True)
        yield goal
