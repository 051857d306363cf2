"""What is known of a family of models, in words and for JSON, and what is missing to use it here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from guiagent.actions import Value
from guiagent.catalogue import MARKS, Profile, beginning
from guiagent.dialects.images import Fit, Patches, SentImage, SmartResize, Square
from guiagent.models.local import installed
from guiagent.models.price import Price
from guiagent.providers import PROVIDERS, Name

Role = Literal["agent", "grounder", "judge", "embedder"]
_PLACES = {"pixels": "pixels", "1000": "0 to 1000", "999": "0 to 999", "1": "0 to 1", "percent": "0 to 100"}
NOTHING_LESS = Fit()


class Known(Value):
    """A family: `names` are how its models' names begin, `missing` is empty where it can be used here.

    `license` and `weights` are those of weights that anybody can run, `weights` a checkpoint's name; else empty.
    `keep` and `drop` are screenshots: how many a request keeps at least, and how many leave it at once.
    """

    family: str
    names: tuple[str, ...]
    roles: tuple[Role, ...]
    provider: Name
    tool: str
    dialect: str
    places: str
    image: str
    keep: int
    drop: int
    context: int | None
    max_tokens: int
    temperature: float | None
    price: Price | None
    default: str
    license: str
    weights: str
    missing: str

    @classmethod
    def of(cls, profile: Profile, environ: Mapping[str, str], base_url: str = "") -> Known:
        """The facts of a profile; keys are looked at by name only, and nobody is asked."""
        return cls(
            family=profile.family,
            names=tuple(dict.fromkeys(beginning(name) for name in profile.names)),
            roles=_roles(profile),
            provider=profile.provider,
            tool=profile.tool,
            dialect=profile.speech,
            places=_places(profile),
            image=image_words(profile.image),
            keep=profile.screens.keep,
            drop=profile.screens.block,
            context=profile.context,
            max_tokens=profile.max_tokens,
            temperature=None if profile.temperature == "default" else profile.temperature,
            price=profile.price,
            default=profile.default,
            license=profile.weights.license if profile.weights else "",
            weights=profile.weights.example if profile.weights else "",
            missing=missing(profile, environ, base_url),
        )


def _places(profile: Profile) -> str:
    if profile.role == "scorer":
        return "none said"
    if profile.speech == MARKS:
        return "numbered marks"
    return _PLACES[profile.space] + (", y first" if profile.order == "yx" and not profile.tool else "")


def _roles(profile: Profile) -> tuple[Role, ...]:
    """Whatever can see can judge two screenshots; only what was trained to point is worth asking for places."""
    if profile.role == "scorer":  # BLIP matches a picture with words in one go, and has no vector of either
        blip = profile.weights is not None and any(kind.startswith("blip") for kind in profile.weights.types)
        return ("grounder",) if blip else ("grounder", "embedder")
    if profile.role != "agent":
        return ("grounder",)
    return ("agent", "grounder", "judge") if profile.grounded else ("agent", "judge")


def missing(profile: Profile, environ: Mapping[str, str], base_url: str = "") -> str:
    """What it would take to ask a model of this family here; empty where nothing is missing. Nobody is asked."""
    provider = PROVIDERS[profile.provider]
    if provider.name == "transformers":
        return _missing_here(profile)
    place = provider.place(base_url, environ)
    if not place:
        server = f"a server: --base-url or {provider.address}"
        here = _missing_here(profile) if profile.weights else server
        return f"{server}; or {here}" if here and here != server else here
    if place == provider.base_url and not provider.key_name(environ):
        return f"a key: {' or '.join(provider.keys)}"
    return ""


def _missing_here(profile: Profile) -> str:
    """What it would take to run weights in this process."""
    if not installed():
        return "torch and transformers: pip install 'guiagent[local]'"
    return "--trust-remote-code" if profile.weights and profile.weights.remote else ""


def image_words(image: SentImage) -> str:
    """The size at which screenshots are sent: `as it is`, `sides of 28·n, up to 12.8 MP`, `up to 4.19 MP`."""
    match image:
        case SmartResize():
            return f"sides of {image.factor}·n, up to {_megapixels(image.most)}"
        case Square():
            return f"a square of {image.side} px"
        case Patches():
            return f"up to {image.side} px, {image.most} patches of {image.patch}"
        case Fit():
            limits = [f"{image.side} px"] if image.side < NOTHING_LESS.side else []
            limits += [_megapixels(image.area)] if image.area < NOTHING_LESS.area else []
            return f"up to {', '.join(limits)}" if limits else "as it is"


def screens_words(known: Known) -> str:
    """How many screenshots a request holds: `3 to 22 screens`, `1 screen`."""
    most = known.keep + known.drop - 1
    return f"{known.keep} to {most} screens" if most > known.keep else f"{most} screen{'s' * (most > 1)}"


def context_words(tokens: int | None) -> str:
    """`128k`, `1M`; `unknown`."""
    if tokens is None:
        return "unknown"
    if tokens < 1000:
        return str(tokens)
    return f"{tokens / 1e6:.3g}M" if tokens >= 1_000_000 else f"{tokens / 1000:.3g}k"


def price_words(price: Price | None) -> str:
    """USD per million tokens, in and out: `$2 / $10`; `unknown`."""
    return "unknown" if price is None else f"${price.input:g} / ${price.output:g}"


def _megapixels(area: int) -> str:
    return f"{area / 1e6:.3g} MP"
