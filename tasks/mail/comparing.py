"""Tasks that take several messages together: adding up, comparing, counting, finding out who was first."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish, type_into
from guiagent.sandboxes.mail.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.mail import moves
from guiagent.tasks.mail.addressbook import of, with_contact
from guiagent.tasks.mail.afterwards import after_sending, answered, forwarded, with_messages, with_rows, written
from guiagent.tasks.mail.before import drawing, one, said


def sum_invoices(world: World) -> Plan:
    """The sum of three amounts goes to who asked for it; amounts have two decimals, so nothing is rounded."""
    story = world.stories.invoices
    asking = world.message(story.asking)
    total = f"{sum(invoice.cents for invoice in story.wanted) / 100:.2f}"
    read = (move for each in story.wanted for move in moves.opened(world, world.message(each.message)))
    return Plan(
        instruction=(
            f"{story.asker.name} asks in the message '{asking.subject}' what my three invoices from {story.supplier} "
            "come to together. Add them up and reply to that message with nothing but the sum, written like 12.50, "
            "without a sign."
        ),
        moves=(*read, *moves.replied(world, asking, total), finish()),
        expected=after_sending(world, answered(world, asking, total)),
    )


def largest_photos(world: World) -> Plan:
    """The largest of three attachments goes to the first of three who asked; sizes are told in MB and KB."""
    story = world.stories.photos
    message, first = world.message(story.largest), story.askers[0]
    look = moves.searched(world, f'"{story.event}"')
    return Plan(
        instruction=(
            f"Three people would like to see photographs of the {story.event}, and three others have sent some to "
            f"{world.owner.name}. Forward the message with the largest attachment among these to the one who "
            "asked first. Write nothing above it."
        ),
        moves=(*look, *moves.forwarded(world, message, first.email), finish()),
        expected=after_sending(world, forwarded(world, message, first)),
    )


def new_number(world: World) -> Plan:
    """Of two people who wrote that their number is new, one stands in the address book with the old one."""
    story, words = world.stories.numbers, world.look.words
    contact = of(world, story.moved)
    read = (move for id_ in story.messages for move in moves.opened(world, world.message(id_)))
    return Plan(
        instruction=(
            f"I am {world.owner.name}. Some people have written that they have another telephone number, and one of "
            f"them still stands in {words.contacts} with the old one: put the new one in its place."
        ),
        moves=(
            *read,
            *moves.contact(world, contact.name),
            type_into("textbox", "Phone", story.number),
            click("button", "Save contact"),
            finish(),
        ),
        expected=with_rows(world, contacts=with_contact(world, contact, phone=story.number)),
    )


def cheapest_quote(world: World) -> Plan:
    """Three offers, each of two sums; the cheapest is accepted."""
    rng, story = drawing(world, "cheapest-quote"), world.stories.quotes
    message = world.message(story.cheapest.message)
    text = rng.choice(("We accept your offer.", "Yes, please begin.", "You have the job."))
    read = (move for each in story.offers for move in moves.opened(world, world.message(each.message)))
    return Plan(
        instruction=(
            f"Three people have offered to do the {story.thing}. Reply to the one who is cheapest, material and work "
            f"taken together, with just '{text}'"
        ),
        moves=(*read, *moves.replied(world, message, text), finish()),
        expected=after_sending(world, answered(world, message, text)),
    )


def count_guests(world: World) -> Plan:
    """How many come, one of them with company and one not after all, goes to the cook."""
    rng, story = drawing(world, "count-guests"), world.stories.guests
    words, subject, number = (
        world.look.words,
        rng.choice(("Guests", "For the kitchen", "How many we are")),
        str(story.coming),
    )
    return Plan(
        instruction=(
            f"I have invited people to '{story.event}' and they have answered. Count how many will come in the end, "
            f"those whom they bring along included and me left out. Send a new message to {story.cook.name}, who is in "
            f"{words.contacts}, with the subject '{subject}' and nothing but that number in digits as the text."
        ),
        moves=(
            *moves.searched(world, f'subject:"{story.event}"'),
            click("link", words.compose),
            *moves.sent(world, to=story.cook.email, subject=subject, text=number),
            finish(),
        ),
        expected=after_sending(world, written(world, [story.cook], subject, number)),
    )


def label_large_invoices(world: World) -> Plan:
    """The invoices over a limit, wherever they lie, get a label that none of them has."""
    rng, words, story = drawing(world, "label-large-invoices"), world.look.words, world.stories.invoices
    by_amount = sorted(story.all, key=lambda invoice: invoice.cents)
    limit = by_amount[3].cents // 100
    large = [world.message(invoice.message) for invoice in story.all if invoice.cents > 100 * limit]
    label = rng.choice(world.initial.labels).name
    told = f"{world.currency}{limit}.00"
    return Plan(
        instruction=one(
            rng,
            f"There are six messages with an invoice, some of them in {words.archived}. Add the {words.label.lower()} "
            f"'{label}' to each whose amount is over {told}.",
            f"Give the {words.label.lower()} '{label}' to every invoice over {told}, in {words.inbox} and in "
            f"{words.archived}.",
        ),
        moves=(
            *moves.searched(world, "subject:Invoice"),
            *moves.ticked(large),
            moves.select(words.label, label),
            click("button", f"Add {words.label.lower()}"),
            finish(),
        ),
        expected=with_messages(world, [message.id for message in large], labels=label),
    )


def star_oldest(world: World) -> Plan:
    """The oldest issue of a newsletter, on one of the last pages of the inbox."""
    rng, words = drawing(world, "star-oldest"), world.look.words
    letter = rng.choice(world.stories.newsletters)
    oldest = world.message(letter.messages[0])
    return Plan(
        instruction=one(
            rng,
            f"{words.star} the oldest message that {world.owner.name} has got from {letter.name}.",
            f"Of all messages from {letter.name} to {world.owner.name}, {words.star.lower()} the one that came first.",
        )
        + f" It lies in {words.inbox}.",
        moves=(
            *moves.searched(world, f"from:{letter.email}"),
            click("button", f"{words.star}: {oldest.subject}"),
            finish(),
        ),
        expected=with_messages(world, [oldest.id], starred=True),
    )


def move_conversation(world: World) -> Plan:
    """All three messages of a conversation, two of them with the same subject, go to a folder."""
    rng, story = drawing(world, "move-conversation"), world.stories.meeting
    words, folder = world.look.words, rng.choice(world.initial.folders).name
    first, second, _ = (world.message(id_) for id_ in story.messages)
    return Plan(
        instruction=(
            f"Move the whole conversation {said(world, first)} from {words.inbox} to the folder '{folder}'. It has "
            "three messages."
        ),
        moves=(
            *moves.searched(world, f'subject:"{first.subject}"'),
            click("checkbox", f"Select {first.subject}"),
            click("checkbox", f"Select {second.subject}", 0),
            click("checkbox", f"Select {second.subject}", 1),
            moves.select("Move to", folder),
            click("button", "Move"),
            finish(),
        ),
        expected=with_messages(world, story.messages, folder=folder),
    )
