"""Candidates reach what is on pages that nothing was tuned on: generated ones, and one written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio

from guiagent.bench.grounding.pages import GroundingPage, grounding_page
from guiagent.candidates.pixels import MOST
from guiagent.measure.bare import bare_chromium
from guiagent.measure.candidates import WAYS, Found, measure, recall

BY_HAND = Path(__file__).parent / "pages" / "by_hand.html"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def found() -> list[Found]:
    pages = [grounding_page("form", 217), grounding_page("toolbar", 209)]
    async with bare_chromium() as browser:
        return await measure([*pages, GroundingPage("by-hand", 0, BY_HAND.read_text(encoding="utf-8"))], browser)


@pytest.mark.parametrize(("way", "bar"), [*zip(WAYS, (0.95, 0.85), strict=True)])
def test_most_targets_can_be_clicked_by_a_mark(found: list[Found], way: str, bar: float) -> None:
    mine = [one for one in found if one.way == way]
    assert sum(len(one.reached) for one in mine) > 40, "there is something to be reached"
    assert recall(mine) > bar, [(one.kind, one.missed) for one in mine]


def test_marks_are_few_enough_to_be_read(found: list[Found]) -> None:
    assert all(len(one.marks) <= MOST for one in found)
    assert all(mark.box.width > 0 and mark.box.height > 0 for one in found for mark in one.marks)
