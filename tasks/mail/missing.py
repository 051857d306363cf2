"""Tasks that cannot be done: what they speak of is not there, though something like it is."""

from __future__ import annotations

from guiagent.policies.scripted import click, give_up
from guiagent.sandboxes.mail.people import vocabulary
from guiagent.sandboxes.mail.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.mail import moves
from guiagent.tasks.mail.before import anybody, drawing, further_back, one, said

LOOKED = ("GET /search", "GET /folder", "GET /message", "GET /starred", "GET /label")


def no_such_message(world: World) -> Plan:
    """A message with a subject that nobody used, from somebody who did write."""
    rng, words = drawing(world, "no-such-message"), world.look.words
    there = {message.subject for message in world.initial.messages}
    subject = rng.choice([each["subject"] for each in vocabulary()["chatter"] if each["subject"] not in there])
    sender = rng.choice([world.people[message.sender] for message in further_back(world)])
    return Plan(
        instruction=one(
            rng,
            f"{words.delete} the message '{subject}' from {sender.name}. No other message will do.",
            f"Reply to the message '{subject}' from {sender.name} with just 'Thank you.' Leave all others alone.",
        ),
        moves=(*moves.searched(world, f'"{subject}"'), give_up(f"there is no message {subject!r}")),
        expected=world.initial,
        impossible=True,
        looked=LOOKED,
    )


def no_attachment(world: World) -> Plan:
    """A file is to be passed on that is not attached; whether it is cannot be seen on the first page."""
    rng, words = drawing(world, "no-attachment"), world.look.words
    message = rng.choice([message for message in further_back(world) if not message.attachments])
    to = rng.choice(anybody(world, message.sender))
    return Plan(
        instruction=(
            f"Use {words.forward} to send the file that is attached to {said(world, message)} on to {to.name}. If "
            "nothing is attached to it, send nothing."
        ),
        moves=(*moves.opened(world, message), give_up("nothing is attached to that message")),
        expected=world.initial,
        impossible=True,
        looked=LOOKED,
    )


def no_such_contact(world: World) -> Plan:
    """Somebody is to get another number who is not in the address book; two others share the names."""
    rng, words = drawing(world, "no-such-contact"), world.look.words
    one_, other = rng.sample(world.cast.contacts, 2)
    name = f"{one_.first} {other.name.split()[1]}"
    number = f"+44 1632 {rng.randrange(963_000, 964_000)}"
    return Plan(
        instruction=(
            f"In {words.contacts}, set the phone number of {name} to {number}. Change nobody else and add nobody."
        ),
        moves=(click("link", words.contacts), give_up(f"{name} is not in the address book")),
        expected=world.initial,
        impossible=True,
        looked=("GET /contacts",),
    )


def no_such_trip(world: World) -> Plan:
    """The time of a journey that is not booked, though others are."""
    rng = drawing(world, "no-such-trip")
    booked = {trip.city for trip in world.stories.trips}
    city = rng.choice([city for city in vocabulary()["trips"]["cities"] if city not in booked])
    return Plan(
        instruction=one(
            rng,
            f"At what time does the train to {city} leave that {world.owner.name} has booked?",
            f"Find the booking for the journey of {world.owner.name} to {city} and tell me its booking code.",
        ),
        moves=(*moves.searched(world, city), give_up(f"no journey to {city} is booked")),
        expected=world.initial,
        impossible=True,
        looked=LOOKED,
    )
