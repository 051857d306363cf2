"""Figures as people read them; a dash stands for what is not known or not there."""

from __future__ import annotations

from guiagent.bench.costs import Spread
from guiagent.bench.statistics import Difference, Estimate
from guiagent.words import tokens_words, usd_words

NONE = TO = "\N{EN DASH}"


def percent(rate: float | None) -> str:
    """`63.8`: one decimal, and 100 or 0 only where it is exactly that."""
    if rate is None:
        return NONE
    if rate in (0, 1):
        return f"{100 * rate:.0f}"
    return f"{min(max(100 * rate, 0.1), 99.9):.1f}"


def percent_within(rate: Estimate | None, mark: str = "") -> str:
    """`63.8 (59.9-67.6)`, in per cent."""
    return NONE if rate is None else f"{percent(rate.mean)}{mark} ({percent(rate.low)}{TO}{percent(rate.high)})"


def times(ratio: float | None) -> str:
    """`1.35` and the sign for times."""
    return NONE if ratio is None else f"{ratio:.2f}\N{MULTIPLICATION SIGN}"


def seconds(figure: float) -> str:
    """`0.03`, `3.2`, `48`: two digits that say something."""
    return f"{figure:.2f}" if figure < 0.995 else f"{figure:.1f}" if figure < 9.95 else f"{figure:.0f}"


def spread(figures: Spread | None) -> str:
    """`3.2 / 5.6`: median and 95th percentile."""
    return NONE if figures is None else f"{seconds(figures.p50)} / {seconds(figures.p95)}"


def count(figure: float | None) -> str:
    """`19.0k`: a mean number of tokens."""
    return NONE if figure is None else tokens_words(round(figure))


def money(usd: float | None) -> str:
    """`$0.057`."""
    return NONE if usd is None else usd_words(usd)


def points(figure: float) -> str:
    """`+4.2`: a difference of rates in percentage points."""
    return f"{100 * figure:+z.1f}".replace("-", "\N{MINUS SIGN}")


def points_within(change: Difference) -> str:
    """`+4.2 (-1.0 to +9.4)`."""
    return f"{points(change.mean)} ({points(change.low)} to {points(change.high)})"


def p_value(p: float) -> str:
    """`p = 0.031`, `p < 0.001`."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
