"""Tasks that take looking at many issues, comparing or remembering, before anything is changed."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish
from guiagent.sandboxes.tracker.backlog import open_loads
from guiagent.sandboxes.tracker.projects import Project
from guiagent.sandboxes.tracker.state import Issue
from guiagent.sandboxes.tracker.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.tracker import moves
from guiagent.tasks.tracker.afterwards import changed, with_issues, with_rows
from guiagent.tasks.tracker.before import (
    coming,
    drawing,
    issue_of,
    issues_of,
    labels_in,
    names_in,
    said,
)


def assign_next_due(world: World) -> Plan:
    """The important work of the next milestone that nobody has goes to whoever has the least to do."""
    rng, words = drawing(world, "assign-next-due"), world.look.words
    project = rng.choice(world.projects)
    loads = open_loads(issues_of(world, project), names_in(world, project.key))
    least = min(loads, key=lambda name: loads[name])
    next_ = coming(world, project)[0].name
    wanted = [
        issue
        for issue in issues_of(world, project)
        if issue.is_open and issue.milestone == next_ and issue.priority == "high" and not issue.assignee
    ]
    filed = [move for issue in wanted for move in moves.saved(world, issue.key, moves.assigned(world, least))]
    noun = words.issue.lower()
    return Plan(
        instruction=(
            f"In {project.name}, take the open {words.milestone.lower()} that is due next. Assign every {noun} of it "
            f"that has the priority {words.priority('high')} and nobody to work on it to the member who has the "
            f"fewest open {noun}s in {project.name} before you begin."
        ),
        moves=(*moves.in_project(project, "Members"), *filed, finish()),
        expected=changed(world, {issue.key for issue in wanted}, assignee=least),
    )


def close_duplicates(world: World) -> Plan:
    """Whatever duplicates an issue is done."""
    rng, words = drawing(world, "close-duplicates"), world.look.words
    original = issue_of(
        world, rng.choice(sorted({link.target for link in world.initial.links if link.kind == "duplicates"}))
    )
    copies = [link.source for link in world.initial.links if (link.kind, link.target) == ("duplicates", original.key)]
    wanted = [key for key in copies if issue_of(world, key).is_open]
    filed = [move for key in wanted for move in moves.saved(world, key, moves.status(world, "done"))]
    return Plan(
        instruction=(
            f"Some {words.issue.lower()}s are duplicates of {said(original)}. Set each of them to "
            f"{words.status('done')}; {original.key} itself stays as it is."
        ),
        moves=(*moves.opened(world, original.key), *filed, finish()),
        expected=changed(world, set(wanted), status="done"),
    )


def unblock(world: World) -> Plan:
    """An issue is done, and before it all that blocks it."""
    rng, words = drawing(world, "unblock"), world.look.words
    blocks = [link for link in world.initial.links if link.kind == "blocks"]
    last = issue_of(world, rng.choice(sorted({link.target for link in blocks})))
    keys = [*(link.source for link in blocks if link.target == last.key), last.key]
    filed = [move for key in keys for move in moves.saved(world, key, moves.status(world, "done"))]
    return Plan(
        instruction=(
            f"{said(last)} is finished, and so is everything that blocks it. Set them all to {words.status('done')}."
        ),
        moves=(*moves.opened(world, last.key), *filed, finish()),
        expected=changed(world, set(keys), status="done"),
    )


def raise_overdue(world: World) -> Plan:
    """What should have been done by now becomes urgent."""
    rng, words = drawing(world, "raise-overdue"), world.look.words
    project = rng.choice(world.projects)
    late = [each for each in issues_of(world, project) if each.is_open and each.due and each.due < world.today]
    filed = [move for each in late for move in moves.saved(world, each.key, moves.priority(world, "urgent"))]
    return Plan(
        instruction=(
            f"Set every {words.issue.lower()} of {project.name} that is overdue and not {words.status('done')} to the "
            f"priority {words.priority('urgent')}."
        ),
        moves=(*moves.in_project(project, f"{words.issue}s"), *filed, finish()),
        expected=changed(world, {each.key for each in late}, priority="urgent"),
    )


def most_hours(world: World) -> Plan:
    """The largest piece of somebody's work."""
    rng, words = drawing(world, "most-hours"), world.look.words
    found = [(project, name, own) for project in world.projects for name, own in _work(world, project).items()]
    clear = [(p, name, own) for p, name, own in found if len(own) > 1 and own[0].estimate > own[1].estimate]
    project, name, own = rng.choice(clear)
    noun = words.issue.lower()
    return Plan(
        instruction=(
            f"Of the {noun}s of {project.name} that are {name}'s and not {words.status('done')}, find the one with "
            f"the most hours and set it to the priority {words.priority('urgent')}."
        ),
        moves=(
            *moves.in_project(project, f"{words.issue}s"),
            *moves.saved(world, own[0].key, moves.priority(world, "urgent")),
            finish(),
        ),
        expected=changed(world, {own[0].key}, priority="urgent"),
    )


def _work(world: World, project: Project) -> dict[str, list[Issue]]:
    """The open issues of each member of a project, the largest first."""
    own: dict[str, list[Issue]] = {name: [] for name in names_in(world, project.key)}
    for issue in sorted(issues_of(world, project), key=lambda each: -each.estimate):
        if issue.is_open and issue.assignee:
            own[issue.assignee].append(issue)
    return own


def hand_over(world: World) -> Plan:
    """Somebody leaves a project, and another member does what is left."""
    rng, words = drawing(world, "hand-over"), world.look.words
    leaving = [
        (project, name, [issue.key for issue in own])
        for project in world.projects
        for name, own in _work(world, project).items()
        if 2 <= len(own) <= 3 and name != world.me
    ]
    project, name, keys = rng.choice(leaving)
    heir = rng.choice([each for each in names_in(world, project.key) if each != name])
    filed = [move for key in keys for move in moves.saved(world, key, moves.assigned(world, heir))]
    noun = words.issue.lower()
    return Plan(
        instruction=(
            f"{name} leaves {project.name}. Give all of their {noun}s there that are not {words.status('done')} to "
            f"{heir}, then remove {name} from the members."
        ),
        moves=(*filed, *moves.in_project(project, "Members"), click("button", f"Remove {name}"), finish()),
        expected=with_rows(
            world,
            issues=with_issues(world, keys, assignee=heir),
            members=tuple(row for row in world.initial.members if (row.project, row.name) != (project.key, name)),
        ),
    )


def close_milestone(world: World) -> Plan:
    """What is left of a milestone goes into the one after it, and it is closed."""
    rng, words = drawing(world, "close-milestone"), world.look.words
    project = rng.choice(world.projects)
    next_, after, *_ = coming(world, project)
    left = [each.key for each in issues_of(world, project) if each.is_open and each.milestone == next_.name]
    filed = [move for key in left for move in moves.saved(world, key, moves.planned(world, after.name))]
    rows = tuple(row.model_copy(update={"closed": True}) if row == next_ else row for row in world.initial.milestones)
    noun = words.milestone.lower()
    return Plan(
        instruction=(
            f"Close the {noun} {next_.name} of {project.name}. Whatever in it is not {words.status('done')} goes into "
            f"the {noun} that is due after it; what is {words.status('done')} stays."
        ),
        moves=(
            *filed,
            *moves.in_project(project, f"{words.milestone}s"),
            click("button", f"Close {next_.name}"),
            finish(),
        ),
        expected=with_rows(world, issues=with_issues(world, left, milestone=after.name), milestones=rows),
    )


def delete_unused_label(world: World) -> Plan:
    """The label that no issue has."""
    rng, noun = drawing(world, "delete-unused-label"), world.look.words.label.lower()
    project = rng.choice(world.projects)
    keys = {issue.key for issue in issues_of(world, project)}
    used = {row.label for row in world.initial.issue_labels if row.issue in keys}
    (name,) = [each for each in labels_in(world, project.key) if each not in used]
    labels = tuple(row for row in world.initial.labels if (row.project, row.name) != (project.key, name))
    return Plan(
        instruction=(
            f"One {noun} of {project.name} is on no {world.look.words.issue.lower()} at all, neither open nor "
            f"{world.look.words.status('done')}. Delete that {noun}."
        ),
        moves=(*moves.in_project(project, f"{world.look.words.label}s"), click("button", f"Delete {name}"), finish()),
        expected=with_rows(world, labels=labels),
    )
