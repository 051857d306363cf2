"""Lists, dates and colours can be picked by whoever only sees the page's pixels."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, BrowserContext, FrameLocator, Page

from guiagent.computers.popups import install
from guiagent.measure.bare import bare_chromium

pytestmark = pytest.mark.asyncio(loop_scope="module")

BLUE = (0x1A, 0x67, 0xD2)
"""The colour of the active row and of the main button."""

PAGE = """<!doctype html><meta http-equiv=Content-Security-Policy content="default-src 'none'; script-src 'nonce-a'">
<select id=fruit><optgroup label=Sweet><option>Apple<option value=p disabled>Pear<option value=c>Cherry</optgroup>
  <option hidden>Ghost<option>Lemon</select>
<select id=long>OPTIONS</select>
<select id=many multiple><option>one<option>two</select>
<input id=day type=date min=2026-01-05><input id=hour type=time><input id=both type=datetime-local>
<input id=month type=month><input id=week type=week><input id=colour type=color><button id=after>after</button>
<script nonce=a>
  window.events = [];
  for (const type of ["input", "change", "mousedown", "blur", "keydown", "click"])
    addEventListener(type, (event) => events.push(type + " " + (event.target.id ?? "")), true);
</script>""".replace("OPTIONS", "".join(f"<option>Option {number}" for number in range(60)))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with bare_chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport={"width": 700, "height": 420})
    await install(context)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(context: BrowserContext) -> Page:
    return await opened(context, PAGE)


async def opened(context: BrowserContext, html: str) -> Page:
    page = await context.new_page()
    await page.route("http://page.test/", lambda route: route.fulfill(body=html, content_type="text/html"))
    await page.goto("http://page.test/")
    return page


async def click_on(page: Page, what: str, inside: Page | FrameLocator | None = None, from_right: float = 10) -> None:
    """Click near the right end of a field, where its arrow or calendar is."""
    box = await (inside or page).locator(what).bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] - from_right, box["y"] + box["height"] / 2)
    await still(page)


async def still(page: Page) -> None:
    """Until what the last event put off has been done and drawn."""
    frames = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))))"
    for frame in page.frames:
        await frame.evaluate(frames)


async def blue(page: Page) -> tuple[float, float, float, float] | None:
    """The box of what is blue on the page, in CSS pixels; None where nothing is."""
    image = Image.open(io.BytesIO(await page.screenshot(scale="css"))).convert("RGB")
    rows, columns = np.nonzero((np.asarray(image) == BLUE).all(axis=2))
    if not len(rows):
        return None
    return float(columns.min()), float(rows.min()), float(columns.max()), float(rows.max())


async def is_open(page: Page) -> bool:
    return await blue(page) is not None


async def click_row(page: Page, below: int) -> None:
    """Click the row that is `below` rows of 27 CSS pixels under the active one."""
    box = await blue(page)
    assert box is not None, "no list is open"
    await page.mouse.click((box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + 27 * below)
    await still(page)


async def value(page: Page, what: str) -> Any:
    return await page.locator(what).evaluate("(field) => field.value")


async def events(page: Page) -> list[str]:
    found: list[str] = await page.evaluate("events.splice(0)")
    return found


async def test_an_option_is_chosen_by_clicking_on_it(page: Page) -> None:
    await click_on(page, "#fruit")
    assert await is_open(page)
    await click_row(page, below=2)
    assert await value(page, "#fruit") == "c"
    assert not await is_open(page)
    told = await events(page)
    assert told[0] == "mousedown fruit"
    assert told[-2:] == ["input fruit", "change fruit"]
    assert await page.evaluate("document.activeElement.id") == "fruit"


async def test_a_disabled_option_cannot_be_chosen_and_a_hidden_one_is_not_shown(page: Page) -> None:
    await click_on(page, "#fruit")
    await click_row(page, below=1)
    assert await value(page, "#fruit") == "Apple"
    assert await is_open(page)
    await click_row(page, below=3)
    assert await value(page, "#fruit") == "Lemon"


async def test_choosing_what_is_chosen_already_changes_nothing(page: Page) -> None:
    await click_on(page, "#fruit")
    await click_row(page, below=0)
    assert "change fruit" not in await events(page)


async def test_escape_and_a_click_elsewhere_close_the_list(page: Page) -> None:
    await click_on(page, "#fruit")
    await page.keyboard.press("Escape")
    assert not await is_open(page)
    await click_on(page, "#fruit")
    await click_on(page, "#after")
    assert not await is_open(page)
    assert await value(page, "#fruit") == "Apple"
    await click_on(page, "#fruit")
    await click_on(page, "#fruit")
    assert not await is_open(page)


async def test_the_keyboard_opens_the_list_and_chooses(page: Page) -> None:
    await page.locator("#fruit").focus()
    await page.keyboard.press("Alt+ArrowDown")
    await still(page)
    assert await is_open(page)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert await value(page, "#fruit") == "c"
    await page.locator("#long").focus()
    await page.keyboard.press("Space")
    await still(page)
    await page.keyboard.type("option 42")
    await page.keyboard.press("Enter")
    assert await value(page, "#long") == "Option 42"


async def test_a_long_list_scrolls_and_stays_in_the_window(page: Page) -> None:
    await click_on(page, "#long")
    for _ in range(5):
        await page.mouse.move(*(await middle_of_list(page)))
        await page.mouse.wheel(0, 2000)
        await still(page)
    box = await page.evaluate("document.documentElement.lastElementChild.getBoundingClientRect().toJSON()")
    assert box["top"] >= 0
    assert box["bottom"] <= 420
    await page.mouse.click(box["left"] + 40, box["bottom"] - 45)
    assert await value(page, "#long") == "Option 59"


async def middle_of_list(page: Page) -> tuple[float, float]:
    box = await page.evaluate("document.documentElement.lastElementChild.getBoundingClientRect().toJSON()")
    return (box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2


async def test_what_is_more_of_a_list_can_be_clicked_for(page: Page) -> None:
    await click_on(page, "#long")
    box = await page.evaluate("document.documentElement.lastElementChild.getBoundingClientRect().toJSON()")
    for _ in range(8):
        await page.mouse.click(box["left"] + 40, box["bottom"] - 10)
        await still(page)
    await page.mouse.click(box["left"] + 40, box["bottom"] - 45)
    assert await value(page, "#long") == "Option 59"


async def test_lists_that_are_in_the_page_already_are_left_alone(page: Page) -> None:
    await page.locator("#many").click(position={"x": 10, "y": 8})
    await still(page)
    assert not await is_open(page)


@pytest.mark.parametrize(
    ("what", "typed", "wanted"),
    [
        ("#day", "2026-05-01", "2026-05-01"),
        ("#day", "5/1/2026", "2026-05-01"),
        ("#hour", "14:30", "14:30"),
        ("#hour", "2:30 pm", "14:30"),
        ("#both", "2026-05-01 09:05", "2026-05-01T09:05"),
        ("#month", "2026-12", "2026-12"),
        ("#week", "2026-w07", "2026-W07"),
        ("#colour", "#12aB34", "#12ab34"),
        ("#colour", "rebeccapurple", "#663399"),
    ],
)
async def test_a_field_takes_what_is_typed_into_its_card(page: Page, what: str, typed: str, wanted: str) -> None:
    await click_on(page, what, from_right=12)
    await events(page)
    await page.keyboard.type(typed)
    await page.keyboard.press("Enter")
    assert await value(page, what) == wanted
    assert await events(page) == [f"input {what[1:]}", f"change {what[1:]}"], "the page hears nothing else of it"
    assert not await is_open(page)


async def test_what_is_no_date_is_said_and_can_be_mended_or_left(page: Page) -> None:
    await click_on(page, "#day", from_right=12)
    await page.keyboard.type("tomorrow")
    await page.keyboard.press("Enter")
    assert await is_open(page)
    await page.keyboard.press("Escape")
    assert not await is_open(page)
    assert await value(page, "#day") == ""


async def test_a_date_field_can_still_be_typed_into_directly(page: Page) -> None:
    await page.locator("#day").click(position={"x": 12, "y": 8})
    assert not await is_open(page)
    await page.keyboard.type("05012026")
    assert await value(page, "#day") == "2026-05-01"


async def test_lists_in_frames_shadow_roots_and_modal_dialogs_work_too(context: BrowserContext) -> None:
    options = "<option>one<option>two<option>three</select>"
    page = await opened(
        context,
        f"""<iframe style="width:300px;height:200px" srcdoc="<select id=framed>{options}"></iframe><div id=host></div>
        <dialog id=box><select id=modal>{options}</dialog>
        <script>host.attachShadow({{mode: "open"}}).innerHTML = "<select id=shadowed>{options}"</script>""",
    )
    frame = page.frame_locator("iframe")
    box = await frame.locator("#framed").bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + 10, box["y"] + 8)
    await still(page)
    await asyncio.sleep(0.1)
    await click_row(page, below=1)
    assert await frame.locator("#framed").input_value() == "two"
    await click_on(page, "#shadowed")
    await click_row(page, below=2)
    assert await page.locator("#shadowed").input_value() == "three"
    await page.evaluate("box.showModal()")
    await click_on(page, "#modal")
    await click_row(page, below=1)
    assert await page.locator("#modal").input_value() == "two"


async def test_a_page_that_makes_a_list_of_its_own_keeps_it(context: BrowserContext) -> None:
    page = await opened(context, "<select id=own><option>one<option>two</select>")
    await page.evaluate("own.addEventListener('mousedown', (event) => event.preventDefault())")
    await click_on(page, "#own")
    assert not await is_open(page)


async def test_a_framework_that_watches_a_fields_value_hears_of_the_change(context: BrowserContext) -> None:
    page = await opened(context, "<input type=color id=colour>")
    await page.evaluate(
        """const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
        let tracked = colour.value;
        Object.defineProperty(colour, "value", {
            get() { return native.get.call(this) }, set(to) { tracked = to; native.set.call(this, to) } });
        colour.addEventListener("input", () => { window.heard = tracked !== colour.value })"""
    )
    await click_on(page, "#colour", from_right=20)
    await page.keyboard.type("#123456")
    await page.keyboard.press("Enter")
    assert await page.evaluate("heard")


@pytest.mark.parametrize(("scale", "zoom"), [(2.0, 1.0), (1.5, 0.5), (1.0, 1.7)])
async def test_the_list_is_beside_its_field_at_any_scale_and_zoom(browser: Browser, scale: float, zoom: float) -> None:
    context = await browser.new_context(viewport={"width": 700, "height": 420}, device_scale_factor=scale)
    await install(context)
    page = await opened(context, PAGE)
    await page.evaluate(f"document.documentElement.style.zoom = {zoom}")
    await click_on(page, "#long", from_right=10 * zoom)
    shown = await blue(page)
    field = await page.locator("#long").bounding_box()
    assert shown is not None
    assert field is not None
    assert abs(shown[0] - field["x"]) < 6
    assert 0 < shown[1] - field["y"] < 80
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert await value(page, "#long") == "Option 1"
    await context.close()
