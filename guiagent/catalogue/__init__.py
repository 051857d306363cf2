"""What is known of a model by its name: its way of speaking, how screenshots are sent to it, what it costs."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, get_args

from guiagent.catalogue.profile import MARKS, WORDS, Profile, Role, Space, Weights
from guiagent.dialects.coordinates import SPACES
from guiagent.dialects.images import Fit, SmartResize
from guiagent.dialects.named import NAMED
from guiagent.errors import UsageError
from guiagent.providers import Name

__all__ = [
    "MARKS",
    "TOOLS",
    "WORDS",
    "Profile",
    "Role",
    "Space",
    "Weights",
    "beginning",
    "profiles",
    "relatives",
    "resolve",
]

FILES = ("api", "qwen", "agents", "pointers", "scorers", "seers")
"""The parts of the catalogue, in the order in which they are searched; the first entry that matches wins."""
BY_HAND = (
    "--dialect json:SPACE[:yx][:FACTOR], where SPACE is the model's own: "
    + ", ".join(SPACES)
    + "; a family's own, as guiagent models lists them: "
    + ", ".join(name for name in NAMED if name != "json")
    + "; or a provider's own computer tool: claude:VERSION, gpt, gemini:GENERATION"
)
SMALLEST, LARGEST = 802_816, 2_097_152
"""Areas in pixels between which no server scales an image for Qwen2.5-VL's relatives, where only a factor is given."""
TOOLS: dict[str, tuple[Name, tuple[str, ...]]] = {
    "claude": ("anthropic", ("20241022", "20250124", "20251124", "20260801")),
    "gpt": ("openai", ("",)),
    "gemini": ("google", ("2.5", "3.5")),
}
"""The providers' own computer tools: who speaks each, and its versions."""


def resolve(name: str, dialect: str | None = None, provider: Name | None = None) -> Profile:
    """The profile of a model by its name; a dialect and a provider said by hand win over what is known.

    A name with a vendor in front (`anthropic/claude-…`) is how routers and hubs call a model: it is asked for through
    an OpenAI-compatible server, and in words, since a provider's own tools are spoken at the provider alone.
    Raises UsageError with the nearest names where the model is not known and nothing was said.
    """
    known = _known(name)
    if known is not None:
        # Google itself lists its models as `models/gemini-…`.
        routed = "/" in name.rstrip("/") and not (known.provider == "google" and name.startswith("models/"))
        away = routed and known.provider != "transformers"
        there = provider or ("openai-compatible" if away else known.provider)
        known = known.model_copy(update={"provider": there, "tool": known.tool if there == known.provider else ""})
    if dialect is not None:
        return _by_hand(name, dialect, known, provider)
    if known is None:
        known_names = dict.fromkeys(beginning(pattern) for pattern in _patterns())
        near = get_close_matches(_plain(name), known_names, n=3, cutoff=0.4)
        like = f"; the nearest known: {', '.join(near)}" if near else ""
        raise UsageError(
            f"the model {name!r} is not in the catalogue{like}. Say how it speaks: --dialect "
            f"json:SPACE, where SPACE is {', '.join(SPACES)}, or a relative's, as guiagent models lists them; "
            f"and where it is asked: --base-url URL, --provider NAME"
        )
    return known


@cache
def profiles() -> tuple[Profile, ...]:
    """Everything that is known, in the order in which it is searched."""
    texts = [Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8") for name in FILES]
    return tuple(Profile.model_validate(entry) for text in texts for entry in tomllib.loads(text).get("model", ()))


def relatives(model_type: str) -> tuple[Profile, ...]:
    """The families whose weights are of this kind of model, as config.json calls it."""
    return tuple(each for each in profiles() if each.weights and model_type in each.weights.types)


def beginning(pattern: str) -> str:
    """A pattern as people write the name: `claude-opus-5[-.]5*` is `claude-opus-5-5`."""
    return pattern.replace("[-.]", "-").rstrip("*-")


def _patterns() -> Sequence[str]:
    return [pattern for profile in profiles() for pattern in profile.names]


def _known(name: str) -> Profile | None:
    plain = _plain(name)
    return next((each for each in profiles() if _like(plain, each.names) and not _like(plain, each.others)), None)


def _like(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _plain(name: str) -> str:
    """`Qwen/Qwen3-VL-8B-Instruct` and `openrouter/qwen/qwen3-vl-8b` as the catalogue's patterns are written."""
    return name.rstrip("/").rpartition("/")[2].lower()


def _by_hand(name: str, dialect: str, known: Profile | None, provider: Name | None) -> Profile:
    form, *parts = dialect.split(":")
    if form in TOOLS:
        return _tool_by_hand(name, dialect, known, provider)
    if form in NAMED and form != "json" and not parts:
        return _named_by_hand(name, form, known, provider)
    if form != "json" or not parts or parts[0] not in get_args(Space):
        raise UsageError(f"there is no dialect {dialect!r}: say {BY_HAND}")
    said: dict[str, Any] = {"tool": "", "dialect": "", "grounded": True, "space": parts[0], "order": "xy"}
    for part in parts[1:]:
        if part == "yx":
            said["order"] = part
        elif part.isdecimal() and 8 <= int(part) <= 64:
            said["image"] = SmartResize(factor=int(part), least=SMALLEST, most=LARGEST)
        else:
            raise UsageError(f"{part!r} in --dialect {dialect} is neither yx nor an image factor, as 28 or 32")
    if known is None:
        place = {"provider": provider} if provider else {}
        return Profile.model_validate({"family": name, "image": Fit(), **place, **said})
    return known.model_copy(update=said)


def _named_by_hand(name: str, dialect: str, known: Profile | None, provider: Name | None) -> Profile:
    """The profile of a family whose dialect was said, with what is known of the model itself."""
    place = {"provider": provider} if provider else {}
    if known is not None and dialect in (MARKS, WORDS):
        return known.model_copy(update={"tool": "", "dialect": dialect, **place})
    like = next((profile for profile in profiles() if profile.speech == dialect), None)
    if like is None:
        return Profile.model_validate({"family": name, "dialect": dialect, **place})
    own = {"names", "weights", "price", "default", "family"}
    mine = known.model_dump(include=own) if known else {"family": name, "names": (), "price": None, "default": ""}
    return Profile.model_validate(like.model_dump(exclude=own) | {"weights": like.weights} | mine | place)


def _tool_by_hand(name: str, dialect: str, known: Profile | None, provider: Name | None) -> Profile:
    """The profile with a provider's own computer tool, as `claude:20250124`."""
    form, _, version = dialect.partition(":")
    own, versions = TOOLS[form]
    if version not in versions:
        one_of = " or ".join(f"{form}:{each}" if each else form for each in versions)
        raise UsageError(f"there is no dialect {dialect!r}: say --dialect {one_of}")
    if provider not in (None, own):
        raise UsageError(f"--dialect {dialect} is spoken at --provider {own} alone, not at {provider}")
    if known is not None:
        return known.model_copy(update={"provider": own, "tool": dialect})
    like = next(profile for profile in profiles() if profile.tool.partition(":")[0] == form)
    return like.model_copy(update={"family": name, "provider": own, "tool": dialect, "price": None, "context": None})
