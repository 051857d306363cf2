"""A family's own verbs, from its calls to actions.

What is no verb of its own is read in the words of the plain JSON dialect: `navigate(url='…')`. Verbs of phones that a
browser has nothing like are refused with what there is instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guiagent.actions import Action, Point, points_of
from guiagent.dialects.arguments import PLACES
from guiagent.dialects.calls import Called
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.decision import decision_in
from guiagent.dialects.grammar import Said
from guiagent.dialects.reading import read_action
from guiagent.dialects.spellings import KINDS, snake, snake_keys
from guiagent.errors import UnreadableReply
from guiagent.messages import Reply

MOST = 8
Words = tuple[str, dict[str, Any]]
"""The name of a call and its arguments."""

_NO_HOME = "there is no home screen here: open an address with navigate, or go back with back"
_NO_APPS = "there are no apps here, only a browser: open an address with navigate"
ABSENT = {
    **dict.fromkeys(("press_home", "home", "navigate_home", "press_recent"), _NO_HOME),
    **dict.fromkeys(("open_app", "launch", "launch_app", "awake", "open"), _NO_APPS),
}
"""What a phone has and a browser has not, and what there is instead."""
PHONE: dict[str, Words] = {
    "press_back": ("back", {}),
    **dict.fromkeys(("press_enter", "keyboard_enter", "enter"), ("press", {"keys": ["Enter"]})),
    **dict.fromkeys(("call_user", "take_over", "info", "interact", "abort"), ("give_up", {})),
}
"""Verbs of phones, and of calling the user, in the shared vocabulary's words."""
_AMOUNTS = frozenset(
    (
        *("seconds", "time", "duration", "ms", "milliseconds"),
        *("amount", "screens", "scroll_amount", "notches", "step", "steps", "step_count", "pixels", "dx", "dy"),
    )
)


@dataclass(frozen=True)
class Verbs:
    """How a family's calls are read.

    `form` says how a reply is written, for refusals. `renamed` are verbs that the shared vocabulary has not, or means
    otherwise; `order` the names of arguments by place; `amounts` how much is meant where none is said. The actions in
    `floating` may leave their place out: it is where the mouse was left, for scrolling else the middle of the screen.
    """

    form: str
    renamed: Mapping[str, Words] = field(default_factory=dict)
    order: Mapping[str, Sequence[str]] = field(default_factory=dict)
    amounts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    floating: frozenset[str] = frozenset(("scroll", "swipe"))

    @property
    def names(self) -> frozenset[str]:
        """Every verb that can be read or is refused with a reason, in lower case and with either spelling of words."""
        known = {*KINDS, *PHONE, *ABSENT, *self.renamed, *self.absent}
        return frozenset(known | {name.replace("_", "") for name in known})

    def actions(self, called: Called, frame: Frame, at: Point | None) -> list[Action]:
        """The actions that a call means, one or a few. Raises UnreadableReply."""
        name = snake(called.name)
        if reason := ABSENT.get(name) or self.absent.get(name):
            raise UnreadableReply(f"{called.name}: {reason}")
        verb, said = self.renamed.get(name) or PHONE.get(name) or (name, {})
        if verb not in KINDS:
            raise UnreadableReply(f"there is no action {called.name!r:.60}; {self.form}")
        given = snake_keys(called.by_name(self.order.get(name, ())))
        values = {key: value for key, value in given.items() if not (key in _SPOTS and value in ("", "None"))}
        if any(isinstance(value, Called) for value in values.values()):
            raise UnreadableReply(f"{called.name}: a call within it cannot be read; {self.form}")
        if values.keys().isdisjoint(_AMOUNTS):
            values |= self.amounts.get(verb, {})
        return read_action((verb, values | said), frame, self._place(verb, frame, at))

    def _place(self, verb: str, frame: Frame, at: Point | None) -> Point | None:
        if KINDS[verb][0] not in self.floating:
            return None
        return _middle(frame) if at is None and _turns(verb) else at


_SPOTS = frozenset((*PLACES, "direction", "end_box", "end_point"))


def all_actions(verbs: Verbs, calls: Sequence[Called], frame: Frame, at: Point | None) -> tuple[Action, ...]:
    """The actions of several calls; each leaves the mouse where its last place is."""
    found: list[Action] = []
    for called in calls:
        found += verbs.actions(called, frame, at)
        at = next((points_of(action)[-1] for action in reversed(found) if points_of(action)), at)
    return tuple(found)


def _turns(verb: str) -> bool:
    """Whether it scrolls: over the middle of the screen, where no place is said and the mouse was nowhere yet."""
    return KINDS[verb][0] in ("scroll", "swipe")


def _middle(frame: Frame) -> Point:
    return Point(frame.screen[0] // 2, frame.screen[1] // 2)


def in_json(text: str, frame: Frame, form: str) -> Said:
    """What a reply without a trace of the family's own form says in plain JSON. Raises UnreadableReply."""
    middle = _middle(frame)
    try:
        decision = decision_in(
            Reply(text=text), lambda call: read_action(call, frame, middle if _turns(call[0]) else None), MOST
        )
    except UnreadableReply as error:
        if "{" in text:
            raise
        raise UnreadableReply(f"there is no action in the reply; {form}") from error
    return Said(decision.actions, decision.thought)
