"""Weights run in this process, by transformers."""

from guiagent.models.local.loading import Loading, installed

__all__ = ["Loading", "installed"]
