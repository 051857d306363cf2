"""A page's own dialogs are seen and answered, one at a time, and none of them holds a run for ever."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Error, Page

from guiagent.actions import Click, Point, Press, Scroll, Type, Wait
from guiagent.computers.dialogs import Dialogs, Open
from guiagent.errors import ActionFailed
from guiagent.measure.bare import bare_chromium
from guiagent.screen import Screen

pytestmark = pytest.mark.asyncio(loop_scope="module")

BUTTONS = """<button onclick="{}" style="width:200px;height:50px">Go</button><p id=out>nothing</p>"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with bare_chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 400, "height": 300})
    yield await context.new_page()
    await context.close()


class Clicked:
    """A page on which a click opens what `script` opens; the click goes on in the background while a dialog is open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialogs = Dialogs()

    async def opens(self, script: str) -> Open:
        await self.dialogs.watch(self.page)
        await self.page.set_content(BUTTONS.format(script))
        self.click = asyncio.ensure_future(self.page.mouse.click(30, 30))
        return await asyncio.wait_for(self.dialogs.wait_open(), 5)

    async def result(self) -> str:
        await asyncio.wait_for(self.click, 5)
        return await self.page.locator("#out").inner_text()


@pytest.fixture
def clicked(page: Page) -> Clicked:
    return Clicked(page)


def a_screen(width: int = 400, height: int = 300) -> Screen:
    png = io.BytesIO()
    Image.new("RGB", (width, height), "#3377bb").save(png, "PNG")
    return Screen.of(png.getvalue())


def middle_of(dialogs: Dialogs, part: str) -> Point:
    assert dialogs._drawn is not None
    left, top, right, bottom = dialogs._drawn.parts[part]  # type: ignore[index]
    return Point((left + right) // 2, (top + bottom) // 2)


async def test_enter_accepts_and_escape_refuses(clicked: Clicked) -> None:
    for key, answer in (("Return", "true"), ("Esc", "false")):
        opened = await clicked.opens("out.textContent = confirm('Delete 3 files?')")
        assert (opened.kind, opened.message) == ("confirm", "Delete 3 files?")
        await clicked.dialogs.perform(Press(keys=(key,)))
        assert await clicked.result() == answer
        assert clicked.dialogs.open is None


async def test_a_model_is_told_what_is_open_and_what_was_answered(clicked: Clicked) -> None:
    await clicked.opens("confirm('Delete 3 files?')")
    (told,) = clicked.dialogs.notices()
    assert told == ('The page shows a confirm dialog: "Delete 3 files?" Press Enter for OK or Escape for Cancel.')
    await clicked.dialogs.perform(Press(keys=("Escape",)))
    assert clicked.dialogs.notices() == ('The confirm dialog "Delete 3 files?" was answered with Cancel.',)
    assert clicked.dialogs.notices() == ()
    await clicked.result()


async def test_what_is_typed_replaces_a_prompts_text_and_a_newline_accepts_it(clicked: Clicked) -> None:
    opened = await clicked.opens("out.textContent = prompt('Name?', 'Ann')")
    assert opened.typed == "Ann"
    await clicked.dialogs.perform(Type(text="Bo"))
    await clicked.dialogs.perform(Type(text="b é\n"))
    assert await clicked.result() == "Bob é"


async def test_select_all_and_typing_replaces_what_was_typed(clicked: Clicked) -> None:
    await clicked.opens("out.textContent = prompt('Name?')")
    await clicked.dialogs.perform(Type(text="wrong"))
    await clicked.dialogs.perform(Press(keys=("ctrl+a",)))
    await clicked.dialogs.perform(Type(text="right"))
    await clicked.dialogs.perform(Press(keys=("Backspace",)))
    await clicked.dialogs.perform(Press(keys=("Enter",)))
    assert await clicked.result() == "righ"


@pytest.mark.parametrize("size", [(400, 300), (160, 210), (2560, 1600)])
async def test_its_buttons_can_be_clicked_where_they_are_drawn(clicked: Clicked, size: tuple[int, int]) -> None:
    for part, answer in (("ok", "typed"), ("cancel", "nothing")):
        await clicked.opens("out.textContent = prompt('A question? ' + 'of many words '.repeat(40)) ?? 'nothing'")
        picture = clicked.dialogs.picture(a_screen(*size))
        assert (picture.width, picture.height) == size
        await clicked.dialogs.perform(Click(point=middle_of(clicked.dialogs, "field")))
        await clicked.dialogs.perform(Type(text="typed"))
        again = clicked.dialogs.picture(picture)
        assert again != picture
        await clicked.dialogs.perform(Click(point=middle_of(clicked.dialogs, part)))
        assert await clicked.result() == answer


async def test_the_picture_is_the_screenshot_dimmed_with_a_white_sheet_on_it(clicked: Clicked) -> None:
    await clicked.opens("alert('Saved')")
    picture = clicked.dialogs.picture(a_screen())
    image = Image.open(io.BytesIO(picture.png)).convert("RGB")
    assert image.getpixel((2, 297)) == (0x33 // 2, 0x77 // 2, 0xBB // 2)
    assert image.getpixel((200, 50)) == (255, 255, 255)
    assert clicked.dialogs.picture(picture) == picture, "a dialog is never drawn upon a dialog"
    await clicked.dialogs.perform(Press(keys=("Enter",)))
    await clicked.result()


async def test_nothing_else_can_be_done_meanwhile_and_the_model_is_told_what_can(clicked: Clicked) -> None:
    await clicked.opens("alert('Saved')")
    clicked.dialogs.picture(a_screen())
    await clicked.dialogs.perform(Wait())
    for action in (Scroll(point=Point(5, 5), dy=100), Type(text="x"), Press(keys=("a",)), Click(point=Point(1, 299))):
        with pytest.raises(ActionFailed, match=r'while a dialog is open.*"Saved".*Press Enter for OK'):
            await clicked.dialogs.perform(action)
    await clicked.dialogs.perform(Press(keys=("Escape",)))
    await clicked.result()


async def test_an_endless_row_of_alerts_ends(clicked: Clicked) -> None:
    await clicked.opens("let n = 0; while (true) { alert(n); n += 1 }")
    for _ in range(5):
        await asyncio.wait_for(clicked.dialogs.wait_open(), 5)
        await clicked.dialogs.perform(Press(keys=("Enter",)))
    told: list[str] = []
    async with asyncio.timeout(40):
        while not any("ended" in line for line in told):
            await asyncio.sleep(0.05)
            told += clicked.dialogs.notices()
        try:
            await clicked.click
            assert await clicked.page.evaluate("1 + 1") == 2
        except Error:
            assert clicked.page.is_closed()
    assert any("answered with Cancel by themselves" in line for line in told)


async def test_leaving_a_page_that_asks_whether_to_can_be_refused_and_accepted(page: Page) -> None:
    dialogs = Dialogs()
    await dialogs.watch(page)
    await page.set_content("<title>edited</title><body onbeforeunload='return 1' style='height:200px'>")
    await page.mouse.click(20, 20)
    for key, title in (("Escape", "edited"), ("Enter", "")):
        going = asyncio.ensure_future(page.goto("about:blank"))
        opened = await asyncio.wait_for(dialogs.wait_open(), 5)
        assert opened.kind == "beforeunload"
        assert "Press Enter to leave or Escape to stay" in opened.told
        await dialogs.perform(Press(keys=(key,)))
        await asyncio.wait([going], timeout=5)
        assert going.done()
        going.exception()  # Escape aborts the navigation
        assert await page.title() == title


async def test_a_dialog_of_another_tab_is_heard_too_and_goes_with_its_tab(page: Page) -> None:
    dialogs = Dialogs()
    other = await page.context.new_page()
    await dialogs.watch(page)
    await dialogs.watch(other)
    await page.bring_to_front()
    await other.evaluate("void setTimeout(() => alert('from behind'))")
    assert (await asyncio.wait_for(dialogs.wait_open(), 5)).message == "from behind"
    await other.close()
    assert dialogs.open is None
    with pytest.raises(ActionFailed, match="no dialog is open"):
        await dialogs.perform(Press(keys=("Enter",)))
