"""How a task names things: determiners, kinds, ordinals, scopes, values, numbers and keys."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guiagent.policies.reader.clauses import HELD, Literals
from guiagent.policies.reader.targets import Sort, Target, Where
from guiagent.policies.reader.words import PURPOSES, RANKS, SORTS

DETERMINER = re.compile(r"^(?:(?:the|a|an|your|my|our|its|their|this|that|any|some)\s+)+", re.I)
RANK = re.compile(rf"^({'|'.join(RANKS)})\s+(?!names?\b)(?=\S)", re.I)
SORT_AFTER = re.compile(
    rf"^(?P<name>.*?)(?:^|\s+)(?P<sort>{'|'.join(sorted(SORTS, key=len, reverse=True))})s?$", re.I | re.S
)
SORT_BEFORE = re.compile(
    rf"^(?P<sort>{'|'.join(sorted(SORTS, key=len, reverse=True))})"
    r"(?P<said>\s+(?:labelled|labeled|called|named|that says|saying|with the (?:text|label|name)|titled|marked|about))?"
    r"(?:\s+for)?\s+"
    r"(?P<name>(?:\x01\d+\x02|.+))$",
    re.I | re.S,
)
SCOPES: tuple[tuple[Where, str], ...] = (
    (
        "row",
        r"(?:in|on|of|from|at) the (?:same )?(?:row|line|table row|card|entry|item|box|list item) (?:of|for|with|"
        r"containing|that (?:says|contains|has)|named|called|where .+? is|about)\s+(?P<x>.+)",
    ),
    ("row", r"(?:in|on|of|from) (?:the )?(?P<x>.+?)(?:'s)? (?:row|line|card|entry)"),
    (
        "near",
        r"(?:next to|besides?|near|by|alongside|to the (?:right|left) of|(?:that )?belong(?:s|ing) to)\s+(?P<x>.+)",
    ),
    ("below", r"(?:under|below|underneath|beneath)\s+(?P<x>.+)"),
    ("above", r"above\s+(?P<x>.+)"),
    (
        "in",
        r"(?:in|on|of|from|inside|within|at) (?:the )?(?P<x>.+?) (?:section|panel|area|group|dialog|popup|menu|"
        r"form|list|table|sidebar|header|footer|box|tab|window|column|page|toolbar|bar)",
    ),
    ("row", r"(?:with|containing|that (?:has|contains|includes))\s+(?P<x>.+?)\s+in(?:side)? it"),
    ("row", r"(?:containing|that (?:contains|includes))\s+(?P<x>.+)"),
    ("row", r"(?:for|of)\s+(?P<x>.+)"),
    ("row", r"(?:in|on|from)\s+(?P<x>\x01\d+\x02)"),
)
PLACES = re.compile(
    r"\s+(?:at|on|in|from|of) the (?:(?:very )?(?:top|bottom|left|right|upper|lower|main|side|next|current|same|"
    r"navigation|product|results?|whole|first)[ -]*)*"
    r"(?:page|screen|form|corner|menu bar|navigation|nav|top|bottom|left|right|header|footer|sidebar|menu|dialog|"
    r"pop-?up|list|table|toolbar|side|site|website|results?|window)(?: of the (?:page|screen|form|list|window))?$",
    re.I,
)


@dataclass(frozen=True)
class Namer:
    """Reads names and values out of clauses whose literals stand as marks."""

    literals: Literals

    def plain(self, text: str) -> str:
        """A text as it was written, literals without their quotes."""
        return self.literals.restore(text)

    def value(self, text: str) -> str:
        """What is to be typed: a literal as it is, other words without determiner and trailing purpose."""
        held = HELD.search(text)
        if held and re.fullmatch(
            r"(?:the |a |an )?(?:text|word|words|value|number|phrase|name|message|code|string|"
            r"password|email|date|letters?)?\s*(?:address )?\x01\d+\x02(?:\s+to .*)?",
            text.strip(),
            re.I,
        ):
            return self.literals.values[int(held[1])]
        bare = re.sub(
            r"^(?:the (?:text|word|words|value|number|phrase|name|message|code|string)|text)\s+",
            "",
            text.strip(),
            flags=re.I,
        )
        return self.plain(re.sub(r"\s+to (?:see|find|get|make|be|have|let)\b.*$", "", bare, flags=re.I))

    def is_value(self, text: str) -> bool:
        """Whether a text can be typed as it is: a literal, or words that hold none and are no thing ("the code")."""
        if HELD.search(text):
            return not HELD.search(self.value(text)) and self.value(text) in self.literals.values
        return not re.match(r"(?:the|a|an|my|your|its?|this|that)\b", text.strip(), re.I)

    def nameable(self, text: str) -> bool:
        """Whether a text can be the name of a field: short, and with a letter or a literal in it."""
        return 0 < len(self.plain(text)) <= 60 and bool(re.search(r"[^\W_]", self.plain(text)))

    def field(self, text: str) -> Target:
        """A target that is a field unless its words say otherwise."""
        found = self.target(text)
        sort: Sort = found.sort if found.sort and found.sort != "item" else "field"
        return Target(found.name, sort, found.scope, found.where, found.ordinal, found.quoted, found.whole)

    def target(self, text: str) -> Target:
        """The thing that a noun phrase names."""
        bare = _labelled(_trimmed(text))
        if of_kind := _kind(self.plain(bare)):
            return of_kind
        whichever = bool(re.match(r"(?:an?|any|some|one)\s", bare, re.I))
        whole = self.plain(re.sub(r"^(?:the|an?)\s+", "", bare, flags=re.I))
        bare, scope, where = self._scoped(bare)
        bare = DETERMINER.sub("", bare)
        ordinal = 0
        alone = re.fullmatch(rf"({'|'.join(RANKS)})(?:\s+(?:one|item|task|entry))?", bare, re.I)
        if alone and not scope:
            return Target("", "item", ordinal=RANKS[alone[1].lower()], whole=whole)
        if rank := RANK.match(bare):
            ordinal, bare = RANKS[rank[1].lower()], bare[rank.end() :]
        if one := re.match(
            r"one (?:at|with|for|from|by|named|called|that (?:says|costs|leaves at))\s+(?P<x>.+)$", bare, re.I
        ):
            bare = DETERMINER.sub("", one["x"])
        name, sort = _sorted(bare, bool(ordinal))
        if kind := re.fullmatch(r"[a-z][a-z ]{1,20}\s(?P<name>\x01\d+\x02)", name):
            name = kind["name"]  # "the task 'Pay rent'": what kind of thing it is need not stand on the screen
        quoted = self.literals.is_literal(name)
        plain = self.plain(DETERMINER.sub("", name))
        if ordinal and sort in {"", "item"} and not quoted and plain in {"", "one"}:
            sort = "item"
        return Target(
            plain, sort, self.plain(scope), where, ordinal, quoted, "" if quoted and not scope else whole, one=whichever
        )

    def _scoped(self, text: str) -> tuple[str, str, Where]:
        for where, pattern in SCOPES:
            found = re.search(rf"\s+{pattern}$", text, re.I | re.S)
            if found and found[0].strip()[0].isupper():
                continue  # "the In progress column": a name, not a preposition
            if found and text[: found.start()].strip():
                scope = DETERMINER.sub("", found["x"].strip())
                held = HELD.search(scope)
                if held and re.match(r"[\w ]*$", HELD.sub("", scope)):
                    scope = held[0]
                return text[: found.start()].strip(), scope, where
        return text, "", ""

    def pairs(self, rest: str, frame: str) -> list[tuple[str, str, bool]]:
        """(name, value, submitted) of a list of assignments, "X into A, Y into B and Z into C"; [] where it is none."""
        rest, enter = _entered(rest)
        whole = re.fullmatch(frame, rest, re.I | re.S)
        if whole is None:
            return []
        parts = re.split(r"\s*,\s*(?:and\s+)?(?:then\s+)?|\s+and\s+", rest)
        each = [re.fullmatch(frame, part.strip(), re.I | re.S) for part in parts if part.strip()]
        matched = [found for found in each if found]
        if len(matched) < len(each) or len(matched) < 2:
            matched = [self._best(frame, rest) or whole]
        return [(found["name"], found["value"], enter and found is matched[-1]) for found in matched]

    def _best(self, frame: str, rest: str) -> re.Match[str] | None:
        """The assignment read with its literal as one value: a preposition inside other words does not part it."""
        greedy = re.fullmatch(frame.replace("(?P<value>.+?)", r"(?P<value>(?:[\w ]*?)\x01\d+\x02)"), rest, re.I | re.S)
        return greedy or re.fullmatch(
            frame.replace("(?P<value>.+)", r"(?P<value>[\w ]*?\x01\d+\x02)"), rest, re.I | re.S
        )

    def listed(self, rest: str, question: bool = False, loose: bool = False) -> list[str]:
        """The members of "'A', 'B' and 'C'" where all are literals or things of a kind, or anything where `loose`."""
        if re.search(r"\s(?:→|->|>|»)\s", rest):
            return re.split(r"\s+(?:→|->|>|»)\s+", rest)
        keys = re.split(r"\s*,?\s+then\s+|\s*,\s*(?:and\s+)?(?:then\s+)?|\s+and\s+|\s+", rest.strip())
        if len(keys) > 1 and all(re.fullmatch(r"\d{1,3}|[^\w\s\x01]|[a-zA-Z]", key) for key in keys):
            return keys
        parts = [part.strip() for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", rest) if part.strip()]
        literal = all(HELD.search(DETERMINER.sub("", part)) for part in parts)
        asked = question and all(re.match(r"the\s|what|how|which|\x01", part, re.I) for part in parts)
        kinds = all(_sorted(part, False)[1] not in {"", "item"} and " " in part for part in parts)
        return parts if len(parts) > 1 and (literal or asked or kinds or loose) else [rest]


LABELLED = re.compile(
    r"(?P<thing>.+?)\s+(?P<place>(?:in|on|of|inside) (?:the|this) [^\x01]+?)\s+"
    r"(?P<said>(?:labelled|labeled|called|named|titled|marked|that says|saying)\s+\x01\d+\x02)$",
    re.I | re.S,
)
KINDS = re.compile(
    r"(?:an?|the|any|one)\s+(?P<kind>[a-z][a-z -]*?)\s+(?:widget|control|(?:form|input|page) element)", re.I
)
BODY = re.compile(r"^(?:the )?(?:(?:very )?(?:cent(?:er|re)|middle)) of\s+(?=\S)", re.I)


def _labelled(text: str) -> str:
    """ "The button in the box labelled 'A'" as "the button labelled 'A' in the box"; "the middle of A" as "A"."""
    text = BODY.sub("", text)
    found = LABELLED.fullmatch(text)
    return f"{found['thing']} {found['said']} {found['place']}" if found else text


def _kind(text: str) -> Target | None:
    """ "A checkbox widget": any thing of this kind, whatever its words."""
    found = KINDS.fullmatch(text.strip())
    kind = found["kind"].lower() if found else ""
    sort = SORTS.get(kind, "field" if kind == "text" else "")
    return Target("", sort, whole=kind, one=True) if sort else None


def _trimmed(text: str) -> str:
    """A noun phrase without the page's regions and what it is for."""
    bare = text.strip().strip(",;:.").strip()
    bare = re.sub(r"\s+(?:(?:in order )?to|so as to|and wait)\s+(?:[a-z]+)\b(?!.*\x01)[^\x01]*$", _purpose, bare)
    bare = re.sub(r"\s+(?:instead|only|again|as well|too|below|above)$", "", bare, flags=re.I)
    return PLACES.sub("", bare) or bare


def _purpose(found: re.Match[str]) -> str:
    """Nothing for " to save the changes"; the words as they were for a name that goes on, as " to cart"."""
    words = found[0].split()
    return "" if len(words) >= 2 and words[1].lower() in PURPOSES else found[0]


def _sorted(text: str, ranked: bool) -> tuple[str, Sort]:
    """A noun phrase without the word that says what kind of thing it is, and the kind; `ranked`: "the first …"."""
    after = SORT_AFTER.match(text)
    before = SORT_BEFORE.match(text)
    if before and (HELD.search(before["name"]) or before["said"] or (before["name"][0].isupper() and not ranked)):
        return DETERMINER.sub("", before["name"]), SORTS[before["sort"].lower()]
    if after is None:
        return text, ""
    sort = SORTS[after["sort"].lower()]
    if after["name"].strip():
        return after["name"].strip(), sort
    if " " in after["sort"] and after["sort"].lower().startswith("search"):
        return after["sort"].split()[0], sort
    return ("", sort) if ranked or sort != "item" else (text, "")


def _entered(rest: str) -> tuple[str, bool]:
    """Whether " and press Enter" ends an assignment."""
    bare = re.sub(r"\s*,?\s*(?:and|then)\s+(?:press|hit)\s+(?:the\s+)?(?:enter|return)(?: key)?$", "", rest, flags=re.I)
    return bare, bare != rest


def is_heading(clause: str) -> bool:
    """Whether a clause only announces what follows: "fill in the form as follows", "do the following steps"."""
    return bool(
        re.fullmatch(
            r"(?:(?:fill (?:in|out)|complete|use|enter) the (?:\w+ )?(?:form|details|fields|information|values)"
            r"(?: (?:as follows|with (?:the following|these)[\w ]*|below|with))?|"
            r"(?:do|follow|perform|complete)?\s*(?:the following|these|as follows)[\w ]*|steps?|task|instructions?|"
            r"(?:that's|that is) (?:all|it)|(?:do not|don't|never|avoid)\b.*|no other .+ will do|(?:there|here)|"
            r"(?:in|on|at|under|inside|within|from) (?:the|your|my|this) [^,]{1,40}|"
            r"thanks?(?: you)?(?: very much)?|done|stop|good luck)",
            clause.strip(" :.!"),
            re.I,
        )
    )
