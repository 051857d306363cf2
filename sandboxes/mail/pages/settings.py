"""Settings: signature, responder, filters, folders and labels."""

from __future__ import annotations

import datetime

from starlette.responses import Response

from guiagent.sandboxes.mail import mailbox, preferences
from guiagent.sandboxes.mail.state import Filter, Settings
from guiagent.sandboxes.mail.store import plain
from guiagent.sandboxes.mail.visit import Visit, number

SIZES = (10, 15, 20, 30)


async def general(visit: Visit) -> Response:
    """Name, signature and the length of lists."""
    return visit.page("general.html", sizes=SIZES, error="")


async def save_general(visit: Visit) -> Response:
    """Keep them."""
    name, size = plain(visit.fields.get("name", "")), number(visit.fields.get("per_page", ""))
    if not name or size not in SIZES:
        return visit.page("general.html", 422, sizes=SIZES, error="Your name is needed.")
    changes = {"name": name, "signature": _lines(visit, "signature"), "per_page": size}
    preferences.change(visit.database, preferences.settings(visit.database).model_copy(update=changes))
    return visit.go("/settings", "Your settings are saved.")


def _lines(visit: Visit, name: str) -> str:
    """A text of several lines without blanks around any of them."""
    return "\n".join(line.strip() for line in visit.fields.get(name, "").strip().splitlines())


async def vacation(visit: Visit) -> Response:
    """The responder's form."""
    return visit.page("vacation.html", now=preferences.settings(visit.database), error="")


async def save_vacation(visit: Visit) -> Response:
    """Keep it."""
    changes: dict[str, object] = {
        "vacation": visit.fields.get("vacation") == "on",
        "first_day": visit.fields.get("first_day", "").strip(),
        "last_day": visit.fields.get("last_day", "").strip(),
        "vacation_subject": plain(visit.fields.get("vacation_subject", "")),
        "vacation_text": _lines(visit, "vacation_text"),
    }
    new = preferences.settings(visit.database).model_copy(update=changes)
    if error := _vacation_error(new):
        return visit.page("vacation.html", 422, now=new, error=error)
    preferences.change(visit.database, new)
    return visit.go("/settings/vacation", f"{visit.world.look.words.vacation} is {'on' if new.vacation else 'off'}.")


def _vacation_error(new: Settings) -> str:
    try:
        days = [datetime.date.fromisoformat(day) for day in (new.first_day, new.last_day) if day]
    except ValueError:
        return "Enter the days as dates."
    if new.vacation and (not new.first_day or not new.vacation_text):
        return "Say from which day on, and write a few words."
    return "The last day lies before the first." if days != sorted(days) else ""


async def filters(visit: Visit) -> Response:
    """The filters, and a form for another one."""
    return _filters(visit)


def _filters(visit: Visit, error: str = "") -> Response:
    there, own = preferences.filters(visit.database), [name for name in mailbox.OWN if name not in ("drafts", "sent")]
    return visit.page(
        "filters.html", 422 if error else 200, filters=there, own=own[1:], fields=visit.fields, error=error
    )


async def add_filter(visit: Visit) -> Response:
    """Keep another filter."""
    text = {name: plain(visit.fields.get(name, "")) for name in ("sender", "subject", "folder", "label")}
    text["sender"] = text["sender"].lower()
    new = Filter(**text, starred=visit.fields.get("starred") == "on")
    if not new.sender and not new.subject:
        return _filters(visit, "Say which messages it is for.")
    if not new.folder and not new.label and not new.starred:
        return _filters(visit, "Say what it is to do.")
    preferences.add_filter(visit.database, new)
    return visit.go("/settings/filters", "Saved. It is applied to new messages.")


async def delete_filter(visit: Visit) -> Response:
    """Forget a filter."""
    preferences.delete_filter(visit.database, visit.number("id"))
    return visit.go("/settings/filters", "Deleted.")


async def folders(visit: Visit) -> Response:
    """The folders and the labels, with forms for others."""
    return visit.page("folders.html", error="")


async def add(visit: Visit) -> Response:
    """Make a folder or a label."""
    table, name = visit.path("table"), plain(visit.fields.get("name", ""))
    if table not in ("folders", "labels"):
        return visit.missing("page")
    words = visit.world.look.words
    taken = tuple({*mailbox.OWN, *map(words.folder, mailbox.OWN)}) if table == "folders" else ()
    if error := preferences.refusal(visit.database, table, name, taken):
        return visit.page("folders.html", 422, error=error)
    preferences.add(visit.database, table, name)
    return visit.go("/settings/folders", f"{name} is there now.")


async def delete(visit: Visit) -> Response:
    """Take a folder or a label away."""
    name = visit.fields.get("name", "")
    remove = {"folders": preferences.delete_folder, "labels": preferences.delete_label}.get(visit.path("table"))
    if not remove:
        return visit.missing("page")
    remove(visit.database, name)
    return visit.go("/settings/folders", f"{name} is deleted.")
