"""What stands in the report before any browser sees it."""

from __future__ import annotations

import re

from guiagent.actions import Box, Click, Drag, Point, Scroll
from guiagent.records import Ending, Mark, Observation, Rejected, Step, Verdict
from guiagent.report import write_report
from guiagent.report.page import render
from guiagent.report.pictures import pictures_of
from guiagent.runs import read
from guiagent.usage import Usage
from tests.report.conftest import Recording, screen, step


def test_the_page_needs_no_network_and_lets_no_other_script_run(recording: Recording, steps: tuple[Step, ...]) -> None:
    html = write_report(recording(*steps)).read_text()
    assert not re.search(r"(src|href)\s*=\s*[\"']?(https?:)?//", html)
    assert "default-src 'none'" in html
    assert "unsafe-inline" not in html


def test_big_screens_are_made_smaller_until_they_fit_and_the_page_says_so(recording: Recording) -> None:
    views = [Observation(screen=screen(f"{index}", (640, 400), noise=True)) for index in range(4)]
    run = read(recording(*(step(index, before=views[index], after=views[index + 1]) for index in range(3))))

    html = render(run, budget=60_000)

    assert len(html) < 60_000 * 4 / 3 + 60_000
    assert "image/webp" in html
    assert "of their size" in html
    assert all(html.count(f'id="screen-{view.screen.sha}"') == 1 for view in views)


def test_what_finds_no_room_at_all_is_left_out(recording: Recording) -> None:
    screens = [screen(f"{index}", (400, 300), noise=True) for index in range(3)]
    assert len(pictures_of(screens, budget=10).by_sha) == 0


def test_screens_are_carried_as_they_are_where_there_is_room(recording: Recording, steps: tuple[Step, ...]) -> None:
    html = write_report(recording(*steps)).read_text()
    assert html.count('data-type="image/png"') == 6
    assert "image/webp" not in html


def test_the_head_tells_the_verdict_beside_the_agents_own_word(recording: Recording) -> None:
    ending = Ending(reason="finished", answer="No. 7", verdict=Verdict(success=False, notes=("no order was made",)))
    unknown = step(0, Scroll(point=(9, 9), dy=-200), Drag(path=((1, 1), (90, 90))))
    unknown = unknown.model_copy(
        update={"decision": unknown.decision.model_copy(update={"usage": Usage(requests=1, usd=None)})}
    )
    html = write_report(recording(unknown, ending=ending)).read_text()
    assert "check failed" in html
    assert "own word: finished" in html
    assert "no order was made" in html
    assert "<dt>Cost</dt><dd>unknown</dd>" in html


def test_replies_that_ended_a_run_are_told(recording: Recording) -> None:
    ending = Ending(reason="unreadable_reply", detail="three replies", rejected=(Rejected(why="no JSON in it"),))
    html = write_report(recording(step(0), ending=ending)).read_text()
    assert "reply 1: no JSON in it" in html
    assert "ended: unreadable reply" in html


def test_the_marks_that_a_model_was_shown_are_drawn_with_the_chosen_one(recording: Recording) -> None:
    marks = (Mark(box=Box(80, 180, 140, 220), label="Buy"), Mark(box=Box(0, 0, 1280, 800)), Mark(box=Box(5, 5, 9, 9)))
    seen = Observation(screen=screen("0"), marks=marks, examples=("the task was <b>.", "Done: click."))
    html = write_report(recording(step(0, Click(point=Point(110, 200)), before=seen))).read_text()
    assert html.count('<g class="spot') == 3
    assert html.count('<g class="spot chosen"><title>1 Buy</title><rect x="80" y="180" width="60" height="40"/>') == 1
    assert "3 places were shown by number; chosen: 1 Buy" in html
    assert "2 examples of past runs were shown" in html
    assert "<li>the task was &lt;b&gt;.</li>" in html


def test_a_run_without_marks_says_nothing_of_them(recording: Recording, steps: tuple[Step, ...]) -> None:
    html = write_report(recording(*steps)).read_text()
    assert "shown by number" not in html
    assert "examples of past runs" not in html
