"""Which host a URL means, read as the browser reads it, and which IP addresses are public.

Hosts and URLs follow the WHATWG URL standard (https://url.spec.whatwg.org), so that what is compared is what Chromium
would open: `http://EXAMPLE.com./`, `http:\\\\0x7f.1`, `https://good.test@evil.test` and their like.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

import idna

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
"""The schemes that a page is fetched by, each with the port that it means when none is written."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f#%*/:<>?@\[\\\]^|]")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.IGNORECASE)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))


class Origin(NamedTuple):
    """A scheme, a canonical host (a name, a dotted IPv4 address or a bracketed IPv6 address) and a port."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        port = "" if PORTS.get(self.scheme) == self.port else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"


def scheme_of(url: str) -> str:
    """The scheme in lower case, or "" where the text has none: `example.com/a` and `localhost:8000`."""
    text = _cleaned(url)
    found = _SCHEME.match(text)
    is_port = found and re.match(r"[0-9]+(?:[/?#\\]|$)", text[found.end() :])
    return "" if not found or is_port else found[1].lower()


def origin_of(url: str) -> Origin:
    """The origin that the browser would fetch from. Raises ValueError for other schemes and for no URL at all."""
    text, scheme = _cleaned(url), scheme_of(url)
    if scheme not in PORTS:
        raise ValueError(f"{url!r} is no http or https address")
    rest = text[len(scheme) + 1 :].lstrip("/\\")
    authority = re.split(r"[/\\?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    host, port = split_port(authority)
    return Origin(scheme, canonical_host(host), PORTS[scheme] if port is None else port)


def split_port(authority: str) -> tuple[str, int | None]:
    """`host:port` in two; None where no port is written. Raises ValueError where it is no port."""
    host, colon, digits = authority.rpartition(":")
    if not colon or authority.endswith("]"):
        return authority, None
    if digits and not (digits.isascii() and digits.isdigit() and int(digits) < 65536):
        raise ValueError(f"{digits!r} is no port")
    return host, int(digits) if digits else None


@lru_cache(maxsize=4096)
def canonical_host(host: str) -> str:
    """The host as the browser writes it in the address bar, without a final dot. Raises ValueError where it is none."""
    if host.startswith("["):
        return _ipv6(host)
    try:
        name = idna.uts46_remap(unquote_to_bytes(host).decode(), std3_rules=False, transitional=False)
    except (UnicodeError, idna.IDNAError) as error:
        raise ValueError(f"{host!r} is no host name: {error}") from error
    name = name.lower().removesuffix(".")
    if not name or len(name) > 253 or _FORBIDDEN.search(name):
        return _refuse(host, "no host name")
    labels = name.split(".")
    return _ipv4(labels) if _NUMBER.fullmatch(labels[-1]) else ".".join(_label(label) for label in labels)


def _cleaned(url: str) -> str:
    return re.sub(r"[\t\n\r]", "", url.strip("".join(map(chr, range(33)))))


def _refuse(host: str, why: str) -> str:
    raise ValueError(f"{host!r} is {why}")


def _label(label: str) -> str:
    """A part of a name in ASCII; an `xn--` one must say what it would be written as."""
    if not label:
        raise ValueError("a part of the host name is empty")
    if label.isascii() and not label.startswith("xn--"):
        return label
    try:
        return idna.alabel(label).decode()
    except idna.IDNAError as error:
        raise ValueError(f"{label!r} is no part of a host name: {error}") from error


def _ipv6(host: str) -> str:
    if not host.endswith("]") or "%" in host:
        return _refuse(host, "no IPv6 address")
    return written(ipaddress.IPv6Address(host[1:-1]))


def _ipv4(parts: list[str]) -> str:
    """An IPv4 address in any of the browser's spellings: `127.1`, `0x7f000001`, `0177.0.0.1`, `2130706433`."""
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return _refuse(".".join(parts), "no IPv4 address")
    numbers = [_ipv4_number(part) for part in parts]
    last_room = 256 ** (5 - len(parts))
    if numbers[-1] >= last_room or any(number > 255 for number in numbers[:-1]):
        return _refuse(".".join(parts), "no IPv4 address")
    value = numbers[-1] + sum(number << 8 * (3 - place) for place, number in enumerate(numbers[:-1]))
    return str(ipaddress.IPv4Address(value))


def _ipv4_number(text: str) -> int:
    if text[:2].lower() == "0x":
        return int(text[2:] or "0", 16)
    return int(text, 8 if text.startswith("0") else 10)


def ip_of(host: str) -> IP | None:
    """The IP address that a canonical host is, or None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def written(address: IP) -> str:
    """The address as the host of a URL; Python's versions differ on how to write an IPv6-mapped one."""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    low = int(address) & 0xFFFFFFFF
    return f"[::ffff:{low >> 16:x}:{low & 0xFFFF:x}]" if address.ipv4_mapped else f"[{address}]"


def unwrapped(address: IP) -> IP:
    """The IPv4 address that an IPv6-mapped, NAT64 or 6to4 address leads to, or else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and address in _NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address


def is_public(address: IP) -> bool:
    """Whether it is an address of the open internet: not private, loopback, link-local, shared, multicast, reserved."""
    real = unwrapped(address)
    if isinstance(real, ipaddress.IPv4Address):
        return real.is_global and not real.is_multicast and not real.is_reserved
    return real in _GLOBAL_UNICAST and not any(real in network for network in _NOT_PUBLIC)
