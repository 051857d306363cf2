"""The page, before a browser sees it and in one."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from guiagent.bench.overview import overview_of
from guiagent.bench.page import render, write_page
from guiagent.measure.bare import bare_chromium
from tests.bench.made import batch, batches, row


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with bare_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six models over 20 tasks at 5 seeds; one lacks an attempt, and one's trajectories are there."""
    root = tmp_path_factory.mktemp("results")
    made = batches(root, tasks=20, groups=14)
    made[2] = batch(made[2].path, *made[2].rows[:-1], planned=made[2].planned)
    for each in made[3].rows:
        (made[3].path / each.run).mkdir(parents=True)
    (made[3].path / made[3].rows[0].run / "report.html").write_text("<title>a trajectory</title>")
    return write_page(root / "report.html", overview_of(made), made)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(browser: Browser, page_file: Path) -> AsyncIterator[Page]:
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if request.url != page_file.as_uri() else None)
    await page.goto(page_file.as_uri())
    yield page
    await page.close()
    assert said == [], "nothing is complained about, and nothing is asked for"


def test_it_asks_for_nothing_and_lets_no_other_script_run(page_file: Path) -> None:
    html = page_file.read_text()
    assert not re.search(r"(src|href)\s*=\s*[\"']?(https?:)?//", html)
    assert "default-src 'none'" in html
    assert "unsafe-inline" not in html


def test_six_models_over_125_tasks_take_less_than_a_megabyte(tmp_path: Path) -> None:
    def size(tasks: int) -> int:
        made = batches(tmp_path / f"{tasks}", tasks=tasks, groups=tasks)
        for each in made:
            for made_row in each.rows:
                (each.path / made_row.run).mkdir(parents=True)
        return len(render(tmp_path / "report.html", overview_of(made), made))

    few, more = size(4), size(8)
    assert few + (125 - 4) * (more - few) / 4 < 1_000_000


@pytest.mark.asyncio(loop_scope="module")
async def test_every_plot_has_a_title_and_is_told_in_words(page: Page) -> None:
    plots = await page.evaluate(
        """[...document.querySelectorAll("figure > svg[role=img]")].map((plot) => ({
            title: plot.querySelector("title").textContent, told: plot.querySelector("desc").textContent,
            axes: plot.querySelectorAll(".label").length, tips: plot.querySelectorAll("g > title").length }))"""
    )
    assert [plot["title"] for plot in plots] == [
        "Time against success",
        "Reliability",
        "Success by level",
        "Failures by kind",
        "Steps against the scripted solution",
        "Time an attempt",
    ]
    for plot in plots:
        assert len(plot["told"]) > 40
        assert plot["axes"] >= 1
        assert plot["tips"] >= 5


@pytest.mark.asyncio(loop_scope="module")
async def test_it_says_that_it_is_incomplete_and_marks_the_figure(page: Page) -> None:
    assert "1 of 600 not run" in await page.locator(".warning").inner_text()
    assert await page.locator(".models tr", has_text="†").count() == 1
    assert await page.locator(".tasks td .m").count() == 1


@pytest.mark.asyncio(loop_scope="module")
async def test_a_cell_leads_to_its_trajectories(page: Page, page_file: Path) -> None:
    links = await page.evaluate("[...document.querySelectorAll('.tasks td a')].map((a) => a.getAttribute('href'))")
    assert len(links) == 100
    assert sum(link.endswith("/report.html") for link in links) == 1
    assert all((page_file.parent / link).exists() for link in links)
    row = page.locator(".tasks tbody tr:not(.level)", has_text="click-button").first
    place = 1 + await page.evaluate(
        "[...document.querySelectorAll('.tasks thead th')].findIndex((th) => th.title === 'reader')"
    )
    await row.locator(f"td:nth-child({place}) button").click()
    listed = await page.locator("#list li").all_inner_texts()
    assert len(listed) == 5
    assert re.fullmatch(r"seed 0: \w+.*, \d+ steps, [\d.]+ s", listed[0])
    assert await page.locator("#list a").count() == 5
    await page.keyboard.press("Escape")
    assert not await page.locator("#list").is_visible()


@pytest.mark.asyncio(loop_scope="module")
async def test_tasks_can_be_looked_for(page: Page) -> None:
    shown = page.locator(".tasks tbody tr:not(.level):visible th")
    assert await shown.count() == 20
    await page.get_by_label("Find").fill("menu")
    assert await shown.count() == 0
    await page.get_by_label("Find").fill("READ")
    found = await shown.all_inner_texts()
    assert 0 < len(found) < 20
    assert all("read" in name for name in found)
    await page.get_by_label("Find").fill("")
    await page.get_by_label("only where models differ").check()
    assert 0 < await shown.count() <= 20


@pytest.mark.asyncio(loop_scope="module")
async def test_it_is_no_wider_than_its_window(page: Page) -> None:
    for width in (400, 1280):
        await page.set_viewport_size({"width": width, "height": 900})
        assert await page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.asyncio(loop_scope="module")
async def test_a_trajectory_opens_from_its_circle(browser: Browser, page_file: Path) -> None:
    page = await browser.new_page()
    await page.goto(page_file.as_uri())
    await page.locator(".tasks td a[href$='report.html']").click()
    await page.wait_for_url("**/runs/**")
    assert await page.title() == "a trajectory"
    await page.close()


@pytest.mark.asyncio(loop_scope="module")
async def test_a_name_is_never_more_than_a_name(browser: Browser, tmp_path: Path) -> None:
    evil = "<script>document.title='taken'</script>\"'><img src=x onerror=alert(1)>"
    rows = [
        row(f"{evil}{task}", seed, model=f"{evil}m", group=evil, run=f"{evil}/{seed}", level=1)
        for task in "ab"
        for seed in range(2)
    ]
    made = [batch(tmp_path, *rows)]
    file = write_page(tmp_path / "report.html", overview_of(made), made)
    page = await browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url) if request.url != file.as_uri() else None)
    await page.goto(file.as_uri())
    await page.locator(".tasks button").first.click()
    assert await page.title() == "made 1 · guiagent bench"
    assert await page.locator("img").count() == 0
    assert await page.locator(".tasks tbody th[scope=row]").first.inner_text() == f"{evil}a\n{evil}"
    assert said == []
    await page.close()


@pytest.mark.parametrize("success", [True, False])
def test_a_single_attempt_makes_a_page(tmp_path: Path, success: bool) -> None:
    made = [batch(tmp_path, row("t", 0, success))]
    assert "<h1>made" in render(tmp_path / "report.html", overview_of(made), made)


def test_a_page_of_nothing_but_environment_errors_has_no_figures(tmp_path: Path) -> None:
    made = [batch(tmp_path, row("t", 0, False, status="env_error"))]
    html = render(tmp_path / "report.html", overview_of(made), made)
    assert "1 environment error;" in html
    assert "<figure" not in html
