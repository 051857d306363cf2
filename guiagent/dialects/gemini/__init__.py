"""Gemini's own computer-use tool, in both generations of its functions."""

from guiagent.dialects.gemini.dialect import GeminiDialect

__all__ = ["GeminiDialect"]
