"""A secret is known to the hands alone, and goes only into a field of an origin that it was given for."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from guiagent.actions import Click, Point, Press, Type
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.errors import ActionFailed
from tests.computers.conftest import Site, go, told

pytestmark = pytest.mark.asyncio(loop_scope="module")

VALUE = "h4rd to gu€ss"


class Keeper:
    """Gives `<secret:pw>` to one origin, and remembers who asked."""

    def __init__(self) -> None:
        self.origin = ""
        self.asked: list[str] = []

    def reveal(self, text: str, origin: str) -> str:
        self.asked.append(origin)
        if origin != self.origin:
            raise ActionFailed(f"the secret pw was not given for {origin or 'this page'}")
        return text.replace("<secret:pw>", VALUE)

    def hide(self, text: str) -> str:
        return text.replace(VALUE, "<secret:pw>")

    @property
    def revealed(self) -> tuple[str, ...]:
        return ()


@pytest.fixture(scope="module")
def keeper(site: Site) -> Keeper:
    keeper = Keeper()
    keeper.origin = f"http://127.0.0.1:{site.port}"
    return keeper


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(keeper: Keeper) -> AsyncIterator[Browser]:
    async with Browser(BrowserOptions(), keeper) as browser:
        yield browser


async def test_it_is_typed_into_the_field_and_a_newline_still_sends(site: Site, browser: Browser) -> None:
    await go(browser, site.page("<form onsubmit='return !(sent = 1)'><input type=password autofocus></form>"))
    await browser.perform(Type(text="my <secret:pw>\n"))
    assert await told(browser, "[document.querySelector('input').value, sent]") == [f"my {VALUE}", 1]


async def test_it_is_asked_for_the_origin_of_the_frame_that_has_the_focus(
    site: Site, browser: Browser, keeper: Keeper
) -> None:
    inner = site.page("<body style='margin:0'><input style='width:200px;height:90px'>")
    foreign = inner.replace("127.0.0.1", "localhost")
    await go(browser, site.page(f"<body style='margin:0'><iframe src='{foreign}' style='border:0'></iframe>"))
    await browser.perform(Click(point=Point(50, 50)))
    with pytest.raises(ActionFailed, match="not given for http://localhost"):
        await browser.perform(Type(text="<secret:pw>"))
    assert keeper.asked[-1] == f"http://localhost:{site.port}"
    await go(browser, site.page(f"<body style='margin:0'><iframe src='{inner}' style='border:0'></iframe>"))
    await browser.perform(Click(point=Point(50, 50)))
    await browser.perform(Type(text="<secret:pw>"))
    assert await told(browser, "frames[0].document.querySelector('input').value") == VALUE


async def test_a_page_that_lies_about_its_origin_gets_nothing(site: Site, browser: Browser, keeper: Keeper) -> None:
    lie = f"<script>origin = '{keeper.origin}'</script><input autofocus>"
    await go(browser, site.page(lie).replace("127.0.0.1", "localhost"))
    with pytest.raises(ActionFailed, match="not given for"):
        await browser.perform(Type(text="<secret:pw>"))


async def test_it_goes_into_a_field_or_nowhere(site: Site, browser: Browser) -> None:
    await go(browser, site.page("<script>onkeydown = e => {throw e}</script><button autofocus>not a field</button>"))
    with pytest.raises(ActionFailed, match="no field has the keyboard focus"):
        await browser.perform(Type(text="<secret:pw>"))


async def test_a_field_in_a_shadow_root_counts(site: Site, browser: Browser) -> None:
    page = """<div id=host></div><script>root = host.attachShadow({mode: 'open'});
    root.innerHTML = '<input>'; root.querySelector('input').focus()</script>"""
    await go(browser, site.page(page))
    await browser.perform(Type(text="<secret:pw>"))
    assert await told(browser, "root.querySelector('input').value") == VALUE


async def test_what_is_observed_does_not_tell_it(site: Site, browser: Browser) -> None:
    page = f"<title>you typed {VALUE}</title><body style='margin:0'><button onclick='alert(document.title)'>x</button>"
    await go(browser, site.page(page))
    assert (await browser.observe()).title == "you typed <secret:pw>"
    await browser.perform(Click(point=Point(8, 8)))
    seen = await browser.observe()
    assert "you typed <secret:pw>" in " ".join(seen.notices)
    assert VALUE not in seen.model_dump_json()
    await browser.perform(Press(keys=("Enter",)))


async def test_a_dialog_that_shows_it_is_drawn_and_told_without_it(site: Site, browser: Browser) -> None:
    screens = []
    for text in (VALUE, "<secret:pw>"):
        page = (
            f"<body style='margin:0'><button aria-label='buy {VALUE}' onclick='prompt(`{text}`, `{text}`)'>x</button>"
        )
        await go(browser, site.page(page))
        click = Click(point=Point(8, 8))
        assert (await browser.describe(click)).name == "buy <secret:pw>"
        await browser.perform(click)
        screens.append((await browser.observe()).screen)
        assert (await browser.describe(click)).name == "<secret:pw>"
        with pytest.raises(ActionFailed) as refused:
            await browser.perform(Click(point=Point(8, 8), button="right"))
        assert VALUE not in str(refused.value)
        await browser.perform(Press(keys=("Escape",)))
    assert screens[0] == screens[1]
