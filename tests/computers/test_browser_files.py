"""Downloads land in one folder under safe names; a page is given only the files that a person allowed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import pytest_asyncio

from guiagent.actions import Click, Navigate, Point, Press, Type
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.computers.downloads import safe_name
from guiagent.errors import ActionFailed
from tests.computers.conftest import Site, go, send, told

pytestmark = pytest.mark.asyncio(loop_scope="module")

AT = Click(point=Point(50, 50))
ASKS = """<body style='margin:0'><input type=file {} style='width:300px;height:100px'
onchange='document.title = [...this.files].map(f => f.name + f.size)'>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(folder: Path) -> AsyncIterator[Browser]:
    inside = folder / "allowed"
    inside.mkdir()
    (inside / "tea.txt").write_text("green")
    (folder / "outside.txt").write_text("secret")
    (inside / "leads-out.txt").symlink_to(folder / "outside.txt")
    (folder / "cup.txt").write_text("blue!")
    options = BrowserOptions(downloads=folder / "run" / "downloads", uploads=(inside, folder / "cup.txt"))
    async with Browser(options) as browser:
        yield browser


def attachment(name: str, body: str = "a,b\n1,2\n") -> object:
    def answer(request: BaseHTTPRequestHandler) -> None:
        send(request, body, Content_Disposition=f'attachment; filename="{name}"')

    return answer


async def test_a_download_is_kept_and_told_with_its_size_and_never_overwrites(
    site: Site, browser: Browser, folder: Path
) -> None:
    url = site.page(attachment("report.csv"))  # type: ignore[arg-type]
    await go(browser, site.page(f"<title>page</title><a href='{url}' style='font-size:80px'>report</a>"))
    for name in ("report.csv", "report (1).csv"):
        await browser.perform(AT)
        seen = await browser.observe()
        assert f'The download finished: "{name}", 8 bytes.' in seen.notices
        assert (folder / "run" / "downloads" / name).read_text() == "a,b\n1,2\n"
        assert seen.title == "page"


async def test_an_address_that_is_a_download_leaves_the_page_as_it_is(site: Site, browser: Browser) -> None:
    await go(browser, site.page("<title>still here</title>"))
    await browser.perform(Navigate(url=site.page(attachment("direct.bin"))))  # type: ignore[arg-type]
    seen = await browser.observe()
    assert seen.title == "still here"
    assert 'The download finished: "direct.bin", 8 bytes.' in seen.notices


async def test_one_that_is_too_large_is_cut_off(site: Site, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Disposition", "attachment; filename=big.bin")
        request.end_headers()
        while not site.over.is_set():
            request.wfile.write(b"x" * 65536)

    monkeypatch.setattr("guiagent.computers.downloads.LARGEST", 1 << 20)
    await browser.perform(Navigate(url=site.page(endless)))
    notices = [notice for _ in range(3) for notice in (await browser.observe()).notices]
    assert 'The download of "big.bin" was cut off: more than 1 MB came.' in notices


@pytest.mark.parametrize(
    ("suggested", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("..", "download"),
        ("", "download"),
        (".bashrc", "bashrc"),
        ("con.txt", "download con.txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("tea\x00\n.txt", "tea__.txt"),
        ("茶.pdf", "茶.pdf"),
    ],
)
async def test_names_that_a_page_chooses_stay_in_the_folder(suggested: str, safe: str) -> None:
    assert safe_name(suggested) == safe


async def test_a_very_long_name_keeps_its_ending() -> None:
    assert len(safe_name("x" * 500 + ".tar")) < 130
    assert safe_name("x" * 500 + ".tar").endswith(".tar")


async def test_a_page_is_given_the_file_that_is_typed_and_no_link_out_of_the_folder(
    site: Site, browser: Browser
) -> None:
    await go(browser, site.page(ASKS.format("")))
    await browser.perform(AT)
    notices = " ".join((await browser.observe()).notices)
    assert '"tea.txt", "cup.txt"' in notices
    assert "leads-out" not in notices
    for wrong in ("leads-out.txt", "/etc/passwd", "outside.txt", ""):
        with pytest.raises(ActionFailed, match=r"none of 'tea.txt', 'cup.txt'"):
            await browser.perform(Type(text=wrong))
    await browser.perform(Type(text="tea.txt\n"))
    seen = await browser.observe()
    assert seen.title == "tea.txt5"
    assert 'The page was given "tea.txt".' in seen.notices


async def test_several_are_given_where_several_are_asked_for_and_escape_cancels(site: Site, browser: Browser) -> None:
    await go(browser, site.page(ASKS.format("multiple")))
    await browser.perform(AT)
    await browser.observe()
    await browser.perform(Press(keys=("esc",)))
    assert (await browser.observe()).title == ""
    await browser.perform(AT)
    await browser.observe()
    await browser.perform(Type(text="tea.txt\ncup.txt"))
    assert (await browser.observe()).title == "tea.txt5,cup.txt5"


async def test_the_only_allowed_file_is_given_at_once(site: Site, tmp_path: Path) -> None:
    (tmp_path / "cup.txt").write_text("blue!")
    async with Browser(BrowserOptions(url=site.page(ASKS.format("")), uploads=(tmp_path / "cup.txt",))) as browser:
        await browser.observe()
        await browser.perform(AT)
        seen = await browser.observe()
        assert (seen.title, seen.notices) == ("cup.txt5", ('The page was given "cup.txt".',))


async def test_with_nothing_allowed_a_request_is_cancelled_and_a_download_refused(site: Site) -> None:
    async with Browser(BrowserOptions(url=site.page(ASKS.format("")))) as browser:
        await browser.observe()
        await browser.perform(AT)
        assert "none may be given" in " ".join((await browser.observe()).notices)
        assert await told(browser, "document.querySelector('input').files.length") == 0
        await browser.perform(Navigate(url=site.page(attachment("no.bin"))))  # type: ignore[arg-type]
        assert "downloads are not kept" in " ".join((await browser.observe()).notices)
