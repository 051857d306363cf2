"""What is known of a model by its name: its way of speaking, how screenshots are sent to it, what it costs."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from guiagent.actions import Value
from guiagent.dialects.coordinates import SPACES
from guiagent.dialects.images import Fit, SentImage, SmartResize
from guiagent.dialects.json_plain import JsonDialect
from guiagent.dialects.screens import Screens
from guiagent.errors import UsageError
from guiagent.models.price import Price
from guiagent.protocols import Dialect
from guiagent.providers import Name

CATALOGUE = Path(__file__).with_name("catalogue.toml")
BY_HAND = (
    "--dialect json:SPACE[:yx][:FACTOR], where SPACE is the model's own: "
    + ", ".join(SPACES)
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
Space = Literal["pixels", "1000", "999", "1", "percent"]


class Profile(Value):
    """What is known of one family of models; the values' meanings stand at the head of catalogue.toml."""

    family: str
    names: tuple[str, ...] = ()
    provider: Name = "openai-compatible"
    tool: str = ""
    space: Space
    order: Literal["xy", "yx"] = "xy"
    image: Annotated[SentImage, Field(default_factory=Fit)]
    screens: Screens = Screens()
    grounded: bool = True
    structured: bool = True
    temperature: float | Literal["default"] = 0.0
    max_tokens: int = 4096
    context: int | None = None
    price: Price | None = None
    default: str = ""

    @property
    def speech(self) -> str:
        """The dialect as `--dialect` takes it and a recording keeps it: `json:1000:yx`, `claude:20251124`."""
        if self.tool:
            return self.tool
        factor = str(self.image.factor) if isinstance(self.image, SmartResize) and self.space == "pixels" else ""
        order = "yx" if self.order == "yx" else ""
        return ":".join(part for part in ("json", self.space, order, factor) if part)

    def speaker(self, kinds: frozenset[str] | None = None, secrets: tuple[str, ...] = ()) -> Dialect[Any]:
        """The dialect, offering the kinds of action that a computer can do, and the secrets by name."""
        match self.tool.partition(":"):
            case ("claude", _, version):
                from guiagent.dialects.claude import ClaudeDialect

                return ClaudeDialect(version, self.image, self.screens, kinds, secrets)
            case ("gpt", _, _):
                from guiagent.dialects.gpt import GptDialect

                return GptDialect(self.image, self.screens, kinds, secrets)
            case ("gemini", _, generation):
                from guiagent.dialects.gemini import GeminiDialect

                return GeminiDialect(generation, self.image, self.screens, kinds, secrets)
        convention = SPACES[self.space].ordered(self.order)
        return JsonDialect(convention, self.image, self.screens, kinds, secrets)


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
        there = provider or ("openai-compatible" if routed else known.provider)
        known = known.model_copy(update={"provider": there, "tool": known.tool if there == known.provider else ""})
    if dialect is not None:
        return _by_hand(name, dialect, known, provider)
    if known is None:
        known_names = dict.fromkeys(beginning(pattern) for pattern in _patterns())
        near = get_close_matches(_plain(name), known_names, n=3, cutoff=0.4)
        like = f"; the nearest known: {', '.join(near)}" if near else ""
        raise UsageError(
            f"the model {name!r} is not in the catalogue{like}. Say how it speaks of places: {BY_HAND}; "
            f"and where it is asked: --base-url URL, --provider NAME"
        )
    return known


@cache
def profiles() -> tuple[Profile, ...]:
    """Everything that is known, in the order in which it is searched."""
    entries = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["model"]
    return tuple(Profile.model_validate(entry) for entry in entries)


def beginning(pattern: str) -> str:
    """A pattern as people write the name: `claude-opus-5[-.]5*` is `claude-opus-5-5`."""
    return pattern.replace("[-.]", "-").rstrip("*-")


def _patterns() -> Sequence[str]:
    return [pattern for profile in profiles() for pattern in profile.names]


def _known(name: str) -> Profile | None:
    plain = _plain(name)
    return next((entry for entry in profiles() if any(fnmatchcase(plain, glob) for glob in entry.names)), None)


def _plain(name: str) -> str:
    """`Qwen/Qwen3-VL-8B-Instruct` and `openrouter/qwen/qwen3-vl-8b` as the catalogue's patterns are written."""
    return name.rstrip("/").rpartition("/")[2].lower()


def _by_hand(name: str, dialect: str, known: Profile | None, provider: Name | None) -> Profile:
    form, *parts = dialect.split(":")
    if form in TOOLS:
        return _tool_by_hand(name, dialect, known, provider)
    if form != "json" or not parts or parts[0] not in get_args(Space):
        raise UsageError(f"there is no dialect {dialect!r}: say {BY_HAND}")
    said: dict[str, Any] = {"tool": "", "space": parts[0], "order": "xy"}
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
