"""One issue: shown, created and changed, with its comments, links and watchers."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from guiagent.sandboxes.tracker import forms, issues, planning
from guiagent.sandboxes.tracker.projects import Project
from guiagent.sandboxes.tracker.state import KINDS, Comment, Issue, Link
from guiagent.sandboxes.tracker.visit import Visit

_BLANK = {"title": "", "status": "todo", "priority": "medium"}


async def show(visit: Visit) -> Response:
    """An issue with all that hangs on it."""
    found = _found(visit)
    return _issue_page(visit, found) if found else visit.missing("page")


def _found(visit: Visit) -> Issue | None:
    return issues.find(visit.database, visit.path("key"))


def _issue_page(visit: Visit, issue: Issue, status: int = 200, **context: Any) -> Response:
    links = issues.links_of(visit.database, issue.key)
    keys = {key for link in links for key in (link.source, link.target)}
    filled = {
        "fields": _fields(issue),
        "ticked": issues.labels_of(visit.database, issue.key),
        "errors": {},
        "linked": {each.key: each for each in issues.all_(visit.database) if each.key in keys},
        "links": links,
        "comments": issues.comments_of(visit.database, issue.key),
        "watchers": issues.watchers(visit.database, issue.key),
        "blocked": issues.blockers(visit.database, issue.key) if issue.is_open else (),
    }
    project = visit.world.project(issue.project)
    return visit.page("issue.html", status, **(filled | _choices(visit, project, issue) | {"issue": issue} | context))


def _choices(visit: Visit, project: Project, issue: Issue | None = None) -> dict[str, Any]:
    """What the fields of an issue offer."""
    people = [member.name for member in planning.members(visit.database, project.key)]
    milestones = [row.name for row in planning.milestones(visit.database, project.key) if not row.closed]
    if issue and issue.assignee and issue.assignee not in people:
        people.append(issue.assignee)
    if issue and issue.milestone and issue.milestone not in milestones:
        milestones.insert(0, issue.milestone)
    labels = planning.labels(visit.database, project.key)
    return {"project": project, "people": people, "milestones": milestones, "labels": labels}


def _fields(issue: Issue) -> dict[str, str]:
    """An issue as its form shows it."""
    fields = {name: str(value or "") for name, value in issue.model_dump().items()}
    return fields | {"due": issue.due.isoformat() if issue.due else ""}


async def edit(visit: Visit) -> Response:
    """The form of an issue."""
    if not (issue := _found(visit)):
        return visit.missing("page")
    ticked = issues.labels_of(visit.database, issue.key)
    return _form(visit, issue, _fields(issue), ticked, {})


def _form(visit: Visit, issue: Issue, fields: dict[str, str], ticked: Any, errors: forms.Errors) -> Response:
    choices = _choices(visit, visit.world.project(issue.project), issue)
    status = 422 if errors else 200
    return visit.page("edit.html", status, issue=issue, fields=fields, ticked=ticked, errors=errors, **choices)


async def save(visit: Visit) -> Response:
    """Keep the fields of an issue that were sent, from its own page or from its form."""
    if not (issue := _found(visit)):
        return visit.missing("page")
    project = visit.world.project(issue.project)
    choices = _choices(visit, project, issue)
    values, errors = forms.issue_fields(visit.fields, visit.world.look.words, choices["people"], choices["milestones"])
    if values.get("status") == "done" and issue.is_open and (open_ := issues.blockers(visit.database, issue.key)):
        errors["status"] = _blocked(visit, issue.key, open_)
    labels = forms.labels_in(visit.fields, [label.name for label in choices["labels"]])
    if errors:
        fields = _fields(issue) | dict(visit.fields)
        if "title" in visit.fields:
            return _form(visit, issue, fields, labels or (), errors)
        return _issue_page(visit, issue, 422, fields=fields, ticked=labels or (), errors=errors)
    after = issues.changed(issue, values)
    _keep(visit, issue, after, labels)
    return visit.go(f"/issues/{issue.key}", f"{issue.key} is saved.")


def _keep(visit: Visit, before: Issue, after: Issue, labels: list[str] | None = None) -> None:
    issues.save(visit.database, after, labels)
    for words in issues.changes(before, after):
        visit.did(before.project, f"changed the {words}")


def _blocked(visit: Visit, key: str, open_: tuple[str, ...]) -> str:
    done = visit.world.look.words.status("done")
    return f"{key} cannot be set to {done}: it is blocked by {', '.join(open_)}."


async def move(visit: Visit) -> Response:
    """Move an issue to another column of the board."""
    if not (issue := _found(visit)):
        return visit.missing("page")
    board = f"/projects/{issue.project}/board"
    words = visit.world.look.words
    values, errors = forms.issue_fields({"status": visit.fields.get("status", "")}, words, (), ())
    if errors:
        return visit.go(board, errors["status"])
    if values["status"] == "done" and (open_ := issues.blockers(visit.database, issue.key)):
        return visit.go(board, _blocked(visit, issue.key, open_))
    _keep(visit, issue, issues.changed(issue, values))
    return visit.go(board, f"{issue.key} is moved to {words.status(values['status'])}.")


async def blank(visit: Visit, project: Project) -> Response:
    """The form of a new issue."""
    return visit.page("new.html", fields=_BLANK, ticked=(), errors={}, **_choices(visit, project))


async def create(visit: Visit, project: Project) -> Response:
    """Keep a new issue."""
    choices = _choices(visit, project)
    words = visit.world.look.words
    sent = _BLANK | dict(visit.fields)
    values, errors = forms.issue_fields(sent, words, choices["people"], choices["milestones"])
    labels = forms.labels_in(sent, [label.name for label in choices["labels"]]) or []
    if errors:
        return visit.page("new.html", 422, fields=sent, ticked=labels, errors=errors, **choices)
    key = issues.next_key(visit.database, project.key)
    head = {"key": key, "project": project.key, "reporter": visit.world.me, "created": visit.world.today}
    issue = Issue.model_validate(values | head)
    issues.save(visit.database, issue, labels)
    visit.did(project.key, f"created {key} {issue.title}")
    return visit.go(f"/issues/{key}", f"{key} is created.")


async def comment(visit: Visit) -> Response:
    """Keep a comment."""
    if not (issue := _found(visit)):
        return visit.missing("page")
    text = visit.fields.get("text", "")
    if not text:
        return _issue_page(visit, issue, 422, errors={"text": "Write something first."})
    written = Comment(issue=issue.key, author=visit.world.me, text=text[:1000], placed=visit.world.today)
    issues.comment(visit.database, written)
    visit.did(issue.project, f"commented on {issue.key}")
    return visit.go(f"/issues/{issue.key}", "Your comment is added.")


async def link(visit: Visit) -> Response:
    """Make a link to another issue, or take one away."""
    if not (issue := _found(visit)):
        return visit.missing("page")
    kind, _, backwards = visit.fields.get("kind", "").partition("-")
    other = issues.find(visit.database, visit.fields.get("other", "").upper())
    if other is None or other == issue or kind not in KINDS:
        return _issue_page(visit, issue, 422, errors={"other": "Enter the key of another issue."})
    ends = (other.key, issue.key) if backwards else (issue.key, other.key)
    there = "remove" not in visit.fields
    made = Link.model_validate({"source": ends[0], "kind": kind, "target": ends[1]})
    issues.link(visit.database, made, there=there)
    visit.did(issue.project, f"{'linked' if there else 'unlinked'} {issue.key} and {other.key}")
    return visit.go(f"/issues/{issue.key}", "The link is added." if there else "The link is removed.")


async def watch(visit: Visit) -> Response:
    """Watch an issue, or no longer."""
    if not (issue := _found(visit)):
        return visit.missing("page")
    there = "stop" not in visit.fields
    issues.watch(visit.database, issue.key, visit.world.me, there=there)
    return visit.go(f"/issues/{issue.key}", f"You {'now' if there else 'no longer'} watch {issue.key}.")
