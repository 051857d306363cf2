"""A tracker's world: what never changes while it is open, and the state that it opens with; a seed decides it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from random import Random

from guiagent.actions import Value
from guiagent.errors import SandboxError
from guiagent.sandboxes.tracker import projects
from guiagent.sandboxes.tracker.backlog import Backlog, Team, backlog, open_loads
from guiagent.sandboxes.tracker.look import Look, look
from guiagent.sandboxes.tracker.projects import Project
from guiagent.sandboxes.tracker.state import Activity, Issue, TrackerState


class World(Value):
    """A tracker on its day: `me` works in it, `people` are all there are, `initial` is the state it opens with."""

    seed: int
    name: str
    today: datetime.date
    look: Look
    people: tuple[str, ...]
    projects: tuple[Project, ...]
    initial: TrackerState

    @property
    def me(self) -> str:
        return self.people[0]

    def project(self, key: str) -> Project:
        """The project with this key; SandboxError where there is none."""
        for project in self.projects:
            if project.key == key:
                return project
        raise SandboxError(f"no project {key!r} in the tracker with seed {self.seed}")


@lru_cache(maxsize=32)
def world(seed: int) -> World:
    """The world with this seed: always the same."""
    rng = Random(f"{seed}:tracker")
    day = datetime.date(2024, 1, 15) + datetime.timedelta(rng.randrange(900))
    people, chosen = projects.people(rng), projects.projects(rng)
    names = rng.sample(projects.vocabulary()["tracker"]["milestones"], len(chosen))
    teams = [_team(rng, project, people, day, own) for project, own in zip(chosen, names, strict=True)]
    return World(
        seed=seed,
        name=rng.choice(projects.vocabulary()["tracker"]["names"]),
        today=day,
        look=look(seed),
        people=people,
        projects=chosen,
        initial=_initial(teams, _decided(rng, teams, people)),
    )


def _team(rng: Random, project: Project, people: Sequence[str], day: datetime.date, names: Sequence[str]) -> Team:
    return Team(
        project=project,
        members=projects.members(rng, project, people),
        labels=projects.labels(rng, project),
        milestones=projects.milestones(rng, project, day, names),
        today=day,
    )


def _decided(rng: Random, teams: Sequence[Team], people: Sequence[str]) -> list[Backlog]:
    """The backlogs of all projects, drawn again until one person has the most open issues."""
    while True:
        drawn = [backlog(rng, team) for team in teams]
        loads = Counter[str]()
        for each in drawn:
            loads.update(open_loads(each.issues, people))
        (_, most), (_, next_) = loads.most_common(2)
        if most > next_:
            return drawn


def _initial(teams: Sequence[Team], drawn: Sequence[Backlog]) -> TrackerState:
    return TrackerState(
        **{
            name: tuple(row for each in drawn for row in getattr(each, name))
            for name in ("issues", "issue_labels", "links", "comments", "watches")
        },
        **{
            name: tuple(row for team in teams for row in getattr(team, name))
            for name in ("labels", "milestones", "members")
        },
        activity=tuple(sorted(_activity(drawn), key=lambda row: row.day)),
    )


def _activity(drawn: Sequence[Backlog]) -> Iterator[Activity]:
    """What was done before the world opens."""
    for each in drawn:
        where = {issue.key: issue.project for issue in each.issues}
        for issue in each.issues:
            yield _did(issue, issue.reporter, f"created {issue.key} {issue.title}", issue.created)
        for comment in each.comments:
            words = f"commented on {comment.issue}"
            yield Activity(project=where[comment.issue], person=comment.author, words=words, day=comment.placed)


def _did(issue: Issue, person: str, words: str, day: datetime.date) -> Activity:
    return Activity(project=issue.project, person=person, words=words, day=day)
