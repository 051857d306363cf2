"""What else lies in a mailbox: trips, parcels, newsletters, spam, drafts, and people who write about this and that."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from random import Random

from guiagent.actions import Value
from guiagent.sandboxes.mail.letters import Desk, File
from guiagent.sandboxes.mail.people import Cast, Person, firm, vocabulary


class Trip(Value):
    """A booked journey by train; the time is that of its departure."""

    message: int
    city: str
    code: str
    seat: str
    time: str
    day: datetime.date


def trips(rng: Random, desk: Desk) -> tuple[Trip, ...]:
    """Three journeys; no code, seat, time or day comes twice, and the order of their days is not that of the mails."""
    words = vocabulary()["trips"]
    railway = firm(rng.choice(words["railways"]))
    hours, coaches, ahead = rng.sample(range(6, 21), 3), rng.sample(range(1, 19), 3), rng.sample(range(6, 60), 3)
    found = []
    for city, hour, coach, days in zip(rng.sample(words["cities"], 3), hours, coaches, ahead, strict=True):
        day = desk.now.date() + datetime.timedelta(days=days)
        code = "".join(rng.sample("BCDFGHJKLMNPQRSTVWXZ", 4)) + str(rng.randrange(10, 99))
        time, seat = f"{hour:02d}:{rng.randrange(1, 60):02d}", f"{coach}{rng.choice('ABCD')}"
        body = (
            f"Dear {desk.owner.name},\n\nyour journey to {city} is booked.\n\nDay: {day:%A} {day.day} {day:%B %Y}\n"
            f"Departure: {time}\nSeat: {seat}\nBooking code: {code}\n\nHave a good journey.\n{railway.name}"
        )
        message = desk.write(railway, f"Your journey to {city}", body, rng.uniform(1, 30))
        found.append(Trip(message=message, city=city, code=code, seat=seat, time=time, day=day))
    return tuple(found)


class Parcel(Value):
    """Something on its way."""

    message: int
    shop: str
    number: str


def parcels(rng: Random, desk: Desk) -> tuple[Parcel, ...]:
    """Two parcels of two shops."""
    words = vocabulary()["parcels"]
    found = []
    for shop, goods in zip(rng.sample(words["shops"], 2), rng.sample(words["goods"], 2), strict=True):
        number = f"{rng.choice('KLMNPR')}{rng.choice('STVWXZ')}{rng.randrange(10**7, 10**8)}"
        text = f"your {goods} left our house today. The number of the parcel is {number}."
        body = f"Hello {desk.owner.first},\n\n{text}\n\n{shop}"
        message = desk.write(firm(shop), "Your parcel is on its way", body, rng.uniform(0.5, 12))
        found.append(Parcel(message=message, shop=shop, number=number))
    return tuple(found)


class Newsletter(Value):
    """A newsletter; all its issues lie in the inbox, the oldest first."""

    name: str
    email: str
    messages: tuple[int, ...]


def newsletters(rng: Random, desk: Desk) -> tuple[Newsletter, ...]:
    """Two newsletters, of four issues and of three."""
    found = []
    for each, count in zip(rng.sample(vocabulary()["newsletters"], 2), (4, 3), strict=True):
        sender, newest = firm(each["name"]), rng.uniform(0.3, 4)
        ages = [newest + 7 * week for week in reversed(range(count))]
        body = "Dear reader,\n\nthis week: {subject}. You will find the whole story on our page.\n\n{name}"
        messages = tuple(
            desk.write(sender, subject, body.format(subject=subject, name=each["name"]), days)
            for subject, days in zip(rng.sample(each["subjects"], count), ages, strict=True)
        )
        found.append(Newsletter(name=each["name"], email=sender.email, messages=messages))
    return tuple(found)


class Misplaced(Value):
    """A message of a friend that lies where it does not belong."""

    message: int
    sender: Person


def spam(rng: Random, desk: Desk, cast: Cast) -> Misplaced:
    """Three messages of strangers in the spam folder, and one of a friend."""
    words = vocabulary()
    for name, subject, body in rng.sample(words["spam"], 3):
        desk.write(firm(name), subject, f"{body}\n\n{name}", rng.uniform(0.5, 25), folder="spam")
    sender, (subject, text) = rng.choice(cast.contacts), rng.choice(words["misplaced"])
    message = desk.letter(sender, subject, text, rng.uniform(1, 9), folder="spam")
    return Misplaced(message=message, sender=sender)


def drafts(rng: Random, desk: Desk) -> tuple[int, int]:
    """Two messages that were begun and never sent: one to nobody yet, one to be forgotten."""
    (first, text), (second, other) = rng.sample(vocabulary()["drafts"], 2)
    nobody = Person(name="", email="")
    return (
        desk.write(desk.owner, first, text[0].upper() + text[1:], rng.uniform(1, 8), to=[nobody], folder="drafts"),
        desk.write(desk.owner, second, other[0].upper() + other[1:], rng.uniform(9, 20), to=[nobody], folder="drafts"),
    )


class Chatter(Value):
    """Messages by where they lie; each subject stands once in the mailbox. Those in `circle` went to others too."""

    inbox: tuple[int, ...]
    circle: tuple[int, ...]
    archive: tuple[int, ...]
    bin: tuple[int, ...]
    sent: tuple[int, ...]


def chatter(rng: Random, desk: Desk, cast: Cast, folders: Sequence[str]) -> Chatter:
    """Two dozen messages about this and that."""
    topics = iter(rng.sample(vocabulary()["chatter"], 20))
    people = cast.contacts + cast.others[3:5]

    def some(count: int, low: float, high: float, folder: str) -> tuple[int, ...]:
        return tuple(
            _note(rng, desk, rng.choice(people), next(topics), rng.uniform(low, high), folder) for _ in range(count)
        )

    circle = []
    for _ in range(2):
        sender, *copied = rng.sample(cast.contacts, rng.choice((3, 4)))
        topic, days = next(topics), rng.uniform(0.2, 5)
        circle.append(
            desk.letter(sender, topic["subject"], topic["body"], days, to=[desk.owner, copied[0]], cc=copied[1:])
        )
    for folder in folders:
        _note(rng, desk, rng.choice(people), next(topics), rng.uniform(20, 200), folder)
    return Chatter(
        inbox=some(5, 0.1, 4, "inbox") + some(3, 4, 25, "inbox"),
        circle=tuple(circle),
        archive=some(2, 20, 150, "archive"),
        bin=some(3, 2, 20, "bin"),
        sent=tuple(_own(rng, desk, rng.choice(cast.contacts), next(topics)) for _ in range(2)),
    )


def _note(rng: Random, desk: Desk, sender: Person, topic: dict[str, str], days: float, folder: str) -> int:
    files = [File(name=f"notes-{rng.randrange(100, 999)}.pdf", size=rng.randrange(20, 600) * 1_000)] * (
        rng.random() < 0.2
    )
    return desk.letter(sender, topic["subject"], topic["body"], days, folder=folder, files=files)


def _own(rng: Random, desk: Desk, receiver: Person, topic: dict[str, str]) -> int:
    body = f"Hello {receiver.first},\n\n{topic['body']}\n\nBest wishes\n{desk.owner.first}"
    return desk.write(desk.owner, topic["subject"], body, rng.uniform(1, 30), to=[receiver], folder="sent")
