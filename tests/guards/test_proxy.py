"""The proxy on its own: what it forwards, what it refuses, and that it connects to what it checked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from guiagent.guards.domains import AllowList
from guiagent.guards.proxy import AllowProxy, resolved
from tests.guards.sites import Site, serving


async def said(port: int, *requests: str, until: int = 0) -> str:
    """What comes back for these bytes, until the other side closes or `until` characters have come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        writer.write(request.encode("latin-1"))
    async with asyncio.timeout(10):
        answer = await (reader.readexactly(until) if until else reader.read())
    writer.close()
    return answer.decode("latin-1")


def get(url: str, host: str, *headers: str, method: str = "GET", body: str = "") -> str:
    return "\r\n".join((f"{method} {url} HTTP/1.1", f"Host: {host}", *headers)) + f"\r\n\r\n{body}"


class Names:
    """A resolver that gives one answer after the other, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


HOME = Names(["127.0.0.1"])


async def test_an_allowed_page_is_forwarded_and_others_get_a_page_that_says_why() -> None:
    async with serving(Site({"/a?b": "", "/a": "hello"})) as site:
        allow = AllowList.of([f"allowed.test:{site.port}", f"127.0.0.1:{site.port}"])
        host = f"allowed.test:{site.port}"
        async with AllowProxy(allow, HOME) as proxy:
            answer = await said(proxy.port, get(f"http://{host}/a", host), get("http://evil.test/", "evil.test"))
            assert answer.startswith("HTTP/1.1 200 OK")
            assert "hello" in answer
            assert "HTTP/1.1 403 Forbidden" in answer
            assert f"http://evil.test is not among the allowed domains ({allow})" in answer
            assert len(proxy.refused) == 1
        assert site.heads[0].startswith(f"GET /a HTTP/1.1\r\nHost: {host}\r\n")


async def test_each_request_of_a_connection_is_checked_and_many_can_share_it() -> None:
    async with serving(Site({"/": "one"})) as site:
        url, host = f"http://127.0.0.1:{site.port}/", f"127.0.0.1:{site.port}"
        async with AllowProxy(AllowList.of([host])) as proxy:
            many = [get(url, host, "Content-Length: 3", method="POST", body="abc")] * 20
            answer = await said(proxy.port, *many, get("http://127.0.0.1:1/", "127.0.0.1:1"))
        assert answer.count("HTTP/1.1 200 OK") == 20
        assert answer.count("HTTP/1.1 403") == 1
        assert site.connections == 1


@pytest.mark.parametrize(
    ("domains", "addresses", "passes"),
    [
        (["a.test"], ["127.0.0.1"], False),
        (["a.test"], ["10.0.0.1", "192.168.0.1"], False),
        (["a.test"], ["::1"], False),
        (["a.test"], ["::ffff:127.0.0.1"], False),
        (["a.test"], ["64:ff9b::7f00:1"], False),
        (["a.test"], ["169.254.169.254"], False),
        (["a.test"], ["fe80::1%eth0"], False),
        (["a.test", "127.0.0.1"], ["127.0.0.1"], True),
        (["a.test", "127.0.0.1"], ["10.0.0.1", "127.0.0.1"], True),
        (["a.test", "127.0.0.1:1"], ["127.0.0.1"], False),
        (["a.test", "localhost"], ["127.0.0.1"], False),
    ],
)
async def test_a_name_may_not_lead_where_only_an_address_may(
    domains: list[str], addresses: list[str], passes: bool
) -> None:
    async with serving(Site({"/": "inside"})) as site, AllowProxy(AllowList.of(domains), Names(addresses)) as proxy:
        for request in (
            get(f"http://a.test:{site.port}/", f"a.test:{site.port}", "Connection: close"),
            get(f"a.test:{site.port}", f"a.test:{site.port}", method="CONNECT"),
        ):
            status = (await said(proxy.port, request, until=12))[9:]
            assert status == ("200" if passes else "403")
        assert bool(site.connections) is passes
        assert bool(proxy.refused) is not passes


async def test_a_name_that_changes_its_address_is_checked_at_every_connection() -> None:
    async with serving(Site({"/": "home"})) as site:
        allow = AllowList.of(["a.test", f"127.0.0.1:{site.port}"])
        names = Names(["127.0.0.1"], ["127.0.0.2"])
        request = get(f"http://a.test:{site.port}/", f"a.test:{site.port}")
        async with AllowProxy(allow, names) as proxy:
            assert "200 OK" in await said(proxy.port, request, until=40)
            assert "403 Forbidden" in await said(proxy.port, request)
            assert "127.0.0.2" in proxy.refused[0]
        assert names.asked == ["a.test", "a.test"]


async def test_localhost_needs_no_resolver_and_the_proxy_does_not_call_itself() -> None:
    async with (
        serving(Site({"/": "home"})) as site,
        AllowProxy(AllowList.of(["localhost", "127.0.0.1"]), Names(["8.8.8.8"])) as proxy,
    ):
        for host in (f"localhost:{site.port}", f"127.0.0.1:{site.port}"):
            assert "200 OK" in await said(proxy.port, get(f"http://{host}/", host), until=40)
        for host in (f"localhost:{proxy.port}", f"127.0.0.1:{proxy.port}"):
            assert "403 Forbidden" in await said(proxy.port, get(f"http://{host}/", host))


@pytest.mark.parametrize(
    "request_",
    [
        "GET / HTTP/1.1\r\nHost: HOST\r\n\r\n",
        get("http://HOST/", "evil.test"),
        get("http://HOST/", "HOST", "Host: evil.test"),
        "GET http://HOST/ HTTP/1.1\r\n\r\n",
        get("https://HOST/", "HOST"),
        get("ftp://HOST/", "HOST"),
        get("http://HOST/", "HOST", "Content-Length: 1", "Transfer-Encoding: chunked"),
        get("http://HOST/", "HOST", "Content-Length: 1", "Content-Length: 2"),
        get("http://HOST/", "HOST", "Transfer-Encoding: gzip, chunked"),
        get("http://HOST/", "HOST", "Content-Length: +1"),
        get("http://HOST/", "HOST", "Bad Header: 1"),
        get("http://HOST/", "HOST", "A: b\r\n folded: c"),
        get("http://HOST/", "HOST", "A: b\nHost: evil.test"),
        get("http://HOST/", "HOST", "A: " + "b" * 300_000),
        get("a b:1", "a", method="CONNECT"),
        "\r\n\r\n",
    ],
    ids=str.__len__,
)
async def test_what_could_be_read_in_two_ways_is_not_passed_on(request_: str) -> None:
    async with serving(Site({"/": "home"})) as site:
        host = f"127.0.0.1:{site.port}"
        async with AllowProxy(AllowList.of([host])) as proxy:
            assert (await said(proxy.port, request_.replace("HOST", host))).startswith("HTTP/1.1 400")
        assert site.connections == 0


async def test_a_chunked_upload_and_a_web_socket_pass() -> None:
    async with serving(Site()) as site:
        host = f"127.0.0.1:{site.port}"
        async with AllowProxy(AllowList.of([host])) as proxy:
            body = "5\r\nhello\r\n0\r\n\r\n"
            await said(
                proxy.port,
                get(f"http://{host}/hit/up", host, "Transfer-Encoding: chunked", method="POST", body=body),
                until=20,
            )
            await said(
                proxy.port, get(f"http://{host}/hit/ws", host, "Connection: Upgrade", "Upgrade: websocket"), until=20
            )
        assert site.hits == {"up", "ws"}
        assert "upgrade: websocket" in site.heads[-1].lower()


async def test_a_site_that_is_not_there_gets_a_page_that_says_so() -> None:
    async def nowhere(host: str, port: int) -> Sequence[str]:
        raise OSError("Name or service not known")

    async with AllowProxy(AllowList.of(["a.test", "127.0.0.1"]), nowhere) as proxy:
        assert "the name a.test has no address" in await said(proxy.port, get("http://a.test/", "a.test"))
        assert "cannot connect to http://127.0.0.1:1 " in await said(
            proxy.port, get("http://127.0.0.1:1/", "127.0.0.1:1")
        )
        assert proxy.refused == ()


async def test_closing_the_proxy_ends_what_is_going_on() -> None:
    async with serving(Site()) as site:
        host = f"127.0.0.1:{site.port}"
        async with AllowProxy(AllowList.of([host])) as proxy:
            reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
            writer.write(get(host, host, method="CONNECT").encode())
            assert b"200" in await reader.readuntil(b"\r\n\r\n")
        async with asyncio.timeout(5):
            assert await reader.read() == b""
        writer.close()


async def test_a_tunnel_passes_bytes_both_ways() -> None:
    async with serving(Site({"/": "through"})) as site:
        host = f"127.0.0.1:{site.port}"
        async with AllowProxy(AllowList.of([host])) as proxy:
            reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
            writer.write(get(host, host, method="CONNECT").encode())
            await reader.readuntil(b"\r\n\r\n")
            for _ in range(3):
                writer.write(get("/", host).encode())
                assert b"200 OK" in await reader.readuntil(b"through")
            writer.close()
        assert site.connections == 1


async def test_the_system_resolver_gives_addresses() -> None:
    assert await resolved("127.0.0.1", 80) == ("127.0.0.1",)
    with pytest.raises(OSError, match=r".+"):
        await resolved("nowhere.invalid", 80)
