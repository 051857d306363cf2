"""A message with its conversation, and what is attached to it."""

from __future__ import annotations

from starlette.responses import Response

from guiagent.sandboxes.mail import book, mailbox
from guiagent.sandboxes.mail.visit import Visit, number


async def message(visit: Visit) -> Response:
    """A message; from now on it is read. A draft opens in the form instead."""
    found = mailbox.find(visit.database, visit.number("id"))
    if not found:
        return visit.missing("message")
    if found.folder == "drafts":
        return visit.go(f"/compose?draft={found.id}")
    mailbox.mark_read(visit.database, [found.id])
    return visit.page(
        "message.html",
        message=found,
        thread=[each for each in mailbox.thread(visit.database, found) if each != found],
        stranger=found.sender not in {contact.email for contact in book.contacts(visit.database)},
        several=len({*found.recipients.split(", "), *found.cc.split(", ")} - {""}) > 1,
        back=visit.back,
        own=[name for name in mailbox.OWN if name not in ("drafts", "sent")],
    )


async def file(visit: Visit) -> Response:
    """What an attachment shows without being opened elsewhere."""
    found = mailbox.find(visit.database, visit.number("id"))
    names = found.attachments.split(", ") if found and found.attachments else []
    place = number(visit.path("place"))
    if not found or not 0 < place <= len(names):
        return visit.missing("attachment")
    name = names[place - 1]
    text = next((each.text for each in visit.world.files if str(each) == name), "")
    return visit.page("file.html", message=found, name_of_file=name, text=text, back=visit.back)
