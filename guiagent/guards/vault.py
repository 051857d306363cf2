"""Secrets: values from the environment that only the hands may know, each for the origins it was given for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from guiagent.errors import ActionFailed, UsageError
from guiagent.guards.addresses import Origin, origin_of, scheme_of
from guiagent.guards.disguises import disguises

SHORTEST = 4
"""Characters; a shorter value would be found, and hidden, in texts and screens that have nothing to do with it."""

_PLACEHOLDER = re.compile(r"<secret:([^<>\s]+)>", re.IGNORECASE)
_SPEC = re.compile(r"([A-Za-z][\w.-]*)=@([A-Za-z_]\w*)(?:@(\S+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Secret:
    name: str
    value: str = field(repr=False)
    origins: tuple[Origin, ...]


class Vault:
    """Plays `protocols.Secrets`. Its repr names no value, and it can be neither copied nor pickled."""

    def __init__(self, secrets: Sequence[_Secret]) -> None:
        self._secrets = {secret.name: secret for secret in secrets}
        self._typed: dict[str, None] = {}
        self._names = {form: secret.name for secret in secrets for form in disguises(secret.value)}
        longest_first = sorted(self._names, key=len, reverse=True)
        self._anywhere = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    @classmethod
    def of(cls, specs: Sequence[str], environ: Mapping[str, str], default_origin: str | None = None) -> Vault:
        """From `name=@ENV` and `name=@ENV@ORIGIN`; several for one name and variable add origins.

        ORIGIN is `https://example.com[:port]` or a host, which means https. `default_origin`, the start page's URL or
        origin, is where a secret without one may be typed. Raises UsageError, never with a value in it.
        """
        given: dict[str, tuple[str, list[Origin]]] = {}
        for spec in specs:
            name, variable, origin = _parsed(spec, default_origin)
            known, origins = given.setdefault(name, (variable, []))
            if known != variable:
                raise UsageError(f"--secret {name}: given from two variables, {known} and {variable}")
            origins.append(origin)
        return cls(
            [
                _Secret(name, _value(environ, variable, name), tuple(origins))
                for name, (variable, origins) in given.items()
            ]
        )

    def reveal(self, text: str, origin: str) -> str:
        """`text` with its placeholders replaced, for a field of this origin. Raises ActionFailed where not allowed."""
        return _PLACEHOLDER.sub(self._opened(origin), text)

    def _opened(self, origin: str) -> Callable[[re.Match[str]], str]:
        def value(found: re.Match[str]) -> str:
            secret = self._secrets.get(found[1])
            if secret is None:
                known = ", ".join(self._secrets) or "none"
                raise ActionFailed(f"there is no secret {found[1]!r}; known are: {known}")
            if _origin(origin) not in secret.origins:
                meant = ", ".join(map(str, secret.origins))
                raise ActionFailed(f"the secret {secret.name!r} may be typed into {meant}, not into {origin or 'this'}")
            self._typed[secret.value] = None
            return secret.value

        return value

    def hide(self, text: str) -> str:
        """`text` with every value in it, in any of its disguises, replaced by `<secret:name>`; the longest first."""
        if self._anywhere is None or not any(form in text for form in self._names):
            return text  # by far the most texts, and much faster told than by the expression
        return self._anywhere.sub(lambda found: f"<secret:{self._names[found[0]]}>", text)

    @property
    def revealed(self) -> tuple[str, ...]:
        """What has been typed so far and its disguises, which a page may show as well."""
        return tuple(form for value in self._typed for form in disguises(value))

    def described(self) -> dict[str, list[str]]:
        """Names and the origins each was given for: what may stand on disk."""
        return {secret.name: [str(origin) for origin in secret.origins] for secret in self._secrets.values()}

    def __repr__(self) -> str:
        return f"Vault({', '.join(self._secrets)})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a vault does not leave the process: it can be neither copied nor pickled")


def _parsed(spec: str, default_origin: str | None) -> tuple[str, str, Origin]:
    found = _SPEC.fullmatch(spec)
    if found is None:
        name = (
            spec.partition("=")[0] if re.fullmatch(r"[A-Za-z][\w.-]{0,63}=.*", spec, re.ASCII | re.DOTALL) else "name"
        )
        raise UsageError(
            f"--secret {name}=…: write {name}=@VARIABLE or {name}=@VARIABLE@ORIGIN, with the value in that environment"
            " variable; a value on the command line would end in the shell's history and is not taken"
        )
    name, variable, where = found[1], found[2], found[3] or default_origin
    if not where or where == "about:blank":
        raise UsageError(f"--secret {name}: say where it may be typed, as {name}=@{variable}@https://example.com")
    origin = _origin(where if scheme_of(where) else f"https://{where}")
    if origin is None:
        raise UsageError(f"--secret {name}: {where!r} is no http or https origin")
    return name, variable, origin


def _origin(url: str) -> Origin | None:
    try:
        return origin_of(url)
    except ValueError:
        return None


def _value(environ: Mapping[str, str], variable: str, name: str) -> str:
    value = environ.get(variable, "")
    if not value:
        raise UsageError(f"--secret {name}: the environment variable {variable} is not set or empty")
    if len(value.strip()) < SHORTEST:
        raise UsageError(f"--secret {name}: {variable} has fewer than {SHORTEST} characters and could not be hidden")
    return value
