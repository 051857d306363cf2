"""The address book: its list, a contact's form, and names for what is being typed."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from guiagent.sandboxes.mail import book
from guiagent.sandboxes.mail.state import Contact
from guiagent.sandboxes.mail.visit import Visit


async def contacts(visit: Visit) -> Response:
    """Everybody in the address book, or those in whom some words stand."""
    return visit.page("contacts.html", contacts=book.contacts(visit.database, visit.query.get("q", "")))


def _found(visit: Visit) -> Contact | None:
    """The contact that the address names; a new one may come with a name and an email."""
    if visit.path("id") == "new":
        return Contact(name=visit.query.get("name", ""), email=visit.query.get("email", ""))
    return book.find(visit.database, visit.number("id"))


async def contact(visit: Visit) -> Response:
    """A contact's form."""
    found = _found(visit)
    return visit.page("contact.html", contact=found, errors={}) if found else visit.missing("contact")


async def save(visit: Visit) -> Response:
    """Keep a contact."""
    found = _found(visit)
    if not found:
        return visit.missing("contact")
    new = book.filled(visit.fields, found.id)
    if errors := book.errors(new):
        return visit.page("contact.html", 422, contact=new, errors=errors)
    book.save(visit.database, new)
    return visit.go("/contacts", f"{new.name} is saved.")


async def delete(visit: Visit) -> Response:
    """Take a contact out of the book."""
    if not (found := book.find(visit.database, visit.number("id"))):
        return visit.missing("contact")
    book.delete(visit.database, found.id)
    return visit.go("/contacts", f"{found.name} is deleted.")


async def suggest(visit: Visit) -> Response:
    """Contacts that fit what is being typed into a field for addresses; none where it is an address already."""
    text = visit.query.get("q", "").strip()
    found = book.contacts(visit.database, text) if len(text) > 1 else ()
    settled = any(contact.email == text.lower() for contact in found)
    return JSONResponse([] if settled else [{"name": each.name, "email": each.email} for each in found[:5]])
