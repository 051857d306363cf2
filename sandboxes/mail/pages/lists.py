"""Lists of messages: folders, labels, stars and searches, and what is done with those that are ticked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from starlette.responses import Response

from guiagent.sandboxes.mail import mailbox, preferences
from guiagent.sandboxes.mail.search import Found, terms
from guiagent.sandboxes.mail.state import Message
from guiagent.sandboxes.mail.store import plain
from guiagent.sandboxes.mail.visit import Visit, number


async def inbox(visit: Visit) -> Response:
    """The inbox, where the mailbox opens."""
    return _folder(visit, "inbox")


async def folder(visit: Visit) -> Response:
    """The messages of a folder."""
    name = visit.path("name")
    known = name in (*mailbox.OWN, *mailbox.folders(visit.database))
    return _folder(visit, name) if known else visit.missing("folder")


def _folder(visit: Visit, name: str) -> Response:
    heading = visit.world.look.words.folder(name)
    return _list(visit, heading, lambda message: message.folder == name, f"/folder/{name}", folder=name)


async def label(visit: Visit) -> Response:
    """The messages that carry a label."""
    name = visit.path("name")
    if name not in mailbox.labels(visit.database):
        return visit.missing("label")
    return _list(visit, name, lambda each: name in each.labels.split(", ") and each.folder not in ("bin", "spam"))


async def starred(visit: Visit) -> Response:
    """The messages with a star."""
    heading = visit.world.look.words.starred
    return _list(visit, heading, lambda message: message.starred and message.folder not in ("bin", "spam"))


async def search(visit: Visit) -> Response:
    """What fits a search."""
    found = Found(visit.who, visit.world.look.words.folder, mailbox.unread(visit.database))
    asked = terms(visit.query)
    return _list(visit, "Search results", lambda message: bool(asked) and found.fits(message, asked), searched=True)


async def search_form(visit: Visit) -> Response:
    """A form for searches that ask for several things."""
    return visit.page("search.html", own=mailbox.OWN)


def _list(
    visit: Visit,
    heading: str,
    fits: Callable[[Message], bool],
    path: str = "",
    folder: str = "",
    searched: bool = False,
) -> Response:
    found = [message for message in mailbox.everything(visit.database) if fits(message)]
    size = preferences.settings(visit.database).per_page
    pages = max(1, -(-len(found) // size))
    page = min(pages, max(1, number(visit.query.get("page", ""))))
    rest = [(name, value) for name, value in visit.query.items() if name not in ("page", "back") and value]
    at = path or visit.request.url.path
    return visit.page(
        "list.html",
        heading=heading,
        folder=folder,
        searched=searched,
        found=found,
        shown=found[(page - 1) * size : page * size],
        first=(page - 1) * size + 1,
        page=page,
        links=[f"{at}?{urlencode([*rest, ('page', str(place))])}" for place in range(1, pages + 1)],
        unread=mailbox.unread(visit.database),
        snippet=_snippet,
        own=[name for name in mailbox.OWN if name not in ("drafts", "sent")],
    )


def _snippet(message: Message) -> str:
    """What a message begins with, after its greeting."""
    return plain(message.body.partition("\n\n")[2] or message.body)[:110]


async def act(visit: Visit) -> Response:
    """Do with the ticked messages what the pressed button says."""
    fields = visit.fields
    if "only" in fields:  # the star beside a message, which does not ask what is ticked
        wanted, _, id_ = fields["only"].partition(":")
        return visit.go(visit.back, _done(visit, wanted, [number(id_)]))
    if not visit.chosen:
        return visit.go(visit.back, "Select a message first.")
    return visit.go(visit.back, _done(visit, fields.get("act", ""), visit.chosen))


def _done(visit: Visit, wanted: str, ids: Sequence[int]) -> str:
    """Do it; what the next page says of it."""
    database, words, many = visit.database, visit.world.look.words, _many(ids)
    match wanted:
        case "star" | "unstar":
            mailbox.star(database, ids, wanted == "star")
            return ""
        case "read":
            mailbox.mark_read(database, ids)
            return f"{many} marked as read."
        case "unread":
            mailbox.mark_unread(database, ids, visit.site.read_before)
            return f"{many} marked as unread."
        case "archive":
            return _moved(visit, ids, "archive")
        case "delete":
            return _moved(visit, ids, "bin")
        case "spam" | "not-spam":
            return _moved(visit, ids, "spam" if wanted == "spam" else "inbox")
        case "move":
            return _moved(visit, ids, visit.fields.get("folder", ""))
        case "label" | "unlabel":
            return _labelled(visit, ids, visit.fields.get("label", ""), wanted == "label")
        case _:
            return f"Choose what to do with {many}, or where it goes as a {words.label.lower()}."


def _many(ids: Sequence[int]) -> str:
    return "1 message" if len(ids) == 1 else f"{len(ids)} messages"


def _moved(visit: Visit, ids: Sequence[int], name: str) -> str:
    if name not in (*mailbox.OWN, *mailbox.folders(visit.database)) or name in ("drafts", "sent"):
        return "Choose a folder first."
    if not mailbox.move(visit.database, ids, name):
        return "A draft can only be sent or deleted."
    return f"{_many(ids)} moved to {visit.world.look.words.folder(name)}."


def _labelled(visit: Visit, ids: Sequence[int], name: str, wanted: bool) -> str:
    if name not in mailbox.labels(visit.database):
        return f"Choose a {visit.world.look.words.label.lower()} first."
    mailbox.label(visit.database, ids, name, wanted)
    return f"{name} {'added to' if wanted else 'removed from'} {_many(ids)}."


async def empty_bin(visit: Visit) -> Response:
    """Forget what lies in the bin."""
    mailbox.empty_bin(visit.database)
    return visit.go("/folder/bin", f"{visit.world.look.words.bin} is empty now.")
