"""A project beside its issues: milestones, labels, members and activity."""

from __future__ import annotations

from starlette.responses import Response

from guiagent.sandboxes.tracker import forms, issues, planning
from guiagent.sandboxes.tracker.backlog import open_loads
from guiagent.sandboxes.tracker.projects import Project
from guiagent.sandboxes.tracker.state import COLOURS, ROLES, Label, Member, Milestone
from guiagent.sandboxes.tracker.visit import Visit


async def milestones(visit: Visit, project: Project) -> Response:
    """The milestones with their progress."""
    return _milestones(visit, project, {})


def _milestones(visit: Visit, project: Project, errors: forms.Errors) -> Response:
    rows = planning.milestones(visit.database, project.key)
    found = issues.all_(visit.database, project.key)
    inside = {row.name: [issue for issue in found if issue.milestone == row.name] for row in rows}
    status = 422 if errors else 200
    return visit.page("milestones.html", status, rows=rows, inside=inside, fields=visit.fields, errors=errors)


async def add_milestone(visit: Visit, project: Project) -> Response:
    """Keep a new milestone."""
    name, due = visit.fields.get("name", ""), forms.date(visit.fields.get("due", ""))
    taken = [row.name for row in planning.milestones(visit.database, project.key)]
    errors = {"name": error} if (error := forms.name_error(name, taken)) else {}
    if due is None:
        errors["due"] = "Enter a date as year-month-day, such as 2024-12-31."
    if errors or due is None:
        return _milestones(visit, project, errors)
    planning.save_milestone(visit.database, Milestone(project=project.key, name=name, due=due))
    visit.did(project.key, f"added {name}")
    return visit.go(f"/projects/{project.key}/milestones", f"{name} is added.")


async def close_milestone(visit: Visit, project: Project) -> Response:
    """Close a milestone, or open it again."""
    rows = planning.milestones(visit.database, project.key)
    row = next((each for each in rows if each.name == visit.fields.get("name")), None)
    if row is None:
        return visit.missing(visit.world.look.words.milestone.lower())
    after = row.model_copy(update={"closed": not row.closed})
    planning.save_milestone(visit.database, after)
    done = "closed" if after.closed else "open again"
    visit.did(project.key, f"set {row.name} to {done}")
    return visit.go(f"/projects/{project.key}/milestones", f"{row.name} is {done}.")


async def labels(visit: Visit, project: Project) -> Response:
    """The labels of a project."""
    return _labels(visit, project, "")


def _labels(visit: Visit, project: Project, error: str) -> Response:
    rows = planning.labels(visit.database, project.key)
    status = 422 if error else 200
    return visit.page("labels.html", status, rows=rows, colours=COLOURS, fields=visit.fields, error=error)


async def add_label(visit: Visit, project: Project) -> Response:
    """Keep a new label."""
    name, colour = visit.fields.get("name", ""), visit.fields.get("colour", "")
    error = forms.name_error(name, [row.name for row in planning.labels(visit.database, project.key)])
    if error or colour not in COLOURS:
        return _labels(visit, project, error or "Choose a colour.")
    planning.add_label(visit.database, Label(project=project.key, name=name, colour=colour))
    visit.did(project.key, f"added the {visit.world.look.words.label.lower()} {name}")
    return visit.go(f"/projects/{project.key}/labels", f"{name} is added.")


async def change_label(visit: Visit, project: Project) -> Response:
    """Call a label otherwise, or delete it."""
    name, new = visit.fields.get("label", ""), visit.fields.get("new", "")
    names = [row.name for row in planning.labels(visit.database, project.key)]
    if name not in names:
        return visit.missing(visit.world.look.words.label.lower())
    if "delete" in visit.fields:
        planning.delete_label(visit.database, project.key, name)
        return _label_done(visit, project, f"{name} is deleted.")
    if error := forms.name_error(new, [other for other in names if other != name]):
        return _labels(visit, project, error)
    planning.rename_label(visit.database, project.key, name, new)
    return _label_done(visit, project, f"{name} is now called {new}.")


def _label_done(visit: Visit, project: Project, words: str) -> Response:
    visit.did(project.key, f"changed a {visit.world.look.words.label.lower()}: {words}")
    return visit.go(f"/projects/{project.key}/labels", words)


async def members(visit: Visit, project: Project) -> Response:
    """Who works on a project, and how many open issues each has."""
    rows = planning.members(visit.database, project.key)
    names = [row.name for row in rows]
    loads = open_loads(issues.all_(visit.database, project.key), names)
    others = [name for name in sorted(visit.world.people) if name not in names]
    return visit.page("members.html", rows=rows, loads=loads, others=others, roles=ROLES)


async def add_member(visit: Visit, project: Project) -> Response:
    """Somebody begins to work on a project."""
    name, role = visit.fields.get("name", ""), visit.fields.get("role", "")
    back = f"/projects/{project.key}/members"
    if name not in visit.world.people or role not in ROLES:
        return visit.go(back, "Choose a person and a role.")
    planning.save_member(visit.database, Member(project=project.key, name=name, role=role))
    visit.did(project.key, f"added {name} as {role}")
    return visit.go(back, f"{name} is now a {role} of {project.name}.")


async def change_member(visit: Visit, project: Project) -> Response:
    """Change somebody's role, or remove them once they have no open issue here."""
    name, role = visit.fields.get("name", ""), visit.fields.get("role", "")
    back = f"/projects/{project.key}/members"
    if name not in [row.name for row in planning.members(visit.database, project.key)]:
        return visit.missing("member")
    if "remove" not in visit.fields:
        if role not in ROLES:
            return visit.go(back, "Choose a role.")
        planning.save_member(visit.database, Member(project=project.key, name=name, role=role))
        visit.did(project.key, f"made {name} a {role}")
        return visit.go(back, f"{name} is now a {role} of {project.name}.")
    if name == visit.world.me:
        return visit.go(back, "You cannot remove yourself.")
    if open_loads(issues.all_(visit.database, project.key), [name])[name]:
        noun = visit.world.look.words.issue.lower()
        return visit.go(back, f"{name} still has open {noun}s here. Give them to somebody else first.")
    planning.remove_member(visit.database, project.key, name)
    visit.did(project.key, f"removed {name}")
    return visit.go(back, f"{name} is no longer a member of {project.name}.")


async def activity(visit: Visit, project: Project) -> Response:
    """What was done in a project."""
    return visit.page("activity.html", rows=planning.activity(visit.database, project.key, 60))
