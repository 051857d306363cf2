"""Two runs over the same tasks and seeds."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guiagent.bench.compared import chosen, compare
from guiagent.bench.overview import Batch
from guiagent.bench.rows import Row
from guiagent.bench.statistics import difference
from guiagent.errors import UsageError
from tests.bench.made import batch, row


def run(model: str, *outcomes: tuple[str, int, bool], **more: object) -> Batch:
    rows = [row(task, seed, success, model=model, **more) for task, seed, success in outcomes]
    return batch(Path(model), *rows)


def p_by_counting(groups: list[float]) -> float:
    """The share of all ways to set the signs that come as far from 0."""
    seen = abs(sum(groups))
    sums = [
        abs(sum(s * g for s, g in zip(signs, groups, strict=True))) for signs in product((1, -1), repeat=len(groups))
    ]
    return sum(each >= seen - 1e-9 for each in sums) / len(sums)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([-1.0, -0.4, 0.0, 0.2, 0.6, 1.0]), min_size=1, max_size=7))
def test_the_p_value_is_what_counting_all_signs_gives(groups: list[float]) -> None:
    values = {f"{place}": {"t": [figure]} for place, figure in enumerate(groups)}
    assert difference(values, resamples=500).p == pytest.approx(p_by_counting(groups))


def test_a_group_has_one_sign_whatever_its_tasks_and_seeds_are_many() -> None:
    one = {"g": {f"t{task}": [1.0] * 50 for task in range(20)}}
    assert difference(one).p == 1.0, "one group that differs is one piece of evidence"
    many = {f"{group}": {"t": [1.0]} for group in range(8)}
    assert difference(many).p == pytest.approx(2 / 2**8)


def test_with_many_groups_signs_are_drawn() -> None:
    values = {f"{group}": {"t": [1.0 if group % 3 else -1.0]} for group in range(60)}
    found = difference(values, resamples=2000)
    assert 0.002 < found.p < 0.03  # exact, two-sided: 40 of 60 heads, 0.0135
    assert found.low < found.mean < found.high
    assert found.mean == pytest.approx(1 / 3)


def test_only_the_same_task_and_seed_is_compared_and_the_rest_is_counted() -> None:
    first = run("a", ("t", 0, True), ("t", 1, False), ("u", 0, False), ("v", 0, True))
    second = run("b", ("t", 0, False), ("t", 1, True), ("u", 0, True), ("u", 7, True))
    told = compare(chosen([first, second]))
    assert (told.first, told.second) == ("a", "b")
    assert (told.pairs, told.wins, told.losses, told.ties, told.left_out) == (3, 2, 1, 0, 2)
    assert told.difference.mean == pytest.approx((0 + 1) / 2)
    assert (told.first_mean, told.second_mean) == pytest.approx((0.25, 0.75))
    assert [(pair.task, pair.seed, pair.first, pair.second) for pair in told.differing] == [
        ("t", 0, "success", "fail"),
        ("t", 1, "fail", "success"),
        ("u", 0, "fail", "success"),
    ]


def test_an_environment_error_pairs_with_nothing() -> None:
    first = run("a", ("t", 0, True), ("t", 1, True))
    broken = row("t", 1, False, model="b", status="env_error")
    told = compare(chosen([first, batch(Path("b"), row("t", 0, model="b"), broken)]))
    assert (told.pairs, told.left_out) == (1, 1)
    assert told.completeness.words.startswith("incomplete: 1 environment error;")


def test_a_run_against_itself_differs_in_nothing() -> None:
    rows = [(f"t{task}", seed, (task + seed) % 2 == 0) for task in range(6) for seed in range(3)]
    told = compare(chosen([run("a", *rows), run("b", *rows)]))
    assert (told.difference.mean, told.difference.low, told.difference.high, told.difference.p) == (0, 0, 0, 1)
    assert told.differing == ()


def test_runs_of_other_versions_or_suites_are_refused_by_what_differs() -> None:
    first = run("a", ("t", 0, True))
    with pytest.raises(UsageError, match=r"a was measured on made 1; b was measured on made 2"):
        compare(chosen([first, run("b", ("t", 0, True), version="2")]))
    with pytest.raises(UsageError, match=r"b was measured on shop 1"):
        compare(chosen([first, run("b", ("t", 0, True), suite="shop")]))


def test_runs_without_a_pair_are_refused_and_say_what_they_have() -> None:
    with pytest.raises(UsageError, match=r"a has 1 task at seed 0.*b has 1 task at seeds 7 to 9"):
        compare(chosen([run("a", ("t", 0, True)), run("b", ("t", 7, True), ("t", 9, True))]))


def test_one_folder_may_hold_both() -> None:
    rows = [row("t", 0, model=model) for model in ("a", "b")]
    assert list(chosen([batch(Path("both"), *rows)])) == ["a", "b"]
    assert list(chosen([batch(Path("both"), *rows)], ["b", "a"])) == ["b", "a"]


def three() -> list[Row]:
    return [row("t", 0, model=model) for model in ("a", "b", "c")]


def test_which_two_of_several_is_to_be_said() -> None:
    with pytest.raises(UsageError, match=r"offers 3 \(a, b, c\); name two with --model"):
        chosen([batch(Path("many"), *three())])
    assert list(chosen([batch(Path("many"), *three())], ["c", "a"])) == ["c", "a"]
    with pytest.raises(UsageError, match=r"many holds 3 that may be meant \(a, b, c\); pick with --model"):
        chosen([batch(Path("many"), *three()), run("x", ("t", 0, True))])
    assert list(chosen([batch(Path("many"), *three()), run("x", ("t", 0, True))], ["b", "x"])) == ["b", "x"]


def test_the_same_model_twice_is_told_apart_by_its_folder() -> None:
    first, second = (batch(Path("runs") / name, row("t", 0)) for name in ("before", "after"))
    assert list(chosen([first, second])) == ["m (before)", "m (after)"]
