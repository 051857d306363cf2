"""Places in words, for a model that plans: a grounder finds where what it says is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from guiagent.actions import Action, Drag, Point
from guiagent.dialects.coordinates import Convention, Frame
from guiagent.dialects.decision import calls_in
from guiagent.dialects.images import SentImage
from guiagent.dialects.json_plain import JsonDialect
from guiagent.dialects.json_schema import TEXT, Places, or_none
from guiagent.dialects.naming import Fields, Naming, exact, fields_of, middle, prompted
from guiagent.dialects.places import short
from guiagent.dialects.reading import read_action
from guiagent.dialects.screens import sent
from guiagent.dialects.spellings import KINDS, Call
from guiagent.errors import UnreadableReply
from guiagent.messages import Reply
from guiagent.records import Observation

AIMED = frozenset({"click", "move", "scroll", "type", "mouse_down", "mouse_up"})
WORDS = ("target", "element", "description", "label", "place", "where")
ENDS = (("from", "start", "source"), ("to", "end", "destination"))
BETWEEN = " → "
"""Stands between the ends of a drag where its one target tells of both."""


@dataclass(frozen=True)
class ByDescription:
    """A `Naming`: words. A place is the mark of that label among `Observation.marks`, put there once it was found."""

    def entries(self, convention: Convention) -> str:
        return prompted("described.txt")[0]

    def rule(self, convention: Convention) -> str:
        return prompted("described.txt")[1]

    def places(self, convention: Convention) -> Places:
        return {
            "click": {"target": TEXT},
            "move": {"target": TEXT},
            "drag": {"from": TEXT, "to": TEXT},
            "scroll": {"target": or_none(TEXT)},
            "type": {"target": or_none(TEXT)},
        }

    def picture(self, now: Observation, image: SentImage) -> bytes:
        return sent(now.screen, image)

    def beside(self, now: Observation, frame: Frame, *, gone: bool) -> list[str]:
        return ["Screenshot:"]

    def written(self, action: Action, now: Observation, frame: Frame) -> Fields:
        if isinstance(action, Drag):
            start, between, end = action.target.partition(BETWEEN)
            return fields_of(action, frame, {"from": start, "to": end if between else start}, target="")
        return fields_of(action, frame, {})

    def read(self, call: Call, now: Observation, frame: Frame) -> list[Action]:
        name, given = call
        kind, values = KINDS[name][0], dict(given)
        said = _names(call)
        if kind == "drag":
            for key in ("path", "points", *(key for side in ENDS for key in side)):
                values.pop(key, None)
            values |= {"path": [list(_place(words, now)) for words in said], "target": BETWEEN.join(said)}
        elif said:
            values = {key: value for key, value in values.items() if key not in WORDS}
            values |= {"point": list(_place(said[0], now)), "target": said[0]}
        elif kind == "scroll":
            values["point"] = [now.width // 2, now.height // 2]
        return read_action((name, values), exact(now))

    def loosely(self, text: str) -> Fields | None:
        return None


@dataclass(frozen=True)
class WordsDialect(JsonDialect):
    """A `DescribingDialect`: the plain JSON dialect, with its places in words."""

    naming: Naming = field(default_factory=ByDescription)

    def described(self, reply: Reply) -> Sequence[str]:
        """The places that a reply names, each once, in order; none where it cannot be read."""
        try:
            return tuple(dict.fromkeys(words for call in calls_in(reply) for words in _names(call)))
        except UnreadableReply:
            return ()


def _names(call: Call) -> list[str]:
    """The descriptions in a call, in order. Raises UnreadableReply where one that is needed is missing."""
    name, values = call
    kind = KINDS[name][0]
    if kind == "drag":
        return list(_both_ends(values))
    if kind not in AIMED:
        return []
    said = [words.strip() for key in WORDS if isinstance(words := values.get(key), str) and words.strip()]
    if not said and kind not in ("scroll", "type"):
        raise UnreadableReply(f'{kind} needs a "target": what it is, in words, and where it stands')
    return said[:1]


def _both_ends(values: Fields) -> Iterator[str]:
    path = values.get("path") or values.get("points")
    ends = path if isinstance(path, list) else [_first(values, side) for side in ENDS]
    if len(ends) < 2:
        raise UnreadableReply('drag needs "from" and "to", in words')
    for words in ends:
        if not isinstance(words, str) or not words.strip():
            raise UnreadableReply(f'drag needs "from" and "to" in words, not {short(words)}')
        yield words.strip()


def _first(values: Fields, keys: tuple[str, ...]) -> object:
    return next((values[key] for key in keys if values.get(key) is not None), None)


def _place(words: str, now: Observation) -> Point:
    """The middle of the mark of that label. Raises UnreadableReply where nobody has found it."""
    found = next((mark for mark in now.marks if mark.label == words), None)
    if found is None:
        raise UnreadableReply(
            f"{short(words)} was not found on the screen: describe it in other words, or scroll to it"
        )
    return middle(found.box)
