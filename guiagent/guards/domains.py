"""Where the browser may go: the user's allowed domains, and the guard that holds addresses against them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guiagent.actions import DeviceAction, Navigate
from guiagent.errors import UsageError
from guiagent.guards.addresses import (
    IP,
    PORTS,
    Origin,
    canonical_host,
    ip_of,
    is_public,
    origin_of,
    scheme_of,
    split_port,
    written,
)
from guiagent.records import Blocked, Concern, Observation


@dataclass(frozen=True, slots=True)
class Domain:
    """One `--allow-domain`: a canonical host, with everything beneath it where it was written `*.host`.

    `scheme` "" and `port` None mean any.
    """

    host: str
    beneath: bool = False
    scheme: str = ""
    port: int | None = None

    @classmethod
    def of(cls, text: str) -> Domain:
        """From `example.com`, `*.example.com`, `example.com:8080`, `https://example.com`, `[::1]:8000`, `10.0.0.7`.

        Raises UsageError for anything else.
        """
        try:
            return cls._parsed(text.strip())
        except ValueError as error:
            raise UsageError(f"--allow-domain {text!r}: {error}; write it as example.com or *.example.com") from error

    @classmethod
    def _parsed(cls, text: str) -> Domain:
        wanted, rest = scheme_of(text), text.partition("://")[2] if "://" in text else text
        if wanted not in ("", "http", "https"):
            raise ValueError(f"{wanted!r} is neither http nor https")
        rest = rest.removesuffix("/")
        if not rest or any(mark in rest for mark in "/\\?#@% "):
            raise ValueError("this is no host alone")
        if rest.count(":") > 1 and "[" not in rest:
            rest = f"[{rest}]"
        name, port = split_port(rest)
        beneath, name = name.startswith("*."), name.removeprefix("*.")
        if "*" in name:
            raise ValueError("a star may only stand first, as *.example.com")
        host = canonical_host(name)
        if beneath and (ip_of(host) or "." not in host):
            raise ValueError("a star needs a domain of two parts at least after it")
        return cls(host, beneath, wanted, PORTS[wanted] if wanted and port is None else port)

    def admits(self, origin: Origin) -> bool:
        """Whether a request to this origin is meant; ws counts as http, wss as https."""
        same = origin.host == self.host or (self.beneath and origin.host.endswith(f".{self.host}"))
        return same and self._scheme_fits(origin.scheme) and self.port in (None, origin.port)

    def _scheme_fits(self, scheme: str) -> bool:
        return not self.scheme or scheme in ("", self.scheme, self.scheme.replace("http", "ws"))

    def __str__(self) -> str:
        prefix, port = (f"{self.scheme}://" if self.scheme else ""), ("" if self.port is None else f":{self.port}")
        return f"{prefix}{'*.' if self.beneath else ''}{self.host}{port}"


@dataclass(frozen=True, slots=True)
class AllowList:
    """The domains that a run may reach; everything else is refused, and so is everything where none is named."""

    domains: tuple[Domain, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> AllowList:
        """From the words of the command line. Raises UsageError."""
        return cls(tuple(dict.fromkeys(Domain.of(text) for text in texts)))

    def __str__(self) -> str:
        return ", ".join(map(str, self.domains)) or "none"

    def admits(self, origin: Origin) -> bool:
        """Whether this origin was named; a scheme of "" (a tunnel, which does not say) fits any."""
        return any(domain.admits(origin) for domain in self.domains)

    def reaches(self, address: IP, host: str, port: int) -> bool:
        """Whether a connection for `host` may go to this address: a public one, or one that was named itself.

        `localhost` and the names beneath it are themselves names of the loopback addresses.
        """
        if is_public(address) or (is_localhost(host) and address.is_loopback):
            return True
        return self.admits(Origin("", written(address), port))

    def refusal(self, url: str) -> str | None:
        """Why this URL may not be opened, or None; one without a scheme is taken for https."""
        try:
            origin = origin_of(url if scheme_of(url) else f"https://{url.strip()}")
        except ValueError as error:
            return str(error)
        if self.admits(origin):
            return None
        return f"{origin} is not among the allowed domains ({self})"


def is_localhost(host: str) -> bool:
    """Whether the browser itself takes this name for loopback (RFC 6761)."""
    return host == "localhost" or host.endswith(".localhost")


def scheme_refusal(url: str) -> str | None:
    """Why an address of this scheme may not be opened, or None: http, https and about:blank may."""
    kind = scheme_of(url)
    if kind in ("", "http", "https") or url.strip() == "about:blank":
        return None
    return f"{kind}: addresses may not be opened, only http, https and about:blank"


class DomainGuard:
    """Reviews the addresses that the agent asks for, and those that its tabs show; `allow` None lets any host pass.

    The proxy enforces; this guard says no before anything happens, in words that the model can act on.
    """

    def __init__(self, allow: AllowList | None) -> None:
        self._allow = allow

    async def consent(self, concerns: Sequence[Concern], now: Observation) -> Blocked | None:
        """Concerns are for a person; addresses alone are reviewed here."""
        return None

    async def review(self, action: DeviceAction, now: Observation) -> Blocked | None:
        """Holds a navigation against the schemes and the domains."""
        if not isinstance(action, Navigate):
            return None
        if "<secret:" in action.url.lower():
            return Blocked(reason="a secret may not be put into an address; type it into a field instead")
        return self._blocked(action.url)

    def check(self, now: Observation) -> Blocked | None:
        """What stands open that should not, after an action: the tabs' addresses. None where all is well."""
        urls = {now.url, *(tab.url for tab in now.tabs)} - {""}
        return next((blocked for url in sorted(urls) if (blocked := self._blocked_tab(url))), None)

    def _blocked_tab(self, url: str) -> Blocked | None:
        """As for a navigation; but a page's own blob, an empty tab and Chromium's error page leave nothing to fear."""
        inner = url.removeprefix("blob:")
        if inner.startswith(("about:", "chrome-error:", "null")):
            return None
        return self._blocked(inner)

    def _blocked(self, url: str) -> Blocked | None:
        why = scheme_refusal(url)
        if why is None and self._allow is not None and url.strip() != "about:blank":
            why = self._allow.refusal(url)
        return Blocked(reason=why) if why else None
