"""Plain English tasks → goals. General verbs only; a clause that none of the rules reads becomes `Unreadable`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from guiagent.policies.reader import clauses, names
from guiagent.policies.reader.clauses import begins, set_aside
from guiagent.policies.reader.goals import (
    Bump,
    Choose,
    Chord,
    Copy,
    Fill,
    Find,
    Goal,
    Haul,
    Open,
    Point,
    Press,
    Read,
    Rest,
    Return,
    ScrollBy,
    Search,
    Target,
    Tick,
    Unreadable,
    Write,
)
from guiagent.policies.reader.names import Namer

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Namer], "list[Goal] | None"]]


@lru_cache(maxsize=64)
def read_task(task: str) -> tuple[Goal, ...]:
    """The goals of a task, in order; what cannot be read is there as `Unreadable`."""
    marked, literals = set_aside(task)
    namer = Namer(literals)
    found: list[Goal] = []
    for clause in clauses.clauses(marked):
        if not names.is_heading(clause):
            found.extend(_goals(clause, namer))
    return tuple(_settled(found))


def _goals(clause: str, namer: Namer) -> list[Goal]:
    conditional = re.match(
        r"(?:if|when|in case|once)\s+(.+?)\s*(?:,\s*(?:then\s+)?|\bthen\b\s*|\s(?=(?:click|press|close|dismiss|accept|tap|choose)\b))(.+)$",
        clause,
        re.I | re.S,
    )
    if conditional and begins(conditional[2], "so"):
        return _if_there(conditional[1], conditional[2], namer)
    for pattern, build in RULES:
        found = pattern.fullmatch(clause)
        goals = build(found, namer) if found else None
        if goals:
            return goals
    return [Unreadable(namer.plain(clause))]


def _if_there(condition: str, consequence: str, namer: Namer) -> list[Goal]:
    """ "If there is a 'Got it' button, click it": the click, where the thing is there; other conditions are not read."""
    there = re.fullmatch(
        r"(?:there(?:'s| is| are)|you (?:see|find|are shown)|it (?:shows|says)) (?P<a>.+)|"
        r"(?P<b>.+?) (?:appears?|is (?:shown|there|visible|present|open)|shows? up|pops? up|comes up|is displayed)",
        condition,
        re.I | re.S,
    )
    goals = _goals(clauses.opened(consequence), namer)
    if not there or len(goals) != 1 or not isinstance(goals[0], Press):
        return [Unreadable(namer.plain(f"if {condition}, {consequence}"))]
    press, name = goals[0], namer.target(there["a"] or there["b"])
    if press.target.name.lower() in {"it", "that", "them", "this"}:
        return [Press(name, optional=True)]
    return [Press(press.target, press.others, optional=True)]


def _settled(goals: list[Goal]) -> Iterator[Goal]:
    """The goals with "it" and "there" made out, and a form's submission folded in."""
    last: Target | None = None
    for goal in goals:
        if isinstance(goal, Press) and goal.target.name.lower() in names.PRONOUNS and last:
            goal = Press(last, goal.others, goal.button, goal.count, goal.times, goal.optional)
        if isinstance(goal, Find | Press):
            last = goal.target
        yield goal


# ── rules: what a clause may look like, the first that fits reads it ──────────────────────────────────────────────


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


INTO = r"(?:into|in to|in|inside|to|at|on|for|as|under)"
TYPE = r"(?:type(?: in)?|enter|write|put|input|key in|insert|paste|provide|specify|use|add|fill in|fill)"


def _typed(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    """ "Type X into FIELD", "enter X as FIELD, Y as FIELD2"."""
    pairs = namer.pairs(found["rest"], rf"(?P<value>.+?)\s+(?:{INTO})\s+(?P<name>.+)")
    if any(value.lower() in names.PRONOUNS for _, value, _ in pairs) or not _typing(found["verb"], pairs):
        return None
    return [Fill(namer.field(name), namer.value(value), enter) for name, value, enter in pairs] if pairs else None


def _typing(verb: str, pairs: list[tuple[str, str, bool]]) -> bool:
    """Whether "add" or "use" means to type: only when it says into a field; a thing is added to a cart."""
    plain = verb.lower() not in {"add", "use", "insert", "provide", "specify"}
    return plain or all(re.search(r"(?:field|box|input|area|bar)$", name, re.I) for name, _, _ in pairs)


def _filled(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    """ "Fill in FIELD with X, FIELD2 with Y", "set FIELD to X"."""
    pairs = namer.pairs(found["rest"], r"(?P<name>.+?)\s+(?:with|to be|to|as|=|is)\s+(?P<value>.+)")
    if not pairs or any(not namer.nameable(name) for name, _, _ in pairs):
        return None
    return [_set(namer.field(name), namer.value(value), enter) for name, value, enter in pairs]


def _set(target: Target, value: str, enter: bool = False) -> Goal:
    if value.lower() in {"on", "off", "checked", "unchecked", "enabled", "disabled", "ticked", "unticked"}:
        return Tick(target, value.lower() in {"on", "checked", "enabled", "ticked"})
    return Fill(target, names.NUMBERS.get(value.lower(), value), enter)


def _labelled(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    """ "First name: Ada"."""
    return [_set(namer.field(found["name"]), namer.value(found["value"]))]


def _bare(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    """ "Type 'abc'": where the focus is; only a quoted text is clear enough."""
    return [Write(namer.value(found["value"]))] if namer.literals.is_literal(found["value"]) else None


def _search(found: re.Match[str], namer: Namer) -> list[Goal]:
    place = found["place"]
    return [Search(namer.value(found["value"]), namer.field(place) if place else None)]


def _login(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    user, secret = found["user"], found["secret"]
    goals: list[Goal] = []
    if user:
        label = "email" if re.search("e-?mail", found["who"] or "", re.I) or "@" in namer.plain(user) else "username"
        goals.append(Fill(Target(label, "field"), namer.value(user)))
    if secret:
        goals.append(Fill(Target("password", "field"), namer.value(secret)))
    others = tuple(Target(name, "button") for name in names.kin(found["verb"]))
    return [*goals, Press(Target(names.spaced(found["verb"]), "button"), others)]


def _press(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    chord = names.chord(namer.plain(found["rest"])) if found["verb"].lower() in {"press", "hit", "push"} else None
    if chord and not namer.literals.is_literal(found["rest"]):
        return [Chord(*chord)]
    rest, times = names.times(found["rest"])
    rest = re.sub(r"^(?:on|onto|over|at|through to)\s+", "", rest, flags=re.I)
    verb = found["verb"].lower()
    button, count = names.gesture(verb, found["rest"])
    listed = namer.listed(rest)
    return [Press(namer.target(name), button=button, count=count, times=times) for name in listed]


def _tick(found: re.Match[str], namer: Namer) -> list[Goal]:
    on = not re.match(r"un|de|clear|turn off|switch off|disable", found["verb"], re.I) and found.groupdict().get(
        "state", "on"
    ) not in {"off"}
    parts = namer.listed(found["rest"], loose=True)
    whole = namer.plain(found["rest"]) if len(parts) > 1 else ""
    targets = [namer.target(name) for name in parts]
    return [Tick(replace(target, whole=whole) if whole else target, on) for target in targets]


def _choose(found: re.Match[str], namer: Namer) -> list[Goal]:
    place = found["place"]
    if not place:
        return [Choose(namer.target(name)) for name in namer.listed(found["rest"])]
    return [Choose(namer.target(found["rest"]), namer.field(place))]


def _bump(found: re.Match[str], namer: Namer) -> list[Goal]:
    rest, times = names.times(found["rest"])
    by = re.search(r"\s+by\s+(\S+)(?:\s+\w+)?$", rest)
    amount = names.number(by[1]) if by else times
    name = namer.field(rest[: by.start()] if by else rest)
    if level := re.search(r"\s+to\s+(\S+)$", rest):
        return [Fill(namer.field(rest[: level.start()]), names.NUMBERS.get(level[1].lower(), level[1]))]
    down = re.match(r"dec|lower|reduce", found["verb"], re.I)
    return [Bump(name, -amount if down else amount)]


def _keys(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    chord = names.chord(namer.plain(found["rest"]))
    return [Chord(*chord)] if chord else None


def _scroll(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    rest = found["rest"].lower().strip()
    rest, times = names.times(rest)
    if end := re.search(r"(?:to|until|till)(?: you reach)? the (?:very )?(top|bottom|end|beginning|start)\b", rest):
        return [ScrollBy("up" if end[1] in {"top", "beginning", "start"} else "down", to_end=True)]
    if aim := re.search(
        r"(?:to|until|till|for)(?: you (?:see|find|reach))? (.+?)(?: (?:is|becomes) (?:visible|shown))?$",
        found["rest"],
        re.I,
    ):
        return [Find(namer.target(aim[1]))]
    way = re.match(r"(?:the page )?(up|down|left|right)?", rest)
    direction = way[1] if way and way[1] else "down"
    return [ScrollBy(direction, pages=times)]  # type: ignore[arg-type]


def _wait(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    number = re.search(r"(\d+(?:\.\d+)?|\w+) (?:s|secs?|seconds?|moments?)\b", found["rest"], re.I)
    if not number:
        return (
            [Find(namer.target(aim[1]), verify=True)]
            if (
                aim := re.match(
                    r"(?:until|for) (.+?)(?: to appear| (?:appears|is (?:shown|visible)|shows up))?$",
                    found["rest"],
                    re.I,
                )
            )
            else None
        )
    word = number[1].lower()
    return [Rest(min(60.0, float(word) if word[0].isdigit() else float(names.NUMBERS.get(word, "1"))))]


def _goto(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    rest = namer.plain(found["rest"])
    if re.fullmatch(
        r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|edu|gov|[a-z]{2})(?:/\S*)?|localhost(?::\d+)?\S*",
        rest,
    ):
        return [Open(rest if "://" in rest else f"https://{rest}")]
    return None


def _read(found: re.Match[str], namer: Namer) -> list[Goal]:
    rest = re.sub(r"^(?:me|us|back|out)\s+", "", found["rest"], flags=re.I)
    rest = re.sub(r"^(?:with|about)\s+", "", rest, flags=re.I)
    return [_question(part, namer) for part in namer.listed(rest, question=True)]


def _question(rest: str, namer: Namer) -> Read:
    many = re.match(r"(?:how many|(?:the )?(?:total )?number of|(?:the )?count of)\s+(.+)$", rest, re.I)
    rest = re.sub(
        r"^(?:what|which|how much|when|where|who)(?:'s| is| are| was| were| does| do)?\s+(?=\S)",
        "",
        many[1] if many else rest,
        flags=re.I,
    )
    rest = re.sub(
        r"\s+(?:is|are|was|were|says?|reads?|costs?|there are|are there|does it say|(?:is|are) (?:shown|displayed|listed))"
        r"(?:\s+(?:there|here|now|shown|displayed|listed|found|on the page))*$",
        "",
        rest.strip(" ?"),
        flags=re.I,
    )
    rest = re.sub(
        r"\s+(?:that is |which is |as )?(?:shown|displayed|you (?:see|get|are given)|on the (?:page|screen)|at the end)$",
        "",
        rest,
        flags=re.I,
    )
    return Read(namer.target(rest), many=bool(many))


def _see(found: re.Match[str], namer: Namer) -> list[Goal]:
    return [Find(namer.target(found["rest"]), verify=True)]


def _haul(found: re.Match[str], namer: Namer) -> list[Goal]:
    return [Haul(namer.target(found["a"]), namer.target(found["b"]))]


def _copy(found: re.Match[str], namer: Namer) -> list[Goal]:
    return [Copy(namer.target(found["a"]), namer.field(found["b"]))]


def _clear(found: re.Match[str], namer: Namer) -> list[Goal]:
    return [Fill(namer.field(found["rest"]), "")]


def _act(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    """A verb that buttons carry: "add it to the cart", "delete the row of X", "place the order", "save"."""
    said = (found["rest"] or "").lower().split()
    if any(word.isdigit() or word in names.NUMBERS for word in said):
        return None  # "buy 2 bags": how many is not something that a button says
    return [namer.act(found["verb"], found["rest"] or "")]


def _coded(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    """ "Enter the coupon code SAVE10", "apply the coupon code SAVE10": the value is the last word, a code or a literal."""
    value = found["value"]
    if not (namer.literals.is_literal(value) or re.search(r"\d|^[A-Z]{3,}$", value)):
        return None
    fill: list[Goal] = [Fill(namer.field(found["name"]), namer.value(value))]
    if found["verb"].lower() in {"apply", "redeem", "use"}:
        return [*fill, Press(Target("apply", "button"), (Target("redeem", "button"), Target("submit", "button")))]
    return fill


FIELD = r"(?:the |a |your )?(?P<%s>.+?)"
RULES: tuple[Rule, ...] = (
    (
        _rule(
            r"(?:go|navigate|head|return) back(?: to (?:the )?(?:previous|last|earlier|prior)(?: page| screen)?| (?:a|one) page| once)?|(?:press|click|hit|use) (?:the )?(?:browser'?s? )?back(?: button)? (?:in|of) the browser"
        ),
        lambda m, n: [Return()],
    ),
    (
        _rule(
            r"(?:go to|navigate to|open|visit|browse to|load|goto)\s+(?:the )?(?:page |url |site |website |address )?(?:at )?(?P<rest>.+)"
        ),
        _goto,
    ),
    (_rule(r"(?:scroll)\s*(?P<rest>.*)"), _scroll),
    (_rule(r"(?:wait|pause|sleep)\s*(?P<rest>.*)"), _wait),
    (
        _rule(
            r"(?:drag|drag and drop|move)\s+(?P<a>.+?)\s+(?:and drop (?:it )?)?(?:to|onto|on to|into|on|over)\s+(?P<b>.+)"
        ),
        _haul,
    ),
    (_rule(r"copy\s+(?P<a>.+?)\s+(?:and (?:type|paste|enter|put) (?:it )?)?(?:into|in|to)\s+(?P<b>.+)"), _copy),
    (
        _rule(
            r"(?:make sure|ensure|verify|check|confirm|see|assert)(?: that)? (?:you (?:can )?see |there is |the (?:page|screen|text) (?:shows|says|displays|contains) )?(?P<rest>.+?) (?:is|are|appears?)(?: now)? ?(?:shown|visible|displayed|there|present|on the (?:page|screen))?"
        ),
        _see,
    ),
    (
        _rule(
            r"(?:make sure|ensure|verify|assert)(?: that)? (?:you (?:can )?see |there is |(?:the )?(?:page|screen|text|it) (?:shows|says|displays|contains) )(?P<rest>.+)"
        ),
        _see,
    ),
    (
        _rule(
            r"(?P<verb>log ?in|log-in|sign ?in|sign-in)(?: to [^\x01]+?)?(?:\s+(?:as|with|using)\s+(?:(?:the |your )?(?P<who>user ?name|user|email(?: address)?|e-mail|login|account)?\s*)(?P<user>\S+?)(?:,?\s+(?:and|with|using|/)\s+(?:(?:the )?password|pass)?\s*(?P<secret>\S+))?)?"
        ),
        lambda m, n: _login(m, n),
    ),
    (
        _rule(
            r"(?:search|look)\s+(?:for|up)\s+(?P<value>.+?)(?:\s+(?:in|using|with|via|on)\s+(?:the\s+)?(?P<place>.*(?:search|field|box|bar|\x02)[^,]*))?"
        ),
        _search,
    ),
    (_rule(r"(?P<verb>double[- ]?click|right[- ]?click|middle[- ]?click|triple[- ]?click)\s+(?P<rest>.+)"), _press),
    (
        _rule(
            r"(?:hover|move (?:the )?(?:mouse|pointer|cursor)|point|rest (?:the )?(?:mouse|pointer))\s+(?:over|on|at|to|onto|above)?\s*(?P<rest>.+)"
        ),
        lambda m, n: [Point(n.target(m["rest"]))],
    ),
    (_rule(r"(?P<verb>increase|decrease|raise|lower|reduce|increment|decrement)\s+(?P<rest>.+)"), _bump),
    (
        _rule(
            r"(?:(?:set|change|slide|drag|move|adjust|update|edit|switch|turn|make|rename)|fill(?: in| out)?|complete|populate|replace|answer)\s+(?P<rest>.+)"
        ),
        _filled,
    ),
    (_rule(rf"(?P<verb>{TYPE})\s+(?P<rest>.+)"), _typed),
    (
        _rule(
            r"(?P<verb>(?:turn|switch) (?P<state>on|off)|uncheck|untick|deselect|unselect|clear|enable|disable|activate|deactivate|unmark)\s+(?P<rest>(?:the )?.*(?:box|check|option|switch|toggle|setting)[^,]*|(?<=f ).+|(?<=n ).+|(?<=k ).+|(?<=ble ).+|(?<=ate ).+|(?<=ect ).+)"
        ),
        _tick,
    ),
    (_rule(r"(?P<verb>turn|switch)\s+(?P<rest>.+)\s+(?P<state>on|off)"), _tick),
    (
        _rule(r"(?P<verb>check|tick|mark|agree to|accept)\s+(?P<rest>(?!out\b).+)"),
        lambda m, n: _tick(m, n) if names.tickable(m["verb"], m["rest"]) else None,
    ),
    (
        _rule(r"(?:select|choose|pick)\s+(?P<rest>.+?)(?:\s+(?:from|in|for|as|under|within|out of)\s+(?P<place>.+))?"),
        _choose,
    ),
    (_rule(r"(?:clear|empty|erase)\s+(?P<rest>.+)"), _clear),
    (
        _rule(
            r"(?P<verb>click|press|tap|hit|push|open|follow|go back to|return to|go to|go|goto|navigate to|expand|collapse|toggle|switch to|visit|activate|show|view|close)\s+(?P<rest>.+)"
        ),
        _press,
    ),
    (_rule(r"(?:press|use|hit) (?:the )?(?P<rest>.+?)(?: keys?)?"), _keys),
    (
        _rule(
            r"(?:report|tell|read|give|return|say|answer|note|get|find(?: out)?|write down|output|print|state|what|which|how)\b(?:\s+(?:me|us|back|with))*\s*(?P<rest>.+)"
        ),
        lambda m, n: _asked(m, n),
    ),
    (_rule(TYPE + r"\s+(?P<value>\x01\d+\x02)"), _bare),
    (_rule(r"(?P<name>[^\x01:=]{2,40}?)\s*[:=]\s*(?P<value>.+)"), _labelled),
    (
        _rule(
            rf"(?P<verb>{TYPE}|apply|redeem)\s+(?P<name>(?:the |a |my |your )?\D[^\x01]*?)\s+(?:of |as )?(?P<value>\S+)"
        ),
        _coded,
    ),
    (
        _rule(r"(?P<verb>[a-z][\w-]*)(?:\s+(?P<rest>.+))?"),
        lambda m, n: _act(m, n) if m["verb"].lower() in clauses.VERBS else None,
    ),
)


def _asked(found: re.Match[str], namer: Namer) -> list[Goal] | None:
    first = found[0].split()[0].lower()
    if first in {"what", "which", "how"}:
        return [_question(found[0], namer)]
    if first == "find" and not re.match(r"find out", found[0], re.I):
        return [Find(namer.target(found["rest"]))]
    return _read(found, namer)
