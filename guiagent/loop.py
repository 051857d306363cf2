"""The loop: look, decide, guard, act, look again, reflect, remember."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from guiagent.actions import Finish, GiveUp
from guiagent.errors import UnreadableReply
from guiagent.hands import Hands
from guiagent.limits import Limits, Spent
from guiagent.memory import InMemory, closed
from guiagent.protocols import Computer, Guard, Memory, Person, Policy, Reflector, Watcher
from guiagent.records import Blocked, Decision, Done, Ending, Observation, Reflection, Step, Timings, Trajectory
from guiagent.stall import stalled
from guiagent.usage import Usage
from guiagent.watching import Nobody, Unwatched


@dataclass(frozen=True)
class Agent:
    """Does a task on a computer with a policy, within limits, under a guard."""

    policy: Policy
    computer: Computer
    guard: Guard
    reflector: Reflector
    limits: Limits = field(default_factory=Limits)
    person: Person = field(default_factory=Nobody)
    watcher: Watcher = field(default_factory=Unwatched)

    async def run(self, instruction: str, memory: Memory | None = None) -> Trajectory:
        """Work until the task ends or a limit is reached. What a person must mend is raised as an OperatorError.

        `memory` is where steps are kept; one that holds steps already is gone on with.
        """
        run = _Run(self, instruction, InMemory() if memory is None else memory)
        ending = await run.work()
        return Trajectory(instruction=instruction, steps=tuple(run.memory.steps), ending=ending)


class _Run:
    """One run of an agent: its turns, and the clock they share."""

    def __init__(self, agent: Agent, instruction: str, memory: Memory) -> None:
        self.agent, self.instruction, self.memory = agent, instruction, memory
        self._earlier = sum(step.timings.total for step in memory.steps)
        self._began = monotonic()

    async def work(self) -> Ending:
        if said := _last_word(self.memory.steps):
            return said
        now = await self.agent.computer.observe()
        if cut := self.memory.pending:
            self.memory.finished(closed(cut, now))
            if said := _last_word(self.memory.steps):
                return said
        while not (limit := self.agent.limits.reached(self.spent)):
            if hint := await self.agent.person.turn():
                self.memory.hinted(hint)
            began = monotonic()
            try:
                decision = await self._decide(now)
            except UnreadableReply as unreadable:
                return _unreadable(unreadable)
            if decision is None:
                continue
            step = await self._carry_out(now, decision, began)
            if ending := _ended_by(step, self.memory.steps):
                return ending
            now = step.after
        return Ending(reason=limit, detail=self.agent.limits.words(limit))

    @property
    def spent(self) -> Spent:
        return Spent.of(self.memory.steps, self._earlier + monotonic() - self._began)

    async def _decide(self, now: Observation) -> Decision | None:
        """What to do next; None where the run's time is over first, or a person wants a word."""
        self.agent.watcher.deciding(now, self.spent)
        seconds = self.agent.limits.seconds
        left = None if seconds is None else max(0.0, seconds - self.spent.seconds)
        task = "\n".join((self.instruction, *self.memory.hints))
        thinking = asyncio.ensure_future(self.agent.policy.decide(task, now, self.memory.steps))
        calling = asyncio.ensure_future(self.agent.person.calls())
        try:
            await asyncio.wait({thinking, calling}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            return thinking.result() if thinking.done() else None
        finally:
            await _abandon(thinking, calling)

    async def _carry_out(self, now: Observation, decision: Decision, began: float) -> Step:
        """Act, look again, reflect, remember. `began` is when the policy was asked."""
        agent, index, decided = self.agent, len(self.memory.steps), monotonic()
        self.memory.decided(now, decision)
        agent.watcher.decided(index, decision)
        hands = Hands(agent.computer, agent.guard, self.memory, agent.watcher, now)
        outcomes = await hands.carry_out(decision)
        acted = monotonic()
        after = await hands.look() if hands.touched or hands.looked else now
        seen = monotonic()
        reflection = await agent.reflector.reflect(now, decision, after) if hands.touched else Reflection()
        timings = Timings(decide=decided - began, act=acted - decided, observe=seen - acted, reflect=monotonic() - seen)
        step = Step(
            index=index,
            before=now,
            decision=decision,
            outcomes=outcomes,
            after=after,
            reflection=reflection,
            timings=timings,
        )
        self.memory.finished(_nudged(step, self.memory.steps))
        agent.watcher.stepped(self.memory.steps[-1], self.spent)
        return self.memory.steps[-1]


def _nudged(step: Step, earlier: Sequence[Step]) -> Step:
    """The step, with a word to the model in its reflection where the run goes round in circles."""
    if (stall := stalled((*earlier, step))) is None:
        return step
    note = f"{step.reflection.note} {stall.nudge}".strip()
    return step.model_copy(update={"reflection": step.reflection.model_copy(update={"note": note})})


def _ended_by(step: Step, steps: Sequence[Step]) -> Ending | None:
    """How the run ends with this step, the last of `steps`, or None where it goes on."""
    if isinstance(blocked := step.outcomes[-1], Blocked) and blocked.final:
        return Ending(reason="denied", detail=blocked.reason)
    if said := _last_word(steps):
        return said
    if (stall := stalled(steps)) and stall.over:
        return _denied_or(Ending(reason="stuck", detail=stall.nudge), steps)
    return None


def _last_word(steps: Sequence[Step]) -> Ending | None:
    """The ending that the agent itself said with the last step, if it did."""
    if not steps or not isinstance(steps[-1].outcomes[-1], Done):
        return None
    match steps[-1].decision.actions[-1]:
        case Finish(answer=answer):
            return Ending(reason="finished", answer=answer)
        case GiveUp(reason=reason):
            return _denied_or(Ending(reason="gave_up", detail=reason), steps[:-1])
        case _:
            return None


def _denied_or(ending: Ending, steps: Sequence[Step]) -> Ending:
    """`denied` where the last thing tried was blocked, so that a guard's work is not read as the agent's failure."""
    if steps and isinstance(blocked := steps[-1].outcomes[-1], Blocked):
        return Ending(reason="denied", detail=f"{blocked.reason}; {ending.detail}")
    return ending


def _unreadable(unreadable: UnreadableReply) -> Ending:
    return Ending(
        reason="unreadable_reply",
        detail=str(unreadable),
        rejected=unreadable.rejected,
        usage=unreadable.usage or Usage(),
    )


async def _abandon(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
