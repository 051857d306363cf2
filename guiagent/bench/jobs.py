"""What passes between the benchmark's process and those that do its work: a line of JSON each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from guiagent.actions import Value
from guiagent.bench.rows import Key, Row
from guiagent.bench.settings import Settings


class Order(Value):
    """Said to a worker once: `options` are those of `guiagent run`, `suites` the folder of a user's own suites."""

    settings: Settings
    options: dict[str, Any]
    suites: Path | None = None


class Job(Value):
    """An attempt to make, its trajectory to be kept in a new folder under `folder`; the how-manieth `attempt` it is."""

    key: Key
    folder: Path
    attempt: int = 1


class Ready(Value):
    """The worker can begin; `remarks` are for a person."""

    kind: Literal["ready"] = "ready"
    remarks: tuple[str, ...] = ()


class Made(Value):
    """An attempt was made."""

    kind: Literal["made"] = "made"
    row: Row


class Refused(Value):
    """What a person must mend before anything can be attempted; `usage`: by calling the command differently."""

    kind: Literal["refused"] = "refused"
    why: str
    usage: bool = False


Answer = Annotated[Ready | Made | Refused, Field(discriminator="kind")]
ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
