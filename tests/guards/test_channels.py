"""A page that wants out by every way a browser has: unguarded most arrive, behind the proxy none does."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from playwright.async_api import Browser, Page

from guiagent.guards.domains import AllowList
from guiagent.guards.proxy import AllowProxy
from guiagent.measure.bare import bare_chromium
from tests.guards.sites import HERE, Packets, Site, hearing_udp, serving

NAMES = "MAP evil.test 127.0.0.1, MAP *.evil.test 127.0.0.1, MAP evil.test. 127.0.0.1, MAP allowed.test 127.0.0.1"


@dataclass
class World:
    """The allowed site, the evil one with its other sockets, and what has arrived there."""

    allowed: Site
    evil: Site
    sockets: tuple[Site, Site]
    stun: Packets
    quic: Packets

    @property
    def arrived(self) -> set[str]:
        seen = {"preconnect": self.sockets[0].connections, "turn": self.sockets[1].connections}
        seen |= {"webrtc": self.stun.count, "webtransport": self.quic.count}
        return self.evil.hits | {name for name, count in seen.items() if count}

    @property
    def all(self) -> set[str]:
        pages = " ".join(self.allowed.files.values())
        named = set(re.findall(r'/hit/([a-z0-9-]+)|hit\("([a-z0-9-]+)"|elsewhere\("[^"]+", "([a-z0-9-]+)"', pages))
        return {"".join(names) for names in named} | {
            "preconnect",
            "turn",
            "webrtc",
            "webtransport",
            "navigation",
            "backslash",
        }


def own_address() -> str:
    """An address of this machine that is not loopback where there is one; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return "127.0.0.1"


@contextlib.asynccontextmanager
async def world() -> AsyncIterator[World]:
    async with (
        serving(Site()) as evil,
        serving(Site()) as first,
        serving(Site()) as second,
        hearing_udp() as stun,
        hearing_udp() as quic,
        serving(Site()) as allowed,
    ):
        base = f"http://evil.test:{evil.port}"
        shared = f'fetch("{base}/hit/shared-worker", {{mode: "no-cors"}})'
        service = f'fetch("{base}/hit/service-worker", {{mode: "no-cors"}})'
        text = (HERE / "channels.html").read_text().replace("EVIL/", f"{base}/").replace('"EVIL"', f'"{base}"')
        ports = {"PORT": evil.port, "TCP1": first.port, "TCP2": second.port, "UDP1": stun.port, "UDP2": quic.port}
        for word, value in {**ports, "ADDRESS": own_address()}.items():
            text = re.sub(rf"\b{word}\b", str(value), text)
        allowed.files = {"/": text, "/shared.js": shared, "/service.js": service}
        yield World(allowed, evil, (first, second), stun, quic)


@contextlib.asynccontextmanager
async def chromium(world: World, args: Sequence[str]) -> AsyncIterator[Browser]:
    secure = f"--unsafely-treat-insecure-origin-as-secure=http://allowed.test:{world.allowed.port}"
    async with bare_chromium(*args, secure) as browser:
        yield browser


async def fire(page: Page, world: World, enough: int) -> None:
    """Opens the page, lets it fire, waits until `enough` have arrived or it is quiet, and leaves by a navigation."""
    await page.goto(f"http://allowed.test:{world.allowed.port}/", wait_until="commit")
    await page.wait_for_function("window.fired", timeout=30_000)
    assert await page.evaluate("window.failed") == {}
    await until(lambda: len(world.arrived) >= enough, 5)
    await page.evaluate(f"location = 'http://evil.test:{world.evil.port}/hit/navigation'")
    await until(lambda: {"navigation", "keepalive"} <= world.arrived, 2)


async def until(condition: Callable[[], bool], seconds: float) -> None:
    """Waits, at most so long: what must not happen has to be given time to happen."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - what is waited for is counted in several places
                await asyncio.sleep(0.05)


async def test_unguarded_nearly_every_channel_arrives() -> None:
    async with world() as here, chromium(here, [f"--host-resolver-rules={NAMES}"]) as browser:
        await fire(await browser.new_page(), here, len(here.all) - 8)
        assert len(here.arrived) >= 65, sorted(here.all - here.arrived)


async def test_behind_the_proxy_no_channel_arrives() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    async with world() as here:
        site = f"{here.allowed.port}"
        allow = AllowList.of([f"allowed.test:{site}", f"127.0.0.1:{site}"])
        async with AllowProxy(allow, resolve) as proxy, chromium(here, proxy.chromium_args) as browser:
            await fire(await browser.new_page(), here, 1)
            assert here.arrived == set()
            assert here.evil.connections == 0
            assert f"http://evil.test:{here.evil.port}" in str(proxy.refused)
            assert "/hit/" not in str(proxy.refused)
            assert any(head.startswith("GET /shared.js") for head in here.allowed.heads)
