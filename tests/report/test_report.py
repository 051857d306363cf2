"""The report: one page, with nothing but itself, that shows every step in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize

from guiagent.actions import Click, Finish, Navigate, Type
from guiagent.records import Blocked, Done, Ending, Failed, Observation, Rejected, Step, Verdict
from guiagent.report import write_report
from guiagent.runs import RunFolder
from tests.report.conftest import Recording, screen, step

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVIL = "</script><img src=http://evil.test/x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"


class Opened:
    """A page in a browser, and everything it did that it should not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._asked)

    def _asked(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith(("data:", "file:")):
            self.complaints.append(f"asked for {url}")

    async def open(self, path: Path, fragment: str = "") -> None:
        await self.page.goto(path.as_uri() + fragment)
        await self.picture()

    async def picture(self) -> None:
        """Wait until the shown step's picture is there."""
        await self.page.wait_for_function("document.querySelector('article.shown .shot img')?.naturalWidth > 0")

    async def shown(self) -> str:
        return str(await self.page.evaluate("document.querySelector('article.shown').id"))


@pytest_asyncio.fixture(loop_scope="module")
async def opened(browser: Browser) -> AsyncIterator[Opened]:
    page = Opened(await browser.new_page(viewport=ViewportSize(width=1280, height=800)))
    yield page
    await page.page.close()
    assert page.complaints == []


async def test_keys_and_links_lead_from_step_to_step(
    opened: Opened, recording: Recording, steps: tuple[Step, ...], ended: Ending
) -> None:
    await opened.open(write_report(recording(*steps, ending=ended)), "#step-3")
    assert await opened.shown() == "step-3"

    for key, there in {"ArrowRight": 4, "j": 5, "ArrowLeft": 4, "k": 3, "Home": 1, "End": 5}.items():
        await opened.page.keyboard.press(key)
        assert await opened.shown() == f"step-{there}"
        assert opened.page.url.endswith(f"#step-{there}")
    await opened.page.keyboard.press("ArrowRight")
    assert await opened.shown() == "step-5"

    await opened.page.click(".strip a[href='#step-2']")
    await opened.picture()
    assert await opened.shown() == "step-2"
    await opened.page.keyboard.press("?")
    assert await opened.page.is_visible("dialog#keys")
    await opened.page.keyboard.press("Escape")
    assert not await opened.page.is_visible("dialog#keys")


async def test_a_step_shows_its_screen_and_the_one_after(
    opened: Opened, recording: Recording, steps: tuple[Step, ...]
) -> None:
    await opened.open(write_report(recording(*steps)), "#step-2")
    shown = "document.querySelector('article.shown img').dataset.sha"
    assert await opened.page.evaluate(shown) == steps[1].before.screen.sha
    await opened.page.keyboard.press("a")
    await opened.picture()
    assert await opened.page.evaluate(shown) == steps[1].after.screen.sha


async def test_a_mark_stands_where_the_action_aimed_whatever_the_size_of_the_page(
    opened: Opened, recording: Recording
) -> None:
    path = write_report(recording(step(0, Click(point=(320, 600), target="Buy"))))
    for width in (1600, 390):
        await opened.page.set_viewport_size({"width": width, "height": 900})
        await opened.open(path)
        shot = await opened.page.locator("article.shown .shot").bounding_box()
        dot = await opened.page.locator("article.shown .dot").bounding_box()
        assert shot is not None
        assert dot is not None
        x, y = dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2
        assert (x - shot["x"]) / shot["width"] == pytest.approx(320 / 1280, abs=0.005)
        assert (y - shot["y"]) / shot["height"] == pytest.approx(600 / 800, abs=0.005)
        assert 4 < dot["width"] < 8, "a mark has the same size on a phone as on a wide screen"


async def test_nothing_that_a_model_or_a_page_says_is_markup(opened: Opened, recording: Recording) -> None:
    evil = step(
        0,
        Click(point=(1, 2), target=EVIL),
        Type(text=EVIL),
        Finish(answer=EVIL),
        thought=EVIL,
        expected=EVIL,
        reply={"text": EVIL},
        rejected=(Rejected(why=EVIL),),
        before=Observation(screen=screen("0"), url=f"http://shop.test/{EVIL}", title=EVIL),
        after=Observation(screen=screen("1"), notices=(EVIL,)),
        outcomes=(Done(), Failed(reason=EVIL)),
    )
    ending = Ending(reason="finished", answer=EVIL, detail=EVIL, verdict=Verdict(success=False, notes=(EVIL,)))
    await opened.open(write_report(recording(evil, ending=ending, instruction=EVIL)))

    assert "owned" not in (await opened.page.title()).replace(EVIL[:40], "").split(" · ")[-1]
    assert await opened.page.locator("img[src*=evil]").count() == 0
    assert await opened.page.locator("article .thought").inner_text() == EVIL
    assert await opened.page.locator(".answer").inner_text() == EVIL


async def test_five_hundred_steps_stay_usable(opened: Opened, recording: Recording) -> None:
    views = [Observation(screen=screen(f"{index}")) for index in range(40)]
    path = write_report(
        recording(*(step(index, before=views[index % 40], after=views[(index + 1) % 40]) for index in range(500)))
    )
    assert path.stat().st_size < 25_000_000
    await opened.open(path)
    await opened.page.keyboard.press("End")
    await opened.picture()
    assert await opened.shown() == "step-500"
    assert await opened.page.evaluate("document.images.length") < 60, "pictures exist only while they are in sight"


async def test_a_screen_that_is_gone_is_said_to_be(
    opened: Opened, recording: Recording, steps: tuple[Step, ...]
) -> None:
    folder = recording(*steps)
    (folder / "screens" / f"{steps[0].before.screen.sha}.png").unlink()
    await opened.page.goto(write_report(folder).as_uri())
    assert await opened.page.is_visible("article.shown .gone")


async def test_every_step_and_its_picture_are_on_paper(
    opened: Opened, recording: Recording, steps: tuple[Step, ...]
) -> None:
    await opened.open(write_report(recording(*steps)))
    await opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    await opened.page.emulate_media(media="print")
    assert await opened.page.locator("article:visible").count() == 5
    assert await opened.page.locator("article .shot img:visible").count() == 5


async def test_nothing_sticks_out_at_any_width(opened: Opened, recording: Recording) -> None:
    long = step(
        0, Navigate(url="http://shop.test/" + "x" * 400), thought="y" * 3000, outcomes=(Blocked(reason="z" * 300),)
    )
    path = write_report(recording(long, instruction="w" * 500, ending=Ending(reason="denied", detail="v" * 500)))
    await opened.open(path)
    for width in (320, 390, 700, 900, 1300, 2200):
        await opened.page.set_viewport_size({"width": width, "height": 700})
        assert await opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        assert await opened.page.evaluate("(m => m.scrollWidth <= m.clientWidth)(document.querySelector('main'))"), (
            width
        )


async def test_a_run_that_was_cut_off_shows_how_far_it_came(opened: Opened, recording: Recording) -> None:
    folder = recording(step(0))
    with RunFolder.open(folder) as again:
        again.decided(step(1).before, step(1).decision)
        again.acting(0)
    await opened.open(write_report(folder), "#step-2")
    assert "the run was cut off here" in await opened.page.locator("article.shown").inner_text()
    assert "interrupted" in await opened.page.locator("header").inner_text()


async def test_a_run_without_steps_has_a_page(opened: Opened, recording: Recording) -> None:
    await opened.page.goto(write_report(recording()).as_uri())
    assert "No step was taken" in await opened.page.inner_text("main")
    await opened.page.keyboard.press("ArrowRight")
