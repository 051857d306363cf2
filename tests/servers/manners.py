"""The manners of the servers that speak chat completions: what each refuses, ignores, renames and says of it.

The words of the refusals follow what the servers' sources, their documentation and users' reports quote.

    with CompatibleServer(OLLAMA, answers, models=("qwen3-vl:8b",), room=3) as server:
        ...
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.servers import loopback
from tests.servers.loopback import Said, Sends
from tests.servers.openai_server import OpenAIServer, Refuses, Request, Says


@dataclass(frozen=True)
class Plain:
    """An error in a form that is not OpenAI's."""

    status: int
    error: Any
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0

    def content(self, request: loopback.Request) -> bytes:
        return json.dumps(self.error).encode()


@dataclass(frozen=True)
class Manner:
    """`overflow`: what it says to more images than it has room for. `form`: what it says to a `response_format`, None
    takes it. `reasoning`: the field for thinking. `unknown`: what it says of a model that it does not have, if it looks
    at the name at all. `details`: what its usage tells beside tokens."""

    name: str
    overflow: Said
    form: Said | None = None
    reasoning: str = "reasoning"
    unknown: Callable[[str], Said] | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def _flat(status: int, message: str) -> Plain:
    """SGLang's and older vLLM's errors."""
    return Plain(status, {"object": "error", "message": message, "type": "BadRequestError", "param": None, "code": 400})


VLLM = Manner(
    "vLLM",
    Refuses(
        400,
        "This model's maximum context length is 8192 tokens. However, your request has 9120 input tokens. Please "
        "reduce the length of the input messages. (parameter=input_tokens, value=9120)",
    ),
    unknown=lambda name: Refuses(404, f"The model `{name}` does not exist."),
    details={"prompt_tokens_details": None},
)
VLLM_OF_ONE_IMAGE = Manner(
    "vLLM that takes one image",
    Refuses(400, "At most 1 image(s) may be provided in one prompt. (parameter=image)", param="image"),
    reasoning="reasoning_content",
)
SGLANG = Manner(
    "SGLang without a grammar backend",
    _flat(400, "The input (61709 tokens) is longer than the model's context length (40960 tokens)."),
    form=_flat(
        400,
        "Grammar-based generation (json_schema, regex, ebnf, structural_tag) is not supported when the server is "
        "launched with --grammar-backend none",
    ),
    reasoning="reasoning_content",
)
_OVERFULL = {
    "error": {
        "code": 400,
        "message": "request (7900 tokens) exceeds the available context size (4096 tokens), try increasing it",
        "type": "exceed_context_size_error",
        "n_prompt_tokens": 7900,
        "n_ctx": 4096,
    }
}
LLAMA_CPP = Manner(
    "llama.cpp",
    Plain(400, _OVERFULL),
    reasoning="reasoning_content",
    details={"prompt_tokens_details": {"cached_tokens": 200}},
)
OLLAMA = Manner(
    "Ollama",
    # It passes on what its llama-server says, as it came; other models of it drop the oldest messages without a word.
    Refuses(400, json.dumps(_OVERFULL), "invalid_request_error"),
    unknown=lambda name: Refuses(404, f'model "{name}" not found, try pulling it first', "not_found_error"),
)
LM_STUDIO = Manner(
    "LM Studio",
    Plain(
        400,
        {
            "error": "The number of tokens to keep from the initial prompt is greater than the context length. Try to "
            "load the model with a larger context length, or provide a shorter input"
        },
    ),
    unknown=lambda name: Plain(400, {"error": {"message": f"Invalid model identifier '{name}'. Model not found"}}),
)
OPENROUTER = Manner(
    "OpenRouter",
    Refuses(
        400,
        "This endpoint's maximum context length is 128000 tokens. However, you requested about 150000 tokens (150000 "
        'of text input). Please reduce the length of either one, or use the "middle-out" transform',
    ),
    unknown=lambda name: Refuses(400, f"{name} is not a valid model ID"),
    details={"cost": 0.0123, "is_byok": False, "prompt_tokens_details": {"cached_tokens": 0}},
)
DEEPSEEK = Manner(
    "a server of json_object alone",
    Refuses(400, "This model's maximum context length is 131072 tokens. However, you requested 140000 tokens"),
    form=Refuses(422, "This response_format type is unavailable now", "invalid_request_error"),
    reasoning="reasoning_content",
)
MANNERS = (VLLM, VLLM_OF_ONE_IMAGE, SGLANG, LLAMA_CPP, OLLAMA, LM_STUDIO, OPENROUTER, DEEPSEEK)


class CompatibleServer(OpenAIServer):
    """A server with a manner; `room`: images that its context holds, `paths`: everything that was ever asked of it."""

    def __init__(
        self,
        manner: Manner,
        *answers: Said | Callable[[Request], Said],
        key: str = "",
        models: tuple[str, ...] = (),
        room: int = 99,
    ) -> None:
        super().__init__(*answers, key=key, models=models)
        self.manner, self.room = manner, room
        self.paths: list[str] = []

    def heard(self, request: loopback.Request) -> Request:
        self.paths.append(f"{request.method} {request.path}")
        return super().heard(request)

    def got(self, request: loopback.Request) -> Said:
        self.paths.append(f"{request.method} {request.path}")
        return super().got(request)

    def refusal(self, request: Request) -> Said | None:
        if request.path.partition("?")[0] != "/v1/chat/completions":
            return Sends(b"404 page not found", "text/plain", status=404)
        name = request.json["model"]
        if self.models and name not in self.models and self.manner.unknown is not None:
            return self.manner.unknown(name)
        if "response_format" in request.json and self.manner.form is not None:
            return self.manner.form
        if len(request.images) > self.room:
            return self.manner.overflow
        return None

    def says(self, text: str, thinking: str = "") -> Says:
        """An answer, with thinking and usage as this server tells them."""
        usage = {"prompt_tokens": 1000, "completion_tokens": 50, "total_tokens": 1050, **self.manner.details}
        return Says(text, usage=usage, message={self.manner.reasoning: thinking} if thinking else {})
