"""What lies under the pixels, for people and for scripted solutions."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from guiagent.actions import Click, Point, Press, Type, Wait
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.errors import ActionFailed
from tests.computers.conftest import Site, go, told

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with Browser(BrowserOptions(scale=1.5)) as browser:
        yield browser


@pytest.mark.parametrize(
    ("html", "role", "name"),
    [
        ("<button>Pay <b>now</b></button>", "button", "Pay now"),
        ("<a href='#x'>Home</a>", "link", "Home"),
        ("<label>Search <input></label>", "textbox", "Search"),
        ("<input type=submit value='Send it'>", "button", "Send it"),
        ("<input type=checkbox aria-label='I agree'>", "checkbox", "I agree"),
        ("<div role=tab aria-labelledby=t><span id=t>Reviews</span></div>", "tab", "Reviews"),
        ("<button><img alt='Cart' width=40 height=40></button>", "button", "Cart"),
        ("<input placeholder='Your name'>", "textbox", "Your name"),
        ("<label for=q>Quantity</label><input id=q type=number>", "spinbutton", "Quantity"),
    ],
)
async def test_what_is_found_by_role_and_name_is_described_by_them(
    site: Site, browser: Browser, html: str, role: str, name: str
) -> None:
    await go(browser, site.page(f"<p>before</p>{html}"))
    point = await browser.find(role, name)
    target = await browser.describe(Click(point=point))
    assert (target.role, target.name) == (role, name)
    assert target.origin == f"http://127.0.0.1:{site.port}"
    await told(browser, "window.hit = null; addEventListener('mousedown', e => hit = e.target)")
    await browser.perform(Click(point=point))
    assert await told(browser, "hit !== null && hit !== document.body")


async def test_it_looks_into_frames_and_shadow_roots(site: Site, browser: Browser) -> None:
    inner = site.page(
        """<body style='margin:0;padding:30px'><div id=host></div><script>
        host.attachShadow({mode: 'open'}).innerHTML = "<button onclick='parent.hit = 1'>Deep</button>"</script>"""
    )
    await go(browser, site.page(f"<p>above</p><iframe src='{inner}' style='border:7px solid'></iframe>"))
    point = await browser.find("button", "Deep")
    assert (await browser.describe(Click(point=point))).name == "Deep"
    await browser.perform(Click(point=point))
    assert await told(browser, "hit") == 1


async def test_the_nth_of_several_and_none_at_all(site: Site, browser: Browser) -> None:
    await go(browser, site.page("<button>Add</button><br><button>Add</button><button>Add more</button>"))
    assert (await browser.find("button", "Add", 1)).y > (await browser.find("button", "Add")).y
    with pytest.raises(ActionFailed, match="there is no button 'Add' number 3"):
        await browser.find("button", "Add", 2)
    with pytest.raises(ActionFailed, match="there is no link 'Nowhere'"):
        await browser.find("link", "Nowhere")


async def test_what_is_scrolled_away_lies_outside_the_screen(site: Site, browser: Browser) -> None:
    await go(browser, site.page("<div style='height:3000px'></div><button>Far</button>"))
    assert (await browser.find("button", "Far")).y > 1200


async def test_the_keyboard_touches_the_focused_element_and_enter_sends_its_form(site: Site, browser: Browser) -> None:
    page = "<form><label>Card <input autofocus></label><button>Pay 12.50</button></form>"
    await go(browser, site.page(page))
    assert (await browser.describe(Type(text="4111"))).name == "Card"
    for action in (Press(keys=("Return",)), Type(text="4111\n")):
        target = await browser.describe(action)
        assert (target.role, target.name) == ("button", "Pay 12.50")


async def test_an_action_without_a_place_has_the_page_alone(browser: Browser) -> None:
    target = await browser.describe(Wait())
    assert (target.role, target.name) == ("", "")
    assert target.origin.startswith("http://127.0.0.1:")


async def test_a_point_on_nothing_is_nothing_to_name(site: Site, browser: Browser) -> None:
    await go(browser, site.page("<p>words</p>"))
    assert (await browser.describe(Click(point=Point(900, 900)))).role == "generic"
