"""What a provider's own tool brings with it is on the page and in the terminal: safety checks, looks, held buttons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from guiagent.actions import Box, Click, Look, MouseDown, MouseUp
from guiagent.cli.lines import step_lines
from guiagent.cli.main import app
from guiagent.records import Blocked, Concern, Decision, Done, Step
from guiagent.report.facts import pages_of
from guiagent.report.marks import mark_of
from guiagent.report.page import write_report
from guiagent.runs import read
from tests.report.conftest import step

Recording = Callable[..., Path]
BANK = Concern(id="1", code="sensitive_domain", message="Is this your bank?")
SIGNED = {"content": [{"type": "thinking", "signature": "A" * 9000}, {"type": "tool_use", "name": "left_click"}]}


def warned(outcome: Done | Blocked) -> Step:
    made = step(0, Click(point=(100, 200)), outcomes=(outcome,), reply=SIGNED)
    return made.model_copy(update={"decision": made.decision.model_copy(update={"concerns": (BANK,)})})


def test_a_safety_check_that_a_person_confirmed_is_told_everywhere(recording: Recording) -> None:
    path = recording(warned(Done()))
    assert step_lines(warned(Done()))[0].plain.strip() == "confirmed safety check: Is this your bank?"
    shown = CliRunner().invoke(app, ["show", str(path), "--step", "1"]).stdout
    assert "to confirm  Is this your bank?" in shown
    page = write_report(path).read_text()
    assert '<dt>Safety check</dt><dd class="concern">Is this your bank?</dd>' in page


def test_a_safety_check_that_was_refused_is_told_once() -> None:
    lines = step_lines(warned(Blocked(reason="Is this your bank? No.")))
    assert sum("your bank" in line.plain for line in lines) == 1


def test_a_raw_reply_shows_its_calls_and_not_its_signatures(recording: Recording) -> None:
    (page,) = pages_of(read(recording(warned(Done()))))
    assert '"name": "left_click"' in page.raw
    assert f'"signature": "{"A" * 24}… (9000 characters)"' in page.raw


def test_a_button_that_is_held_and_a_closer_look_are_marked() -> None:
    down, up = (mark_of(action, 1280) for action in (MouseDown(point=(3, 4)), MouseUp(point=(5, 6))))
    assert down
    assert up
    assert [(mark.kind, mark.x, mark.y) for mark in (down, up)] == [("down", 3, 4), ("up", 5, 6)]
    look = mark_of(Look(box=Box(10, 20, 110, 80)), 1280)
    assert look
    assert (look.kind, look.box) == ("look", (10, 20, 110, 80))
    assert mark_of(Look(), 1280) is None


def test_a_closer_look_is_a_frame_on_the_page(recording: Recording) -> None:
    made = step(0, Look(box=Box(10, 20, 110, 80)), decision=Decision(actions=(Look(box=Box(10, 20, 110, 80)),)))
    page = write_report(recording(made)).read_text()
    assert '<rect class="ink" x="10" y="20" width="100" height="60"/>' in page


def test_a_mark_has_the_number_that_its_action_has_in_the_list(recording: Recording) -> None:
    page = write_report(recording(step(0, Look(), Click(point=(100, 200))))).read_text()
    assert ">2 click</text>" in page
