"""Many issues on a page: home, my work, search, a project's list and its board."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from guiagent.sandboxes.tracker import issues, planning
from guiagent.sandboxes.tracker.projects import Project
from guiagent.sandboxes.tracker.state import PRIORITIES, STATUSES, Issue
from guiagent.sandboxes.tracker.visit import Visit

_SORTS: dict[str, Callable[[Issue], Any]] = {
    "key": lambda issue: issue.number,
    "-key": lambda issue: -issue.number,
    "-priority": lambda issue: -PRIORITIES.index(issue.priority),
    "due": lambda issue: issue.due or date.max,
    "-estimate": lambda issue: -issue.estimate,
    "title": lambda issue: issue.title.lower(),
}


async def home(visit: Visit) -> Response:
    """The projects, and what was done last."""
    found = issues.all_(visit.database)
    latest = planning.activity(visit.database, "", 8)
    return visit.page("home.html", found=found, latest=latest)


async def mine(visit: Visit) -> Response:
    """The open issues of whoever works here."""
    own = [issue for issue in issues.all_(visit.database) if issue.assignee == visit.world.me and issue.is_open]
    return visit.page("mine.html", found=own, labelled=issues.labels_by_issue(visit.database))


async def search(visit: Visit) -> Response:
    """Issues of all projects whose title, description or key has these words; a key leads to its issue."""
    text = visit.query.get("q", "").strip()
    if text and (exact := issues.find(visit.database, text.upper())):
        return visit.go(f"/issues/{exact.key}")
    found = [issue for issue in issues.all_(visit.database) if text and _says(issue, text)]
    return visit.page("search.html", found=found, text=text, labelled=issues.labels_by_issue(visit.database))


def _says(issue: Issue, text: str) -> bool:
    words = f"{issue.key} {issue.title} {issue.description}".lower()
    return all(word in words for word in text.lower().split())


async def issues_(visit: Visit, project: Project) -> Response:
    """A project's issues, as the filters in the address say."""
    labelled = issues.labels_by_issue(visit.database)
    found = [issue for issue in issues.all_(visit.database, project.key) if _fits(visit, issue, labelled)]
    newest = "-key" if visit.world.look.order == "newest" else "key"
    sort = visit.query.get("sort", "")
    sort = sort if sort in _SORTS else newest
    found.sort(key=_SORTS[sort])
    shown, page, links = _paged(visit, found, f"/projects/{project.key}")
    return visit.page(
        "issues.html",
        found=found,
        shown=shown,
        page=page,
        links=links,
        labelled=labelled,
        sort=sort,
        labels=planning.labels(visit.database, project.key),
        milestones=planning.milestones(visit.database, project.key),
        members=planning.members(visit.database, project.key),
    )


def _fits(visit: Visit, issue: Issue, labelled: dict[str, list[str]]) -> bool:
    wanted = {name: value for name, value in visit.query.items() if value}
    status, label = wanted.get("status", ""), wanted.get("label", "")
    return (
        (status in ("", issue.status) or (status == "open" and issue.is_open))
        and wanted.get("priority", issue.priority) == issue.priority
        and _is(wanted.get("assignee", ""), issue.assignee)
        and _is(wanted.get("milestone", ""), issue.milestone)
        and (not label or label in labelled.get(issue.key, []))
        and _says(issue, wanted.get("q", ""))
    )


def _is(wanted: str, value: str) -> bool:
    """Whether a filter lets a value through; "-" asks for none."""
    return wanted in ("", value or "-")


def _paged(visit: Visit, found: Sequence[Issue], path: str) -> tuple[Sequence[Issue], int, list[str]]:
    """The issues of the page that is asked for, its number, and the addresses of all pages."""
    size = visit.world.look.per_page
    pages = max(1, -(-len(found) // size))
    asked = visit.query.get("page", "1")
    page = min(pages, max(1, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    rest = [(name, value) for name, value in visit.query.items() if name != "page" and value]
    links = [f"{path}?{urlencode([*rest, ('page', str(number))])}" for number in range(1, pages + 1)]
    return found[(page - 1) * size : page * size], page, links


async def board(visit: Visit, project: Project) -> Response:
    """A project's issues in a column for each status."""
    found = issues.all_(visit.database, project.key)
    columns = [(status, [issue for issue in found if issue.status == status]) for status in STATUSES]
    return visit.page("board.html", columns=columns)
