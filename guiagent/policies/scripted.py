"""A solution as a policy: moves on named elements, found under the pixels; for tests and for tasks' own solutions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from guiagent.actions import Action, Click, Finish, GiveUp, Point, Press, Scroll, Type, Value, Wait
from guiagent.errors import ActionFailed
from guiagent.memory import was_cut_off
from guiagent.protocols import Inspector
from guiagent.records import Blocked, Decision, Done, Failed, Observation, Skipped, Step, Unknown

TRIES = 6
"""How often a move is begun, scrolls and waits for its target included, before the policy gives up."""

_HARMLESS = frozenset({"link", "textbox", "searchbox", "combobox", "radio", "tab", "option"})
"""Roles whose click comes to the same when it is done twice."""


class Move(Value):
    """Click the nth element of this accessible role and name, if a role is given; then do the rest."""

    role: str = ""
    name: str = ""
    nth: int = 0
    then: tuple[Action, ...] = ()

    def __str__(self) -> str:
        aim = [f"click {self.role} {self.name!r}"] if self.role else []
        return ", ".join([*aim, *(action.kind for action in self.then)])


def click(role: str, name: str, nth: int = 0) -> Move:
    """Click an element."""
    return Move(role=role, name=name, nth=nth)


def type_into(role: str, name: str, text: str, nth: int = 0) -> Move:
    """Replace a field's text."""
    return Move(role=role, name=name, nth=nth, then=(Press(keys=("Control", "a")), Type(text=text)))


def finish(answer: str = "") -> Move:
    """Say that the task is done."""
    return Move(then=(Finish(answer=answer),))


def give_up(reason: str) -> Move:
    """Say that the task cannot be done."""
    return Move(then=(GiveUp(reason=reason),))


class ScriptedPolicy:
    """Makes the moves one after another; the place in them is read from the last step's `Decision.reply`."""

    def __init__(self, moves: Sequence[Move], inspector: Inspector) -> None:
        self.moves, self.inspector = tuple(moves), inspector

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        """The next move; a scroll or a wait where its target is not on the screen yet."""
        place = _place(history)
        if _is_unknown(history) and not await self._repeatable(self.moves[place]):
            place += 1
        elif await self._is_lost(history, place):
            place -= 1
        if place >= len(self.moves):
            return _decision(place, "the script is at its end", GiveUp(reason="the script ends without an answer"))
        move = self.moves[place]
        if _tries(history, place) >= TRIES:
            return _decision(place, str(move), GiveUp(reason=f"could not {move} in {TRIES} tries"))
        if not move.role:
            return _decision(place, str(move), *move.then)
        try:
            point = await self.inspector.find(move.role, move.name, move.nth)
        except ActionFailed as failed:
            return _looking(place, f"{failed}: waiting for it", Wait(seconds=0.5))
        if scroll := _towards(point, now):
            return _looking(place, f"scrolling to {move.role} {move.name!r}", scroll)
        return _decision(place, str(move), Click(point=point, target=move.name), *move.then)

    async def _repeatable(self, move: Move) -> bool:
        """Whether a move that may have happened can be made again: it is harmless, or its button is still there."""
        return not move.role or move.role in _HARMLESS or await self._is_there(move)

    async def _is_lost(self, history: Sequence[Step], place: int) -> bool:
        """Whether what the last move did went with a browser that was killed, which is given back as it was seen last.

        A field is empty again; what a button sent may have arrived, so it is pressed again only where it is there and
        what comes next is not.
        """
        if not history or not was_cut_off(history[-1]) or not 0 < place < len(self.moves):
            return False
        last, move = self.moves[place - 1], self.moves[place]
        if not last.role or int(history[-1].decision.reply["move"]) == place:
            return False
        if last.role == "button" and move.role and await self._is_there(move):
            return False
        return await self._is_there(last)

    async def _is_there(self, move: Move) -> bool:
        try:
            await self.inspector.find(move.role, move.name, move.nth)
        except ActionFailed:
            return False
        return True


def _decision(place: int, thought: str, *actions: Action) -> Decision:
    return Decision(thought=thought, actions=actions, reply={"move": place})


def _looking(place: int, thought: str, action: Action) -> Decision:
    return Decision(thought=thought, actions=(action,), reply={"move": place, "looking": True})


def _towards(point: Point, now: Observation) -> Scroll | None:
    """The scroll that brings a point to the middle of the screen; None where it is on the screen."""
    middle = Point(now.width // 2, now.height // 2)
    if not 0 <= point.y < now.height:
        return Scroll(point=middle, dy=point.y - middle.y)
    if not 0 <= point.x < now.width:
        return Scroll(point=Point(middle.x, point.y), dx=point.x - middle.x)
    return None


def _place(history: Sequence[Step]) -> int:
    """The place of the move that is to be made now."""
    if not history:
        return 0
    reply = history[-1].decision.reply
    return int(reply["move"]) + (not reply.get("looking", False) and all(map(_is_done, history[-1].outcomes)))


def _tries(history: Sequence[Step], place: int) -> int:
    """How often the move at this place has been begun."""
    return sum(step.decision.reply["move"] == place for step in history[-TRIES:])


def _is_unknown(history: Sequence[Step]) -> bool:
    return bool(history) and any(isinstance(outcome, Unknown) for outcome in history[-1].outcomes)


def _is_done(outcome: Done | Failed | Blocked | Skipped | Unknown) -> bool:
    match outcome:
        case Done():
            return True
        case Failed() | Blocked() | Skipped() | Unknown():
            return False
        case _:
            assert_never(outcome)
