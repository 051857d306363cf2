"""Weights run in this process, by transformers."""

from guiagent.models.local.loading import Loading

__all__ = ["Loading"]
