"""A recording as a computer: shows the recorded screens, to try a policy without a machine."""

from __future__ import annotations

from typing import get_args

from guiagent.actions import Action, DeviceAction, Press, Type, Wait, points_of
from guiagent.errors import ActionFailed, ComputerError
from guiagent.pixels import AROUND
from guiagent.records import Failed, Observation, Outcome, Skipped, Trajectory
from guiagent.words import action_words

_KINDS = frozenset(kind.model_fields["kind"].default for kind in get_args(DeviceAction))


class ReplayComputer:
    """Takes the recorded actions in their order and shows what was seen after each step.

    The same kind of action is taken for the recorded one where it aims within 24 pixels of it, types the same text and
    presses the same keys. Waiting is always possible and changes nothing; recorded waits need not be repeated.
    """

    def __init__(self, recorded: Trajectory) -> None:
        if not recorded.steps:
            raise ComputerError("the recording has no steps: there is no screen to show")
        self._end = recorded.steps[-1].after
        self._ahead: list[tuple[Observation, Action, Outcome]] = [
            (step.before, action, outcome)
            for step in recorded.steps
            for action, outcome in zip(step.decision.actions, step.outcomes, strict=False)
            if action.kind in _KINDS - {"wait"} and not isinstance(outcome, Skipped)
        ]

    @property
    def kinds(self) -> frozenset[str]:
        return _KINDS

    async def observe(self) -> Observation:
        """The screen before the next recorded action's step; the last one at the end."""
        return self._ahead[0][0] if self._ahead else self._end

    async def perform(self, action: DeviceAction) -> None:
        """Go on by one recorded action. Raises ActionFailed where it is another one, and where it failed then."""
        if isinstance(action, Wait):
            return
        if not self._ahead:
            raise ActionFailed("the recording ends here; nothing more can be done in it")
        _, recorded, outcome = self._ahead[0]
        if not _alike(action, recorded):
            raise ActionFailed(f"the recording goes another way: here it did {action_words(recorded)}")
        del self._ahead[0]
        if isinstance(outcome, Failed):
            raise ActionFailed(outcome.reason)


def _alike(action: DeviceAction, recorded: Action) -> bool:
    match action, recorded:
        case (Type(text=mine), Type(text=theirs)):
            return mine == theirs
        case (Press(keys=mine), Press(keys=theirs)):
            return [key.lower() for key in mine] == [key.lower() for key in theirs]
    return action.kind == recorded.kind and _aim_alike(action, recorded)


def _aim_alike(action: DeviceAction, recorded: Action) -> bool:
    mine, theirs = points_of(action), points_of(recorded)
    ends = zip((*mine[:1], *mine[-1:]), (*theirs[:1], *theirs[-1:]), strict=True)
    return all(abs(one.x - other.x) <= AROUND and abs(one.y - other.y) <= AROUND for one, other in ends)
