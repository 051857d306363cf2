"""The judge's door to a mailbox: what counts as the same state, and what does not."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator

import httpx
import pytest

from guiagent.sandboxes.mail import Mail, MailSession, MailState
from guiagent.sandboxes.mail.state import ROWS
from guiagent.sandboxes.mail.store import TABLES, own_words


@pytest.fixture
async def mail() -> AsyncIterator[MailSession]:
    async with Mail().open(7) as session:
        yield session


@pytest.fixture
async def client(mail: MailSession) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=mail.url, follow_redirects=True) as client:
        yield client


async def differences(mail: MailSession) -> tuple[str, ...]:
    return TABLES.differences(mail.world.initial, await mail.inspect())


async def test_an_untouched_mailbox_is_in_its_initial_state(mail: MailSession) -> None:
    assert await differences(mail) == ()


async def test_every_table_of_the_state_has_the_columns_of_its_rows(mail: MailSession) -> None:
    database = sqlite3.connect(mail.database)
    for table, row in ROWS.items():
        columns = [column[1] for column in database.execute(f"PRAGMA table_info({table})")]
        assert columns == list(row.model_fields)
    database.close()
    assert set(ROWS) == set(MailState.model_fields)


async def test_reading_is_noted_and_not_judged(mail: MailSession, client: httpx.AsyncClient) -> None:
    unread = mail.world.initial.unread[0].message
    await client.get(f"/message/{unread}")
    state = await mail.inspect()
    assert unread not in {row.message for row in state.unread}
    assert state.visits[-1].path == f"GET /message/{unread}"
    assert await differences(mail) == ()


async def test_marking_as_unread_is_judged_where_it_is_not_as_it_was(
    mail: MailSession, client: httpx.AsyncClient
) -> None:
    unread = mail.world.initial.unread[0].message
    read = mail.world.stories.invoices.all[0].message
    assert read not in {row.message for row in mail.world.initial.unread}
    await client.get(f"/message/{unread}")
    await client.post("/messages", data={"ids": str(unread), "act": "unread"})
    assert await differences(mail) == ()
    await client.post("/messages", data={"ids": str(read), "act": "unread"})
    assert await differences(mail) == (f"unexpected in marked_unread: message={read}",)
    await client.get(f"/message/{read}")
    assert await differences(mail) == ()


async def test_a_draft_that_was_discarded_leaves_no_trace(mail: MailSession, client: httpx.AsyncClient) -> None:
    page = await client.post("/compose", data={"recipients": "ada@", "subject": "Hm", "body": "Hm", "act": "save"})
    draft = page.url.params["draft"]
    assert [note for note in await differences(mail) if "folder=drafts" in note]
    await client.post("/compose", data={"draft": draft, "act": "discard"})
    assert await differences(mail) == ()
    new = {"recipients": "ada@example.org", "subject": "Tea", "body": "At five.", "act": "send"}
    await client.post("/compose", data=new)
    assert [message.id for message in (await mail.inspect()).messages if message.subject == "Tea"] == [0]


@pytest.mark.parametrize(
    "body",
    [
        "Tea at five",
        "  Tea at\n five.\n\n",
        "Tea at five.\n-- \nAda Hale\n+44 1632",
        "Tea at five.\n\nAda Hale\n-- \nAda Hale",
        "Tea at five.\n-- \nAda Hale\n-- \nAda Hale",
        "Tea at\xa0five.",
    ],
)
def test_neither_a_signature_nor_blanks_nor_the_last_stop_decide(body: str) -> None:
    assert own_words(body) == "Tea at five"


@pytest.mark.parametrize("body", ["Tea at six", "Dear Ada, tea at five", "Tea at five. Love", "-- \nTea at five", ""])
def test_other_words_do(body: str) -> None:
    assert own_words(body) != "Tea at five"


def test_quotes_may_be_curly() -> None:
    assert own_words("It\u2019s \u201cfine\u201d") == own_words('It\'s "fine"')


async def test_reset_brings_the_beginning_back(mail: MailSession, client: httpx.AsyncClient) -> None:
    await client.post("/bin/empty")
    await client.post("/settings/folders/delete", data={"name": mail.world.initial.folders[0].name})
    assert await differences(mail)
    await mail.reset()
    assert await differences(mail) == ()


def test_importing_a_mailbox_and_its_tasks_loads_nothing_heavy() -> None:
    heavy = ("starlette", "uvicorn", "jinja2", "playwright")
    code = f"import guiagent.tasks.mail, sys\nprint([name for name in {heavy!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
