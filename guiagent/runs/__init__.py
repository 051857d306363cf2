"""A run on disk: append-only steps, each distinct screen once, and how it ended."""

from guiagent.runs.find import find_run, runs_in
from guiagent.runs.folder import RunFolder
from guiagent.runs.info import Ended, RunInfo, Totals, read_ended, read_info
from guiagent.runs.provenance import git_hash, versions
from guiagent.runs.recorded import Recorded, is_being_written, load, read

__all__ = [
    "Ended",
    "Recorded",
    "RunFolder",
    "RunInfo",
    "Totals",
    "find_run",
    "git_hash",
    "is_being_written",
    "load",
    "read",
    "read_ended",
    "read_info",
    "runs_in",
    "versions",
]
