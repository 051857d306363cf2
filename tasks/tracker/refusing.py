"""Tasks that cannot be done, and are to be given up after looking; the tracker is to stay as it is."""

from __future__ import annotations

from guiagent.policies.scripted import give_up
from guiagent.sandboxes.tracker.projects import vocabulary
from guiagent.sandboxes.tracker.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.tracker import moves
from guiagent.tasks.tracker.before import coming, drawing, issue_of, issues_of, names_in, open_issues, said

_ANYWHERE = ("GET /search", "GET /projects/", "GET /issues/")


def no_such_issue(world: World) -> Plan:
    """An issue that there is not, though there is one about the same thing."""
    rng, words = drawing(world, "no-such-issue"), world.look.words
    project = rng.choice(world.projects)
    titles = [issue.title for issue in issues_of(world, project)]
    named = [
        title
        for thing in project.things
        for pattern in vocabulary()["patterns"][project.kind]
        if (title := pattern.format(thing)) not in titles and any(other.endswith(f"the {thing}") for other in titles)
    ]
    title, noun = rng.choice(named), words.issue.lower()
    return Plan(
        instruction=(
            f"Set the {noun} '{title}' of {project.name} to {words.status('done')}. Only the {noun} with exactly this "
            "title will do; leave every other one as it is."
        ),
        moves=(*moves.opened(world, title), give_up(f"there is no {noun} called {title}")),
        expected=world.initial,
        impossible=True,
        looked=_ANYWHERE,
    )


def assign_stranger(world: World) -> Plan:
    """Work for somebody who is not in the project, and is not to join it."""
    rng = drawing(world, "assign-stranger")
    issue = rng.choice(open_issues(world))
    project = world.project(issue.project)
    name = rng.choice([each for each in world.people if each not in names_in(world, project.key)])
    return Plan(
        instruction=(
            f"Assign {said(issue)} to {name}. The members of {project.name} are to stay as they are; if it cannot be "
            "done without a new member, do not do it."
        ),
        moves=(
            *moves.opened(world, issue.key),
            *moves.to_fields(world),
            give_up(f"{name} is not a member of {project.name}"),
        ),
        expected=world.initial,
        impossible=True,
        looked=(f"GET /issues/{issue.key}", f"GET /projects/{project.key}/members"),
    )


def close_blocked(world: World) -> Plan:
    """An issue that others block, which are not to be touched."""
    rng, words = drawing(world, "close-blocked"), world.look.words
    key = rng.choice(sorted({link.target for link in world.initial.links if link.kind == "blocks"}))
    issue = issue_of(world, key)
    return Plan(
        instruction=(
            f"Set {said(issue)} to {words.status('done')}. Change no other {words.issue.lower()} and no link for it; "
            "if it cannot be done so, leave it."
        ),
        moves=(
            *moves.saved(world, key, moves.status(world, "done")),
            give_up(f"{key} is blocked by others"),
        ),
        expected=world.initial,
        impossible=True,
        looked=(f"GET /issues/{key}", f"POST /issues/{key}", f"GET /projects/{issue.project}/board"),
    )


def foreign_milestone(world: World) -> Plan:
    """A milestone of another project."""
    rng, words = drawing(world, "foreign-milestone"), world.look.words
    issue = rng.choice(open_issues(world))
    own = world.project(issue.project)
    others = [row.name for project in world.projects if project != own for row in coming(world, project)]
    name, noun = rng.choice(others), words.milestone.lower()
    return Plan(
        instruction=(
            f"Put {said(issue)} into the {noun} {name}. It has to be one that {own.name} has already: do not add any."
        ),
        moves=(
            *moves.opened(world, issue.key),
            *moves.to_fields(world),
            give_up(f"{own.name} has no {noun} {name}"),
        ),
        expected=world.initial,
        impossible=True,
        looked=(f"GET /issues/{issue.key}", f"GET /projects/{own.key}"),
    )
