"""A row of results: one attempt at one task in the world of one seed, and all that came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from guiagent.actions import Value
from guiagent.records import Ending, Reason
from guiagent.usage import Usage

Status = Literal["success", "fail", "gave_up", "limit", "agent_error", "env_error"]

STATUSES: tuple[Status, ...] = ("success", "fail", "gave_up", "limit", "agent_error", "env_error")

Failure = Literal[
    "",
    "wrong result",
    "side effects",
    "wrong answer",
    "premature stop",
    "false infeasible",
    "not given up",
    "loop",
    "limit",
    "action format",
    "denied",
    "environment",
]


class Key(Value):
    """What an attempt is: two with the same key answer the same question. `config` is a digest of all that is set."""

    suite: str
    version: str
    task: str
    seed: int
    model: str
    config: str


class Row(Key):
    """An attempt that is over.

    `success` is strict, by the task's check. `score` is what the world itself gave, where it gives points; more than 0
    is what some publications count as a success. `reference_steps` are those of the task's scripted solution, where
    that is known. Seconds: `seconds` from the world's opening to its verdict, of which `model_seconds` were spent in
    deciding and `reset_seconds` before the first look; `step_model` and `step_env` a figure a step. `run` is the folder
    of the trajectory, relative to the results. `failure` is empty where there is none to explain.
    """

    group: str = ""
    level: int = 0
    status: Status
    success: bool
    score: float | None = None
    failure: Failure = ""
    reason: Reason | None = None
    detail: str = ""
    notes: tuple[str, ...] = ()
    answer: str = ""
    steps: int = 0
    failed_actions: int = 0
    reference_steps: int | None = None
    seconds: float = 0.0
    model_seconds: float = 0.0
    reset_seconds: float = 0.0
    step_model: tuple[float, ...] = ()
    step_env: tuple[float, ...] = ()
    usage: Usage = Usage()
    run: str = ""
    began: datetime
    attempt: int = 1

    @property
    def positive(self) -> bool:
        """Success by the looser rule that some publications count by: any points at all."""
        return self.success if self.score is None else self.score > 0

    @property
    def key(self) -> Key:
        """What it is the result of."""
        return Key(**{name: getattr(self, name) for name in Key.model_fields})

    @property
    def counts(self) -> bool:
        """Whether it says anything about the model: an environment that failed does not."""
        return self.status != "env_error"


def status_of(ending: Ending) -> Status:
    """How an attempt that ended by itself is counted."""
    if ending.verdict is not None and ending.verdict.success:
        return "success"
    match ending.reason:
        case "gave_up":
            return "gave_up"
        case "steps" | "seconds" | "tokens" | "usd":
            return "limit"
        case "unreadable_reply":
            return "agent_error"
        case "interrupted":
            return "env_error"
        case "finished" | "stuck" | "denied":
            return "fail"
