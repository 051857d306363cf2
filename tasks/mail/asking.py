"""Tasks that want an answer; the mailbox is to stay as it is."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish
from guiagent.sandboxes.mail.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.mail import moves
from guiagent.tasks.mail.before import drawing, one


def seat_of_trip(world: World) -> Plan:
    """The seat of one of three booked journeys."""
    rng = drawing(world, "seat-of-trip")
    trip, *others = rng.sample(world.stories.trips, 3)
    return Plan(
        instruction=one(
            rng,
            f"Which seat do I have on the journey to {trip.city}? Answer with the seat alone.",
            f"Open 'Your journey to {trip.city}' and tell me the seat.",
        ),
        moves=(*moves.opened(world, world.message(trip.message)), finish(trip.seat)),
        expected=world.initial,
        answers=(trip.seat,),
        decoys=tuple(other.seat for other in others),
    )


def parcel_number(world: World) -> Plan:
    """The number of one of two parcels whose messages have the same subject."""
    rng = drawing(world, "parcel-number")
    parcel, other = rng.sample(world.stories.parcels, 2)
    return Plan(
        instruction=one(
            rng,
            f"What is the number of the parcel that {parcel.shop} has sent to {world.owner.name}?",
            f"Two parcels are on their way to {world.owner.name}. Tell me the number of that from {parcel.shop} alone.",
        ),
        moves=(*moves.opened(world, world.message(parcel.message)), finish(parcel.number)),
        expected=world.initial,
        answers=(parcel.number,),
        decoys=(other.number,),
    )


def email_of_contact(world: World) -> Plan:
    """An address from the address book."""
    rng, words = drawing(world, "email-of-contact"), world.look.words
    person = rng.choice(world.cast.contacts)
    return Plan(
        instruction=one(
            rng,
            f"What is the email address of {person.name} in {words.contacts}?",
            f"Click {words.contacts} and tell me the email of {person.name}.",
        ),
        moves=(click("link", words.contacts), finish(person.email)),
        expected=world.initial,
        answers=(person.email,),
        decoys=tuple(other.email for other in world.cast.contacts if other != person),
    )


def count_newsletters(world: World) -> Plan:
    """How many issues of a newsletter there are; they lie on several pages."""
    rng, words = drawing(world, "count-newsletters"), world.look.words
    letter = rng.choice(world.stories.newsletters)
    count = str(len(letter.messages))
    return Plan(
        instruction=(
            f"How many messages from {letter.name} are there in the {words.inbox.lower()} of {world.owner.name}? "
            "Answer with the number alone, in digits."
        ),
        moves=(*moves.searched(world, f"from:{letter.email}"), finish(count)),
        expected=world.initial,
        answers=(count,),
        decoys=tuple(str(number) for number in range(1, 10) if str(number) != count),
    )


def amount_of_invoice(world: World) -> Plan:
    """What an invoice asks for, known by its number."""
    rng = drawing(world, "amount-of-invoice")
    story = world.stories.invoices
    invoice = rng.choice(story.all)
    amount = f"{invoice.cents / 100:.2f}"
    return Plan(
        instruction=one(
            rng,
            f"Which amount does '{world.message(invoice.message).subject}' ask for?",
            f"How much is to be paid for '{world.message(invoice.message).subject}' from {invoice.supplier}?",
        ),
        moves=(*moves.opened(world, world.message(invoice.message)), finish(amount)),
        expected=world.initial,
        answers=(amount,),
        decoys=tuple(f"{other.cents / 100:.2f}" for other in story.all if other != invoice),
    )


def when_is_meeting(world: World) -> Plan:
    """Time and room of a meeting that was moved twice, in a conversation of three messages."""
    meeting = world.stories.meeting
    rng = drawing(world, "when-is-meeting")
    asked = one(
        rng,
        f"At what time and in which room will the meeting about the {meeting.project} take place in the end?",
        f"I have to go to the meeting about the {meeting.project}. When does it begin and which room is it in?",
    )
    first, second, third = (world.message(id_) for id_ in meeting.messages)
    return Plan(
        instruction=f"{asked} Answer with nothing but the time (written like 09:30) and the room that hold now.",
        moves=(
            *moves.opened(world, first),
            *moves.opened(world, second),
            *moves.opened(world, third),
            finish(f"{meeting.time}, {meeting.room}"),
        ),
        expected=world.initial,
        answers=(meeting.time, meeting.room),
        decoys=(*meeting.times, *meeting.rooms),
    )


def first_journey(world: World) -> Plan:
    """Where the first of three journeys goes, by their days and not by their messages."""
    rng = drawing(world, "first-journey")
    trips = sorted(world.stories.trips, key=lambda trip: trip.day)
    asked, place = rng.choice((("first", 0), ("last", -1)))
    trip = trips[place]
    return Plan(
        instruction=(
            f"Three journeys by train are booked for {world.owner.name}. Where does the {asked} of them go, by the day "
            "of departure? Answer with the name of that city alone."
        ),
        moves=(
            *(move for each in trips for move in moves.opened(world, world.message(each.message))),
            finish(trip.city),
        ),
        expected=world.initial,
        answers=(trip.city,),
        decoys=tuple(each.city for each in trips if each != trip),
    )
