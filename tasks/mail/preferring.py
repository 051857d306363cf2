"""Tasks in the settings: signature, responder, filters, the length of lists."""

from __future__ import annotations

import datetime

from guiagent.policies.scripted import click, finish, type_into
from guiagent.sandboxes.mail.state import Filter
from guiagent.sandboxes.mail.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.mail import moves
from guiagent.tasks.mail.afterwards import with_rows
from guiagent.tasks.mail.before import drawing, one


def _with_settings(world: World, **fields: object) -> object:
    return with_rows(world, settings=(world.settings.model_copy(update=fields),))


def change_signature(world: World) -> Plan:
    """Another signature of one line."""
    rng, words = drawing(world, "change-signature"), world.look.words
    closing = rng.choice(("All the best", "Yours", "With kind regards", "Until soon", "Warm wishes"))
    signature = f"{closing}, {world.owner.first}"
    return Plan(
        instruction=f"Click {words.settings}, set Signature to '{signature}' and click Save settings.",
        moves=(
            *moves.in_settings(world),
            type_into("textbox", "Signature", signature),
            click("button", "Save settings"),
            finish(),
        ),
        expected=_with_settings(world, signature=signature),
    )


def longer_pages(world: World) -> Plan:
    """Lists show another number of messages."""
    rng, words = drawing(world, "longer-pages"), world.look.words
    size = rng.choice([size for size in (10, 15, 20, 30) if size != world.settings.per_page])
    return Plan(
        instruction=(
            f"In {words.settings}, choose {size} as Messages per page for the mailbox of {world.owner.name} and save."
        ),
        moves=(
            *moves.in_settings(world),
            moves.select("Messages per page", str(size)),
            click("button", "Save settings"),
            finish(),
        ),
        expected=_with_settings(world, per_page=size),
    )


def vacation_on(world: World) -> Plan:
    """The responder answers between two days."""
    rng, words = drawing(world, "vacation-on"), world.look.words
    first = world.now.date() + datetime.timedelta(days=rng.randrange(3, 30))
    last = first + datetime.timedelta(days=rng.randrange(4, 20))
    subject = rng.choice(("Out until later", "Not at my desk", "Back soon", "On a journey"))
    text = rng.choice((
        "I am on holiday and answer when I am back.",
        "I read no mail in these days.",
        "Please write to my colleagues in the meantime.",
        "I am travelling and answer later.",
    ))  # fmt: skip
    days = f"from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    return Plan(
        instruction=(
            f"In {words.settings}, turn on the {words.vacation.lower()} {days}, both days included, with the subject "
            f"'{subject}' and just this text: '{text}'"
        ),
        moves=(
            *moves.in_settings(world, words.vacation),
            click("radio", "On"),
            moves.dated("First day", first),
            moves.dated("Last day", last),
            type_into("textbox", "Subject", subject),
            type_into("textbox", words.body, text),
            click("button", "Save changes"),
            finish(),
        ),
        expected=_with_settings(
            world,
            vacation=True,
            first_day=first.isoformat(),
            last_day=last.isoformat(),
            vacation_subject=subject,
            vacation_text=text,
        ),
    )


def add_filter(world: World) -> Plan:
    """What a newsletter sends goes to a folder from now on; what it has sent stays where it is."""
    rng, words = drawing(world, "add-filter"), world.look.words
    letter, folder = rng.choice(world.stories.newsletters), rng.choice(world.initial.folders).name
    new = Filter(sender=letter.email, folder=folder)
    return Plan(
        instruction=(
            f"Under {words.filters} in {words.settings}, add one that moves what comes from '{letter.email}' to the "
            f"folder '{folder}'. Fill in nothing else, and leave the messages that are there already."
        ),
        moves=(
            *moves.in_settings(world, words.filters),
            type_into("textbox", "From", letter.email),
            moves.select("Move to", folder),
            click("button", "Save this one"),
            finish(),
        ),
        expected=with_rows(world, filters=(*world.initial.filters, new)),
    )


def label_filter(world: World) -> Plan:
    """Messages with a word in the subject get a label and a star from now on."""
    rng, words = drawing(world, "label-filter"), world.look.words
    word, label = (
        rng.choice(("Invoice", "Meeting", "Journey", "Offer", "Minutes")),
        rng.choice(world.initial.labels).name,
    )
    new = Filter(subject=word, label=label, starred=True)
    return Plan(
        instruction=one(
            rng,
            f"In {words.settings}, click {words.filters}, set Subject contains to '{word}', choose '{label}' in "
            f"{words.label}, check '{words.star} it' and click Save this one.",
            f"Under {words.filters} in {words.settings}, add one for subjects that contain '{word}': it should add the "
            f"{words.label.lower()} '{label}' and {words.star.lower()} the message, and leave it in the inbox.",
        ),
        moves=(
            *moves.in_settings(world, words.filters),
            type_into("textbox", "Subject contains", word),
            moves.select(words.label, label),
            click("checkbox", f"{words.star} it"),
            click("button", "Save this one"),
            finish(),
        ),
        expected=with_rows(world, filters=(*world.initial.filters, new)),
    )
