"""The mail client's tasks: each sets itself in the mailbox of any seed."""

from collections.abc import Callable
from types import MappingProxyType

from guiagent.sandboxes.mail import Mail, World
from guiagent.suites import Suite
from guiagent.tasks._planned import Plan, PlannedTask
from guiagent.tasks.mail.addressbook import add_contact, add_sender, change_contact, delete_contact
from guiagent.tasks.mail.asking import (
    amount_of_invoice,
    count_newsletters,
    email_of_contact,
    first_journey,
    parcel_number,
    seat_of_trip,
    when_is_meeting,
)
from guiagent.tasks.mail.comparing import (
    cheapest_quote,
    count_guests,
    label_large_invoices,
    largest_photos,
    move_conversation,
    new_number,
    star_oldest,
    sum_invoices,
)
from guiagent.tasks.mail.missing import no_attachment, no_such_contact, no_such_message, no_such_trip
from guiagent.tasks.mail.preferring import add_filter, change_signature, label_filter, longer_pages, vacation_on
from guiagent.tasks.mail.sorting import (
    archive_message,
    delete_message,
    delete_newsletters,
    empty_bin,
    label_message,
    mark_unread,
    move_message,
    new_folder,
    rescue_from_spam,
    restore_message,
    star_message,
    unstar_message,
)
from guiagent.tasks.mail.writing import (
    discard_draft,
    finish_draft,
    forward_to,
    reply_to,
    reply_to_all,
    send_by_number,
    send_copies,
    send_message,
)

MailTask = PlannedTask[World]

_LEVELS: dict[int, tuple[Callable[[World], Plan], ...]] = {
    1: (
        star_message,
        unstar_message,
        archive_message,
        delete_message,
        mark_unread,
        empty_bin,
        discard_draft,
        send_message,
        email_of_contact,
        change_signature,
        longer_pages,
        no_such_contact,
    ),
    2: (
        move_message,
        label_message,
        delete_newsletters,
        rescue_from_spam,
        restore_message,
        new_folder,
        send_copies,
        send_by_number,
        reply_to,
        reply_to_all,
        forward_to,
        finish_draft,
        add_contact,
        change_contact,
        delete_contact,
        add_sender,
        vacation_on,
        add_filter,
        label_filter,
        seat_of_trip,
        parcel_number,
        amount_of_invoice,
        count_newsletters,
        no_such_message,
        no_attachment,
        no_such_trip,
    ),
    3: (
        when_is_meeting,
        first_journey,
        sum_invoices,
        largest_photos,
        new_number,
        cheapest_quote,
        count_guests,
        label_large_invoices,
        star_oldest,
        move_conversation,
    ),
}

TASKS = MappingProxyType(
    {
        name: MailTask(name, plan, Mail, level)
        for level, plans in _LEVELS.items()
        for plan in plans
        if (name := plan.__name__.replace("_", "-"))
    }
)
SUITE = Suite("mail", version="1", tasks=TASKS)

__all__ = ["SUITE", "TASKS", "MailTask", "Plan"]
