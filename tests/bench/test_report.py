"""What results come to: figures that say what they are, and tables that say what they lack."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from guiagent.bench.overview import Batch, Overview, overview_of
from guiagent.bench.rows import Key, Row
from guiagent.bench.summary import Summary
from guiagent.bench.tables import By, markdown, show, show_comparison
from guiagent.errors import UsageError
from guiagent.usage import Usage
from tests.bench.made import batch, batches, row


def summary(*rows: Row) -> Summary:
    return Summary.of("m", rows, ())


def printed(overview: Overview, by: By | None = None, width: int = 80) -> str:
    out = io.StringIO()
    show(Console(file=out, width=width, highlight=False), overview, by)
    return out.getvalue()


def lacking() -> Overview:
    """Eight planned, of which one was not run and two ended by their environment."""
    good = [row(task, seed, task == "a") for task in "ab" for seed in range(3)]
    broken = [each.model_copy(update={"status": "env_error", "success": False}) for each in good[:2]]
    rows = (*broken, *good[2:])
    planned: tuple[Key, ...] = (*(each.key for each in rows), good[0].key.model_copy(update={"seed": 9}))
    return overview_of([batch(Path("x"), *rows, planned=planned)])


def test_the_headline_is_strict_and_the_looser_rule_stands_beside_it() -> None:
    told = summary(row("a", 0), row("a", 1, False, score=0.4), row("b", 0, False, score=0.0), row("b", 1, False))
    assert told.success is not None
    assert told.positive is not None
    assert told.success.mean == 0.25
    assert told.positive.mean == 0.5


def test_environment_errors_count_in_no_rate() -> None:
    told = summary(row("a", 0), row("a", 1, False, status="env_error"), row("b", 0, False, status="env_error"))
    assert (told.attempts, told.success and told.success.mean, told.failures) == (1, 1.0, {})
    assert told.statuses == {"success": 1, "env_error": 2}
    assert [(part.name, part.attempts) for part in told.tasks] == [("a", 1), ("b", 0)]


def test_pass_hat_goes_up_to_the_fewest_attempts_at_a_task() -> None:
    told = summary(*(row("a", seed) for seed in range(4)), *(row("b", seed, seed > 0) for seed in range(3)))
    assert told.pass_hat == pytest.approx(((1 + 2 / 3) / 2, (1 + 1 / 3) / 2, 0.5))
    assert told.pass_at == pytest.approx((5 / 6, 1.0, 1.0))


def test_steps_are_held_against_the_scripted_solution_over_successes_only() -> None:
    told = summary(
        row("a", 0, steps=6, reference_steps=4),
        row("a", 1, steps=4, reference_steps=4),
        row("b", 0, False, steps=40, reference_steps=4),
        row("b", 1, steps=9),
    )
    assert told.step_ratio is not None
    assert (told.step_ratio.mean, told.ratios) == (1.25, 2)


def test_the_scripted_solution_in_the_same_world_is_the_measure_where_no_row_has_one() -> None:
    rows = [row("a", 0, steps=6, model="reader"), row("a", 1, steps=9, model="reader")]
    scripted = [row("a", 0, steps=4, model="scripted"), row("a", 1, False, steps=1, model="scripted")]
    overview = overview_of([batch(Path("x"), *rows, *scripted)])
    told = {model.label: model.step_ratio for model in overview.models}
    assert told["reader"] is not None
    assert told["reader"].mean == 1.5


def test_time_is_split_into_the_models_and_the_environments() -> None:
    told = summary(row("a", seconds=10, model_seconds=8, step_model=(3, 5), step_env=(0.5, 0.5)))
    times = told.times
    assert times.step_model is not None
    assert times.task_model is not None
    assert times.task_env is not None
    assert (times.step_model.p50, times.step_model.p95) == pytest.approx((4, 4.9))
    assert (times.task_model.p50, times.task_env.p50) == (8, 2)


def test_what_a_success_cost_carries_what_the_failures_cost() -> None:
    paid = Usage(requests=1, input_tokens=100, output_tokens=10, usd=0.02)
    told = summary(row("a", 0, usage=paid), row("a", 1, False, usage=paid), row("b", 0, False, usage=paid))
    assert told.money.per_task == pytest.approx(0.02)
    assert told.money.per_success == pytest.approx(0.06)
    assert told.tokens is not None
    assert (told.tokens.input, told.tokens.output) == (100, 10)


def test_an_unknown_price_stays_unknown_and_no_success_costs_no_infinity() -> None:
    free, unpriced = Usage(requests=1, usd=0.01), Usage(requests=1, image_tokens=None, usd=None)
    told = summary(row("a", 0, usage=free), row("a", 1, usage=unpriced))
    assert (told.money.total, told.money.per_task, told.money.per_success) == (None, None, None)
    assert told.tokens is not None
    assert told.tokens.image is None
    never = summary(row("a", 0, False, usage=free))
    assert (never.money.per_task, never.money.per_success, never.step_ratio) == (0.01, None, None)
    overview = overview_of([batch(Path("x"), row("a", 0, False, usage=free))])
    for text in (markdown(overview), printed(overview), overview.model_dump_json()):
        assert "inf" not in text.lower()
        assert "nan" not in text.lower().replace("finance", "")


def test_a_table_with_gaps_calls_itself_incomplete_everywhere() -> None:
    overview = lacking()
    words = "incomplete: 1 of 7 not run, 2 environment errors; guiagent bench run … --resume"
    assert overview.completeness.words == words
    assert words in printed(overview)
    assert "†" in printed(overview).split("Success in per cent")[1]
    assert "1 of 7 not run, 2 environment errors" in markdown(overview)
    assert "† (" in markdown(overview)
    told = json.loads(overview.model_dump_json())
    assert told["completeness"]["complete"] is False
    assert told["models"][0]["completeness"] == told["completeness"]


def test_a_whole_table_bears_no_mark(tmp_path: Path) -> None:
    overview = overview_of(batches(tmp_path, tasks=4, groups=3))
    assert overview.completeness.complete
    assert "†" not in printed(overview) + markdown(overview)


def test_a_task_that_was_never_run_still_has_its_row() -> None:
    planned = tuple(row(task).key for task in ("a", "b"))
    overview = overview_of([batch(Path("x"), row("a"), planned=planned)])
    assert "| b | – |" in markdown(overview, "task")  # noqa: RUF001


@pytest.mark.parametrize("by", ["task", "group", "level"])
def test_a_terminal_of_80_columns_cuts_names_and_no_figure(tmp_path: Path, by: By) -> None:
    overview = overview_of(batches(tmp_path, tasks=12, groups=7))
    narrow, wide = printed(overview, by), printed(overview, by, 400)
    assert max(map(len, narrow.splitlines())) <= 80
    for model in overview.models:
        assert model.success is not None
        assert f"{100 * model.success.mean:.1f} (" in narrow or model.success.mean in (0, 1)
    figures = [cell for line in wide.splitlines() for cell in line.split() if cell.replace(".", "").isdigit()]
    assert all(figure in narrow for figure in figures)


def test_models_stand_in_the_order_of_their_success(tmp_path: Path) -> None:
    overview = overview_of(batches(tmp_path, tasks=12, groups=7))
    assert overview.models[0].label == "scripted"
    assert overview.models[-1].label == "idle"


def test_folders_of_different_versions_do_not_stand_in_one_table() -> None:
    with pytest.raises(UsageError, match=r"cannot stand in one table: a holds made 1; b holds made 2"):
        overview_of([batch(Path("a"), row("t")), batch(Path("b"), row("t", version="2"))])
    with pytest.raises(UsageError, match="no results in x"):
        overview_of([Batch(Path("x"), ())])


def test_two_configurations_of_a_model_are_two_rows() -> None:
    overview = overview_of([batch(Path("x"), row("t", config="aaaa1111"), row("t", config="bbbb2222"))])
    assert {model.label for model in overview.models} == {"m (x) aaaa1111", "m (x) bbbb2222"}


def test_markdown_takes_a_name_as_it_is() -> None:
    overview = overview_of([batch(Path("x"), row("<script>alert(1)</script>|x", model="[a](javascript:b)\x1b[31m"))])
    text = markdown(overview, "task")
    assert "\\<script\\>alert(1)\\</script\\>\\|x" in text
    assert "\\[a\\](javascript:b)" in text
    assert "\x1b" not in text + printed(overview, "task")


def test_a_comparison_is_told_in_lines(tmp_path: Path) -> None:
    from guiagent.bench.compared import chosen, compare

    told = compare(chosen([batches(tmp_path, tasks=12, groups=7)[place] for place in (3, 1)]))
    out = io.StringIO()
    show_comparison(Console(file=out, width=80, highlight=False), told)
    text = out.getvalue()
    assert "anthropic/claude-sonnet-5-5 against reader" in text
    assert f"{told.wins} won, {told.losses} lost, {told.ties} alike" in text
    assert max(map(len, text.splitlines())) <= 80
