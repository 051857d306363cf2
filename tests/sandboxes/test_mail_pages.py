"""The pages of a mailbox, as its user walks through them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest

from guiagent.sandboxes.mail import Mail, MailSession
from guiagent.sandboxes.mail.state import Message
from guiagent.sandboxes.mail.store import TABLES, own_words


@pytest.fixture
async def mail() -> AsyncIterator[MailSession]:
    async with Mail().open(3) as session:
        yield session


@pytest.fixture
async def client(mail: MailSession) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=mail.url, follow_redirects=True) as client:
        yield client


async def act(client: httpx.AsyncClient, wanted: str, *ids: int, **more: str) -> str:
    data = {"ids": [str(id_) for id_ in ids], "act": wanted, "back": "/folder/inbox", **more}
    return (await client.post("/messages", data=data)).text


async def now(mail: MailSession, id_: int) -> Message:
    return next(message for message in (await mail.inspect()).messages if message.id == id_)


async def newest(mail: MailSession) -> Message:
    return next(message for message in (await mail.inspect()).messages if message.id == 0)


async def test_each_page_is_there(mail: MailSession, client: httpx.AsyncClient) -> None:
    told, folder, label = mail.world.stories, mail.world.initial.folders[0].name, mail.world.initial.labels[0].name
    invoice = told.invoices.all[0].message
    for path in (
        "/", "/folder/inbox", "/folder/inbox?page=99", "/folder/inbox?page=x", "/folder/drafts", "/folder/sent",
        "/folder/spam", "/folder/bin", f"/folder/{folder}", f"/label/{quote(label)}", "/starred", "/search",
        "/search?q=re", "/search?q=zzz", "/search/form", f"/message/{invoice}", f"/file/{invoice}/1", "/compose",
        f"/compose?reply={invoice}", f"/compose?all={told.chatter.circle[0]}", f"/compose?forward={invoice}",
        f"/compose?draft={told.drafts[0]}", f"/message/{told.drafts[0]}", "/contacts", "/contacts?q=a",
        "/contacts/new", "/contacts/101", "/settings", "/settings/vacation", "/settings/filters", "/settings/folders",
        "/suggest?q=an", "/static/mail.css", "/static/mail.js",
    ):  # fmt: skip
        assert (await client.get(path)).status_code == 200, path
    for path in (
        "/nowhere", "/folder/none", "/label/none", "/message/5", "/message/x", f"/file/{invoice}/2", "/contacts/999",
        f"/compose?draft={invoice}", "/compose?reply=5", "/state", "/static/../store.py", "/static/%2e%2e/store.py",
    ):  # fmt: skip
        assert (await client.get(path)).status_code == 404, path


async def test_pages_load_nothing_from_elsewhere(mail: MailSession, client: httpx.AsyncClient) -> None:
    for path in ("/", f"/message/{mail.world.stories.trips[0].message}", "/compose", "/static/mail.css"):
        text = (await client.get(path)).text.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "http://" not in text
        assert "https://" not in text


async def test_the_pages_of_the_inbox_show_each_message_once(mail: MailSession, client: httpx.AsyncClient) -> None:
    inbox = [message.id for message in mail.world.initial.messages if message.folder == "inbox"]
    pages = [(await client.get(f"/folder/inbox?page={page}")).text for page in range(1, 8)]
    wanted = -(-len(inbox) // mail.world.settings.per_page)
    assert [sum(f"/message/{id_}?" in page for page in pages[:wanted]) for id_ in inbox] == [1] * len(inbox)


async def test_a_search_leaves_out_spam_and_bin_unless_asked(mail: MailSession, client: httpx.AsyncClient) -> None:
    gone = mail.world.message(mail.world.stories.chatter.bin[0])
    assert f"/message/{gone.id}?" not in (await client.get("/search", params={"q": gone.subject})).text
    assert f"/message/{gone.id}?" in (await client.get("/search", params={"subject": gone.subject, "in": "bin"})).text


async def test_a_conversation_is_told_below_each_of_its_messages(mail: MailSession, client: httpx.AsyncClient) -> None:
    first, second, third = mail.world.stories.meeting.messages
    page = (await client.get(f"/message/{second}")).text
    assert f"/message/{first}?" in page
    assert f"/message/{third}?" in page


async def test_several_messages_are_moved_labelled_and_deleted_at_once(
    mail: MailSession, client: httpx.AsyncClient
) -> None:
    ids = mail.world.stories.newsletters[0].messages
    folder, label = mail.world.initial.folders[1].name, mail.world.initial.labels[2].name
    assert f"moved to {folder}." in await act(client, "move", *ids, folder=folder)
    assert f"{label} added to 4 messages." in await act(client, "label", *ids, label=label)
    assert {(await now(mail, id_)).folder for id_ in ids} == {folder}
    assert {(await now(mail, id_)).labels for id_ in ids} == {label}
    await act(client, "unlabel", *ids, label=label)
    await act(client, "delete", *ids)
    assert {((await now(mail, id_)).folder, (await now(mail, id_)).labels) for id_ in ids} == {("bin", "")}
    await act(client, "delete", *ids)
    assert not {message.id for message in (await mail.inspect()).messages} & {*ids}


async def test_nothing_is_done_with_nothing(mail: MailSession, client: httpx.AsyncClient) -> None:
    id_ = mail.world.stories.chatter.inbox[0]
    assert "Select a message first." in await act(client, "delete")
    assert "Choose a folder first." in await act(client, "move", id_, folder="")
    assert "Choose a folder first." in await act(client, "move", id_, folder="Elsewhere")
    assert "first." in await act(client, "label", id_, label="")
    assert "Choose what to do" in await act(client, "", id_)
    assert TABLES.differences(mail.world.initial, await mail.inspect()) == ()


async def test_a_star_beside_a_message_does_not_ask_what_is_ticked(
    mail: MailSession, client: httpx.AsyncClient
) -> None:
    one, other = mail.world.stories.chatter.inbox[:2]
    before = (await now(mail, other)).starred
    await client.post("/messages", data={"ids": str(other), "only": f"star:{one}"})
    assert ((await now(mail, one)).starred, (await now(mail, other)).starred) == (True, before)


async def test_a_message_is_sent_with_the_signature_to_people_by_name_or_address(
    mail: MailSession, client: httpx.AsyncClient
) -> None:
    ada, bo = mail.world.cast.contacts[:2]
    fields = {
        "recipients": f"{ada.name}; Zoe <Zoe@Example.org>",
        "bcc": bo.email,
        "subject": " Tea ",
        "body": "At 5?\r\n",
    }
    page = await client.post("/compose", data=fields | {"act": "send"})
    assert "Your message has been sent." in page.text
    sent = await newest(mail)
    assert (sent.recipients, sent.bcc, sent.subject) == (
        ", ".join(sorted([ada.email, "zoe@example.org"])),
        bo.email,
        "Tea",
    )
    assert (sent.body, sent.kind, sent.folder) == (own_words("At 5?"), "new", "sent")
    row = (await client.get("/folder/sent")).text
    assert "Tea" in row


async def test_a_message_to_nobody_is_not_sent(mail: MailSession, client: httpx.AsyncClient) -> None:
    page = await client.post("/compose", data={"subject": "Tea", "act": "send"})
    assert "Say who is to get this message." in page.text
    page = await client.post("/compose", data={"recipients": "somebody, ada@example.org", "act": "send"})
    assert page.status_code == 422
    assert "This is no address: somebody" in page.text
    assert TABLES.differences(mail.world.initial, await mail.inspect()) == ()


async def test_a_reply_to_all_leaves_the_user_out(mail: MailSession, client: httpx.AsyncClient) -> None:
    message = mail.world.message(mail.world.stories.chatter.circle[0])
    page = (await client.get(f"/compose?all={message.id}")).text
    others = {*message.recipients.split(", "), *message.cc.split(", ")} - {mail.world.owner.email, ""}
    assert all(other in page for other in others)
    assert f'value="{message.sender}"' in page
    assert f'value="Re: {message.subject}"' in page
    assert mail.world.owner.email not in page.split("<main>")[1]


async def test_what_is_passed_on_keeps_its_attachments(mail: MailSession, client: httpx.AsyncClient) -> None:
    invoice = mail.world.message(mail.world.stories.invoices.all[0].message)
    fields = {"recipients": "ada@example.org", "kind": "forward", "about": str(invoice.id), "act": "send"}
    await client.post("/compose", data=fields)
    sent = await newest(mail)
    assert (sent.attachments, sent.about, sent.kind, sent.body) == (invoice.attachments, invoice.id, "forward", "")


async def test_a_draft_is_kept_gone_on_with_and_sent_once(mail: MailSession, client: httpx.AsyncClient) -> None:
    draft = mail.world.message(mail.world.stories.drafts[0])
    page = await client.post(
        "/compose", data={"draft": str(draft.id), "subject": draft.subject, "body": "So", "act": "save"}
    )
    again = page.url.params["draft"]
    assert "Draft saved." in page.text
    fields = {
        "draft": again,
        "recipients": "ada@example.org",
        "subject": draft.subject,
        "body": "So it is",
        "act": "send",
    }
    await client.post("/compose", data=fields)
    found = [message for message in (await mail.inspect()).messages if message.subject == draft.subject]
    assert [(message.folder, message.body) for message in found] == [("sent", "So it is")]


async def test_a_draft_is_nowhere_but_among_the_drafts(mail: MailSession, client: httpx.AsyncClient) -> None:
    draft = mail.world.stories.drafts[1]
    assert "A draft can only be sent or deleted." in await act(client, "archive", draft)
    await act(client, "delete", draft)
    assert draft not in {message.id for message in (await mail.inspect()).messages}


async def test_contacts_are_added_changed_and_deleted(mail: MailSession, client: httpx.AsyncClient) -> None:
    page = await client.post("/contacts/new", data={"name": "", "email": "ada"})
    assert "A contact needs a name." in page.text
    assert "Enter a valid email address." in page.text
    await client.post("/contacts/new", data={"name": "Ada  Hale", "email": "Ada@Example.org"})
    book = (await mail.inspect()).contacts
    assert [(each.id, each.name) for each in book if each.email == "ada@example.org"] == [(0, "Ada Hale")]
    first = mail.world.initial.contacts[0]
    await client.post(f"/contacts/{first.id}", data={"name": first.name, "email": first.email, "phone": "1 2"})
    assert next(each for each in (await mail.inspect()).contacts if each.id == first.id).phone == "1 2"
    await client.post(f"/contacts/{first.id}/delete")
    assert first.id not in {each.id for each in (await mail.inspect()).contacts}


async def test_names_are_suggested_until_an_address_stands_there(mail: MailSession, client: httpx.AsyncClient) -> None:
    person = mail.world.cast.contacts[0]
    found = (await client.get("/suggest", params={"q": person.first[:3]})).json()
    assert {"name": person.name, "email": person.email} in found
    assert (await client.get("/suggest", params={"q": person.email})).json() == []


async def test_the_responder_needs_a_day_and_a_text(mail: MailSession, client: httpx.AsyncClient) -> None:
    for wrong, words in (
        ({}, "Say from which day on"),
        ({"first_day": "soon", "vacation_text": "Away"}, "Enter the days as dates."),
        ({"first_day": "2025-05-02", "last_day": "2025-05-01", "vacation_text": "Away"}, "lies before the first"),
    ):
        page = await client.post("/settings/vacation", data={"vacation": "on", **wrong})
        assert words in page.text
    await client.post("/settings/vacation", data={"vacation": "on", "first_day": "2025-05-01", "vacation_text": "Away"})
    assert (await mail.inspect()).settings[0].vacation


async def test_a_filter_says_for_what_and_what_then(mail: MailSession, client: httpx.AsyncClient) -> None:
    assert "which messages" in (await client.post("/settings/filters", data={"starred": "on"})).text
    assert "what it is to do" in (await client.post("/settings/filters", data={"sender": "ada"})).text
    await client.post("/settings/filters/1/delete")
    assert (await mail.inspect()).filters == ()


async def test_folders_and_labels_come_and_go(mail: MailSession, client: httpx.AsyncClient) -> None:
    words, label = mail.world.look.words, mail.world.initial.labels[0].name
    for name, said in ((words.bin, "already"), ("a,b", "without commas"), ("", "without commas")):
        assert said in (await client.post("/settings/folders/add", data={"name": name})).text
    id_ = mail.world.stories.chatter.inbox[0]
    await client.post("/settings/folders/add", data={"name": "Attic"})
    await act(client, "move", id_, folder="Attic")
    await act(client, "label", id_, label=label)
    await client.post("/settings/folders/delete", data={"name": "Attic"})
    await client.post("/settings/labels/delete", data={"name": label})
    kept = await now(mail, id_)
    assert (kept.folder, label in kept.labels) == ("archive", False)
    assert "Attic" not in {folder.name for folder in (await mail.inspect()).folders}


async def test_no_way_back_leads_to_another_site(client: httpx.AsyncClient) -> None:
    for elsewhere in ("https://example.com/", "//example.com", "/\\example.com"):
        page = await client.post("/messages", data={"back": elsewhere}, follow_redirects=False)
        assert page.headers["location"] == "/folder/inbox"
