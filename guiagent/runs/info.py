"""What stands in `run.json` and `ending.json`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError

from guiagent.actions import Value
from guiagent.errors import RunFolderError
from guiagent.limits import Limits
from guiagent.records import Ending, Trajectory
from guiagent.usage import Usage

SCHEMA_VERSION = 1

T = TypeVar("T", bound=Value)


def _now() -> datetime:
    return datetime.now(UTC)


class RunInfo(Value):
    """What a run was started with. Secrets stand in `options` by name, environment variable and origin, never by value.

    `viewport` is (width, height) in CSS pixels, `scale` the device pixels of one. `options` is free JSON: what the
    command line needs to go on with the run. `id` is the folder's name, given when the folder is made.
    """

    schema_version: int = SCHEMA_VERSION
    id: str = ""
    instruction: str
    model: str = ""
    dialect: str = ""
    computer: str = ""
    viewport: tuple[int, int] | None = None
    scale: float = 1.0
    url: str = ""
    limits: Limits = Limits()
    options: dict[str, Any] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    git: str = ""
    started: datetime = Field(default_factory=_now)


class Totals(Value):
    """What a run came to; `seconds` is the sum of its steps' timings, so that a resumed run counts its work only."""

    steps: int = 0
    seconds: float = 0.0
    usage: Usage = Usage()

    @classmethod
    def of(cls, trajectory: Trajectory) -> Totals:
        steps = trajectory.steps
        return cls(steps=len(steps), seconds=sum(step.timings.total for step in steps), usage=trajectory.usage)


class Ended(Value):
    """How a run ended, what it came to, and when."""

    schema_version: int = SCHEMA_VERSION
    ending: Ending
    totals: Totals
    ended: datetime = Field(default_factory=_now)


def read_info(folder: Path) -> RunInfo:
    """Raises RunFolderError where `run.json` is missing, unreadable, or of a newer guiagent."""
    return _read(folder / "run.json", RunInfo)


def read_ended(folder: Path) -> Ended | None:
    """None where the run goes on or was interrupted; raises RunFolderError where `ending.json` cannot be read."""
    path = folder / "ending.json"
    return _read(path, Ended) if path.exists() else None


def _read(path: Path, kind: type[T]) -> T:
    """Fields that this version does not know are passed over; those of a newer schema may mean anything."""
    try:
        fields = json.loads(path.read_bytes())
        newer = isinstance(fields, dict) and fields.get("schema_version", 1) > SCHEMA_VERSION
        if not newer:
            return kind.model_validate(fields, extra="ignore")
    except (OSError, ValueError, TypeError, ValidationError) as error:
        raise RunFolderError(f"cannot read {path}: {error}") from error
    raise RunFolderError(
        f"cannot read {path}: it was written by a newer guiagent "
        f"(schema {fields['schema_version']}, this one reads up to {SCHEMA_VERSION}); upgrade guiagent"
    )
