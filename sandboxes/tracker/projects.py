"""The projects of a tracker: their subjects, people, labels and milestones, drawn from the lists in words.toml."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from guiagent.actions import Value
from guiagent.sandboxes.tracker.state import COLOURS, Label, Member, Milestone

PEOPLE = 7


@cache
def vocabulary() -> Mapping[str, Any]:
    """The lists in words.toml: `project`, `patterns`, `again`, `sentences`, `talk`, `people` and `tracker`."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


class Project(Value):
    """What never changes of a project: `kind` chooses the words of its issues, `things` what they are about."""

    key: str
    name: str
    about: str
    kind: str
    things: tuple[str, ...]


def people(rng: Random) -> tuple[str, ...]:
    """Who there is; no two share a first or a last name. The first is the one who works in the tracker."""
    words = vocabulary()["people"]
    firsts, lasts = rng.sample(words["first"], PEOPLE), rng.sample(words["last"], PEOPLE)
    return tuple(f"{first} {last}" for first, last in zip(firsts, lasts, strict=True))


def projects(rng: Random) -> tuple[Project, ...]:
    """Two or three projects."""
    chosen = rng.sample(vocabulary()["project"], rng.choice((2, 3, 3)))
    return tuple(Project.model_validate({k: v for k, v in each.items() if k != "labels"}) for each in chosen)


def members(rng: Random, project: Project, people: Sequence[str]) -> tuple[Member, ...]:
    """Four or five of the people, among them the first, who is its manager."""
    others = rng.sample(people[1:], rng.choice((3, 4)))
    rest = tuple(
        Member(project=project.key, name=name, role=rng.choice(("Member", "Member", "Guest"))) for name in others
    )
    return Member(project=project.key, name=people[0], role="Manager"), *rest


def labels(rng: Random, project: Project) -> tuple[Label, ...]:
    """The labels that a project opens with, in the order of their names."""
    names = next(each["labels"] for each in vocabulary()["project"] if each["key"] == project.key)
    return tuple(Label(project=project.key, name=name, colour=rng.choice(COLOURS)) for name in sorted(names))


def milestones(rng: Random, project: Project, today: datetime.date, names: Sequence[str]) -> tuple[Milestone, ...]:
    """One that is past and closed, and three to come, weeks apart."""
    days = (-rng.randrange(10, 30), rng.randrange(6, 14), rng.randrange(25, 40), rng.randrange(55, 80))
    return tuple(
        Milestone(project=project.key, name=name, due=today + datetime.timedelta(after), closed=after < 0)
        for name, after in zip(names, days, strict=True)
    )
