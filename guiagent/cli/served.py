"""A model that a provider or a server of one's own serves: where it is asked, and by which adapter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from guiagent.catalogue import Profile
from guiagent.dialects.json_plain import JsonDialect
from guiagent.errors import UsageError
from guiagent.models.endpoint import Endpoint
from guiagent.models.local import Loading as Weights
from guiagent.protocols import Dialect, Model
from guiagent.providers import PROVIDERS


class Held(Protocol):
    """What holds connections or memory, to be let go of at the end."""

    async def aclose(self) -> None: ...


class Closing(Held, Model[Any], Protocol):
    """A model that can be let go of."""


@runtime_checkable
class Loading(Protocol):
    """What has to be loaded into this process: weights, an index."""

    async def open(self) -> tuple[str, ...]:
        """Load them, and say what was chosen: a line each for a person. Raises ModelError."""


@runtime_checkable
class Forming(Protocol):
    """A model that can be asked for answers of a JSON schema."""

    def answering(self, schema: Mapping[str, Any]) -> Model[Any]: ...


def endpoint_of(name: str, profile: Profile, base_url: str, environ: Mapping[str, str]) -> Endpoint:
    """Where a model is asked, and with what key. Raises UsageError for a wrong address or a missing key."""
    provider, openai = PROVIDERS[profile.provider], PROVIDERS["openai"]
    # OpenAI may well have a name that nobody knows, but none of the models that other servers are known to serve.
    perhaps_openai = provider.name == "openai-compatible" and not profile.names
    if perhaps_openai and not provider.place(base_url, environ) and provider.key(environ):
        provider = openai
    place, key = provider.place(base_url, environ), provider.key(environ)
    if place and not place.startswith(("http://", "https://")):
        raise UsageError(f"--base-url {place!r} is no http or https address, as http://localhost:8000/v1")
    if not place:
        here = ""
        if profile.weights is not None:
            here = f", or run it in this process, by a name on the hub, as {profile.weights.example}, or by its folder"
        or_openai = f", or set {openai.keys[0]} to use {openai.base_url}" if perhaps_openai else ""
        raise UsageError(
            f"the model {name!r} needs a server: name one with --base-url, as http://localhost:8000/v1{or_openai}{here}"
        )
    if place == provider.base_url and not key:
        raise UsageError(
            f"the model {name!r} needs a key of {provider.title}: set {provider.keys[0]}, "
            f"or name another server with --base-url"
        )
    return Endpoint(
        model=name,
        base_url=place,
        key=key,
        keys=provider.keys,
        max_tokens=profile.max_tokens,
        temperature=None if profile.temperature == "default" else profile.temperature,
        price=profile.price,
    )


def native(profile: Profile, endpoint: Endpoint) -> Closing:
    """The model as its profile's dialect asks it: with the provider's own tool where it has one."""
    match profile.provider if profile.tool else "":
        case "anthropic":
            from guiagent.models.claude import Claude

            return Claude(endpoint)
        case "openai":
            from guiagent.models.responses import OpenAIResponses

            return OpenAIResponses(endpoint)
        case "google":
            from guiagent.models.gemini import Gemini

            return Gemini(endpoint)
        case _:
            return talking(profile, endpoint)


def talking(profile: Profile, endpoint: Endpoint) -> Closing:
    """The model asked in words and pictures, as a judge asks it."""
    match profile.provider:
        case "anthropic":
            from guiagent.models.claude import ClaudeTalk

            return ClaudeTalk(endpoint)
        case "google":
            from guiagent.models.gemini import GeminiTalk

            return GeminiTalk(endpoint)
        case _:
            from guiagent.models.openai_compatible import OpenAICompatible

            return OpenAICompatible(endpoint)


def formed(profile: Profile, model: Model[Any], dialect: Dialect[Any]) -> Model[Any]:
    """The model asked for the dialect's own form of answer, where both have one and the family is not worse for it."""
    if profile.structured and isinstance(dialect, JsonDialect) and isinstance(model, Forming):
        return model.answering(dialect.schema)
    return model


def heeded(said: Weights, *parts: object) -> None:
    """Raises UsageError for options on loading weights where none are loaded."""
    if said != Weights() and not any(isinstance(part, Loading) for part in parts):
        names = {"remote_code": "trust-remote-code"}
        options = [f"--{names.get(name, name)}" for name in said.model_dump(exclude_defaults=True)]
        raise UsageError(f"{', '.join(options)}: for weights in this process, and none are loaded here: leave it out")


async def opened(part: object) -> tuple[str, ...]:
    """What a part that has to be loaded into this process says of it; any other says nothing."""
    return await part.open() if isinstance(part, Loading) else ()
