"""Plain English tasks → goals. General verbs only; a clause that none of the rules reads becomes `Unreadable`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from guiagent.policies.reader import clauses, clicking_rules, looking_rules, loose_rules, names, typing_rules, words
from guiagent.policies.reader.clauses import begins, set_aside
from guiagent.policies.reader.goals import Choose, Find, Goal, Press, Read, Search, Target, Unreadable
from guiagent.policies.reader.names import Namer
from guiagent.policies.reader.rules import Rule

RULES: tuple[Rule, ...] = (
    *looking_rules.GOING,
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

CONDITIONAL = re.compile(
    r"(?:if|when|in case|once)\s+(?P<condition>.+?)\s*"
    r"(?:,\s*(?:then\s+)?|\bthen\b\s*|\s(?=(?:click|press|close|dismiss|accept|tap|choose)\b))(?P<deed>.+)$",
    re.IGNORECASE | re.DOTALL,
)
PLACED = re.compile(
    r"(?:[Uu]nder|[Oo]n|[Ii]n|[Ff]rom)\s+(?:(?:the\s+)?(?P<place>[^,\x01]{2,30}\s(?:tab|menu|section)),?|(?P<name>[A-Z]\w+),?)"
    r"\s+(?P<deed>[a-z].+)$",
    re.DOTALL,
)
THERE = re.compile(
    r"(?:there(?:'s| is| are)|you (?:see|find|are shown)|it (?:shows|says)) (?P<a>.+)|"
    r"(?P<b>.+?) (?:appears?|opens?|is (?:shown|there|visible|present|open)|shows? up|pops? up|comes up|is displayed)",
    re.IGNORECASE | re.DOTALL,
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
    return tuple(_resolved(_deferred([_named(goal) if listed else goal for goal in read])))


def _named(goal: Goal) -> Goal:
    """An item of a list that is only a name, "3. Museum tour", is to be chosen."""
    if not isinstance(goal, Unreadable) or not re.fullmatch(r"[A-Z][\w'-]*(?: [\w'-]+){0,3}", goal.clause):
        return goal
    return Choose(Target(goal.clause))


def _deferred(goals: list[Goal]) -> list[Goal]:
    """The goals with a press of no times, which waits for the fields, at its place; left out where another follows."""
    waiting = [goal for goal in goals if isinstance(goal, Press) and goal.times == 0]
    rest = [goal for goal in goals if goal not in waiting]
    if not waiting or any(isinstance(goal, Press) for goal in rest):
        return rest
    at = next((n for n, goal in enumerate(rest) if isinstance(goal, Read | Find)), len(rest))
    return [*rest[:at], replace(waiting[0], times=1), *rest[at:]]


def _goals(clause: str, namer: Namer) -> Sequence[Goal]:
    conditional = CONDITIONAL.match(clause)
    if conditional and begins(conditional["deed"], "so"):
        return _if_there(conditional["condition"], conditional["deed"], namer)
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


def _if_there(condition: str, deed: str, namer: Namer) -> Sequence[Goal]:
    """ "If there is a 'Got it' button, click it": the click, where the thing is there. No other condition is read."""
    there = THERE.fullmatch(condition)
    goals = _goals(clauses.opened(deed), namer)
    press = goals[0] if len(goals) == 1 else None
    if not there or not isinstance(press, Press):
        return [Unreadable(namer.plain(f"if {condition}, {deed}"))]
    if press.target.name.lower() in words.PRONOUNS:
        return [Press(namer.target(there["a"] or there["b"]), optional=True)]
    return [replace(press, optional=True)]


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
