"""The hands: carry out the actions of one decision, each under the guard, and stop where it would go wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from guiagent.actions import Action, DeviceAction, Finish, GiveUp, KeyUp, Look, MouseUp, Move, Wait
from guiagent.errors import ActionFailed
from guiagent.pixels import stands
from guiagent.protocols import Computer, Guard, Memory, Watcher
from guiagent.records import Decision, Done, Failed, Observation, Outcome, Skipped

Anywhere = Wait | Move | MouseUp | KeyUp
"""What begins nothing, and so means the same whatever the screen has become under it."""


@dataclass
class Hands:
    """Carries out one decision, made on the screen `now`; the first action that is not Done ends the batch.

    `touched` says whether anything was done to the computer at all, `looked` whether another look at it was asked for.
    """

    computer: Computer
    guard: Guard
    memory: Memory
    watcher: Watcher
    now: Observation
    touched: bool = False
    looked: bool = False
    _notices: tuple[str, ...] = field(default=(), init=False)

    async def carry_out(self, decision: Decision) -> tuple[Outcome, ...]:
        """What came of each action, in order. The provider's concerns go to a person before the first of them."""
        if decision.concerns and (refused := await self.guard.consent(decision.concerns, self.now)):
            self.memory.acted(refused)
            return (refused,)
        outcomes: list[Outcome] = []
        for place, action in enumerate(decision.actions):
            outcome = await self._one(place, action)
            outcomes.append(outcome)
            self.memory.acted(outcome)
            if not isinstance(outcome, Done):
                break
        return tuple(outcomes)

    async def _one(self, place: int, action: Action) -> Outcome:
        if isinstance(action, Finish | GiveUp):
            return Done()
        if isinstance(action, Look):
            self.looked = True
            return Done()
        if place and not isinstance(action, Anywhere) and (moved := await self._moved_under(action)):
            return Skipped(reason=moved)
        if blocked := await self.guard.review(action, self.now):
            return blocked
        return await self._act(place, action)

    async def _act(self, place: int, action: DeviceAction) -> Outcome:
        if action.kind not in self.computer.kinds:
            return Failed(
                reason=f"cannot {action.kind} here; what can be done: {', '.join(sorted(self.computer.kinds))}"
            )
        self.memory.acting(place)
        self.watcher.acting(action)
        self.touched = True
        try:
            await self.computer.perform(action)
        except ActionFailed as failed:
            return Failed(reason=str(failed))
        return Done()

    async def look(self) -> Observation:
        """The screen after the actions, with every notice since the decision."""
        seen = await self.computer.observe()
        self._notices = (*self._notices, *seen.notices)
        return seen.model_copy(update={"notices": self._notices})

    async def _moved_under(self, action: DeviceAction) -> str | None:
        """Why the next action of a batch may no longer mean what it meant, or None."""
        seen = await self.look()
        if seen.notices:
            return f"something happened first: {seen.notices[-1]}"
        if (seen.url, seen.tab, len(seen.tabs)) != (self.now.url, self.now.tab, len(self.now.tabs)):
            return f"the page changed first, to {seen.url}"
        if not stands(self.now.screen, seen.screen, action):
            return "the screen changed at the place of this action first"
        return None
