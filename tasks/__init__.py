"""Tasks for sandboxed worlds: one file a suite, each task with its check and a scripted solution."""

from guiagent.tasks._planned import Plan, PlannedTask

__all__ = ["Plan", "PlannedTask"]
