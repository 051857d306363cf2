"""Writing a message: the form, sending it, keeping it as a draft, throwing it away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from starlette.responses import Response

from guiagent.sandboxes.mail import book, mailbox, outbox, preferences
from guiagent.sandboxes.mail.outbox import Draft
from guiagent.sandboxes.mail.state import Kind, Message
from guiagent.sandboxes.mail.store import plain
from guiagent.sandboxes.mail.visit import Visit, number

_ADDRESSES = ("recipients", "cc", "bcc")


async def show(visit: Visit) -> Response:
    """The form: empty, as a reply, as a forwarded message, or with a draft."""
    draft = _begun(visit)
    return _form(visit, draft) if draft else visit.missing("message")


def _begun(visit: Visit) -> Draft | None:
    query, owner = visit.query, visit.world.owner.email
    for name, kind in (("reply", "reply"), ("all", "reply"), ("forward", "forward")):
        if name in query:
            about = mailbox.find(visit.database, number(query[name]))
            return outbox.beginning(kind, about, owner, name == "all") if about else None  # type: ignore[arg-type]
    if "draft" in query:
        kept = mailbox.find(visit.database, number(query["draft"]))
        return _kept(kept) if kept and kept.folder == "drafts" else None
    return Draft(recipients=query.get("to", ""))


def _kept(message: Message) -> Draft:
    same = {name: getattr(message, name) for name in (*_ADDRESSES, "subject", "kind", "about")}
    return Draft(**same, body=outbox.unsigned(message.body), draft=message.id)


def _form(visit: Visit, draft: Draft, error: str = "") -> Response:
    about = mailbox.find(visit.database, draft.about) if draft.about else None
    return visit.page("compose.html", 422 if error else 200, draft=draft, about=about, error=error, back=visit.back)


def _filled(visit: Visit) -> Draft:
    fields = visit.fields
    kind: Kind = fields["kind"] if fields.get("kind") in get_args(Kind) else "new"  # type: ignore[assignment]
    return Draft(
        **{name: fields.get(name, "").strip() for name in (*_ADDRESSES, "subject")},
        body=fields.get("body", "").replace("\r\n", "\n"),
        kind=kind,
        about=number(fields.get("about", "")),
        draft=number(fields.get("draft", "")),
    )


async def send(visit: Visit) -> Response:
    """Send what the form holds, keep it, or throw it away, as the pressed button says."""
    draft = _filled(visit)
    match visit.fields.get("act"):
        case "discard":
            outbox.throw_away(visit.database, draft.draft)
            return visit.go(visit.back, "Message discarded.")
        case "save":
            id_ = outbox.keep(visit.database, _message(visit, _resolved(visit, draft)[0], "drafts"), draft.draft)
            return visit.go(f"/compose?draft={id_}", "Draft saved.")
        case _:
            return _sent(visit, draft)


def _sent(visit: Visit, draft: Draft) -> Response:
    addressed, unknown = _resolved(visit, draft)
    if unknown:
        return _form(visit, draft, f"This is no address: {', '.join(unknown)}")
    if not any(getattr(addressed, name) for name in _ADDRESSES):
        return _form(visit, draft, "Say who is to get this message.")
    outbox.keep(visit.database, _message(visit, addressed, "sent"), draft.draft)
    return visit.go(visit.back, "Your message has been sent.")


def _resolved(visit: Visit, draft: Draft) -> tuple[Draft, tuple[str, ...]]:
    """The draft with addresses in place of names, and what is neither; a field with any of those stays as it is."""
    names = book.by_name(visit.database)
    read = {field: outbox.addressed(getattr(draft, field), names) for field in _ADDRESSES}
    known: dict[str, Any] = {field: addresses for field, (addresses, strange) in read.items() if not strange}
    return replace(draft, **known), tuple(each for _, strange in read.values() for each in strange)


def _message(visit: Visit, draft: Draft, folder: str) -> Message:
    about = mailbox.find(visit.database, draft.about) if draft.kind == "forward" else None
    return Message(
        folder=folder,
        sender=visit.world.owner.email,
        recipients=draft.recipients,
        cc=draft.cc,
        bcc=draft.bcc,
        subject=plain(draft.subject),
        body=outbox.signed(draft.body, preferences.settings(visit.database).signature),
        sent=visit.world.now,
        attachments=about.attachments if about else "",
        kind=draft.kind,
        about=draft.about,
    )
