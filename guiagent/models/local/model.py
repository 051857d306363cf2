"""A model whose weights run in this process, by transformers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from guiagent.errors import ModelError
from guiagent.messages import Reply, Talk
from guiagent.models.local.load import load
from guiagent.models.local.loaded import Loaded, Prompt
from guiagent.models.local.loading import Loading
from guiagent.models.local.resident import Load, Resident, resident
from guiagent.usage import Usage

if TYPE_CHECKING:
    from guiagent.models.local.generating import Generated, Generator
    from guiagent.models.local.stopping import Brake

SHARE = 4
"""Of the memory that is free once the weights are loaded, one part in so many may be kept from step to step."""


class LocalModel:
    """A `Model[Talk]`. The likeliest tokens at temperature 0; at another, chance is seeded with the request.

    Several of the same weights and `loading` share them, and are served one after the other; each keeps the beginning
    of its own conversation, in at most `cache_bytes` of the device's memory. At None the temperature is the
    checkpoint's own. An answer may take `seconds`, loading not counted.
    """

    def __init__(
        self,
        weights: str,
        loading: Loading | None = None,
        *,
        max_tokens: int,
        temperature: float | None,
        seconds: float = 600,
        cache_bytes: int | None = None,
        load: Load = load,
    ) -> None:
        self._weights, self._seconds, self._cache_bytes = weights, seconds, cache_bytes
        self._max_tokens, self._temperature = max_tokens, temperature
        self._resident: Resident | None = resident(weights, loading or Loading(), load)
        self._remarks: tuple[str, ...] = ()
        self._generator: Generator | None = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was chosen in loading, a line each; none before."""
        return self._remarks

    @property
    def cache_bytes(self) -> int:
        """Bytes of the device's memory that are held from the last reply for the next one."""
        return self._generator.bytes if self._generator else 0

    async def open(self) -> tuple[str, ...]:
        """Load the weights, where that is not done, and say what was chosen. Raises ModelError, UsageError."""
        await self._open().serve(self._begin)
        return self._remarks

    async def reply(self, request: Talk) -> Reply:
        """Raises ContextOverflow, and ModelError with what to do. Cancelled, it leaves the weights within a token."""
        from guiagent.models.local.stopping import Brake

        brake = Brake(self._seconds)
        try:
            return await self._open().serve(lambda loaded: self._reply(loaded, request, brake))
        finally:
            brake.pull()

    async def aclose(self) -> None:
        """Let go of the weights, and of what was kept; they leave memory with the last model that has them."""
        self._resident = self._generator = None

    def _open(self) -> Resident:
        if self._resident is None:
            raise ModelError(f"{self._weights!r} was closed")
        return self._resident

    def _begin(self, loaded: Loaded) -> Generator:
        """In the weights' thread."""
        if self._generator is None:
            from guiagent.models.local.generating import Choosing, Generator
            from guiagent.models.local.memory import free_bytes, gigabytes

            room = self._cache_bytes
            if room is None:
                room = free_bytes(loaded.model.device) // SHARE
            self._generator = Generator(loaded.model, Choosing(self._max_tokens, self._temperature), room)
            self._remarks = (*loaded.remarks, _kept(self._generator.continues, gigabytes(room)))
        return self._generator

    def _reply(self, loaded: Loaded, request: Talk, brake: Brake) -> Reply:
        """In the weights' thread."""
        from guiagent.models.local.faults import spoken

        generator = self._begin(loaded)
        begun = time.perf_counter()
        brake.start()
        with spoken(self._weights, self._seconds, generator):
            prompt = loaded.prompt(request)
            generated = generator.answer(prompt, brake)
        text = loaded.text(generated.tokens)
        return Reply(text=text, stop=generated.stop, usage=_usage(prompt, generated, begun))


def _kept(continues: bool, room: str) -> str:
    if continues:
        return f"what was read is kept from step to step, in at most {room}"
    return "this family reads each request from its start"


def _usage(prompt: Prompt, generated: Generated, begun: float) -> Usage:
    return Usage(
        requests=1,
        input_tokens=len(prompt.tokens),
        cached_tokens=generated.cached,
        output_tokens=len(generated.tokens),
        image_tokens=_image_tokens(prompt),
        seconds=time.perf_counter() - begun,
        first_token_seconds=generated.first - begun,
        usd=0.0,  # nobody is paid for what this machine does
    )


def _image_tokens(prompt: Prompt) -> int | None:
    """None where the family's tensors do not tell which tokens stand for the pictures."""
    if prompt.pictures:
        return sum(picture.end - picture.start for picture in prompt.pictures)
    return None if any(name.startswith("pixel_values") for name in prompt.inputs) else 0
