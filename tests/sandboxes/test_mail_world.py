"""A seed makes a mailbox: the same one each time, another one for another seed, and never one that is ambiguous."""

from __future__ import annotations

import pytest

from guiagent.errors import SandboxError
from guiagent.sandboxes.mail.letters import size_words
from guiagent.sandboxes.mail.search import Found, Term, terms
from guiagent.sandboxes.mail.world import World, world

SEEDS = range(25)


def fresh(seed: int) -> World:
    """The world as a new process would make it."""
    world.cache_clear()
    return world(seed)


def test_the_same_seed_gives_the_same_mailbox() -> None:
    assert fresh(5) == fresh(5)


def test_another_seed_gives_other_people_messages_and_words() -> None:
    one, other = world(1), world(2)
    assert one.owner != other.owner
    assert {person.name for person in one.cast.contacts} != {person.name for person in other.cast.contacts}
    assert {message.subject for message in one.initial.messages} != {m.subject for m in other.initial.messages}
    assert one.now != other.now


def test_every_way_to_look_turns_up() -> None:
    looks = [world(seed).look for seed in range(40)]
    for name, kinds in (("side", 2), ("rows", 2), ("actions", 2), ("labels", 2), ("copies", 2), ("head", 2)):
        assert len({getattr(look, name) for look in looks}) == kinds
    assert len({look.words for look in looks}) > 35


def test_no_two_messages_share_an_id_or_a_minute_and_all_lie_in_the_past() -> None:
    for seed in SEEDS:
        messages = world(seed).initial.messages
        assert 55 <= len(messages) <= 75
        assert len({message.id for message in messages}) == len({message.sent for message in messages}) == len(messages)
        assert all(message.sent < world(seed).now for message in messages)


def test_nobody_shares_a_name_or_an_address() -> None:
    for seed in SEEDS:
        cast = world(seed).cast
        people = [cast.owner, *cast.contacts, *cast.others]
        assert len({person.email for person in people}) == len(people)
        assert len({part for person in people for part in person.name.split()}) == 2 * len(people)


def test_what_people_write_about_has_a_subject_of_its_own() -> None:
    for seed in SEEDS:
        here = world(seed)
        chatter = here.stories.chatter
        subjects = [message.subject for message in here.initial.messages]
        for id_ in (*chatter.inbox, *chatter.circle, *chatter.archive, *chatter.bin, *here.stories.drafts):
            subject = here.message(id_).subject
            assert sum(subject in other for other in subjects) == 1


def test_each_story_has_one_answer() -> None:
    for seed in SEEDS:
        told = world(seed).stories
        assert len({invoice.cents // 100 for invoice in told.invoices.all}) == 6
        assert len(told.invoices.wanted) == 3
        assert len({quote.total for quote in told.quotes.offers}) == 3
        assert len({trip.day for trip in told.trips}) == len({trip.seat for trip in told.trips}) == 3
        assert told.meeting.time not in told.meeting.times
        assert told.meeting.room not in told.meeting.rooms


def test_the_largest_photographs_look_largest_and_who_asked_first_wrote_first() -> None:
    for seed in SEEDS:
        here, photos = world(seed), world(seed).stories.photos
        sizes = {str(file): file.size for file in here.files}
        assert photos.largest == max(photos.messages, key=lambda id_: sizes[here.message(id_).attachments])
        asked = {
            message.sender: message.sent
            for message in here.initial.messages
            if message.subject.endswith(f"would like to see the {photos.event}")
        }
        assert [asked[person.email] for person in photos.askers] == sorted(asked.values())


def test_one_telephone_number_in_the_book_is_out_of_date() -> None:
    for seed in SEEDS:
        here, numbers = world(seed), world(seed).stories.numbers
        told = [here.message(id_).body for id_ in numbers.messages]
        book = {contact.email: contact.phone for contact in here.initial.contacts}
        assert book[numbers.moved.email] not in "".join(told)
        assert any(book[numbers.known.email] in body for body in told)


def test_a_message_that_is_not_there_is_said() -> None:
    with pytest.raises(SandboxError, match="no message 5 in the mailbox with seed 1"):
        world(1).message(5)


@pytest.mark.parametrize(("size", "words"), [(850_000, "850 KB"), (2_400_000, "2.4 MB"), (20_500, "20 KB")])
def test_a_size_is_written_as_people_read_it(size: int, words: str) -> None:
    assert size_words(size) == words


def test_a_search_is_read_term_by_term() -> None:
    typed = {"q": 'from:ada "two words" Re: has:attachment', "subject": "Lunch", "attachment": "1"}
    assert terms(typed) == (
        Term("from", "ada"),
        Term("", "two words"),
        Term("", "re:"),
        Term("has", "attachment"),
        Term("subject", "lunch"),
        Term("has", "attachment"),
    )


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("in:inbox", True),
        ("in:spam", False),
        ("is:unread", True),
        ("is:read", False),
        ("is:starred", False),
        ("subject:invoice from:fernhill", True),
        ("to:nobody", False),
        ("has:attachment", True),
        ("after:2024-03-01", True),
        ("before:2024-03-02", False),
        ("after:soon", False),
        ("label:taxes", False),
        ("water 21", True),
    ],
)
def test_a_message_fits_what_is_said_of_it(query: str, fits: bool) -> None:
    message = next(m for m in world(0).initial.messages if m.attachments).model_copy(
        update={
            "folder": "inbox",
            "subject": "Invoice 21",
            "sender": "post@fernhillwater.example",
            "body": "for water",
            "sent": world(0).now.replace(year=2024, month=3, day=2),
            "starred": False,
            "labels": "",
        }
    )
    found = Found(str, str, frozenset({message.id}))
    assert found.fits(message, terms({"q": query})) is fits
