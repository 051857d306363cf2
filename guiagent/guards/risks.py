"""What the name of a button tells about the harm that pressing it could do; the words are in risks.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Self

_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Risks:
    """Patterns for names: what each risk is called and what speaks for it, what is harmless, what is a search."""

    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    harmless: re.Pattern[str]
    searching: re.Pattern[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """From TOML of the form of risks.toml."""
        table = tomllib.loads(text)
        kinds = tuple((risk["why"], _pattern(risk["words"])) for risk in table["risk"])
        return cls(kinds, _pattern(table["harmless"]), _pattern(table["search"]))

    def why(self, name: str) -> str | None:
        """Why pressing something of this name is risky, with the word that says so; None where nothing does."""
        rest = self.harmless.sub(" ", plain(name))
        found = ((why, pattern.search(rest)) for why, pattern in self.kinds)
        return next((f"{why} ({match[0]!r})" for why, match in found if match), None)

    def is_search(self, name: str) -> bool:
        """Whether a text field of this name is for searching."""
        return self.searching.search(plain(name)) is not None


@cache
def known_risks() -> Risks:
    """The list that comes with guiagent."""
    return Risks.of(resources.files(__package__).joinpath("risks.toml").read_text("utf-8"))


def plain(name: str) -> str:
    """The name as it is compared: one case, one form a letter, no invisible characters, single spaces."""
    seen = "".join(char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen.casefold()).split())


def _pattern(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted({plain(word) for word in words}, key=len, reverse=True)
    return re.compile("|".join(_alternative(word) for word in longest_first))


def _alternative(word: str) -> str:
    core = re.escape(word).replace(r"\*", r"\w*")
    return core if _SPACELESS.search(word) else rf"(?<!\w){core}(?!\w)"
