"""Answers are counted as published, and shares come with Wilson's intervals."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PIL import Image

from guiagent.actions import Point
from guiagent.bench.grounding.items import Absent, Box, Item, Polygon, Target
from guiagent.bench.grounding.misses import HIGH, WIDE, marked, part
from guiagent.bench.grounding.rows import GroundingRow, Run, Status, facets, status_of
from guiagent.bench.grounding.summary import Summary, Tally
from guiagent.usage import Usage

BOX = Box(left=10, top=20.5, right=30, bottom=40)
CONCAVE = Polygon(corners=((0, 0), (100, 0), (100, 100), (50, 40), (0, 100)))
RUN = Run(set="s", model="m", config="c", setting="zoom")


@pytest.mark.parametrize(
    ("target", "point", "status"),
    [
        (BOX, (10, 21), "hit"),
        (BOX, (30, 40), "hit"),
        (BOX, (31, 40), "miss"),
        (BOX, (10, 20), "miss"),
        (BOX, None, "refused_wrongly"),
        (CONCAVE, (50, 10), "hit"),
        (CONCAVE, (100, 50), "hit"),
        (CONCAVE, (50, 40), "hit"),
        (CONCAVE, (50, 60), "miss"),
        (CONCAVE, None, "refused_wrongly"),
        (Absent(), None, "hit"),
        (Absent(), (0, 0), "miss"),
    ],
)
def test_a_point_in_the_target_or_on_its_edge_is_a_hit(
    target: Target, point: tuple[int, int] | None, status: Status
) -> None:
    assert status_of(target, Point(*point) if point else None) == status


def row(item: Item, status: Status, seconds: float = 1.0, usd: float | None = 0.1) -> GroundingRow:
    told = {**RUN.model_dump(), **facets(item), "status": status, "seconds": seconds, "began": datetime.now(UTC)}
    return GroundingRow.model_validate(told | {"usage": Usage(requests=1, input_tokens=100, usd=usd)})


def item(name: str, **more: object) -> Item:
    told = {"id": name, "image": "a.png", "instruction": "x", "target": BOX, **more}
    return Item.model_validate(told)


ITEMS = (
    item("1", type="text", platform="web", gui_types=("Button", "Icon")),
    item("2", type="icon", platform="web", gui_types=("Icon",)),
    item("3", type="icon", platform="mobile"),
    item("4", type="text", platform="mobile", target=Absent()),
)


def test_what_is_not_an_answer_counts_as_wrong_and_the_environment_s_errors_not_at_all() -> None:
    statuses: tuple[Status, ...] = ("hit", "wrong_format", "env_error", "refused_wrongly")
    answers = {each.id: row(each, status) for each, status in zip(ITEMS, statuses, strict=True)}
    found = Summary.of(RUN, ITEMS, answers)
    assert (found.all["all"].hits, found.all["all"].questions) == (1, 3)
    assert (found.complete, found.errors, found.answered, found.items) == (False, 1, 3, 4)
    assert Summary.of(RUN, ITEMS, answers | {"3": row(ITEMS[2], "miss")}).complete


def test_shares_are_told_by_type_and_by_all_that_the_set_says() -> None:
    found = Summary.of(RUN, ITEMS, {each.id: row(each, "hit" if each.id != "2" else "miss") for each in ITEMS})
    shares = {name: tally.share for name, tally in found.all.items()}
    assert shares == {"text": 1.0, "icon": 0.5, "all": 0.75}
    assert {place: tallies["icon"].share for place, tallies in found.by["platform"].items()} == {
        "web": 0.0,
        "mobile": 1.0,
    }
    assert {kind: tallies["all"].questions for kind, tallies in found.by["GUI type"].items()} == {
        "Button": 1,
        "Icon": 2,
    }
    assert set(found.by) == {"platform", "target", "GUI type"}, "no set of one source is told by source"


def test_intervals_are_wilson_s() -> None:
    tally = Tally.of([row(item(str(number)), "hit" if number < 8 else "miss") for number in range(10)])
    assert (tally.low, tally.high) == pytest.approx((0.490, 0.943), abs=0.001)
    assert (Tally.of([]).share, Tally.of([]).low) == (None, None)


def test_seconds_and_costs_are_told() -> None:
    answers = {each.id: row(each, "hit", seconds) for each, seconds in zip(ITEMS, (1, 2, 3, 9), strict=True)}
    found = Summary.of(RUN, ITEMS, answers)
    assert (found.seconds_p50, found.seconds_p95) == pytest.approx((2.5, 8.1))
    assert (found.usage.tokens, found.usage.usd) == (400, pytest.approx(0.4))
    unknown = Summary.of(RUN, ITEMS, answers | {"1": row(ITEMS[0], "hit", usd=None)})
    assert unknown.usage.usd is None, "a price that is not known is not nothing"


def test_a_miss_is_shown_with_what_lies_around_it() -> None:
    screen = Image.new("RGB", (4000, 3000), "black")
    target = Box(left=3900, top=2900, right=3990, bottom=2990)
    far = marked(screen, target, Point(5, 5))
    assert far.width <= WIDE
    assert far.height <= HIGH
    near = marked(screen, target, None)
    colours = {near.getpixel((x, y)) for x in range(near.width) for y in range(near.height)}
    assert (0x12, 0xA1, 0x50) in colours, "the target's outline"
    assert part((100, 100), Absent(), None) == (0, 0, 100, 100)
    assert part((100, 100), Box(left=-5, top=0, right=150, bottom=10), Point(99, 99)) == (0, 0, 100, 100)
