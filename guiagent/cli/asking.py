"""A model that is only asked where things are: what `guiagent calibrate` and `guiagent ground` have in common."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import typer

from guiagent.catalogue import Profile, resolve
from guiagent.cli.choice import ANYBODYS, ORDER, READER, Choice, chosen
from guiagent.cli.options import Provider, RunOptions
from guiagent.cli.vlm import Closing, endpoint_of, formed, native
from guiagent.errors import UsageError
from guiagent.models.endpoint import Endpoint
from guiagent.policies.grounding import CLICK, PolicyGrounder
from guiagent.policies.vlm import VlmPolicy
from guiagent.providers import PROVIDERS
from guiagent.records import Usage
from guiagent.words import seconds_words, tokens_words, usd_words

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Asking:
    """A model as the options name it: its name and why it was taken, how it speaks, where it is."""

    choice: Choice
    profile: Profile
    endpoint: Endpoint

    @classmethod
    def of(cls, model: str, base_url: str, provider: Provider, dialect: str, environ: Mapping[str, str]) -> Asking:
        """Raises UsageError for a model nobody knows, one that is not asked, a missing key or a wrong address."""
        options = RunOptions(instruction="", model=model, base_url=base_url, provider=provider, dialect=dialect)
        choice = chosen(options, environ)
        if choice.name in (READER, "scripted"):
            raise UsageError(_nobody(choice, environ))
        profile = resolve(choice.name, dialect or None, None if provider == "auto" else provider)
        return cls(choice, profile, endpoint_of(choice.name, profile, base_url, environ))

    def bounded(self, usd: float | None) -> None:
        """Raises UsageError for a limit on costs that is no amount, or that cannot be held."""
        if usd is not None and not 0 < usd < math.inf:
            raise UsageError(f"--max-cost {usd:g} must be more than 0")
        if usd is not None and self.profile.price is None:
            raise UsageError(f"--max-cost cannot be held: the price of {self.choice.name!r} is unknown; use --images")

    def run(self, ask: Callable[[PolicyGrounder], Awaitable[Answer]]) -> Answer:
        """What came of asking; its connections are let go of, also where it is interrupted."""
        return asyncio.run(self._run(ask))

    async def _run(self, ask: Callable[[PolicyGrounder], Awaitable[Answer]]) -> Answer:
        model: Closing = native(self.profile, self.endpoint)
        try:
            dialect = self.profile.speaker(CLICK)
            return await ask(PolicyGrounder(VlmPolicy(formed(self.profile, model, dialect), dialect)))
        finally:
            await model.aclose()


def _nobody(choice: Choice, environ: Mapping[str, str]) -> str:
    """What to do where no model can be asked."""
    keys = ", ".join(PROVIDERS[name].keys[0] for name in ORDER)
    hint = f" ({ANYBODYS} alone does not say whose model is meant)" if environ.get(ANYBODYS) else ""
    none = "no key or server is set" if choice.why else f"{choice.name} is none"
    return (
        f"a vision-language model is needed, and {none}{hint}: set {keys}, or name a server's: "
        "--base-url http://localhost:8000/v1 --model NAME; guiagent models lists the known ones"
    )


def tell_cost(usage: Usage) -> None:
    """Requests, tokens and money on stderr; an unknown price is said, and nothing where nobody was asked."""
    if not usage.requests:
        return
    requests = f"{usage.requests} request{'' if usage.requests == 1 else 's'}"
    money = "cost unknown" if usage.usd is None else usd_words(usage.usd)
    typer.echo(f"{requests}, {tokens_words(usage.tokens)} tokens, {seconds_words(usage.seconds)}, {money}", err=True)
