"""A Trac project's world: who works on what, which tickets are open, what the wiki says. A seed decides all of it."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from random import Random

from guiagent.actions import Value
from guiagent.errors import SandboxError
from guiagent.sandboxes.trac.state import Comment, Component, Milestone, Page, Report, Ticket, TracState

PRIORITIES = ("blocker", "critical", "major", "minor", "trivial")
TYPES = ("defect", "enhancement", "task")
REPORTS = (
    "Active Tickets",
    "Active Tickets by Version",
    "Active Tickets by Milestone",
    "Accepted, Active Tickets by Owner",
    "Accepted, Active Tickets by Owner (Full Description)",
    "All Tickets By Milestone  (Including closed)",
    "My Tickets",
    "Active Tickets, Mine first",
)
"""Those that Trac itself makes in a new project."""


class Project(Value):
    """A project. `user` is who the browser is logged in as; `initial` the state that it opens with."""

    seed: int
    name: str
    user: str
    people: tuple[str, ...]
    on_call: str
    room: str
    initial: TracState

    @property
    def open_tickets(self) -> tuple[Ticket, ...]:
        """The tickets that are not closed."""
        return tuple(ticket for ticket in self.initial.tickets if ticket.status != "closed")

    def page(self, name: str) -> str:
        """The text of a wiki page; SandboxError where there is none."""
        for page in self.initial.pages:
            if page.name == name:
                return page.text
        raise SandboxError(f"no wiki page {name!r} in the project with seed {self.seed}")


@cache
def words() -> dict[str, list[str]]:
    """What projects are made of."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def world(seed: int) -> Project:
    """The project with this seed: always the same."""
    rng = Random(f"{seed}:trac")
    name = rng.choice(words()["projects"])
    people = tuple(rng.sample(words()["people"], 6))
    on_call, room = rng.choice(people[1:]), rng.choice(words()["rooms"])
    components = tuple(
        Component(name=each, owner=rng.choice(people)) for each in sorted(rng.sample(words()["components"], 4))
    )
    milestones = tuple(Milestone(name=f"{rng.randrange(1, 4)}.{minor}") for minor in (0, 2, 5))
    milestones = tuple(sorted(milestones, key=lambda each: each.name))
    tickets = _tickets(rng, people, components, milestones)
    return Project(
        seed=seed,
        name=name,
        user=people[0],
        people=people,
        on_call=on_call,
        room=room,
        initial=TracState(
            tickets=tickets,
            comments=_comments(rng, people, tickets),
            pages=_pages(rng, name, people, on_call, room),
            milestones=milestones,
            components=components,
            reports=tuple(Report(title=title) for title in REPORTS),
        ),
    )


def _tickets(
    rng: Random, people: tuple[str, ...], components: tuple[Component, ...], milestones: tuple[Milestone, ...]
) -> tuple[Ticket, ...]:
    subjects = rng.sample(words()["subjects"], 14)
    closed = set(rng.sample(range(1, 15), 3))
    return tuple(
        Ticket(
            id=number,
            summary=f"{subject} {rng.choice(words()['faults'])}",
            type=rng.choice(TYPES),
            priority=rng.choice(PRIORITIES[1:]),
            component=rng.choice(components).name,
            milestone=rng.choice((*milestones, Milestone(name=""))).name,
            owner=rng.choice(people),
            reporter=rng.choice(people),
            status="closed" if number in closed else "new",
            resolution="fixed" if number in closed else "",
            description=rng.choice(words()["details"]),
        )
        for number, subject in enumerate(subjects, 1)
    )


def _comments(rng: Random, people: tuple[str, ...], tickets: tuple[Ticket, ...]) -> tuple[Comment, ...]:
    chosen = sorted(rng.sample([ticket.id for ticket in tickets], 4))
    return tuple(
        Comment(ticket=number, author=rng.choice(people), text=rng.choice(words()["remarks"])) for number in chosen
    )


def _pages(rng: Random, name: str, people: tuple[str, ...], on_call: str, room: str) -> tuple[Page, ...]:
    steps = rng.sample(words()["steps"], 5)
    extensions = rng.sample(range(200, 900), len(people))
    numbers = "\n".join(f" * {each}: extension {number}" for each, number in zip(people, extensions, strict=True))
    links = "\n".join(f" * [wiki:{page}]" for page in words()["pages"])
    texts = {
        "WikiStart": f"= {name} =\n\nWhat the team writes down:\n\n{links}\n",
        "OnCall": f"= On call =\n\nThis week {on_call} is on call.\n\n{numbers}\n",
        "MeetingNotes": f"= Meeting notes =\n\nThe weekly meeting is in room {room}, on {rng.choice(_DAYS)}.\n",
        "ReleaseChecklist": "= Release checklist =\n\n" + "\n".join(f" * {step}" for step in steps) + "\n",
        "StyleGuide": f"= Style guide =\n\nLines have at most {rng.choice((80, 88, 100, 120))} characters.\n",
        "HardwareList": f"= Hardware =\n\n{rng.randrange(3, 30)} laptops and {rng.randrange(2, 9)} printers.\n",
    }
    return tuple(Page(name=each, text=texts[each].rstrip()) for each in sorted(texts))


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
