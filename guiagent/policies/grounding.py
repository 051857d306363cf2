"""Any policy as a grounder: asked for one click on a place, which is then never made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guiagent.actions import Action, Click, Finish, GiveUp, Look, MouseDown, Move, Point, Wait
from guiagent.perception import Annotator
from guiagent.protocols import Policy
from guiagent.records import Decision, Done, Failed, Located, Observation, Outcome, Step
from guiagent.screen import Screen
from guiagent.usage import Usage

CLICK = frozenset({"click"})
"""The kinds of action that a dialect should offer for this."""
DECISIONS = 3
"""How often a policy is asked that first wants to look around; it is shown the same picture each time."""
_ASKED = "Click the middle of {}. That one click is the whole task. If it is nowhere on the screen, give up."
_ONLY = "only a click can be made here: click the place that the task names, or give up"


@dataclass(frozen=True)
class Pointed:
    """What a policy answered: the pixel, None where it named none, and then its words; and each of its decisions."""

    point: Point | None
    said: str
    decisions: tuple[Decision, ...]

    @property
    def usage(self) -> Usage:
        return sum((decision.usage for decision in self.decisions), Usage())


@dataclass(frozen=True)
class PolicyGrounder:
    """A `Grounder`. `asked` is the instruction, with {} for the description; `annotators` add to what is shown."""

    policy: Policy
    asked: str = _ASKED
    annotators: tuple[Annotator, ...] = ()

    async def locate(self, screen: Screen, description: str) -> Located:
        """A pixel of the screen, or what the policy says instead. Raises as `point_at` does."""
        pointed = await self.point_at(screen, description)
        return Located(point=pointed.point, said=pointed.said, usage=pointed.usage)

    async def point_at(self, screen: Screen, description: str) -> Pointed:
        """Raises UnreadableReply with what it cost, ModelError, and UsageError for a picture no model takes."""
        now = Observation(screen=screen)
        for annotator in self.annotators:
            now = await annotator.annotate(now)
        steps: list[Step] = []
        while True:
            decision = await self.policy.decide(self.asked.replace("{}", description), now, steps)
            made = (*(step.decision for step in steps), decision)
            if (point := clicked(decision.actions)) is not None:
                return Pointed(point, "", made)
            if (said := _last_word(decision.actions)) is not None or len(made) == DECISIONS:
                return Pointed(None, said or "it did not click", made)
            steps.append(
                Step(index=len(steps), before=now, decision=decision, outcomes=_came_of(decision.actions), after=now)
            )


def clicked(actions: Sequence[Action]) -> Point | None:
    """The first place that actions click or move to; None where they do neither."""
    return next((action.point for action in actions if isinstance(action, Click | Move | MouseDown)), None)


def _last_word(actions: Sequence[Action]) -> str | None:
    match actions[-1]:
        case GiveUp(reason=reason):
            return reason
        case Finish(answer=answer):
            return answer or "it finished without a click"
    return None


def _came_of(actions: Sequence[Action]) -> tuple[Outcome, ...]:
    outcomes: list[Outcome] = []
    for action in actions:
        if not isinstance(action, Look | Wait):
            return (*outcomes, Failed(reason=_ONLY))
        outcomes.append(Done())
    return tuple(outcomes)
