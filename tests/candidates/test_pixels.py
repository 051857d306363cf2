"""Marks from pixels: what stands side by side in one line or one box is told apart, and nothing depends on the past."""

from __future__ import annotations

import pytest

from guiagent.actions import Box, Point
from guiagent.candidates import PixelCandidates
from guiagent.candidates.pixels import READ
from guiagent.records import Mark
from guiagent.sight.ocr import Ocr, Pixels
from guiagent.sight.see import Eyes
from tests.candidates.conftest import Show

pytestmark = pytest.mark.asyncio(loop_scope="module")
STYLE = "<style>body{font:15px Arial} a{text-decoration:none;color:#333}</style>"


async def missed(show: Show, html: str, count: int) -> list[int]:
    """Which of the elements `t0`, `t1` … no mark's middle lies in."""
    browser = await show(STYLE + html)
    now = await browser.observe()
    marks = await PixelCandidates().places(now)
    found = {mark.label: mark.box for mark in await browser.elements()}
    return [at for at in range(count) if not any(_in(mark, found[f"t{at}"]) for mark in marks)]


def _in(mark: Mark, box: Box) -> bool:
    return box.near(Point((mark.box.left + mark.box.right) // 2, (mark.box.top + mark.box.bottom) // 2), 0)


def link(at: int, words: str, style: str = "") -> str:
    return f'<a href=# aria-label=t{at} style="{style}">{words}</a>'


async def test_links_and_icons_in_the_cells_of_a_table_are_reached(show: Show) -> None:
    rows = "".join(
        f"<tr><td>{link(2 * at, str(4000 + at))}<td>words that say more<td>"
        f'<button aria-label=t{2 * at + 1} style="border:0;background:none;padding:2px">'
        '<svg width=16 height=16 fill=none stroke=#556 stroke-width=2><circle cx=8 cy=8 r=6 /><path d="M5 8h6"/></svg>'
        "</button>"
        for at in range(6)
    )
    style = "<style>table{border-collapse:collapse;width:700px} td{border:1px solid #ccd;padding:4px 8px}</style>"
    assert not await missed(show, f"{style}<table>{rows}</table>", 12)


async def test_icons_side_by_side_in_the_cells_of_a_table_are_reached(show: Show) -> None:
    shapes = (
        '<circle cx=7 cy=6 r=4 /><path d="M10 10l3 3"/>',
        '<path d="M2 12L11 3M3 13h9"/>',
        '<path d="M3 4h9l-1 9H5z"/>',
    )
    bare = "border:0;background:none;padding:0"
    icon = f'<button aria-label=t{{}} style="{bare}"><svg width=15 height=15 fill=none stroke=#667>'
    rows = "".join(
        f"<tr><td>Person {row}<td>"
        + " ".join(icon.format(3 * row + at) + shape + "</svg></button>" for at, shape in enumerate(shapes))
        for row in range(6)
    )
    style = "<style>table{border-collapse:collapse;width:600px} td{border:1px solid #ccd;padding:3px 6px}</style>"
    assert not await missed(show, f"{style}<table>{rows}</table>", 18)


async def test_links_parted_by_bars_and_dots_are_reached(show: Show) -> None:
    names = ["new", "past", "comments", "ask", "show", "jobs"]
    bars = " | ".join(link(at, name) for at, name in enumerate(names))
    dots = " · ".join(link(6 + at, name) for at, name in enumerate(("Terms", "Privacy", "Contact")))
    assert not await missed(show, f"<p>{bars}<p>{dots}", 9)


async def test_a_sign_beside_words_is_reached(show: Show) -> None:
    bare = "border:0;background:none;padding:0;width:20px"
    tree = "".join(f'<p><button aria-label=t{at} style="{bare}">▾</button>folder' for at in range(3))
    chip = "background:#dde4ff;border-radius:14px;padding:5px 8px 5px 12px;margin:6px"
    chips = "".join(
        f'<span style="{chip}">{words} <button aria-label=t{at} style="{bare}">✕</button></span>'
        for at, words in enumerate(("Red", "Size M", "Cotton"), 3)
    )
    assert not await missed(show, tree + chips, 6)


async def test_small_chevrons_are_reached(show: Show) -> None:
    round_ = "display:inline-block;width:34px;text-align:center"
    assert not await missed(
        show, link(0, "&lsaquo;", round_) + " &nbsp; 1 &nbsp; 2 &nbsp; " + link(1, "&rsaquo;", round_), 2
    )


async def test_the_same_screen_has_the_same_marks_whatever_was_seen_before(show: Show) -> None:
    first = await (await show(STYLE + "<h2>Orders</h2><p>Alpha beta<p>Gamma delta")).observe()
    words = STYLE + "<h2>Orders</h2><p>Alpha beta gamma<p>Gamma delta, epsilon <a href=#>zeta</a>"
    second = await (await show(words)).observe()
    looked = []

    class Counting(type(PixelCandidates().eyes.ocr)):  # type: ignore[misc]
        def lines(self, picture):  # type: ignore[no-untyped-def]
            looked.append(picture.shape)
            return super().lines(picture)

    seen, alone = PixelCandidates(), PixelCandidates()
    seen.eyes.ocr, alone.eyes.ocr = Counting(), Counting()
    await seen.places(first)
    looked.clear()
    assert await seen.places(second) == await alone.places(second)
    assert looked[0] == looked[1], "text is looked for on the whole screen both times"


class Counting(Ocr):
    """The real engine, which counts the crops that it is asked to read."""

    read = 0

    def words(self, crop: Pixels) -> str:
        self.read += 1
        return super().words(crop)


async def test_a_dense_screen_is_read_from_the_top_and_its_other_texts_are_places_without_a_label(show: Show) -> None:
    cells = ("<tr>" + "".join(f"<td>{1000 * row + at}" for at in range(10, 20)) for row in range(1, 30))
    page = f"<style>td{{font:12px Arial;padding:1px 14px}}</style><table>{''.join(cells)}</table>"
    now = await (await show(STYLE + page)).observe()
    ocr = Counting()
    marks = await PixelCandidates(Eyes(ocr=ocr, anew=True, most=40), most=1000).places(now)
    assert ocr.read == 40
    assert len(marks) > 250, "no text is lost"
    labelled = [bool(mark.label) for mark in marks]
    assert all(labelled[:30])
    assert not any(labelled[50:])


async def test_candidates_read_no_more_of_a_screen_than_their_bound_and_everything_of_an_ordinary_one(
    show: Show,
) -> None:
    assert PixelCandidates().eyes.most == READ
    words = "<h2>Orders</h2><input placeholder=Name><button>Save</button><p><input type=checkbox> I agree"
    now = await (await show(STYLE + words + "<p>An <a href=#>order</a> of three" * 8)).observe()
    assert await PixelCandidates().places(now) == await PixelCandidates(Eyes(anew=True)).places(now)


async def test_an_unread_line_is_not_taken_for_a_button_nor_parted_between_its_words(show: Show) -> None:
    now = await (
        await show(STYLE + "<p>Book of odd moods, too good to go on<p>one more book for you to look at")
    ).observe()
    read, unread = PixelCandidates(Eyes(anew=True)), PixelCandidates(Eyes(anew=True, most=0))
    assert [mark.box for mark in await unread.places(now)] == [mark.box for mark in await read.places(now)]
