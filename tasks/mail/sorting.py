"""Tasks that put one message or several in their place: stars, marks, labels, folders, the archive and the bin."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish, type_into
from guiagent.sandboxes.mail.people import vocabulary
from guiagent.sandboxes.mail.state import Folder, MarkedUnread
from guiagent.sandboxes.mail.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.mail import moves
from guiagent.tasks.mail.afterwards import with_messages, with_rows, without_messages
from guiagent.tasks.mail.before import at_hand, drawing, further_back, one, said


def star_message(world: World) -> Plan:
    """A star on a message of the first page."""
    rng, words = drawing(world, "star-message"), world.look.words
    message = rng.choice(at_hand(world))
    told = one(
        rng, f"Open '{message.subject}' and click {words.star}.", f"{words.star} the message {said(world, message)}."
    )
    return Plan(
        instruction=told,
        moves=(click("button", f"{words.star}: {message.subject}"), finish()),
        expected=with_messages(world, [message.id], starred=True),
    )


def unstar_message(world: World) -> Plan:
    """The star of one of three messages is taken away."""
    rng, words = drawing(world, "unstar-message"), world.look.words
    message = rng.choice([message for message in world.initial.messages if message.starred])
    return Plan(
        instruction=f"Click {words.starred}, open '{message.subject}' and click {words.unstar}.",
        moves=(
            click("link", words.starred),
            click("link", message.subject),
            click("button", words.unstar),
            finish(),
        ),
        expected=with_messages(world, [message.id], starred=False),
    )


def archive_message(world: World) -> Plan:
    """A message of the first page goes to the archive."""
    rng, words = drawing(world, "archive-message"), world.look.words
    message = rng.choice(at_hand(world))
    told = one(
        rng,
        f"Open '{message.subject}' and click {words.archive}.",
        f"Move the message {said(world, message)} from {words.inbox} to {words.archived}.",
    )
    return Plan(
        instruction=told,
        moves=(click("link", message.subject), click("button", words.archive), finish()),
        expected=with_messages(world, [message.id], folder="archive"),
    )


def delete_message(world: World) -> Plan:
    """A message of the first page goes to the bin."""
    rng, words = drawing(world, "delete-message"), world.look.words
    message = rng.choice(at_hand(world))
    told = one(
        rng,
        f"Open '{message.subject}' and click {words.delete}.",
        f"Delete the message {said(world, message)}. It should lie in {words.bin} afterwards.",
    )
    return Plan(
        instruction=told,
        moves=(*moves.ticked([message]), click("button", words.delete), finish()),
        expected=with_messages(world, [message.id], folder="bin"),
    )


def mark_unread(world: World) -> Plan:
    """A message that was read is marked as unread, and not opened again afterwards."""
    rng, words = drawing(world, "mark-unread"), world.look.words
    unread = {row.message for row in world.initial.unread}
    message = rng.choice([message for message in at_hand(world) if message.id not in unread])
    return Plan(
        instruction=f"Open '{message.subject}' and click {words.mark_unread}.",
        moves=(click("link", message.subject), click("button", words.mark_unread), finish()),
        expected=with_rows(world, marked_unread=(MarkedUnread(message=message.id),)),
    )


def move_message(world: World) -> Plan:
    """A message that does not stand on the first page goes to a folder of the user's own."""
    rng = drawing(world, "move-message")
    message, folder = rng.choice(further_back(world)), rng.choice(world.initial.folders).name
    return Plan(
        instruction=one(
            rng,
            f"Move the message {said(world, message)} to the folder '{folder}'.",
            f"Search for '{message.subject}', open it, choose '{folder}' in Move to and click Move.",
        ),
        moves=(
            *moves.opened(world, message),
            moves.select("Move to", folder),
            click("button", "Move"),
            finish(),
        ),
        expected=with_messages(world, [message.id], folder=folder),
    )


def label_message(world: World) -> Plan:
    """A message gets a label in addition to those it has."""
    rng, words = drawing(world, "label-message"), world.look.words
    message = rng.choice(further_back(world))
    label = rng.choice([label.name for label in world.initial.labels if label.name != message.labels])
    labels = ", ".join(sorted({label, message.labels} - {""}))
    return Plan(
        instruction=one(
            rng,
            f"Add the {words.label.lower()} '{label}' to the message {said(world, message)}.",
            f"Search for '{message.subject}', open it, choose '{label}' in {words.label} and click "
            f"Add {words.label.lower()}.",
        ),
        moves=(
            *moves.opened(world, message),
            moves.select(words.label, label),
            click("button", f"Add {words.label.lower()}"),
            finish(),
        ),
        expected=with_messages(world, [message.id], labels=labels),
    )


def delete_newsletters(world: World) -> Plan:
    """All issues of a newsletter, which lie on several pages of the inbox, go to the bin."""
    rng, words = drawing(world, "delete-newsletters"), world.look.words
    letter = rng.choice(world.stories.newsletters)
    issues = [world.message(id_) for id_ in letter.messages]
    return Plan(
        instruction=one(
            rng,
            f"Delete every message from {letter.name} that is in {words.inbox}, and nothing else.",
            f"I no longer want to see {letter.name}. Move all its messages from {words.inbox} to {words.bin}.",
        ),
        moves=(
            *moves.searched(world, f"from:{letter.email}"),
            *moves.ticked(issues),
            click("button", words.delete),
            finish(),
        ),
        expected=with_messages(world, letter.messages, folder="bin"),
    )


def rescue_from_spam(world: World) -> Plan:
    """The one message in the spam folder that somebody in the address book wrote goes to the inbox."""
    rng, words, story = drawing(world, "rescue-from-spam"), world.look.words, world.stories.misplaced
    message = world.message(story.message)
    return Plan(
        instruction=one(
            rng,
            f"A message from {story.sender.name} has landed in {words.spam}. Move it to {words.inbox}.",
            f"One message in {words.spam} is from one of my contacts. Move that one to {words.inbox}.",
        ),
        moves=(
            moves.in_folder(world, "spam"),
            click("link", message.subject),
            click("button", f"Not {words.spam.lower()}"),
            finish(),
        ),
        expected=with_messages(world, [message.id], folder="inbox"),
    )


def restore_message(world: World) -> Plan:
    """A message is taken out of the bin again."""
    rng, words = drawing(world, "restore-message"), world.look.words
    message = world.message(rng.choice(world.stories.chatter.bin))
    return Plan(
        instruction=(
            f"I deleted '{message.subject}' by mistake. Find it in {words.bin} and move it back to {words.inbox}."
        ),
        moves=(
            moves.in_folder(world, "bin"),
            click("link", message.subject),
            moves.select("Move to", words.inbox),
            click("button", "Move"),
            finish(),
        ),
        expected=with_messages(world, [message.id], folder="inbox"),
    )


def empty_bin(world: World) -> Plan:
    """What lies in the bin goes for ever."""
    rng, words = drawing(world, "empty-bin"), world.look.words
    gone = [message.id for message in world.initial.messages if message.folder == "bin"]
    button = f"Empty {words.bin.lower()}"
    return Plan(
        instruction=one(
            rng, f"Click {words.bin}, then click {button}.", f"Delete for ever all that lies in {words.bin}."
        )
        + f" The mailbox is that of {world.owner.name}.",
        moves=(moves.in_folder(world, "bin"), click("button", button), finish()),
        expected=without_messages(world, gone),
    )


def new_folder(world: World) -> Plan:
    """A folder is made and a message goes into it."""
    rng, words = drawing(world, "new-folder"), world.look.words
    there = {folder.name for folder in world.initial.folders}
    name = rng.choice([name for name in vocabulary()["folders"] if name not in there])
    message = rng.choice([*at_hand(world), *further_back(world)])
    moved = with_messages(world, [message.id], folder=name)
    return Plan(
        instruction=f"Make a new folder called '{name}' and move the message {said(world, message)} into it.",
        moves=(
            *moves.in_settings(world, f"Folders and {words.labels.lower()}"),
            type_into("textbox", "New folder", name),
            click("button", "Add folder"),
            *moves.opened(world, message),
            moves.select("Move to", name),
            click("button", "Move"),
            finish(),
        ),
        expected=moved.model_copy(update={"folders": (*moved.folders, Folder(name=name))}),
    )
