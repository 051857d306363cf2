"""Values that the reader reads, works out, compares or picks: clauses, sums, calendars and orders."""

from datetime import date

import pytest

from guiagent.policies.reader.calendars import calendar
from guiagent.policies.reader.goals import Choose, Press
from guiagent.policies.reader.grammar import read_task
from guiagent.policies.reader.orders import values
from guiagent.policies.reader.running import paragraph
from guiagent.policies.reader.sums import solved
from guiagent.sight.shapes import Box, Scene, Text

WHOLE = Box(0, 0, 400, 400)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("12 + 7 =", "19"),
        ("9 x 4", "36"),
        ("x - 4 = 10", "14"),
        ("2y + 3 = 10", "3.5"),
        ("8 = 5 - n", "-3"),
        ("20 \u00f7 8 = ?", "2.5"),
        ("Order 66", None),
        ("2026", None),
        ("1 / 0 =", None),
    ],
)
def test_a_sum_or_an_equation_is_worked_out(line: str, answer: str | None) -> None:
    assert solved(line) == answer


CLAUSES = [
    ("Copy the text of the second text area and paste it into the text box.",
     ["copy what stands in number 2 'area'", "put what was copied into 'field'"]),
    ("Find the 4th word in the paragraph, write it into the field and press Go",
     ["read word 4 of 'paragraph'", "put it into 'field'", "click 'Go'"]),
    ("Work out the equation and enter your result in the box", ["solve what is asked", "put it into 'field'"]),
    ("Enter the city 'Oslo' and the street 'Kirkeveien' into the fields",
     ["set 'city' to 'Oslo'", "set 'street' to 'Kirkeveien'"]),
    ("Type 'rose' into both fields and click Save", ["set every field to 'rose'", "click 'Save'"]),
    ("Write 'Rose' in lower case letters into the box", ["set 'field' to 'rose'"]),
    ("Use the box to enter 'rose'", ["set 'field' to 'rose'"]),
    ("Choose 7 with the slider", ["set 'slider' to '7'"]),
    ("Set the sliders to 3, 9 and 4", ["set the sliders to 3, 9, 4"]),
    ("Enter the value of Height into the box", ["copy 'Height' into 'field'"]),
    ("Click the numbers in descending order", ["click the numbers from the greatest on"]),
    ("Tick off the list and click every red square", ["tick 'list'", "click every 'red square'"]),
    ("Pick all shades of green, then press Done", ["click every 'green shape'", "click 'Done'"]),
    ("Pick the room with the lowest rate price", ["take the one with the least money"]),
    ("Choose the journey with the longest duration", ["take the one with the greatest duration"]),
    ("Pick 24 May 2021 as the departure date", ["pick 2021-05-24 in 'departure date'"]),
    ("Open the tabs to find and click on 'Terms'", ["click 'Terms'"]),
    ("Find and click the button labelled 'Go' in the window", ["click 'Go'"]),
    ("Put the cursor into the 2nd text box", ["click number 2 'field'"]),
]  # fmt: skip


@pytest.mark.parametrize(("task", "steps"), CLAUSES, ids=[task[:40] for task, _ in CLAUSES])
def test_a_task_reads_as_its_steps(task: str, steps: list[str]) -> None:
    assert [str(goal) for goal in read_task(task)] == steps


def test_what_is_behind_tabs_is_looked_for_among_them() -> None:
    (goal,) = read_task("Switch between the tabs to find and press 'Terms'")
    assert isinstance(goal, Press)
    assert goal.among == "tabs"


def test_several_short_names_are_several_choices() -> None:
    goals = read_task("Choose red, green and blue from the list")
    assert [(str(goal), isinstance(goal, Choose) and goal.also) for goal in goals] == [
        ("choose 'red' in 'list'", False),
        ("choose 'green' in 'list'", True),
        ("choose 'blue' in 'list'", True),
    ]


def month() -> Scene:
    """May 2021, a Saturday its first day, without the 9th, which the recogniser missed."""
    texts = [Text(Box(150, 10, 250, 26), "May 2021")]
    for day in range(1, 32):
        cell = date(2021, 5, day).isoweekday() % 7, (day + 5) // 7
        x, y = 20 + 50 * cell[0], 60 + 40 * cell[1]
        texts += [Text(Box(x, y, x + 16, y + 16), str(day))] if day != 9 else []
    return Scene(WHOLE, 20, tuple(texts), ())


def test_a_month_is_read_and_its_days_found() -> None:
    shown = calendar(month())
    assert shown is not None
    assert divmod(shown.month, 12) == (2021, 4)
    assert shown.days[31].centre.x == shown.days[3].centre.x


def test_prices_and_durations_are_compared_by_what_they_amount_to() -> None:
    lines = ("From $1,200 on", "for $95", "2h 16m", "11h 5m")
    page = Scene(WHOLE, 20, tuple(Text(Box(0, 30 * n, 90, 30 * n + 16), line) for n, line in enumerate(lines)), ())
    assert [amount for amount, _ in values(page, "money")] == [1200.0, 95.0]
    assert [amount for amount, _ in values(page, "duration")] == [136.0, 665.0]


def test_a_paragraph_is_read_line_by_line() -> None:
    texts = (
        Text(Box(10, 10, 60, 26), "Title"),
        Text(Box(10, 100, 200, 116), "one two three"),
        Text(Box(10, 120, 90, 136), "four."),
    )
    assert paragraph(Scene(WHOLE, 20, texts, ())) == "one two three four."
