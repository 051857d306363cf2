"""The issues that a project opens with. Some are planted, so that each seed's world can set every task."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from guiagent.actions import Value
from guiagent.sandboxes.tracker.projects import Project, vocabulary
from guiagent.sandboxes.tracker.state import Comment, Issue, IssueLabel, Label, Link, Member, Milestone, Watch

_HOURS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20)


class Team(Value):
    """A project with who and what its issues may refer to; `today` is the world's day."""

    project: Project
    members: tuple[Member, ...]
    labels: tuple[Label, ...]
    milestones: tuple[Milestone, ...]
    today: datetime.date

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(member.name for member in self.members)


class Backlog(Value):
    """The issues of a project and what hangs on them."""

    issues: tuple[Issue, ...]
    issue_labels: tuple[IssueLabel, ...]
    links: tuple[Link, ...]
    comments: tuple[Comment, ...]
    watches: tuple[Watch, ...]


def backlog(rng: Random, team: Team) -> Backlog:
    """The issues of a project, drawn again until its people and labels can be compared without ties."""
    while not _is_decided(drawn := _drawn(rng, team), team):
        pass
    return drawn


def open_loads(issues: Sequence[Issue], names: Sequence[str]) -> Counter[str]:
    """How many open issues each of these people has."""
    loads = Counter({name: 0 for name in names})
    loads.update(issue.assignee for issue in issues if issue.is_open and issue.assignee in loads)
    return loads


def label_counts(rows: Sequence[IssueLabel], labels: Sequence[Label]) -> Counter[str]:
    """How many issues carry each of these labels."""
    counts = Counter({label.name: 0 for label in labels})
    counts.update(row.label for row in rows)
    return counts


def _is_decided(drawn: Backlog, team: Team) -> bool:
    loads = sorted(open_loads(drawn.issues, team.names).values())
    used = sorted(label_counts(drawn.issue_labels, team.labels).values())
    next_ = sum(issue.is_open and issue.milestone == team.milestones[1].name for issue in drawn.issues)
    someone_to_leave = any(2 <= count <= 3 for count in open_loads(drawn.issues, team.names[1:]).values())
    decided = loads[0] < loads[1] and used[0] == 0 < used[1] and used[-1] > used[-2]
    return decided and someone_to_leave and next_ <= 4


def _drawn(rng: Random, team: Team) -> Backlog:
    count, first = rng.choice((14, 15, 16)), rng.randrange(1, 60)
    drafts = [_draft(rng, team) for _ in range(count)]
    for place, fields in _planted(rng, team):
        drafts[place] |= fields
    numbers = rng.sample(range(first, first + count), count)
    keys = [f"{team.project.key}-{number}" for number in numbers]
    named = zip(keys, _titles(rng, team, count), drafts, strict=True)
    issues = [
        Issue.model_validate({"key": key, "title": title, "project": team.project.key} | draft)
        for key, title, draft in named
    ]
    issues.sort(key=lambda issue: issue.number)
    return Backlog(
        issues=tuple(issues),
        issue_labels=tuple(_labelled(rng, team, issues)),
        links=tuple(_links(keys)),
        comments=tuple(_comments(rng, team, issues)),
        watches=tuple(Watch(issue=issue.key, person=rng.choice(team.names)) for issue in rng.sample(issues, 4)),
    )


def _draft(rng: Random, team: Team) -> dict[str, Any]:
    """The fields of any issue."""
    status = rng.choices(("todo", "doing", "review", "done"), weights=(15, 20, 15, 50))[0]
    assigned = status != "todo" or rng.random() < 0.6
    past = rng.random() < 0.5
    milestone = team.milestones[0] if status == "done" and past else rng.choice(team.milestones[1:])
    return {
        "description": " ".join(rng.sample(vocabulary()["sentences"][team.project.kind], 2)),
        "status": status,
        "priority": rng.choices(("low", "medium", "high"), weights=(30, 45, 25))[0],
        "assignee": rng.choice(team.names) if assigned else "",
        "milestone": milestone.name if rng.random() < 0.75 else "",
        "due": team.today + datetime.timedelta(rng.randrange(3, 70)) if rng.random() < 0.5 else None,
        "estimate": rng.choice(_HOURS) if rng.random() < 0.85 else 0,
        "reporter": rng.choice(team.names),
        "created": team.today - datetime.timedelta(rng.randrange(31, 120)),
    }


def _planted(rng: Random, team: Team) -> Iterator[tuple[int, dict[str, Any]]]:
    """Fields of the first issues: 1 to 3 duplicate 0, 5 and 6 block 4, nobody has 7 and 8, and 9 and 10 are overdue."""
    names = ("", *(milestone.name for milestone in team.milestones[1:]))
    for place in (*range(7), 9, 10):
        status, name = rng.choice(("todo", "doing", "review")), rng.choice(names)
        yield place, {"status": status, "assignee": rng.choice(team.names), "milestone": name}
    yield 3, {"status": rng.choice(("doing", "done"))}
    for place in (7, 8):
        yield place, {"status": "todo", "priority": "high", "assignee": "", "milestone": team.milestones[1].name}
    for place in (9, 10):
        late = team.today - datetime.timedelta(rng.randrange(2, 30))
        yield place, {"due": late, "priority": rng.choice(("low", "medium"))}


def _titles(rng: Random, team: Team, count: int) -> list[str]:
    """Titles that differ; the first four are about the same thing."""
    patterns, again = (vocabulary()[name][team.project.kind] for name in ("patterns", "again"))
    things = rng.sample(team.project.things, count - 3)
    words = [pattern for pattern in (*patterns, *patterns)]
    rng.shuffle(words)
    first, *others = [pattern.format(thing) for pattern, thing in zip(words, things, strict=False)]
    return [first, *(pattern.format(things[0]) for pattern in rng.sample(again, 3)), *others]


def _links(keys: Sequence[str]) -> Iterator[Link]:
    for place in (1, 2, 3):
        yield Link(source=keys[place], kind="duplicates", target=keys[0])
    for place in (5, 6):
        yield Link(source=keys[place], kind="blocks", target=keys[4])


def _labelled(rng: Random, team: Team, issues: Sequence[Issue]) -> Iterator[IssueLabel]:
    """Labels on issues, all but one of the project's."""
    names = rng.sample([label.name for label in team.labels], len(team.labels) - 1)
    for issue in issues:
        for name in rng.sample(names, rng.choice((0, 1, 1, 2))):
            yield IssueLabel(issue=issue.key, label=name)


def _comments(rng: Random, team: Team, issues: Sequence[Issue]) -> Iterator[Comment]:
    for issue in issues:
        for text in rng.sample(vocabulary()["talk"]["comments"], rng.choice((0, 0, 1, 2))):
            day = team.today - datetime.timedelta(rng.randrange(1, 30))
            yield Comment(issue=issue.key, author=rng.choice(team.names), text=text, placed=day)
