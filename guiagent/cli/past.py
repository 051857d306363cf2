"""The memory of past runs, from the command line's options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guiagent.cli.options import RunOptions
from guiagent.cli.served import Closing
from guiagent.protocols import Annotator


@dataclass(frozen=True)
class Past:
    """Runs that are shown from, and the encoder that says which of their screens are alike."""

    options: RunOptions
    embedder: Closing

    @classmethod
    def of(cls, options: RunOptions, environ: Mapping[str, str]) -> Past:
        """Raises UsageError where there is no such folder, or nobody to say what is similar."""
        raise NotImplementedError

    def annotator(self, instruction: str) -> Annotator:
        raise NotImplementedError
