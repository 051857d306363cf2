"""A vision-language model on an OpenAI-compatible server, from the command line's options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import openai

from guiagent.catalogue import Profile, resolve
from guiagent.cli.models import Inspected
from guiagent.cli.options import RunOptions
from guiagent.errors import ModelError, UsageError
from guiagent.models.openai_compatible import OPENAI, OpenAICompatible
from guiagent.policies.judge import VlmReflector
from guiagent.policies.vlm import VlmPolicy
from guiagent.protocols import Policy, Reflector
from guiagent.reflection import ScreenChanged

KEYS = ("GUIAGENT_API_KEY", "OPENAI_API_KEY")


@dataclass(frozen=True)
class Server:
    """Where models are asked, and with what key; the key never shows."""

    base_url: str
    key: str = field(repr=False)

    @classmethod
    def of(cls, options: RunOptions, environ: Mapping[str, str]) -> Server:
        """Raises UsageError where only a key is missing."""
        base_url = options.base_url or environ.get("OPENAI_BASE_URL") or OPENAI
        if not base_url.startswith(("http://", "https://")):
            raise UsageError(f"--base-url {base_url!r} is no http or https address, as http://localhost:8000/v1")
        key = next((environ[name] for name in KEYS if environ.get(name)), "")
        if base_url == OPENAI and not key:
            raise UsageError(
                f"the model {options.model!r} needs a server: name one with --base-url, as http://localhost:8000/v1, "
                f"or set OPENAI_API_KEY to use {OPENAI}"
            )
        return cls(base_url.rstrip("/"), key)

    def model(self, name: str, profile: Profile) -> OpenAICompatible:
        temperature = None if profile.temperature == "default" else profile.temperature
        return OpenAICompatible(
            name,
            self.base_url,
            self.key,
            max_tokens=profile.max_tokens,
            temperature=temperature,
            price=profile.price,
        )


def only_model(options: RunOptions, environ: Mapping[str, str]) -> str:
    """The name of the one model that the server has. Raises UsageError where it has several, ModelError where none."""
    server = Server.of(options, environ)
    try:
        names = [
            each.id
            for each in openai.OpenAI(
                api_key=server.key or "none", base_url=server.base_url, timeout=10, max_retries=1
            ).models.list()
        ]
    except openai.OpenAIError as error:
        raise ModelError(
            f"cannot ask {server.base_url} which models it has ({type(error).__name__}); say --model NAME"
        ) from None
    if len(names) != 1:
        listed = ", ".join(names[:5]) or "none"
        raise UsageError(f"{server.base_url} has {len(names)} models ({listed}); say which with --model NAME")
    return names[0]


@dataclass(frozen=True)
class VlmMind:
    """A model that decides, and the one that judges each step, if it is not pixels that do."""

    profile: Profile
    decider: OpenAICompatible
    judge: OpenAICompatible | None

    @classmethod
    def of(cls, options: RunOptions, environ: Mapping[str, str]) -> VlmMind:
        """Raises UsageError for a model nobody knows, a missing key, or a limit on a cost nobody can tell."""
        server = Server.of(options, environ)
        profile = resolve(options.model, options.dialect or None)
        if options.limits.usd is not None and profile.price is None:
            raise UsageError(f"--max-cost cannot be held: the price of {options.model!r} is unknown; use --max-tokens")
        decider = server.model(options.model, profile)
        match options.reflector:
            case "pixels":
                return cls(profile, decider, None)
            case "same":
                return cls(profile, decider, decider)
            case name:
                return cls(profile, decider, server.model(name, resolve(name)))

    @property
    def dialect(self) -> str:
        return self.profile.speech

    def policy(self, seed: int, computer: Inspected, secrets: tuple[str, ...]) -> Policy:
        return VlmPolicy(self.decider, self.profile.speaker(computer.kinds, secrets))

    def reflector(self) -> Reflector:
        if self.judge is None:
            return ScreenChanged()
        return VlmReflector(self.judge)

    async def aclose(self) -> None:
        for model in {id(model): model for model in (self.decider, self.judge) if model}.values():
            await model.aclose()
