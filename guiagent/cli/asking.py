"""A model that is only asked where things are: what `guiagent calibrate` and `guiagent ground` have in common."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import typer

from guiagent.catalogue import Profile
from guiagent.cli.choice import ANYBODYS, ORDER, READER, Choice, chosen
from guiagent.cli.finder import OCR, pointing
from guiagent.cli.options import RunOptions
from guiagent.cli.served import heeded, opened
from guiagent.cli.source import Source
from guiagent.errors import UsageError
from guiagent.policies.grounding import PolicyGrounder
from guiagent.providers import PROVIDERS
from guiagent.usage import Usage
from guiagent.words import seconds_words, tokens_words, usd_words

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Asking:
    """A model as the options name it: its name and why it was taken, and where it is."""

    choice: Choice
    source: Source

    @classmethod
    def of(cls, options: RunOptions, environ: Mapping[str, str]) -> Asking:
        """Raises UsageError for a model nobody knows, one that is not asked, a missing key or a wrong address."""
        choice = asked(options, environ)
        if choice.name == OCR:
            raise UsageError("ocr reads what is written, and knows no targets on pictures: guiagent ground asks it")
        source = Source.of(choice.name, options, environ)
        if source.endpoint is not None:
            heeded(options.loading)
        return cls(choice, source)

    @property
    def profile(self) -> Profile:
        return self.source.profile

    def bounded(self, usd: float | None) -> None:
        """Raises UsageError for a limit on costs that is no amount, or that cannot be held."""
        if usd is not None and not 0 < usd < math.inf:
            raise UsageError(f"--max-cost {usd:g} must be more than 0")
        if usd is not None and not self.source.priced:
            raise UsageError(f"--max-cost cannot be held: the price of {self.choice.name!r} is unknown; use --images")

    def run(self, ask: Callable[[PolicyGrounder], Awaitable[Answer]]) -> Answer:
        """What came of asking; the model is let go of, also where it is interrupted."""
        return asyncio.run(self._run(ask))

    async def _run(self, ask: Callable[[PolicyGrounder], Awaitable[Answer]]) -> Answer:
        if self.profile.role == "scorer":
            raise UsageError(f"{self.choice.name!r} only compares pictures with words: guiagent ground asks it")
        model = self.source.native()
        try:
            for remark in await opened(model):
                typer.echo(remark, err=True)
            return await ask(pointing(self.profile, model))
        finally:
            await model.aclose()


def asked(options: RunOptions, environ: Mapping[str, str]) -> Choice:
    """The model that is asked, and why it was taken. Raises UsageError where it is none that can be."""
    choice = chosen(options, environ)
    if choice.name in (READER, "scripted"):
        raise UsageError(_nobody(choice, environ))
    return choice


def _nobody(choice: Choice, environ: Mapping[str, str]) -> str:
    """What to do where no model can be asked."""
    keys = ", ".join(PROVIDERS[name].keys[0] for name in ORDER)
    hint = f" ({ANYBODYS} alone does not say whose model is meant)" if environ.get(ANYBODYS) else ""
    none = "no key or server is set" if choice.why else f"{choice.name} is none"
    return (
        f"a vision-language model is needed, and {none}{hint}: set {keys}, or name a server's: "
        "--base-url http://localhost:8000/v1 --model NAME; guiagent models lists the known ones, and guiagent ground "
        "takes --model ocr, which needs none"
    )


def tell_cost(usage: Usage) -> None:
    """Requests, tokens and money on stderr; an unknown price is said, and nothing where nobody was asked."""
    if not usage.requests:
        return
    requests = f"{usage.requests} request{'' if usage.requests == 1 else 's'}"
    money = "cost unknown" if usage.usd is None else usd_words(usage.usd)
    typer.echo(f"{requests}, {tokens_words(usage.tokens)} tokens, {seconds_words(usage.seconds)}, {money}", err=True)
