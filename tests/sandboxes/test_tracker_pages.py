"""The tracker's pages, as somebody who works with it walks through them."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import httpx
import pytest

from guiagent.sandboxes.tracker import Tracker, TrackerSession, TrackerState
from guiagent.sandboxes.tracker.projects import Project
from guiagent.sandboxes.tracker.state import ROWS, Comment, Issue
from guiagent.sandboxes.tracker.store import TABLES


@pytest.fixture
async def tracker() -> AsyncIterator[TrackerSession]:
    async with Tracker().open(7) as session:
        yield session


@pytest.fixture
async def client(tracker: TrackerSession) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=tracker.url, follow_redirects=True) as client:
        yield client


def project(tracker: TrackerSession) -> Project:
    return tracker.world.projects[0]


def blocked(tracker: TrackerSession) -> Issue:
    """An issue that two others block."""
    key = next(link.target for link in tracker.world.initial.links if link.kind == "blocks")
    return next(issue for issue in tracker.world.initial.issues if issue.key == key)


async def unchanged(tracker: TrackerSession) -> bool:
    return TABLES.differences(tracker.world.initial, await tracker.inspect()) == ()


async def issue_now(tracker: TrackerSession, key: str) -> Issue:
    return next(issue for issue in (await tracker.inspect()).issues if issue.key == key)


async def test_each_page_is_there_and_looking_changes_nothing(
    tracker: TrackerSession, client: httpx.AsyncClient
) -> None:
    at, key = f"/projects/{project(tracker).key}", blocked(tracker).key
    for path in (
        "/", "/mine", "/search", "/search?q=zzz", "/search?q=the", at, f"{at}?status=open&assignee=-&page=99&sort=due",
        f"{at}?sort=nonsense&label=none", f"{at}/board", f"{at}/new", f"{at}/milestones", f"{at}/labels",
        f"{at}/members", f"{at}/activity", f"/issues/{key}", f"/issues/{key}/edit", "/static/tracker.css",
        "/static/tracker.js", "/static/icon.svg",
    ):  # fmt: skip
        page = await client.get(path)
        assert page.status_code == 200, path
        assert "http://" not in page.text.replace("http://www.w3.org", "")
    for path in ("/nowhere", "/projects/NONE", "/projects/NONE/board", "/issues/X-1", "/issues/X-1/edit"):
        assert (await client.get(path)).status_code == 404, path
    assert await unchanged(tracker)


async def test_every_table_of_the_state_has_the_columns_of_its_rows(tracker: TrackerSession) -> None:
    with closing(sqlite3.connect(tracker.database)) as database:
        for table, row in ROWS.items():
            columns = [column[1] for column in database.execute(f"PRAGMA table_info({table})")]
            assert columns == list(row.model_fields)
    assert set(ROWS) == set(TrackerState.model_fields)


async def test_a_key_leads_to_its_issue_and_words_to_a_list(tracker: TrackerSession, client: httpx.AsyncClient) -> None:
    issue = blocked(tracker)
    page = await client.get("/search", params={"q": issue.key.lower()})
    assert page.url.path == f"/issues/{issue.key}"
    assert issue.key in (await client.get("/search", params={"q": issue.title})).text


async def test_filters_find_what_fits_them(tracker: TrackerSession, client: httpx.AsyncClient) -> None:
    at = f"/projects/{project(tracker).key}"
    own = [issue for issue in tracker.world.initial.issues if issue.project == project(tracker).key]
    nobody = sum(not issue.assignee and issue.is_open for issue in own)
    assert f"{nobody} " in (await client.get(at, params={"assignee": "-", "status": "open"})).text.split(" found")[0]
    last = await client.get(at, params={"page": "2"})
    assert 'aria-current="page">2' in last.text


async def test_fields_that_were_not_sent_stay_as_they_are(tracker: TrackerSession, client: httpx.AsyncClient) -> None:
    issue = blocked(tracker)
    page = await client.post(f"/issues/{issue.key}/edit", data={"priority": "urgent", "due": "2030-01-31"})
    assert f"{issue.key} is saved." in page.text
    now = await issue_now(tracker, issue.key)
    assert now.model_copy(update={"priority": issue.priority, "due": issue.due}) == issue
    assert (now.priority, str(now.due)) == ("urgent", "2030-01-31")


async def test_a_form_sent_as_it_stands_changes_nothing(tracker: TrackerSession, client: httpx.AsyncClient) -> None:
    for issue in tracker.world.initial.issues[:5]:
        labels = {f"label:{row.label}": "on" for row in tracker.world.initial.issue_labels if row.issue == issue.key}
        fields = {name: str(value or "") for name, value in issue.model_dump(mode="json").items()}
        await client.post(f"/issues/{issue.key}/edit", data=fields | labels | {"labels": "1"})
    assert await unchanged(tracker)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Enter a title"),
        ({"status": "lost"}, "Choose a status."),
        ({"priority": "none"}, "Choose a priority."),
        ({"assignee": "Nobody Known"}, "There is no member of this name"),
        ({"milestone": "Never"}, "of this name in the project"),
        ({"due": "soon"}, "Enter a date"),
        ({"estimate": "a while"}, "Enter whole hours"),
    ],
)
async def test_a_wrong_field_is_told_and_nothing_is_saved(
    tracker: TrackerSession, client: httpx.AsyncClient, wrong: dict[str, str], words: str
) -> None:
    for path in (f"/issues/{blocked(tracker).key}/edit", f"/projects/{project(tracker).key}/new"):
        page = await client.post(path, data={"title": "A fine title"} | wrong)
        assert page.status_code == 422
        assert words in page.text
    assert await unchanged(tracker)


async def test_what_is_blocked_cannot_be_done_before(tracker: TrackerSession, client: httpx.AsyncClient) -> None:
    issue = blocked(tracker)
    assert "is blocked by" in (await client.post(f"/issues/{issue.key}/edit", data={"status": "done"})).text
    assert "is blocked by" in (await client.post(f"/issues/{issue.key}/status", data={"status": "done"})).text
    assert await unchanged(tracker)
    for link in tracker.world.initial.links:
        if link.kind == "blocks" and link.target == issue.key:
            await client.post(f"/issues/{link.source}/status", data={"status": "done"})
    await client.post(f"/issues/{issue.key}/status", data={"status": "done"})
    assert not (await issue_now(tracker, issue.key)).is_open


async def test_a_new_issue_gets_the_next_key(tracker: TrackerSession, client: httpx.AsyncClient) -> None:
    here = project(tracker)
    last = max(issue.number for issue in tracker.world.initial.issues if issue.project == here.key)
    page = await client.post(f"/projects/{here.key}/new", data={"title": "Something new"})
    assert f"{here.key}-{last + 1} is created." in page.text
    new = await issue_now(tracker, f"{here.key}-{last + 1}")
    assert (new.reporter, new.created, new.status) == (tracker.world.me, tracker.world.today, "todo")


async def test_two_ways_to_the_same_end_leave_the_same_state(
    tracker: TrackerSession, client: httpx.AsyncClient
) -> None:
    one, other = (issue.key for issue in tracker.world.initial.issues[:2])

    async def write(*keys: str) -> TrackerState:
        await tracker.reset()
        for key in keys:
            await client.post(f"/issues/{key}/comments", data={"text": f"On {key}"})
            await client.post(f"/issues/{key}/watch")
        return await tracker.inspect()

    assert TABLES.differences(await write(one, other), await write(other, one)) == ()


async def test_comments_links_and_watching_are_kept(tracker: TrackerSession, client: httpx.AsyncClient) -> None:
    one, other = tracker.world.initial.issues[0], tracker.world.initial.issues[-1]
    assert "Write something first." in (await client.post(f"/issues/{one.key}/comments", data={"text": " "})).text
    await client.post(f"/issues/{one.key}/comments", data={"text": "Well done"})
    comment = Comment(issue=one.key, author=tracker.world.me, text="Well done", placed=tracker.world.today)
    assert comment in (await tracker.inspect()).comments
    wrong = await client.post(f"/issues/{one.key}/links", data={"kind": "blocks", "other": one.key})
    assert "Enter the key of another" in wrong.text
    link = {"kind": "blocks-backwards", "other": other.key.lower()}
    await client.post(f"/issues/{one.key}/links", data=link)
    assert (other.key, one.key) in [(row.source, row.target) for row in (await tracker.inspect()).links]
    await client.post(f"/issues/{one.key}/links", data=link | {"remove": "1"})
    assert len((await tracker.inspect()).links) == len(tracker.world.initial.links)


async def test_labels_are_added_renamed_and_deleted(tracker: TrackerSession, client: httpx.AsyncClient) -> None:
    key = project(tracker).key
    at, start = f"/projects/{key}/labels", tracker.world.initial
    old = next(row.label for row in start.issue_labels if row.issue.startswith(f"{key}-"))
    assert "called" in (await client.post(at, data={"name": old, "colour": "Red"})).text
    await client.post(at, data={"name": "fresh", "colour": "Red"})
    await client.post(f"{at}/change", data={"label": old, "new": "other"})
    state = await tracker.inspect()
    assert {"fresh", "other"} <= {row.name for row in state.labels if row.project == key}
    assert sum(row.label == "other" for row in state.issue_labels) == sum(
        row.label == old for row in start.issue_labels if row.issue.startswith(f"{key}-")
    )
    await client.post(f"{at}/change", data={"label": "other", "delete": "1"})
    assert "other" not in {row.label for row in (await tracker.inspect()).issue_labels}


async def test_milestones_are_added_and_closed(tracker: TrackerSession, client: httpx.AsyncClient) -> None:
    at = f"/projects/{project(tracker).key}/milestones"
    assert (await client.post(at, data={"name": "", "due": "never"})).status_code == 422
    await client.post(at, data={"name": "Encore", "due": "2030-05-01"})
    assert "Encore is closed." in (await client.post(f"{at}/state", data={"name": "Encore"})).text
    assert [row.closed for row in (await tracker.inspect()).milestones if row.name == "Encore"] == [True]


async def test_a_member_with_open_issues_cannot_be_removed(tracker: TrackerSession, client: httpx.AsyncClient) -> None:
    key = project(tracker).key
    at, me = f"/projects/{key}/members", tracker.world.me
    names = [row.name for row in tracker.world.initial.members if row.project == key]
    busy = next(
        issue.assignee
        for issue in tracker.world.initial.issues
        if issue.project == key and issue.is_open and issue.assignee in names[1:]
    )
    assert "still has open" in (await client.post(f"{at}/change", data={"name": busy, "remove": "1"})).text
    assert "cannot remove yourself" in (await client.post(f"{at}/change", data={"name": me, "remove": "1"})).text
    assert await unchanged(tracker)
    stranger = next(name for name in tracker.world.people if name not in names)
    await client.post(at, data={"name": stranger, "role": "Guest"})
    await client.post(f"{at}/change", data={"name": stranger, "role": "Manager"})
    assert ("Manager", key) in [(m.role, m.project) for m in (await tracker.inspect()).members if m.name == stranger]
    await client.post(f"{at}/change", data={"name": stranger, "remove": "1"})
    assert await unchanged(tracker)


async def test_what_was_done_is_told_on_the_activity_page(tracker: TrackerSession, client: httpx.AsyncClient) -> None:
    issue = tracker.world.initial.issues[0]
    await client.post(f"/issues/{issue.key}/edit", data={"estimate": "99"})
    page = await client.get(f"/projects/{issue.project}/activity")
    assert f"changed the estimate of {issue.key}" in page.text
