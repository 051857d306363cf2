"""The table of MiniWoB++'s tasks: what is registered, what makes a success, and the subsets as published."""

from __future__ import annotations

import re

import pytest

from guiagent.errors import SandboxError
from guiagent.records import Ending, Verdict
from guiagent.sandboxes.miniwob import MiniWobState
from guiagent.sandboxes.miniwob.station import pages
from guiagent.suites import SolvedTask
from guiagent.tasks.miniwob import SUITE, TASKS
from guiagent.tasks.miniwob.solutions import SOLUTIONS

ENDED = Ending(reason="finished")
UNREGISTERED = {"button-delay", "chase-circle", "hover-shape", "moving-items", "simon-says"}


def test_every_page_that_is_registered_is_a_task() -> None:
    there = {page.stem for page in (pages() / "miniwob").glob("*.html")}
    assert len(TASKS) == 125
    assert set(TASKS) == there - UNREGISTERED
    assert all(task.name == name and task.sandbox == f"miniwob/{name}" for name, task in TASKS.items())


def test_tasks_are_variants_of_78_templates_named_after_one_of_them() -> None:
    groups = {task.group for task in TASKS.values()}
    assert len(groups) == 78
    assert all(TASKS[group].group == group for group in groups)


def test_all_the_points_are_a_success_but_where_a_place_is_met_more_or_less() -> None:
    half = {"bisect-angle", "circle-center", "draw-circle", "draw-line", "find-midpoint", "right-angle"}
    most = {"use-colorwheel", "use-colorwheel-2"}
    assert {name for name, task in TASKS.items() if task.threshold == 0.5} == half
    assert {name for name, task in TASKS.items() if task.threshold == 0.9} == most
    assert all(TASKS[name].threshold == 1.0 for name in TASKS.keys() - half - most)


def test_subsets_are_as_large_as_their_names_say_and_hold_tasks_that_there_are() -> None:
    for name, tasks in SUITE.subsets.items():
        assert tasks <= TASKS.keys()
        if size := re.search(r"\d+$", name):
            assert len(tasks) == int(size.group()), name
    assert {"browsergym-125", "webgum-56", "pix2act-58", "caap-73"} <= SUITE.subsets.keys()


def test_browsergyms_split_parts_groups_not_tasks() -> None:
    train, test = SUITE.subsets["browsergym-train"], SUITE.subsets["browsergym-test"]
    assert train | test == set(TASKS)
    assert not train & test
    assert not {TASKS[name].group for name in train} & {TASKS[name].group for name in test}


def test_published_subsets_share_about_half_of_their_tasks_so_their_means_cannot_be_compared() -> None:
    webgum, pix2act, caap = (SUITE.subsets[name] for name in ("webgum-56", "pix2act-58", "caap-73"))
    assert len(webgum & pix2act) == 26
    assert len(pix2act & caap) == 32


def test_every_task_has_a_solution_and_no_solution_is_left_over() -> None:
    assert set(SOLUTIONS) == set(TASKS)
    assert all(isinstance(task, SolvedTask) for task in TASKS.values())


@pytest.mark.parametrize(
    ("page", "raw", "success"),
    [
        ("click-test", 1.0, True),
        ("click-checkboxes", 0.6, False),
        ("find-midpoint", 0.5, True),
        ("find-midpoint", 0.4, False),
        ("use-colorwheel", 0.89, False),
        ("click-test", -1.0, False),
    ],
)
def test_points_are_judged_by_the_threshold(page: str, raw: float, success: bool) -> None:
    verdict = TASKS[page].check(0, MiniWobState(page=page, raw=raw), ENDED)
    assert (verdict.success, verdict.score) == (success, raw)


def test_a_page_that_gave_no_points_was_left_too_early() -> None:
    verdict = TASKS["click-test"].check(0, MiniWobState(page="click-test"), ENDED)
    assert verdict == Verdict(success=False, score=0.0, notes=("the page was left before its task was over",))


def test_another_worlds_state_is_refused() -> None:
    with pytest.raises(SandboxError, match="click-test judges a page of MiniWoB\\+\\+, not Ending"):
        TASKS["click-test"].check(0, ENDED, ENDED)
