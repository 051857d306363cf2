"""Whether everything that was planned has said something: a table of less does not call itself complete."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import computed_field

from guiagent.actions import Value
from guiagent.bench.rows import Key, Row

REMEDY = "guiagent bench run … --resume"


class Completeness(Value):
    """How much of what was planned is there. Figures of an incomplete run are no result yet."""

    planned: int
    missing: int = 0
    env_errors: int = 0

    @classmethod
    def of(cls, rows: Sequence[Row], planned: Sequence[Key]) -> Completeness:
        """Of the rows, one a key, and the keys that they were meant to have."""
        keys = {row.key for row in rows}
        wanted = keys | set(planned)
        errors = sum(not row.counts for row in rows)
        return cls(planned=len(wanted), missing=len(wanted - keys), env_errors=errors)

    def __add__(self, other: Completeness) -> Completeness:
        return Completeness(
            planned=self.planned + other.planned,
            missing=self.missing + other.missing,
            env_errors=self.env_errors + other.env_errors,
        )

    @computed_field  # type: ignore[prop-decorator]
    @property
    def complete(self) -> bool:
        """Nothing is missing, and no environment failed."""
        return not (self.missing or self.env_errors)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def words(self) -> str:
        """`complete`, or `incomplete: 3 of 625 not run, 2 environment errors; guiagent bench run … --resume`."""
        if self.complete:
            return "complete"
        lacking = [f"{self.missing} of {self.planned} not run"] if self.missing else []
        if self.env_errors:
            lacking.append(f"{self.env_errors} environment error{'' if self.env_errors == 1 else 's'}")
        return f"incomplete: {', '.join(lacking)}; {REMEDY}"
