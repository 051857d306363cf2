"""What a chat completion is asked for beside model and messages, less what its server has refused so far."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from guiagent.messages import Reply
from guiagent.models.endpoint import Endpoint
from guiagent.models.faults import asks_too_much, unsupported
from guiagent.models.openai_faults import Refusal

Schema = Mapping[str, Any]

SHORT = 1024
"""Tokens that hold a decision, if hardly any thinking."""
_FORM = re.compile(
    r"response.?format|json.?schema|json_validate|structured|guided|grammar|\bschema\b|generate json", re.IGNORECASE
)


class Parameters:
    """Remembers what a server does not take, so that each of it costs one refused request a run."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._sent: dict[str, Any] = {"max_tokens": endpoint.max_tokens}
        if endpoint.temperature is not None:
            self._sent["temperature"] = endpoint.temperature
        self._forms = True

    def sent(self, schema: Schema | None) -> dict[str, Any]:
        """The parameters of a request whose answer is wanted in this form."""
        if schema is None or not self._forms:
            return dict(self._sent)
        form = {"name": "answer", "strict": True, "schema": schema}
        return {**self._sent, "response_format": {"type": "json_schema", "json_schema": form}}

    def refused(self, refusal: Refusal, schema: Schema | None) -> bool:
        """Learn from a refusal; False where it is none of a parameter, and the same would be refused again."""
        if schema is not None and self._refuses_form(refusal):
            self._forms = False
            return True
        name = unsupported(refusal.code, refusal.said, refusal.named, self._sent)
        return self._leave_out(name) if name else self._shorten(refusal)

    def answered(self, reply: Reply) -> None:
        """Learn from a reply: where a form was held to and nothing came of it, none is asked for any more.

        A grammar that forbids a model to think, or that it cannot get out of, ends in silence or in blanks without end.
        """
        if not reply.text.strip() or reply.stop == "length":
            self._forms = False

    def _refuses_form(self, refusal: Refusal) -> bool:
        told = _FORM.search(refusal.said) or refusal.named.startswith("response_format")
        return self._forms and bool(told) and refusal.code in (400, 404, 422, 500, 501)

    def _leave_out(self, name: str) -> bool:
        value = self._sent.pop(name)
        if name == "max_tokens":  # OpenAI's newer models call it so
            self._sent["max_completion_tokens"] = value
        return True

    def _shorten(self, refusal: Refusal) -> bool:
        """Ask for no more than SHORT tokens where more do not fit beside the request; False where that is not so."""
        name = next((name for name in ("max_tokens", "max_completion_tokens") if name in self._sent), None)
        if name is None or self._sent[name] <= SHORT or not asks_too_much(refusal.code, refusal.said):
            return False
        self._sent[name] = SHORT
        return True
