"""Which model `--model auto` takes, and why: a server's only one, or the default of a provider whose key is set.

No address is tried out that nobody named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from guiagent.cli.options import RunOptions
from guiagent.errors import ModelError, UsageError
from guiagent.providers import PROVIDERS, Provider

AUTO, READER = "auto", "reader"
ORDER = ("anthropic", "openai", "google")
ANYBODYS = "GUIAGENT_API_KEY"
"""The key that names no provider."""


@dataclass(frozen=True)
class Choice:
    """A model's name, and a line on why it was taken where nobody named it."""

    name: str
    why: str = ""


def chosen(options: RunOptions, environ: Mapping[str, str]) -> Choice:
    """The model that `auto` stands for here, and why. Raises UsageError or ModelError where that cannot be told."""
    if options.model != AUTO:
        return Choice(options.model)
    if said := _said(options):
        return _default(PROVIDERS[said], f"as --{'provider' if options.provider == said else 'dialect'} says")
    compatible = PROVIDERS["openai-compatible"]
    place = compatible.place(options.base_url, environ)
    if place and place != PROVIDERS["openai"].base_url:
        name = only_model(place, compatible.key(environ))
        return Choice(name, f"model: {name}, the one that {_shown(place)} serves")
    keys = [(PROVIDERS[name], key) for name in ORDER if (key := _own_key(PROVIDERS[name], environ))]
    if keys:
        others = [other for _, other in keys[1:]]
        too = f" ({', '.join(others)} too; Anthropic's comes first, then OpenAI's, then Google's)" if others else ""
        return _default(keys[0][0], f"as {keys[0][1]} is set{too}")
    hint = f"; {ANYBODYS} is set, and --base-url URL would use it" if environ.get(ANYBODYS) else ""
    return Choice(READER, f"model: reader, the offline one, as no key or server is set and --model names none{hint}")


def default_of(provider: str) -> str:
    """The full name of the model that stands for a provider."""
    from guiagent.catalogue import profiles

    return next(profile.default for profile in profiles() if profile.provider == provider and profile.default)


def only_model(place: str, key: str) -> str:
    """The name of the one model that the server has. Raises UsageError where it has several, ModelError where none."""
    if not place.startswith(("http://", "https://")):
        raise UsageError(f"--base-url {place!r} is no http or https address, as http://localhost:8000/v1")
    names = _names(place, key)
    if len(names) != 1:
        listed = ", ".join(names[:5]) or "none"
        raise UsageError(f"{_shown(place)} has {len(names)} models ({listed}); say which with --model NAME")
    return names[0]


def _names(place: str, key: str) -> list[str]:
    """What the server says it has, asked plainly: the SDK would send headers of the environment along."""
    import httpx2

    from guiagent.models.endpoint import CONNECT_SECONDS, LOOPBACK

    parts = urlsplit(place)
    address = urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/models", fragment=""))
    try:
        answer = httpx2.get(
            address,
            headers={"User-Agent": "guiagent"} | ({"Authorization": f"Bearer {key}"} if key else {}),
            timeout=CONNECT_SECONDS,
            # Proxies of the environment are for the network, never for this machine.
            trust_env=parts.hostname not in LOOPBACK,
            follow_redirects=False,
        )
        return [str(each["id"]) for each in answer.raise_for_status().json()["data"]]
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, LookupError, TypeError) as error:
        raise ModelError(f"cannot ask {_shown(place)} which models it has ({_why(error)}); say --model NAME") from None


def _why(error: Exception) -> str:
    """The status of an answer, or what kind of failure it is: other words may hold what is secret in the address."""
    response = getattr(error, "response", None)
    return type(error).__name__ if response is None else f"it answered {response.status_code}"


def _said(options: RunOptions) -> str:
    """The provider that other options name, if any: its default is meant."""
    from guiagent.catalogue import TOOLS

    if options.provider in ORDER:
        return options.provider
    return TOOLS[form][0] if (form := options.dialect.partition(":")[0]) in TOOLS else ""


def _default(provider: Provider, why: str) -> Choice:
    name = default_of(provider.name)
    return Choice(name, f"model: {name}, the default for {provider.title}, {why}; --model NAME takes another")


def _own_key(provider: Provider, environ: Mapping[str, str]) -> str:
    return next((name for name in provider.keys if name != ANYBODYS and environ.get(name)), "")


def _shown(place: str) -> str:
    parts = urlsplit(place)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
