"""What goes on in a mailbox and takes more than one message: each story knows its messages by id, and what is true."""

from __future__ import annotations

import datetime
from random import Random

from guiagent.actions import Value
from guiagent.sandboxes.mail.letters import Desk, File
from guiagent.sandboxes.mail.people import Cast, Person, firm, slug, vocabulary


class Invoice(Value):
    """An invoice; `cents` is what it asks for."""

    message: int
    supplier: str
    cents: int


class Invoices(Value):
    """Six invoices, two of them archived and three from `supplier`, and somebody who asks what those three come to."""

    supplier: str
    asker: Person
    asking: int
    all: tuple[Invoice, ...]

    @property
    def wanted(self) -> tuple[Invoice, ...]:
        return tuple(invoice for invoice in self.all if invoice.supplier == self.supplier)


def invoices(rng: Random, desk: Desk, cast: Cast, currency: str) -> Invoices:
    """Numbers are unique, amounts differ by more than their cents, and any three come to less than 1,000."""
    main, *others = (supplier["name"] for supplier in rng.sample(vocabulary()["suppliers"], 3))
    numbers, ages = rng.sample(range(20_000, 99_999), 6), rng.sample(range(4, 60), 6)
    cents = [100 * units + rng.randrange(1, 100) for units in rng.sample(range(41, 330), 6)]
    senders, asker = [main, main, main, others[0], others[1], others[1]], rng.choice(cast.contacts)
    found = [
        _invoice(rng, desk, name, number, amount, currency, days, "archive" if days in sorted(ages)[-2:] else "inbox")
        for name, number, amount, days in zip(senders, numbers, cents, ages, strict=True)
    ]
    asking = desk.letter(
        asker,
        f"What did we pay {main}?",
        f"for the books I need to know what the three invoices from {main} come to together. Could you add them up?",
        rng.uniform(0.3, 3),
    )
    return Invoices(supplier=main, asker=asker, asking=asking, all=tuple(found))


def _invoice(
    rng: Random, desk: Desk, name: str, number: int, cents: int, currency: str, days: float, folder: str
) -> Invoice:
    what = next(supplier["what"] for supplier in vocabulary()["suppliers"] if supplier["name"] == name)
    money, due = f"{currency}{cents / 100:.2f}", desk.now - datetime.timedelta(days=days - 14)
    text = f"Invoice {number}\n{name}\nFor {what}\nAmount: {money}"
    file = File(name=f"invoice-{number}.pdf", size=rng.randrange(40_000, 190_000), text=text)
    body = f"Dear {desk.owner.name},\n\nplease find attached the invoice {number} for {what}. The amount of {money} is "
    body += f"due on {due.day} {due:%B %Y}.\n\nKind regards\n{name}"
    message = desk.write(firm(name), f"Invoice {number}", body, days, folder=folder, files=[file])
    return Invoice(message=message, supplier=name, cents=cents)


class Quote(Value):
    """An offer for some work, in whole units of money, everything counted."""

    message: int
    sender: Person
    total: int


class Quotes(Value):
    """Three offers for the same thing; the cheapest is not the one with the lowest first number."""

    thing: str
    offers: tuple[Quote, ...]

    @property
    def cheapest(self) -> Quote:
        return min(self.offers, key=lambda quote: quote.total)


def quotes(rng: Random, desk: Desk, cast: Cast, currency: str) -> Quotes:
    """Material and work are told apart, so that only their sum says which offer is cheapest."""
    words = vocabulary()["quotes"]
    thing, low = rng.choice(words["things"]), rng.randrange(30, 60) * 10
    sums = rng.sample([(low, low + 290), (low + 80, low + 130), (low + 150, low + 170)], 3)
    offers = []
    for sender, (material, work), subject in zip(cast.others[:3], sums, words["subjects"], strict=True):
        text = (
            f"thank you for asking about the {thing}. The material would be {currency}{material}, "
            f"the work {currency}{work}. We could begin in three weeks."
        )
        message = desk.letter(sender, subject.format(thing=thing), text, rng.uniform(2, 14))
        offers.append(Quote(message=message, sender=sender, total=material + work))
    return Quotes(thing=thing, offers=tuple(offers))


class Guests(Value):
    """An invitation that the user sent, the answers to it, and how many people come in the end, the user aside."""

    event: str
    invitation: int
    answers: tuple[int, ...]
    coming: int
    cook: Person


def guests(rng: Random, desk: Desk, cast: Cast) -> Guests:
    """Six are invited: one brings somebody along, and one takes a yes back in a second answer."""
    words = vocabulary()["events"]
    *invited, cook = rng.sample(cast.contacts, 7)
    day = desk.now.date() + datetime.timedelta(days=rng.randrange(9, 25))
    event = f"{rng.choice(words['dinners'])} on {day:%A} {day.day} {day:%B}"
    text = "I would be glad to see you. Please tell me whether you come, and with how many."
    began = rng.uniform(11, 14)
    body = f"Hello all,\n\n{text}\n\nBest wishes\n{desk.owner.first}"
    invitation = desk.write(desk.owner, event, body, began, to=invited, folder="sent")
    sure = rng.randrange(1, 4)
    said = [words["plus"], words["yes"], *[words["yes"]] * sure, *[words["no"]] * (4 - sure)]
    pairs, answers = list(zip(invited, said, strict=True)), []
    rng.shuffle(pairs)
    for place, (person, choices) in enumerate(pairs):
        days = began - 1 - place - rng.random() / 2
        answers.append(_answer(desk, person, event, rng.choice(choices), days, invitation))
    answers.append(_answer(desk, invited[1], event, rng.choice(words["after_all"]), rng.uniform(0.4, 2), invitation))
    return Guests(event=event, invitation=invitation, answers=tuple(answers), coming=2 + sure, cook=cook)


def _answer(desk: Desk, person: Person, event: str, text: str, days: float, about: int) -> int:
    return desk.letter(person, f"Re: {event}", text, days, kind="reply", about=about)


class Photos(Value):
    """Photographs of an occasion in several messages, and those who asked for them, the first one first."""

    event: str
    messages: tuple[int, ...]
    largest: int
    askers: tuple[Person, ...]


def photos(rng: Random, desk: Desk, cast: Cast) -> Photos:
    """Three messages with one file each, of which megabytes and kilobytes are told, and three who ask for them."""
    words = vocabulary()["events"]
    event = rng.choice(words["walks"])
    *senders, one, two, three = rng.sample(cast.contacts, 6)
    sizes = rng.sample(
        [rng.randrange(700, 990) * 1_000, rng.randrange(12, 32) * 100_000, rng.randrange(36, 70) * 10**5], 3
    )
    messages = []
    for sender, part, size in zip(senders, rng.sample(words["parts"], 3), sizes, strict=True):
        name = f"{slug(event)}-{slug(part)}.zip"
        text = (
            f"here are my photographs of the {event}, the ones of {part if part.startswith('the') else 'the ' + part}."
        )
        subject, days = f"Photographs of the {event}: {part}", rng.uniform(12, 20)
        messages.append(desk.letter(sender, subject, text, days, files=[File(name=name, size=size)]))
    for place, asker in enumerate((one, two, three)):
        text = f"somebody told me that you have photographs of the {event}. Could you send me the best ones?"
        desk.letter(asker, f"{asker.first} would like to see the {event}", text, 9 - 3 * place + rng.random())
    largest = messages[sizes.index(max(sizes))]
    return Photos(event=event, messages=tuple(messages), largest=largest, askers=(one, two, three))


class Numbers(Value):
    """Two people wrote that their telephone number is new; the address book has only one of the new ones."""

    moved: Person
    number: str
    known: Person
    messages: tuple[int, ...]


def numbers(rng: Random, desk: Desk, cast: Cast) -> Numbers:
    """The address book still has the old number of `moved`."""
    moved, known = rng.sample(cast.contacts, 2)
    number = f"+44 1632 {rng.randrange(961_000, 962_000)}"
    ages = rng.sample((3.3, 8.6), 2)
    messages = []
    for person, new, days in ((moved, number, ages[0]), (known, known.phone, ages[1])):
        text = f"I have another telephone number now: {new}. Please forget the old one."
        messages.append(desk.letter(person, f"{person.first} can be reached elsewhere", text, days + rng.random()))
    return Numbers(moved=moved, number=number, known=known, messages=tuple(messages))


class Meeting(Value):
    """A meeting that was moved twice; `time` and `room` are those that hold in the end, the others held before."""

    project: str
    messages: tuple[int, ...]
    time: str
    room: str
    times: tuple[str, ...]
    rooms: tuple[str, ...]


def meeting(rng: Random, desk: Desk, cast: Cast) -> Meeting:
    """First both are told, then another time, then another room."""
    words = vocabulary()["events"]
    host, guest = rng.sample(cast.contacts, 2)
    project, rooms = rng.choice(words["projects"]), rng.sample(words["rooms"], 2)
    times = [f"{hour:02d}:{rng.choice(('00', '15', '30', '45'))}" for hour in rng.sample(range(9, 18), 2)]
    day = desk.now.date() + datetime.timedelta(days=rng.randrange(3, 9))
    subject = f"Meeting about the {project}"
    told = f"we meet about the {project} on {day:%A} {day.day} {day:%B} at {times[0]} in the room {rooms[0]}."
    first = desk.letter(host, subject, told, 7 + rng.random(), cc=[guest])
    later = f"the time does not suit everybody. We begin at {times[1]} instead; day and room stay the same."
    second = desk.letter(host, f"Re: {subject}", later, 4 + rng.random(), cc=[guest], kind="reply", about=first)
    moved = f"the room {rooms[0]} is taken that day. I have booked the room {rooms[1]} for us, at the same hour."
    third = desk.letter(host, f"Re: {subject}", moved, 1 + rng.random(), cc=[guest], kind="reply", about=second)
    return Meeting(
        project=project,
        messages=(first, second, third),
        time=times[1],
        room=rooms[1],
        times=(times[0],),
        rooms=(rooms[0],),
    )
