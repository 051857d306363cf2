"""From calls as a model wrote them to actions, one after the other, each at the place where the mouse then is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from guiagent.actions import Action, Drag, Finish, Move, Point, points_of
from guiagent.dialects.arguments import BOXES, PLACES
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.decision import FORM, decision_in
from guiagent.dialects.family import MOST
from guiagent.dialects.grammar import Said
from guiagent.dialects.grounding_forms import located
from guiagent.dialects.places import short
from guiagent.dialects.reading import read_action
from guiagent.dialects.spellings import KINDS, Call, call_of, snake, snake_keys, unpacked
from guiagent.dialects.tool_call import before_call, keys_of, tool_calls_in
from guiagent.errors import UnreadableReply
from guiagent.messages import Reply

Arguments = dict[str, Any]
Meant = Callable[[str, Arguments], Arguments | None]
"""What an action of a family's own means: its name and arguments, to an `action` and arguments in shared words.

None where it is a shared one already. Raises UnreadableReply for what cannot be done here.
"""


def as_written(action: str, arguments: Arguments) -> Arguments | None:
    """The family has no words of its own."""
    return None


def said_in(
    text: str, frame: Frame, at: Point | None, declared: frozenset[str], form: str, meant: Meant = as_written
) -> Said:
    """What a reply in tool calls says; one without any is read as plain JSON, or as the place it locates.

    `form` is what to write instead. Raises UnreadableReply, also for words alone: nothing is ever clicked on a guess.
    """
    if calls := tool_calls_in(text, declared):
        return Said(actions_of([called(each, meant) for each in calls], frame, at), before_call(text))
    if (click := located(text, frame)) is not None:
        return Said((click,))
    try:
        decision = decision_in(Reply(text=text), lambda call: read_call(call, frame, at), MOST)
    except UnreadableReply as error:
        raise UnreadableReply(f"{str(error).removesuffix(f'; {FORM}')}: write {form}") from error
    return Said(decision.actions, decision.thought or before_call(text))


def called(value: Any, meant: Meant = as_written) -> Call:
    """The action that one call names. Raises UnreadableReply where it names none."""
    if (call := call_of(_shared(value, meant))) is None:
        raise UnreadableReply(f'the call {short(value)} names no "action"')
    return call


def _shared(value: Any, meant: Meant) -> Any:
    """A call in shared words."""
    if not isinstance(value, Mapping):
        return value
    fields = snake_keys(value)
    inner = unpacked(fields.get("arguments", fields))
    arguments = snake_keys(inner) if isinstance(inner, Mapping) else {}
    named = fields.get("name"), arguments.pop("tool_name", None)
    action = arguments.pop("action", None) or next(filter(None, named), None)
    own = meant(snake(action), arguments) if isinstance(action, str) else None
    return value if own is None else own


def actions_of(calls: Iterable[Call], frame: Frame, at: Point | None) -> tuple[Action, ...]:
    """The actions of calls in their order. `at` is where the mouse was left before them."""
    found: list[Action] = []
    for call in calls:
        for action in read_call(call, frame, at):
            found = _joined(found, action, drags_on=_begins_nowhere(call[1]))
            at = points_of(action)[-1] if points_of(action) else at
    return tuple(found)


def read_call(call: Call, frame: Frame, at: Point | None) -> list[Action]:
    """One call read with its keys mended; a scroll without a place is over the mouse, or the middle of the screen."""
    name, values = call
    kind = KINDS[name][0]
    if kind in ("press", "hold", "key_down", "key_up"):
        values = {**values, **{key: keys_of(values[key]) for key in ("keys", "key", "text") if key in values}}
    if name == "scroll" and "pixels" in values and "direction" not in values:
        values = {**values, "axis": "vertical"}
    middle = Point(frame.screen[0] // 2, frame.screen[1] // 2)
    if at is None and (missing := _nowhere(kind, values)):
        raise UnreadableReply(f"{name} {missing}")
    return read_action((name, values), frame, at or (middle if kind in ("scroll", "swipe") else None))


def _nowhere(kind: str, values: Mapping[str, Any]) -> str:
    """What is missing in a call that leaves its place to the mouse, which was nowhere yet; empty where nothing is."""
    if kind == "drag" and _begins_nowhere(values):
        return "begins where the mouse is, which was nowhere yet: move it first"
    if kind in ("click", "move", "mouse_down", "mouse_up") and not {"x", *PLACES, *BOXES} & values.keys():
        return 'needs a "coordinate", since the mouse was nowhere yet'
    return ""


def _begins_nowhere(values: Mapping[str, Any]) -> bool:
    """Whether a drag says its end alone."""
    return set(values) <= {*PLACES, "keys"}


def _joined(before: Sequence[Action], action: Action, *, drags_on: bool) -> list[Action]:
    """The actions with one more: an end adds nothing to an answer, nor a move to a drag from where it went.

    `drags_on`: a drag says no place to begin at, which is what the move is for.
    """
    match before, action:
        case [*rest, Move(point=point)], Drag(path=[start, *_]) if drags_on and start == point:
            return [*rest, action]
        case [*rest, Finish() as last], Finish(answer="" as answer) if answer != last.answer:
            return [*rest, last]
    return [*before, action]
