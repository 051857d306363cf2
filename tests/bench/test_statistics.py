"""Intervals and reliability: against published figures, against counting by hand, and against a known truth."""

from __future__ import annotations

from itertools import combinations
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guiagent.bench.statistics import estimate, interval_of, macro_mean, micro_mean, nested, pass_at, pass_hat, wilson
from guiagent.bench.statistics.resampling import Nested, resampled
from tests.bench.made import row


@pytest.mark.parametrize(
    ("successes", "attempts", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_the_published_one(successes: int, attempts: int, low: float, high: float) -> None:
    """Newcombe 1998, table I, method 3."""
    found = wilson(successes, attempts)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.mean == successes / attempts


def test_a_template_with_many_variants_weighs_no_more_than_another() -> None:
    values = {"menu": {"menu-1": [1, 1], "menu-2": [1, 0], "menu-3": [1, 1]}, "date": {"date": [0, 0]}}
    assert macro_mean(values) == pytest.approx((5 / 6 + 0) / 2)
    assert micro_mean(values) == pytest.approx(5 / 8)
    macro, micro = estimate(values)
    assert (macro.mean, micro.mean) == pytest.approx((5 / 12, 5 / 8))


def test_rows_are_nested_by_group_and_task_and_stand_alone_without_a_group() -> None:
    rows = [row("a-1", 0, group="a"), row("a-1", 1, success=False, group="a"), row("a-2", group="a"), row("b")]
    found = nested((each, each.success) for each in rows)
    assert found == {"a": {"a-1": [1.0, 0.0], "a-2": [1.0]}, "b": {"b": [1.0]}}


def test_one_task_alone_is_resampled_as_coins_are() -> None:
    macro, micro = resampled({"g": {"t": [1.0] * 8 + [0.0] * 12}}, 20_000, seed=1)
    assert macro.tolist() == micro.tolist()
    assert macro.std() == pytest.approx(sqrt(0.4 * 0.6 / 20), rel=0.03)


def test_tasks_with_fewer_seeds_are_resampled_by_their_own_number() -> None:
    values = {"a": {"a1": [1.0], "a2": [0.0, 1.0, 0.0]}, "b": {"b": [1.0, 0.0]}, "c": {"c": [0.0] * 5}}
    macro, micro = resampled(values, 40_000, seed=1)
    assert macro.mean() == pytest.approx(macro_mean(values), abs=0.005)
    assert 0 <= micro.min() <= micro.max() <= 1


def world(rng: np.random.Generator) -> Nested:
    """24 groups of 3 tasks of 5 seeds; success is much alike within a group, differs between, and is 1/2 in truth."""
    hard = rng.normal(0, 2.0, (24, 1)) + rng.normal(0, 0.5, (24, 3))
    made = rng.random((24, 3, 5)) < 1 / (1 + np.exp(-hard))[..., None]
    return {f"{g}": {f"{g}.{t}": made[g, t].astype(float).tolist() for t in range(3)} for g in range(24)}


def test_the_interval_holds_the_truth_as_often_as_it_says_where_one_over_bare_attempts_does_not() -> None:
    rng, held, flat_held, runs = np.random.default_rng(7), 0, 0, 100
    for _ in range(runs):
        values = world(rng)
        found, _ = estimate(values, resamples=300)
        held += found.low <= 0.5 <= found.high
        every = np.array([figure for tasks in values.values() for seeds in tasks.values() for figure in seeds])
        low, high = np.quantile(rng.choice(every, (300, len(every))).mean(axis=1), [0.025, 0.975])
        flat_held += low <= 0.5 <= high
    assert held >= 0.9 * runs
    assert flat_held <= 0.75 * runs


def test_what_never_failed_is_not_certain() -> None:
    always = {f"{group}": {f"{group}": [1.0] * 5} for group in range(40)}
    assert estimate(always)[0] == wilson(40, 40)
    assert estimate({"g": {"t": [0.0] * 5}})[0] == wilson(0, 5)
    assert estimate({"g": {"t": [0.0] * 5, "u": [0.0] * 5}})[0] == wilson(0, 2)


figures = st.dictionaries(
    st.sampled_from("abcd"),
    st.dictionaries(st.sampled_from("xyz"), st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=4), min_size=1),
    min_size=1,
)


@settings(max_examples=30, deadline=None)
@given(figures)
def test_an_interval_stays_between_0_and_1_and_is_the_same_each_time(values: Nested) -> None:
    found = estimate(values, resamples=200)
    assert found == estimate(values, resamples=200)
    for each in found:
        assert 0 <= each.low <= each.high <= 1
        assert 0 <= each.mean <= 1


def test_a_ratio_that_is_always_the_same_has_no_width() -> None:
    found, _ = interval_of({"a": {"a": [1.5, 1.5]}, "b": {"b": [1.5]}})
    assert (found.low, found.mean, found.high) == (1.5, 1.5, 1.5)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=6), min_size=1, max_size=4), st.integers(1, 3))
def test_pass_hat_and_pass_at_are_what_counting_all_choices_gives(tasks: list[list[bool]], k: int) -> None:
    choices = [list(combinations(task, k)) for task in tasks]
    every = sum(sum(map(all, chosen)) / len(chosen) for chosen in choices) / len(tasks)
    some = sum(sum(map(any, chosen)) / len(chosen) for chosen in choices) / len(tasks)
    counts = [(sum(task), len(task)) for task in tasks]
    assert pass_hat(counts, k) == pytest.approx(every)
    assert pass_at(counts, k) == pytest.approx(some)


def test_three_of_four_makes_a_half_at_two_in_a_row() -> None:
    assert pass_hat([(3, 4)], 2) == 0.5
    assert pass_hat([(3, 4), (4, 4)], 2) == 0.75
    assert pass_at([(1, 4)], 2) == 0.5
