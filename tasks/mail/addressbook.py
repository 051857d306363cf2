"""Tasks in the address book."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish, type_into
from guiagent.sandboxes.mail.people import Person, vocabulary
from guiagent.sandboxes.mail.state import Contact
from guiagent.sandboxes.mail.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.mail import moves
from guiagent.tasks.mail.afterwards import with_rows
from guiagent.tasks.mail.before import drawing, one


def of(world: World, person: Person) -> Contact:
    """Somebody's entry in the address book."""
    return next(contact for contact in world.initial.contacts if contact.email == person.email)


def with_contact(world: World, contact: Contact, **fields: object) -> tuple[Contact, ...]:
    """The address book with these fields changed in an entry."""
    return tuple(each.model_copy(update=fields) if each.id == contact.id else each for each in world.initial.contacts)


def add_contact(world: World) -> Plan:
    """Somebody new, each field told."""
    rng, words = drawing(world, "add-contact"), world.look.words
    known = {person.name for person in world.people.values()} | {person.name for person in world.cast.contacts}
    names = vocabulary()["people"]
    name = f"{rng.choice(names['first'])} {rng.choice(names['last'])}"
    while name in known:
        name = f"{rng.choice(names['first'])} {rng.choice(names['last'])}"
    new = Contact(
        name=name,
        email=f"{name.split()[1].lower()}{rng.randrange(10, 99)}@example.org",
        phone=f"+44 1632 {rng.randrange(962_000, 963_000)}",
        company=rng.choice(names["companies"]),
    )
    fields = {"Name": new.name, "Email": new.email, "Phone": new.phone, "Company": new.company}
    told = ", ".join(f"{label} to '{text}'" for label, text in fields.items())
    return Plan(
        instruction=f"Click {words.contacts}, then Add a contact. Set {told}, and click Save contact.",
        moves=(
            click("link", words.contacts),
            click("link", "Add a contact"),
            *(type_into("textbox", label, text) for label, text in fields.items()),
            click("button", "Save contact"),
            finish(),
        ),
        expected=with_rows(world, contacts=(*world.initial.contacts, new)),
    )


def change_contact(world: World) -> Plan:
    """Somebody has another address."""
    rng, words = drawing(world, "change-contact"), world.look.words
    contact = rng.choice(world.initial.contacts)
    email = f"{contact.name.split()[0].lower()}{rng.randrange(100, 999)}@{rng.choice(vocabulary()['domains'])}"
    return Plan(
        instruction=one(
            rng,
            f"In {words.contacts}, open '{contact.name}', set Email to '{email}' and click Save contact.",
            f"{contact.name} has a new address, {email}. Put it into {words.contacts} in place of the old one.",
        ),
        moves=(
            *moves.contact(world, contact.name),
            type_into("textbox", "Email", email),
            click("button", "Save contact"),
            finish(),
        ),
        expected=with_rows(world, contacts=with_contact(world, contact, email=email)),
    )


def delete_contact(world: World) -> Plan:
    """Somebody is taken out of the book."""
    rng, words = drawing(world, "delete-contact"), world.look.words
    contact = rng.choice(world.initial.contacts)
    return Plan(
        instruction=one(
            rng,
            f"Click {words.contacts}, open '{contact.name}' and click Delete contact.",
            f"Take {contact.name} out of {words.contacts}.",
        ),
        moves=(*moves.contact(world, contact.name), click("button", "Delete contact"), finish()),
        expected=with_rows(world, contacts=tuple(each for each in world.initial.contacts if each != contact)),
    )


def add_sender(world: World) -> Plan:
    """The sender of a message comes into the book, as the message tells name and address."""
    rng, words = drawing(world, "add-sender"), world.look.words
    offer = rng.choice(world.stories.quotes.offers)
    message, sender = world.message(offer.message), offer.sender
    return Plan(
        instruction=(
            f"Save the sender of the message '{message.subject}' in {words.contacts}, with name and email only."
        ),
        moves=(
            *moves.opened(world, message),
            click("link", f"Add to {words.contacts.lower()}"),
            click("button", "Save contact"),
            finish(),
        ),
        expected=with_rows(world, contacts=(*world.initial.contacts, Contact(name=sender.name, email=sender.email))),
    )
