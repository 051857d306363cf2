"""Claude's own computer tools, in every version."""

from guiagent.dialects.claude.dialect import ClaudeDialect

__all__ = ["ClaudeDialect"]
