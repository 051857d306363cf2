"""Rows as a benchmark would write them, made from a seed."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from guiagent.bench.overview import Batch
from guiagent.bench.rows import Failure, Key, Row
from guiagent.usage import Usage

BEGAN = datetime(2026, 11, 29, 20, 0, tzinfo=UTC)

WORDS = ("click", "enter", "choose", "read", "drag", "find", "email", "use", "draw", "order", "book", "navigate")
THINGS = ("button", "dialog", "date", "table", "text", "shape", "list", "slider", "tab", "menu")


@dataclass(frozen=True)
class Player:
    """How good a model is (log-odds of success on a middling task), how fast, and what it asks a token."""

    model: str
    skill: float
    seconds: float
    price: float | None
    wordy: int = 0


PLAYERS = (
    Player("scripted", 99, 0.0, 0.0),
    Player("anthropic/claude-sonnet-5-5", 1.4, 3.2, 3e-6, 2400),
    Player("qwen3-vl-8b", 0.3, 1.1, None, 1900),
    Player("reader", -0.5, 0.25, 0.0),
    Player("random", -2.9, 0.0, 0.0),
    Player("idle", -99, 0.0, 0.0),
)

KINDS: tuple[Failure, ...] = ("wrong result", "side effects", "wrong answer", "premature stop", "loop", "limit")


def row(task: str = "t", seed: int = 0, success: bool = True, **more: Any) -> Row:
    """One row, a success unless told otherwise."""
    base: dict[str, Any] = {
        "suite": "made",
        "version": "1",
        "task": task,
        "seed": seed,
        "model": "m",
        "config": "c0ffee",
        "group": "",
        "status": "success" if success else "fail",
        "success": success,
        "failure": "" if success else "wrong result",
        "began": BEGAN,
    }
    return Row.model_validate(base | more)


def rows_of(player: Player, tasks: int = 125, seeds: int = 5, groups: int = 78) -> Iterator[Row]:
    """A row for each task and seed. How hard a task is depends on its group first, then on itself."""
    for number in range(tasks):
        group = number % groups
        name = f"{WORDS[group % 12]}-{THINGS[group // 12 % 10]}" + (
            f"-{number // groups + 1}" if number >= groups else ""
        )
        for seed in range(seeds):
            yield _attempt(player, name, f"{WORDS[group % 12]}-{THINGS[group // 12 % 10]}", 1 + group % 3, seed)


def _attempt(player: Player, task: str, group: str, level: int, seed: int) -> Row:
    hard = random.Random(group).gauss(0, 1.5) + random.Random(task).gauss(0, 0.5) + 0.5 * (level - 2)
    dice = random.Random(f"{player.model}{task}{seed}")
    odds = max(-60.0, min(60.0, player.skill - hard))
    success = dice.random() < 1 / (1 + math.exp(-odds))
    failure = "" if success else dice.choice(KINDS)
    reference = level * 2 + len(task) % 3
    steps = 0 if player.model == "idle" else max(1, round(reference * dice.uniform(1, 1.7 if success else 3)))
    steps = reference if player.model == "scripted" else steps
    model = tuple(player.seconds * dice.lognormvariate(0, 0.35) for _ in range(steps))
    env = tuple(0.03 * dice.lognormvariate(0, 0.4) for _ in range(steps))
    tokens = player.wordy * steps
    usd = None if player.price is None else player.price * tokens
    return row(
        task,
        seed,
        success,
        suite="miniwob",
        version="1.1.0",
        model=player.model,
        group=group,
        level=level,
        failure=failure,
        status="success" if success else {"limit": "limit"}.get(failure, "fail"),
        score=1.0 if success else dice.choice((0.0, 0.0, 0.0, 0.4)),
        steps=steps,
        reference_steps=reference,
        step_model=model,
        step_env=env,
        model_seconds=sum(model),
        reset_seconds=0.05,
        seconds=sum(model) + sum(env) + 0.06,
        usage=Usage(
            requests=steps if tokens else 0,
            input_tokens=tokens,
            cached_tokens=tokens * 2 // 3,
            output_tokens=tokens // 40,
            image_tokens=None if player.price is None else tokens // 3,
            usd=usd,
        ),
        run=f"runs/{player.model.replace('/', '-')}/{task}-{seed}",
    )


def batch(path: Path, *rows: Row, planned: tuple[Key, ...] = ()) -> Batch:
    """A folder's worth of rows, planned as they are unless told otherwise."""
    return Batch(path, rows, planned or tuple(row.key for row in rows))


def batches(root: Path, **size: int) -> list[Batch]:
    """A folder for each player."""
    return [batch(root / player.model.replace("/", "-"), *rows_of(player, **size)) for player in PLAYERS]
