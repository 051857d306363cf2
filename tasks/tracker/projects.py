"""Tasks on a project: new issues, links, labels, milestones and members."""

from __future__ import annotations

import datetime

from guiagent.policies.scripted import click, finish, type_into
from guiagent.sandboxes.tracker.projects import vocabulary
from guiagent.sandboxes.tracker.state import COLOURS, ROLES, Issue, IssueLabel, Label, Link, Member, Milestone
from guiagent.sandboxes.tracker.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.tracker import moves
from guiagent.tasks.tracker.afterwards import with_issues, with_rows
from guiagent.tasks.tracker.before import day, drawing, issues_of, labels_in, names_in, open_issues, said


def create_issue(world: World) -> Plan:
    """A new issue, each field said in words that stand on the screen."""
    rng, words = drawing(world, "create-issue"), world.look.words
    project = rng.choice(world.projects)
    thing = rng.choice(project.things)
    title = rng.choice(("New icon for the {}", "Ask three people about the {}", "Photograph the {}")).format(thing)
    person, label = rng.choice(names_in(world, project.key)), rng.choice(labels_in(world, project.key))
    key = f"{project.key}-{max(issue.number for issue in issues_of(world, project)) + 1}"
    noun = words.issue.lower()
    head = {"key": key, "project": project.key, "reporter": world.me, "created": world.today}
    new = Issue.model_validate(head | {"title": title, "priority": "high", "assignee": person})
    return Plan(
        instruction=(
            f"Open {project.name} and click New {noun}. Set Title to '{title}', select '{words.priority('high')}' as "
            f"Priority, select '{person}' as {words.assignee}, check '{label}' and click Create {noun}. Report the "
            f"key that the new {noun} has got."
        ),
        moves=(
            *moves.in_project(project, f"New {noun}"),
            type_into("textbox", "Title", title),
            moves.priority(world, "high"),
            moves.assigned(world, person),
            click("checkbox", label),
            click("button", f"Create {noun}"),
            finish(key),
        ),
        expected=with_rows(
            world,
            issues=(*world.initial.issues, new),
            issue_labels=(*world.initial.issue_labels, IssueLabel(issue=key, label=label)),
        ),
        answers=(key,),
    )


def link_issues(world: World) -> Plan:
    """One issue has to wait for another one."""
    rng = drawing(world, "link-issues")
    free = open_issues(world)
    one = rng.choice(free)
    linked = {end for link in world.initial.links for end in (link.source, link.target)}
    other = rng.choice([each for each in free if each.project == one.project and each.key not in linked | {one.key}])
    return Plan(
        instruction=(
            f"{one.key} '{one.title}' cannot be finished before {other.key} '{other.title}' is. Record that as a link "
            "between the two."
        ),
        moves=(
            *moves.opened(world, one.key),
            moves.select(f"This {world.look.words.issue.lower()}", "is blocked by"),
            type_into("textbox", "Other key", other.key),
            click("button", "Add link"),
            finish(),
        ),
        expected=with_rows(world, links=(*world.initial.links, Link(source=other.key, kind="blocks", target=one.key))),
    )


def new_label(world: World) -> Plan:
    """A label that the project does not have yet, and an issue that gets it."""
    rng, words = drawing(world, "new-label"), world.look.words
    issue = rng.choice(open_issues(world))
    project, noun = world.project(issue.project), words.label.lower()
    name, colour = rng.choice(("waiting", "quick win", "idea", "next year", "customer")), rng.choice(COLOURS[1:])
    return Plan(
        instruction=f"Add the {noun} '{name}' in {colour.lower()} to {project.name}, and put it on {said(issue)}.",
        moves=(
            *moves.in_project(project, f"{words.label}s"),
            type_into("textbox", "Name", name),
            moves.select("Colour", colour),
            click("button", f"Add {noun}"),
            *moves.saved(world, issue.key, click("checkbox", name)),
            finish(),
        ),
        expected=with_rows(
            world,
            labels=(*world.initial.labels, Label(project=project.key, name=name, colour=colour)),
            issue_labels=(*world.initial.issue_labels, IssueLabel(issue=issue.key, label=name)),
        ),
    )


def rename_label(world: World) -> Plan:
    """A label is called otherwise, on all issues."""
    rng, noun = drawing(world, "rename-label"), world.look.words.label.lower()
    project = rng.choice(world.projects)
    keys = {issue.key for issue in issues_of(world, project)}
    used = sorted({row.label for row in world.initial.issue_labels if row.issue in keys})
    name, new = rng.choice(used), rng.choice(("archive", "handbook", "visitors", "phase two"))
    labels = tuple(
        row.model_copy(update={"name": new}) if (row.project, row.name) == (project.key, name) else row
        for row in world.initial.labels
    )
    rows = tuple(
        row.model_copy(update={"label": new}) if row.issue in keys and row.label == name else row
        for row in world.initial.issue_labels
    )
    return Plan(
        instruction=f"In {project.name}, the {noun} '{name}' is to be called '{new}' from now on, wherever it is used.",
        moves=(
            *moves.in_project(project, f"{world.look.words.label}s"),
            type_into("textbox", f"Name of {name}", new),
            click("button", f"Rename {name}"),
            finish(),
        ),
        expected=with_rows(world, labels=labels, issue_labels=rows),
    )


def new_milestone(world: World) -> Plan:
    """A milestone that the project does not have yet, and an issue that goes into it."""
    rng, words = drawing(world, "new-milestone"), world.look.words
    issue = rng.choice(open_issues(world))
    project, noun = world.project(issue.project), words.milestone.lower()
    taken = {name for names in vocabulary()["tracker"]["milestones"] for name in names}
    name = rng.choice([each for each in ("Encore", "Rehearsal", "Review week", "Final lap") if each not in taken])
    date = world.today + datetime.timedelta(rng.randrange(90, 200))
    return Plan(
        instruction=(
            f"Open {project.name} and click {words.milestone}s. Add the {noun} '{name}' with {day(date)} as "
            f"'{words.due}'. Then put {said(issue)} into it."
        ),
        moves=(
            *moves.in_project(project, f"{words.milestone}s"),
            type_into("textbox", "Name", name),
            moves.due(world, date),
            click("button", f"Add {noun}"),
            *moves.saved(world, issue.key, moves.planned(world, name)),
            finish(),
        ),
        expected=with_rows(
            world,
            milestones=(*world.initial.milestones, Milestone(project=project.key, name=name, due=date)),
            issues=with_issues(world, {issue.key}, milestone=name),
        ),
    )


def add_member(world: World) -> Plan:
    """Somebody joins a project and gets an issue."""
    rng = drawing(world, "add-member")
    issue = rng.choice(open_issues(world))
    project = world.project(issue.project)
    name = rng.choice([each for each in world.people if each not in names_in(world, project.key)])
    role = rng.choice(ROLES)
    return Plan(
        instruction=(
            f"{name} joins {project.name} as {role}: add them to its members and let {said(issue)} be theirs."
        ),
        moves=(
            *moves.in_project(project, "Members"),
            moves.select("Person", name),
            moves.select("Role", role),
            click("button", "Add member"),
            *moves.saved(world, issue.key, moves.assigned(world, name)),
            finish(),
        ),
        expected=with_rows(
            world,
            members=(*world.initial.members, Member(project=project.key, name=name, role=role)),
            issues=with_issues(world, {issue.key}, assignee=name),
        ),
    )


def change_role(world: World) -> Plan:
    """A member gets another role."""
    rng = drawing(world, "change-role")
    row = rng.choice([row for row in world.initial.members if row.name != world.me])
    project = world.project(row.project)
    role = rng.choice([each for each in ROLES if each != row.role])
    task = rng.choice((
        f"Open {project.name}, click Members, select '{role}' as the role of {row.name} and click Change in that row.",
        f"From today {row.name} is a {role} of {project.name}. Enter that.",
    ))  # fmt: skip
    members = tuple(each.model_copy(update={"role": role}) if each == row else each for each in world.initial.members)
    return Plan(
        instruction=task,
        moves=(
            *moves.in_project(project, "Members"),
            moves.select(f"Role of {row.name}", role),
            click("button", f"Change role of {row.name}"),
            finish(),
        ),
        expected=with_rows(world, members=members),
    )
