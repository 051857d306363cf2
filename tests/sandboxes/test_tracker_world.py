"""A seed makes a tracker: the same one each time, another one for another seed, and always one that sets every task."""

from __future__ import annotations

from guiagent.sandboxes.tracker.backlog import label_counts, open_loads
from guiagent.sandboxes.tracker.look import look
from guiagent.sandboxes.tracker.state import Link
from guiagent.sandboxes.tracker.world import World, world

SEEDS = range(6)


def fresh(seed: int) -> World:
    """The world as a new process would make it."""
    world.cache_clear()
    return world(seed)


def test_the_same_seed_gives_the_same_world() -> None:
    assert fresh(5) == fresh(5)


def test_another_seed_gives_other_projects_people_and_issues() -> None:
    one, other = world(1), world(2)
    assert one.people != other.people
    assert [project.key for project in one.projects] != [project.key for project in other.projects]
    assert {issue.title for issue in one.initial.issues}.isdisjoint(issue.title for issue in other.initial.issues)


def test_every_way_to_look_turns_up() -> None:
    looks = [look(seed) for seed in range(30)]
    for name, kinds in (("nav", 2), ("panel", 2), ("labels", 2), ("editing", 2), ("dates", 2), ("per_page", 3)):
        assert len({getattr(look, name) for look in looks}) == kinds
    assert len({look.words.statuses for look in looks}) == 4


def test_a_tracker_has_two_or_three_projects_and_no_title_or_key_twice() -> None:
    for seed in SEEDS:
        here = world(seed)
        issues = here.initial.issues
        assert len(here.projects) in (2, 3)
        assert 25 <= len(issues) <= 50
        for name in ("key", "title"):
            assert len({getattr(issue, name) for issue in issues}) == len(issues), (seed, name)


def test_whatever_an_issue_refers_to_is_there() -> None:
    for seed in SEEDS:
        start = world(seed).initial
        members = {(row.project, row.name) for row in start.members}
        milestones = {(row.project, row.name): row for row in start.milestones}
        for issue in start.issues:
            assert not issue.assignee or (issue.project, issue.assignee) in members
            assert not issue.milestone or (issue.project, issue.milestone) in milestones
            if issue.milestone and issue.is_open:
                assert not milestones[issue.project, issue.milestone].closed
        keys = {issue.key for issue in start.issues}
        assert {end for link in start.links for end in (link.source, link.target)} <= keys


def test_no_comparison_ends_in_a_tie() -> None:
    for seed in SEEDS:
        here = world(seed)
        for project in here.projects:
            issues = [issue for issue in here.initial.issues if issue.project == project.key]
            names = [row.name for row in here.initial.members if row.project == project.key]
            least, next_, *_ = sorted(open_loads(issues, names).values())
            assert least < next_
            labels = [row for row in here.initial.labels if row.project == project.key]
            keys = {issue.key for issue in issues}
            counts = label_counts([row for row in here.initial.issue_labels if row.issue in keys], labels)
            first, second = (count for _, count in counts.most_common(2))
            assert first > second
            assert list(counts.values()).count(0) == 1
        most, next_ = (count for _, count in open_loads(here.initial.issues, here.people).most_common(2))
        assert most > next_


def test_each_project_has_duplicates_and_an_issue_that_is_blocked() -> None:
    for seed in SEEDS:
        here = world(seed)
        for project in here.projects:
            links = [link for link in here.initial.links if link.source.startswith(f"{project.key}-")]
            assert [link.kind for link in links].count("duplicates") == 3
            blocks = [link for link in links if link.kind == "blocks"]
            assert len(blocks) == 2
            assert all(_is_open(here, link) for link in blocks)


def _is_open(here: World, link: Link) -> bool:
    ends = [issue for issue in here.initial.issues if issue.key in (link.source, link.target)]
    return all(issue.is_open for issue in ends)
