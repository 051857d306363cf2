"""The offline reader: follows tasks that say what to do, from pixels alone, with no language model."""

from guiagent.policies.reader.policy import ReaderPolicy

__all__ = ["ReaderPolicy"]
