"""The `computer` tool of OpenAI's Responses API."""

from guiagent.dialects.gpt.dialect import GptDialect

__all__ = ["GptDialect"]
