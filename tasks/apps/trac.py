"""Tasks in Trac: filing, closing and planning tickets, asking and correcting the wiki."""

from __future__ import annotations

import re
from random import Random

from guiagent.actions import Press, Type
from guiagent.policies.scripted import Move, click, finish, give_up, type_into
from guiagent.sandboxes.trac.state import Comment, Page, Ticket
from guiagent.sandboxes.trac.world import PRIORITIES, TYPES, Project, words
from guiagent.tasks._planned import Plan

_COMMENT = "You may use WikiFormatting here."


def ask_extension(world: Project) -> Plan:
    """A number on a wiki page, found by a name on the same page."""
    numbers = dict(re.findall(r"\* (\w+): extension (\d+)", world.page("OnCall")))
    answer = numbers.pop(world.on_call)
    return Plan(
        instruction="The wiki says who is on call this week. Report the telephone extension of that person.",
        moves=(click("link", "OnCall"), finish(answer)),
        expected=world.initial,
        answers=(answer,),
        decoys=tuple(numbers.values()),
    )


def file_ticket(world: Project) -> Plan:
    """A new ticket with four of its fields."""
    chance = _chance(world, "file-ticket")
    summary, kind, priority = _unused(world, chance), chance.choice(TYPES[1:]), chance.choice(PRIORITIES[3:])
    component, milestone = chance.choice(world.initial.components), chance.choice(world.initial.milestones)
    ticket = Ticket(
        id=len(world.initial.tickets) + 1,
        summary=summary,
        type=kind,
        priority=priority,
        component=component.name,
        milestone=milestone.name,
        owner=component.owner,
        reporter=world.user,
    )
    return Plan(
        instruction=(
            f"Create a new ticket with the summary '{summary}', of the type {kind}, with the priority {priority}, the "
            f"milestone {milestone.name} and the component {component.name}. Leave everything else as it is, and "
            "report the number of the ticket."
        ),
        moves=(
            click("link", "New Ticket"),
            type_into("textbox", "Summary:", summary),
            _select("Type:", kind),
            _select("Priority:", priority),
            _select("Milestone:", milestone.name),
            _select("Component:", component.name),
            click("button", "Create ticket"),
            finish(str(ticket.id)),
        ),
        expected=world.initial.model_copy(update={"tickets": (*world.initial.tickets, ticket)}),
        answers=(str(ticket.id),),
    )


def close_ticket(world: Project) -> Plan:
    """A ticket is closed with a word about it."""
    chance = _chance(world, "close-ticket")
    ticket, remark = chance.choice(world.open_tickets), chance.choice(words()["details"])
    return Plan(
        instruction=f"Close the ticket '{ticket.summary}' as fixed, with the comment '{remark}'.",
        moves=(*_opened(ticket), type_into("textbox", _COMMENT, remark), *_closed(), finish()),
        expected=_with(world, _fixed(ticket), Comment(ticket=ticket.id, author=world.user, text=remark)),
    )


def plan_ticket(world: Project) -> Plan:
    """A ticket gets another priority and milestone."""
    chance = _chance(world, "plan-ticket")
    ticket = chance.choice(world.open_tickets)
    priority = chance.choice([each for each in PRIORITIES if each != ticket.priority])
    milestone = chance.choice([each.name for each in world.initial.milestones if each.name != ticket.milestone])
    return Plan(
        instruction=(
            f"Set the priority of the ticket '{ticket.summary}' to {priority} and its milestone to {milestone}. Change "
            "nothing else."
        ),
        moves=(
            *_opened(ticket),
            click("link", "Modify Ticket"),
            _select("Priority:", priority),
            _select("Milestone:", milestone),
            click("button", "Submit changes"),
            finish(),
        ),
        expected=_with(world, ticket.model_copy(update={"priority": priority, "milestone": milestone})),
    )


def correct_page(world: Project) -> Plan:
    """A word on a wiki page is replaced, and the rest of it stays."""
    chance = _chance(world, "correct-page")
    room = chance.choice([each for each in words()["rooms"] if each != world.room])
    corrected = world.page("MeetingNotes").replace(world.room, room)
    pages = tuple(
        Page(name=page.name, text=corrected) if page.name == "MeetingNotes" else page for page in world.initial.pages
    )
    return Plan(
        instruction=(
            f"The weekly meeting has moved from room {world.room} to room {room}. Correct the wiki page MeetingNotes, "
            "and leave the rest of it as it is."
        ),
        moves=(
            click("link", "MeetingNotes"),
            click("button", "Edit this page"),
            Move(then=(Press(keys=("Control", "a")), Type(text=corrected))),
            click("button", "Submit changes"),
            finish(),
        ),
        expected=world.initial.model_copy(update={"pages": pages}),
    )


def close_what_is_not_there(world: Project) -> Plan:
    """A ticket that nobody filed."""
    summary = _unused(world, _chance(world, "close-what-is-not-there"))
    return Plan(
        instruction=f"Close the ticket '{summary}' as fixed. Give up if there is none with this summary.",
        moves=(_searched(summary), give_up("there is no such ticket")),
        expected=world.initial,
        impossible=True,
        looked=("GET /search?", "GET /report/", "GET /query"),
    )


def count_open(world: Project) -> Plan:
    """How many tickets of a component are still open."""
    component = _chance(world, "count-open").choice([ticket.component for ticket in world.open_tickets])
    number = sum(ticket.component == component for ticket in world.open_tickets)
    return Plan(
        instruction=(
            f"How many tickets of the component {component} are not closed, whoever owns them? Report this number, and "
            "no other."
        ),
        moves=(click("link", "View Tickets"), click("link", "Active Tickets"), finish(str(number))),
        expected=world.initial,
        answers=(str(number),),
        decoys=tuple(str(other) for other in range(len(world.initial.tickets) + 1) if other != number),
    )


def close_oldest(world: Project) -> Plan:
    """Of a component's open tickets, the one with the lowest number is closed."""
    components = sorted({ticket.component for ticket in world.open_tickets})
    several = [each for each in components if sum(ticket.component == each for ticket in world.open_tickets) > 1]
    component = _chance(world, "close-oldest").choice(several)
    oldest = next(ticket for ticket in world.open_tickets if ticket.component == component)
    return Plan(
        instruction=f"Close the oldest ticket that is still open in the component {component}, as fixed.",
        moves=(*_opened(oldest), *_closed(), finish()),
        expected=_with(world, _fixed(oldest)),
    )


def _chance(world: Project, task: str) -> Random:
    return Random(f"{world.seed}:trac:{task}")


def _unused(world: Project, chance: Random) -> str:
    """A summary whose subject no ticket has."""
    used = " ".join(ticket.summary for ticket in world.initial.tickets)
    subject = chance.choice([each for each in words()["subjects"] if each not in used])
    return f"{subject} {chance.choice(words()['faults'])}"


def _select(name: str, value: str) -> Move:
    """Choose from a list by the keyboard."""
    return Move(role="combobox", name=name, then=(Type(text=value), Press(keys=("Enter",))))


def _searched(text: str) -> Move:
    """What the search field at the top finds."""
    return Move(role="textbox", name="Search:", then=(Press(keys=("Control", "a")), Type(text=f"{text}\n")))


def _opened(ticket: Ticket) -> tuple[Move, ...]:
    """A ticket's page: its number, in the search field, leads there."""
    return (_searched(f"#{ticket.id}"),)


def _closed() -> tuple[Move, ...]:
    return click("link", "Modify Ticket"), click("radio", "resolve"), click("button", "Submit changes")


def _fixed(ticket: Ticket) -> Ticket:
    return ticket.model_copy(update={"status": "closed", "resolution": "fixed"})


def _with(world: Project, ticket: Ticket, *comments: Comment) -> object:
    """The project with a changed ticket, and what was said about it last."""
    tickets = tuple(ticket if each.id == ticket.id else each for each in world.initial.tickets)
    return world.initial.model_copy(update={"tickets": tickets, "comments": (*world.initial.comments, *comments)})
