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
from guiagent.dialects.json_plain import JsonDialect, Screens
from guiagent.errors import UsageError
from guiagent.models.price import Price

CATALOGUE = Path(__file__).with_name("catalogue.toml")
BY_HAND = "--dialect json:SPACE[:yx][:FACTOR], where SPACE is the model's own: " + ", ".join(SPACES)
SMALLEST, LARGEST = 56 * 56, 12_845_056
"""Areas in pixels between which Qwen2.5-VL's relatives scale an image, where only their factor is given."""
Space = Literal["pixels", "1000", "999", "1", "percent"]


class Profile(Value):
    """What is known of one family of models; the values' meanings stand at the head of catalogue.toml."""

    family: str
    names: tuple[str, ...] = ()
    provider: Literal["openai-compatible"] = "openai-compatible"
    dialect: Literal["json"] = "json"
    space: Space
    order: Literal["xy", "yx"] = "xy"
    image: Annotated[SentImage, Field(default_factory=Fit)]
    screens: Screens = Screens()
    grounded: bool = True
    temperature: float | Literal["default"] = 0.0
    max_tokens: int = 4096
    context: int | None = None
    price: Price | None = None

    @property
    def speech(self) -> str:
        """The dialect as `--dialect` takes it and a recording keeps it: `json:1000:yx`."""
        factor = str(self.image.factor) if isinstance(self.image, SmartResize) and self.space == "pixels" else ""
        order = "yx" if self.order == "yx" else ""
        return ":".join(part for part in (self.dialect, self.space, order, factor) if part)

    def speaker(self, kinds: frozenset[str] | None = None, secrets: tuple[str, ...] = ()) -> JsonDialect:
        """The dialect, offering the kinds of action that a computer can do, and the secrets by name."""
        convention = SPACES[self.space].ordered(self.order)
        return JsonDialect(convention, self.image, self.screens, kinds, secrets)


def resolve(name: str, dialect: str | None = None) -> Profile:
    """The profile of a model, by its name or with the dialect said by hand, which wins over what is known.

    Raises UsageError with the nearest names where the model is not known and nothing was said.
    """
    known = _known(name)
    if dialect is not None:
        return _by_hand(name, dialect, known)
    if known is None:
        near = get_close_matches(_plain(name), [pattern.strip("*") for pattern in _patterns()], n=3, cutoff=0.4)
        like = f"; the nearest known: {', '.join(near)}" if near else ""
        raise UsageError(f"the model {name!r} is not in the catalogue{like}. Say how it speaks of places: {BY_HAND}")
    return known


@cache
def profiles() -> tuple[Profile, ...]:
    """Everything that is known, in the order in which it is searched."""
    entries = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["model"]
    return tuple(Profile.model_validate(entry) for entry in entries)


def _patterns() -> Sequence[str]:
    return [pattern for profile in profiles() for pattern in profile.names]


def _known(name: str) -> Profile | None:
    plain = _plain(name)
    return next((entry for entry in profiles() if any(fnmatchcase(plain, glob) for glob in entry.names)), None)


def _plain(name: str) -> str:
    """`Qwen/Qwen3-VL-8B-Instruct` and `openrouter/qwen/qwen3-vl-8b` as the catalogue's patterns are written."""
    return name.rstrip("/").rpartition("/")[2].lower()


def _by_hand(name: str, dialect: str, known: Profile | None) -> Profile:
    form, *parts = dialect.split(":")
    if form != "json" or not parts or parts[0] not in get_args(Space):
        raise UsageError(f"there is no dialect {dialect!r}: say {BY_HAND}")
    said: dict[str, Any] = {"space": parts[0], "order": "xy"}
    for part in parts[1:]:
        if part == "yx":
            said["order"] = part
        elif part.isdecimal() and 8 <= int(part) <= 64:
            said["image"] = SmartResize(factor=int(part), least=SMALLEST, most=LARGEST)
        else:
            raise UsageError(f"{part!r} in --dialect {dialect} is neither yx nor an image factor, as 28 or 32")
    if known is None:
        return Profile.model_validate({"family": name, "image": Fit(), **said})
    return known.model_copy(update=said)
