"""Tasks that end in a message that is sent: new ones, replies, forwarded ones, and drafts."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish
from guiagent.sandboxes.mail.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.mail import moves
from guiagent.tasks.mail.afterwards import after_sending, answered, forwarded, without_messages, written
from guiagent.tasks.mail.before import anybody, at_hand, drawing, further_back, one, said

SUBJECTS = (
    "Saturday",
    "Change of plans",
    "The small parcel",
    "Our appointment",
    "A favour",
    "Good news",
    "Lunch",
    "The boat",
)
TEXTS = (
    "I will be there at eight.",
    "We can begin without me.",
    "Please bring the blue folder.",
    "The door is open until noon.",
    "It went better than expected.",
    "I have found what we were looking for.",
    "Let us talk about it next week.",
    "The second one is the right one.",
    "I agree with all of it.",
    "That suits me well.",
)


def send_message(world: World) -> Plan:
    """A new message, each thing to do said in words that stand on the screen."""
    rng, words = drawing(world, "send-message"), world.look.words
    to, subject, text = rng.choice(world.cast.contacts), rng.choice(SUBJECTS), rng.choice(TEXTS)
    return Plan(
        instruction=(
            f"Click {words.compose}, set To to '{to.email}', Subject to '{subject}' and {words.body} to '{text}', "
            f"then click {words.send}."
        ),
        moves=(
            click("link", words.compose),
            *moves.sent(world, to=to.email, subject=subject, text=text),
            finish(),
        ),
        expected=after_sending(world, written(world, [to], subject, text)),
    )


def send_copies(world: World) -> Plan:
    """A new message to somebody, a copy to another, and one that nobody sees; they are told by their names."""
    rng, words = drawing(world, "send-copies"), world.look.words
    to, copied, hidden = rng.sample(world.cast.contacts, 3)
    subject, text = rng.choice(SUBJECTS), rng.choice(TEXTS)
    sent = written(world, [to], subject, text, cc=[copied], bcc=[hidden])
    return Plan(
        instruction=(
            f"Write to {to.name}, with {copied.name} in Cc and {hidden.name} in Bcc; all three are in "
            f"{words.contacts}. The subject is '{subject}' and the message is just '{text}' Send it."
        ),
        moves=(
            click("link", words.compose),
            *moves.sent(world, to=to.email, cc=copied.email, bcc=hidden.email, subject=subject, text=text),
            finish(),
        ),
        expected=after_sending(world, sent),
    )


def send_by_number(world: World) -> Plan:
    """A new message to somebody of whom only the telephone number is told."""
    rng, words = drawing(world, "send-by-number"), world.look.words
    to, subject, text = rng.choice(world.cast.contacts), rng.choice(SUBJECTS), rng.choice(TEXTS)
    return Plan(
        instruction=(
            f"Look in {words.contacts} whose phone number is {to.phone}, and send this person a message with the "
            f"subject '{subject}' that says just '{text}'"
        ),
        moves=(
            *moves.contact(world, to.name),
            click("link", f"Write to {to.first}"),
            *moves.sent(world, subject=subject, text=text),
            finish(),
        ),
        expected=after_sending(world, written(world, [to], subject, text)),
    )


def reply_to(world: World) -> Plan:
    """A reply to a message of the first page."""
    rng, words = drawing(world, "reply-to"), world.look.words
    message, text = rng.choice(at_hand(world)), rng.choice(TEXTS)
    return Plan(
        instruction=one(
            rng,
            f"Open '{message.subject}', click {words.reply}, set {words.body} to '{text}' and click {words.send}.",
            f"Reply to the message {said(world, message)}, to the sender alone, and write just '{text}'",
        ),
        moves=(*moves.replied(world, message, text), finish()),
        expected=after_sending(world, answered(world, message, text)),
    )


def reply_to_all(world: World) -> Plan:
    """A reply to everybody who got the message."""
    rng, words = drawing(world, "reply-to-all"), world.look.words
    message, text = world.message(rng.choice(world.stories.chatter.circle)), rng.choice(TEXTS)
    return Plan(
        instruction=one(
            rng,
            f"Open '{message.subject}', click {words.reply_all}, set {words.body} to '{text}' and click {words.send}.",
            f"Use {words.reply_all} to answer the message {said(world, message)}. Write just '{text}'",
        ),
        moves=(
            *moves.opened(world, message),
            click("link", words.reply_all),
            *moves.sent(world, text=text),
            finish(),
        ),
        expected=after_sending(world, answered(world, message, text, everybody=True)),
    )


def forward_to(world: World) -> Plan:
    """A message further back is passed on with a few words to somebody whose address has to be looked up."""
    rng, words = drawing(world, "forward-to"), world.look.words
    message, text = rng.choice(further_back(world)), rng.choice(TEXTS)
    to = rng.choice(anybody(world, message.sender))
    return Plan(
        instruction=(
            f"Use {words.forward} to send the message {said(world, message)} on to {to.name}, who is in "
            f"{words.contacts}. Write just '{text}' above it."
        ),
        moves=(*moves.forwarded(world, message, to.email, text), finish()),
        expected=after_sending(world, forwarded(world, message, to, text)),
    )


def finish_draft(world: World) -> Plan:
    """A draft gets a receiver and is sent as it is."""
    rng, words = drawing(world, "finish-draft"), world.look.words
    draft, to = world.message(world.stories.drafts[0]), rng.choice(world.cast.contacts)
    sent = written(world, [to], draft.subject, draft.body)
    return Plan(
        instruction=(
            f"In {words.drafts}, open '{draft.subject}', set To to '{to.email}' and click {words.send}. "
            "Leave the rest as it is."
        ),
        moves=(
            moves.in_folder(world, "drafts"),
            click("link", draft.subject),
            *moves.sent(world, to=to.email),
            finish(),
        ),
        expected=without_messages(world, [draft.id], sent),
    )


def discard_draft(world: World) -> Plan:
    """A draft is thrown away; from its form or from the list, it is gone."""
    rng, words = drawing(world, "discard-draft"), world.look.words
    draft = world.message(rng.choice(world.stories.drafts))
    return Plan(
        instruction=one(
            rng,
            f"Click {words.drafts}, open '{draft.subject}' and click {words.discard}.",
            f"Get rid of the message '{draft.subject}' that I began and never sent; it is in {words.drafts}.",
        ),
        moves=(
            moves.in_folder(world, "drafts"),
            click("link", draft.subject),
            click("button", words.discard),
            finish(),
        ),
        expected=without_messages(world, [draft.id]),
    )
