"""The page that a person looks at after a run."""

from guiagent.report.page import write_report

__all__ = ["write_report"]
