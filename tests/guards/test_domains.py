"""What `--allow-domain` means, and that no spelling of an address gets around it."""

# ruff: noqa: RUF001 - look-alike letters are what is tested

from __future__ import annotations

import ipaddress

import pytest

from guiagent.actions import Click, DeviceAction, Navigate, Point
from guiagent.errors import UsageError
from guiagent.guards.addresses import is_public, origin_of
from guiagent.guards.domains import AllowList, DomainGuard
from guiagent.records import Blocked, Observation, Tab
from guiagent.screen import Screen

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)


def seen(url: str = "https://good.test/", *tabs: str) -> Observation:
    return Observation(screen=Screen.of(PNG), url=url, tabs=tuple(Tab(url=tab) for tab in tabs))


async def reviewed(url: str, *domains: str) -> Blocked | None:
    return await DomainGuard(AllowList.of(domains)).review(Navigate(url=url), seen())


CANONICAL = {
    "http://EXAMPLE.com": "http://example.com",
    "https://example.com:443/a": "https://example.com",
    "http://example.com.": "http://example.com",
    "http://ｅｘａｍｐｌｅ．ｃｏｍ/": "http://example.com",
    "http://example。com/": "http://example.com",
    "http://ex%61mple.com/": "http://example.com",
    "http://exa\tmp\nle.com/": "http://example.com",
    " \x01http://example.com/ ": "http://example.com",
    "HTTP:\\\\example.com\\a": "http://example.com",
    "http:example.com/a": "http://example.com",
    "http:////example.com": "http://example.com",
    "http://good.test@example.com/": "http://example.com",
    "http://good.test:80@example.com:8080": "http://example.com:8080",
    "http://a@b@example.com/": "http://example.com",
    "http://example.com\\@good.test/": "http://example.com",
    "http://example.com#@good.test/": "http://example.com",
    "http://example.com?@good.test/": "http://example.com",
    "https://bücher.example": "https://xn--bcher-kva.example",
    "https://faß.example": "https://xn--fa-hia.example",
    "http://127.1/": "http://127.0.0.1",
    "http://0x7f.1": "http://127.0.0.1",
    "http://0x7F000001": "http://127.0.0.1",
    "http://2130706433/": "http://127.0.0.1",
    "http://0177.0.0.01": "http://127.0.0.1",
    "http://１２７.0.0.1": "http://127.0.0.1",
    "http://127.0.0.1.": "http://127.0.0.1",
    "http://[0:0::1]:80/": "http://[::1]",
    "http://[::ffff:127.0.0.1]/": "http://[::ffff:7f00:1]",
    "ws://example.com": "ws://example.com",
    "wss://example.com:444": "wss://example.com:444",
}


@pytest.mark.parametrize(("written", "meant"), CANONICAL.items())
def test_an_address_is_read_as_the_browser_reads_it(written: str, meant: str) -> None:
    assert str(origin_of(written)) == meant


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "http://",
        "http:///",
        "http://a b/",
        "http://a..b/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://a:99999/",
        "http://a:x/",
        "http://a<b/",
        "http://a%00b/",
        "http://xn--a/",
        "file:///etc/passwd",
        "data:,a",
    ],
)
def test_what_is_no_web_address_has_no_origin(nonsense: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        origin_of(nonsense)


@pytest.mark.parametrize(
    "url",
    [
        "https://good.test",
        "http://good.test:8080/a?b#c",
        "GOOD.TEST/path",
        "https://good.test./",
        "https://evil@good.test",
        "about:blank",
        "good.test",
        "https://a.wide.test",
        "https://a.b.wide.test:1/",
        "https://wide.test",
    ],
)
async def test_a_named_domain_may_be_opened(url: str) -> None:
    assert await reviewed(url, "good.test", "*.wide.test") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.test",
        "https://good.test.evil.test",
        "https://evilgood.test",
        "https://sub.good.test",
        "https://good.test@evil.test",
        "https://evil.test\\@good.test",
        "https://evil.test/good.test",
        "https://evil.test#good.test",
        "https://evil.test?good.test",
        "https://evil.test%2fgood.test",
        "https://go\u043ed.test",
        "https://notwide.test",
        "https://wide.test.evil.test",
        "http://127.0.0.1",
        "http://2130706433",
        "http://localhost",
        "http://[::1]",
        "http://169.254.169.254/latest",
        "//evil.test",
        "evil.test",
    ],
)
async def test_any_other_host_is_refused_with_a_reason(url: str) -> None:
    blocked = await reviewed(url, "good.test", "*.wide.test")
    assert blocked is not None
    assert blocked.reason
    assert not blocked.final


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        "chrome://version",
        "devtools://devtools/a",
        "view-source:https://good.test",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,a",
        "ftp://good.test",
        "blob:https://good.test/1",
        "filesystem:https://good.test/a",
        "about:config",
        "about:blank#a",
        "mailto:a@good.test",
        "chrome-extension://a/b",
        "ws://good.test",
    ],
)
@pytest.mark.parametrize("allow", [AllowList.of(["good.test"]), None])
async def test_only_web_addresses_may_be_opened(url: str, allow: AllowList | None) -> None:
    blocked = await DomainGuard(allow).review(Navigate(url=url), seen())
    assert blocked is not None
    assert "http" in blocked.reason


async def test_a_secret_may_not_stand_in_an_address() -> None:
    blocked = await reviewed("https://good.test/?q=<secret:password>", "good.test")
    assert blocked is not None
    assert "secret" in blocked.reason


async def test_other_actions_are_none_of_its_business() -> None:
    click: DeviceAction = Click(point=Point(1, 1))
    assert await DomainGuard(AllowList.of([])).review(click, seen()) is None


@pytest.mark.parametrize(
    ("rule", "url", "admitted"),
    [
        ("good.test:8080", "http://good.test:8080", True),
        ("good.test:8080", "http://good.test", False),
        ("https://good.test", "https://good.test", True),
        ("https://good.test", "wss://good.test", True),
        ("https://good.test", "http://good.test", False),
        ("https://good.test", "https://good.test:8443", False),
        ("http://good.test/", "http://good.test", True),
        ("BÜCHER.test.", "https://xn--bcher-kva.test", True),
        ("127.0.0.1:8000", "http://127.1:8000", True),
        ("127.0.0.1", "http://localhost", False),
        ("localhost", "http://localhost:3000", True),
        ("[::1]:8000", "http://[::1]:8000", True),
        ("::1", "http://[0::1]", True),
        ("*.good.test:81", "http://a.good.test:81", True),
        ("https://*.good.test", "https://a.good.test", True),
    ],
)
def test_a_rule_can_name_scheme_and_port(rule: str, url: str, admitted: bool) -> None:
    assert AllowList.of([rule]).admits(origin_of(url)) is admitted


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        " ",
        "*",
        "*.com",
        "*.*.test",
        "good.*",
        "a b",
        "good.test/path",
        "ftp://good.test",
        "good.test:port",
        "good..test",
        "user@good.test",
        "*.127.0.0.1",
        "http://",
        "1.2.3.4.5",
        ":80",
        "good.test:99999",
        "%67ood.test",
        "javascript:alert",
    ],
)
def test_nonsense_is_a_usage_error(nonsense: str) -> None:
    with pytest.raises(UsageError, match="--allow-domain"):
        AllowList.of([nonsense])


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        *(
            (address, False)
            for address in [
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "127.0.0.1",
                "0.0.0.0",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "192.0.2.1",
                "198.18.0.1",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fec0::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2001:0:1::1",
                "2001:db8::1",
                "3fff::1",
                "100::1",
            ]
        ),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_all_tabs_are_looked_at_after_an_action() -> None:
    guard = DomainGuard(AllowList.of(["good.test"]))
    assert (
        guard.check(seen("https://good.test", "about:blank", "blob:https://good.test/1", "chrome-error://x/")) is None
    )
    for url in ("https://evil.test/", "blob:https://evil.test/1", "file:///etc/passwd", "chrome://version/"):
        assert guard.check(seen("https://good.test", url)) is not None
